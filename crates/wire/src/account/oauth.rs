//! Defines signing in with another provider, as JSON. Must not know which providers there are.

use super::Transport;
use crate::faults::Faults;
use crate::json;
use domain::user::Email;
use domain::{Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const MOST: usize = 2048;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProviderItem {
    #[schema(example = "google")]
    pub name: String,
    /// The label of the button.
    #[schema(example = "Google")]
    pub label: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProviderList {
    pub items: Vec<ProviderItem>,
    #[schema(required)]
    pub next: Option<String>,
}

/// The address to send the browser to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OauthStart {
    #[schema(format = "uri")]
    pub authorize_url: String,
}

// No `Debug`: a code is as good as a sign-in until it is used.
/// The parameters with which the provider sent the browser back.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OauthCompleteBody {
    #[schema(min_length = 1, max_length = 2048)]
    pub code: String,
    #[schema(min_length = 1, max_length = 2048)]
    pub state: String,
    /// The provider's own name, where it sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2048)]
    pub iss: Option<String>,
    /// Default: `cookie` for browsers, `body` for others.
    #[serde(default, deserialize_with = "json::maybe_word", skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
}

pub struct OauthComplete {
    pub code: String,
    pub state: String,
    pub iss: Option<String>,
    pub transport: Option<domain::session::Transport>,
}

impl OauthCompleteBody {
    pub fn parse(self) -> Result<OauthComplete> {
        let mut faults = Faults::default();
        for (pointer, text) in
            [("/code", Some(&self.code)), ("/state", Some(&self.state)), ("/iss", self.iss.as_ref())]
        {
            if let Some(text) = text {
                faults.at_most_bytes(pointer, text, MOST);
            }
        }
        let transport = self.transport.map(Into::into);
        faults.finish(Some(OauthComplete { code: self.code, state: self.state, iss: self.iss, transport }))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OauthOutcome {
    /// No account has this identity: register with the grant, or link it to the account you have.
    Register,
    /// An account has the address: sign in to it as usual and link the identity there.
    LinkRequired,
}

/// The provider vouched for a person, and no account has this identity yet.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct OauthPending {
    pub outcome: OauthOutcome,
    /// For `identity_grant` of `/auth/register`, or for `POST /me/identities`; single-use.
    pub grant: String,
    /// The address the provider vouched for. Where there is none, one has to be confirmed with a code.
    #[schema(required, format = "email")]
    pub email: Option<String>,
    #[schema(format = "date-time")]
    pub expires_at: String,
}

impl OauthPending {
    pub fn register(grant: String, email: Option<Email>, expires_at: Timestamp) -> Self {
        let email = email.map(|email| email.as_str().to_owned());
        Self { outcome: OauthOutcome::Register, grant, email, expires_at: expires_at.to_string() }
    }

    pub fn link_required(grant: String, expires_at: Timestamp) -> Self {
        Self { outcome: OauthOutcome::LinkRequired, grant, email: None, expires_at: expires_at.to_string() }
    }
}

/// An identity that can sign in to your account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IdentityItem {
    #[schema(example = "google")]
    pub provider: String,
    #[schema(format = "date-time")]
    pub linked_at: String,
}

impl IdentityItem {
    pub fn new(provider: String, linked_at: Timestamp) -> Self {
        Self { provider, linked_at: linked_at.to_string() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IdentityList {
    pub items: Vec<IdentityItem>,
    #[schema(required)]
    pub next: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityBody {
    #[schema(max_length = 512)]
    pub grant: String,
}

impl IdentityBody {
    pub fn parse(self) -> Result<String> {
        let mut faults = Faults::default();
        faults.at_most_bytes("/grant", &self.grant, 512);
        faults.finish(Some(self.grant))
    }
}
