//! A user signs in by another provider here. The way there and back belongs to one browser and is single-use; what
//! comes back is an identity, never an account: an address that two sides share links nothing.

use crate::accounts::first_proof::FirstProof;
use crate::accounts::sessions::SignedIn;
use crate::app::App;
use crate::caller::{Caller, Visitor};
use crate::outside::change::Change;
use crate::outside::provider::Provider;
use crate::outside::providers::OauthError;
use crate::outside::words::ContactMessage;
use crate::rate_limit::{Key, OAUTH};
use auth::id_token::{Address, Vouched};
use auth::{OneTime, Use};
use domain::account::Identity;
use domain::identifier::Identifier;
use domain::session::{Transport, Way};
use domain::user::Email;
use domain::{Fault, Result, Timestamp};
use persistence::store::accounts::identities::{NewOauthGrant, OauthGrant};
use std::time::Duration;

const FLOW: Duration = Duration::from_secs(600);
const GRANT: Duration = Duration::from_secs(900);

/// Where to send the browser, and what only it may know.
pub struct Departure {
    pub url: String,
    pub browser: String,
}

/// What a browser brings back.
pub struct Return {
    pub code: String,
    pub state: String,
    pub issuer: Option<String>,
    pub browser: String,
}

pub enum Arrival {
    SignedIn(Box<SignedIn>),
    /// No account has this identity yet.
    Register {
        grant: String,
        email: Option<Email>,
        expires_at: Timestamp,
    },
    /// An account has the address: its owner signs in as usual and links the identity.
    LinkRequired {
        grant: String,
        expires_at: Timestamp,
    },
}

impl App {
    pub fn providers(&self) -> impl Iterator<Item = &Provider> {
        self.providers.iter()
    }

    pub async fn start_oauth(&self, visitor: &Visitor, provider: &str) -> Result<Departure> {
        self.limits.check(&OAUTH, Key::Address(visitor.bucket())).await?;
        let provider = self.providers.find(provider).ok_or(Fault::NotFound)?;
        let state = OneTime::generate(Use::OauthState, self.random);
        let browser = OneTime::generate(Use::OauthBrowser, self.random);
        let now = self.clock.now();
        let url = self.providers.authorize_url(provider, &state, &browser, now).await.map_err(refused)?;
        self.store
            .begin_oauth(state.hash().to_vec(), browser.hash().to_vec(), &provider.name, now, now.plus(FLOW))
            .await?;
        Ok(Departure { url, browser: browser.text().to_string() })
    }

    pub async fn complete_oauth(
        &self,
        visitor: &Visitor,
        provider: &str,
        back: Return,
        transport: Option<Transport>,
    ) -> Result<Arrival> {
        self.limits.check(&OAUTH, Key::Address(visitor.bucket())).await?;
        let provider = self.providers.find(provider).ok_or(Fault::NotFound)?;
        let state = OneTime::parse(Use::OauthState, &back.state).ok_or(Fault::OauthFailed)?;
        let browser = OneTime::parse(Use::OauthBrowser, &back.browser).ok_or(Fault::OauthFailed)?;
        let now = self.clock.now();
        if !self.store.end_oauth(state.hash().to_vec(), browser.hash().to_vec(), &provider.name, now).await? {
            return Err(Fault::OauthFailed);
        }
        let vouched = self
            .providers
            .vouched(provider, &back.code, back.issuer.as_deref(), &browser, now)
            .await
            .map_err(refused)?;
        let lookup = self.store.identity_lookup(provider.issuer(), &vouched.subject);
        if let Some((user, ver)) = self.store.owner_of_identity(lookup.clone()).await? {
            let first = FirstProof { user, ver, way: Way::Provider };
            let signed_in = self.finish_sign_in(first, visitor, transport, None).await?;
            return Ok(Arrival::SignedIn(Box::new(signed_in)));
        }
        self.granted(provider, lookup, vouched, now).await
    }

    /// The identities of an account.
    pub async fn identities(&self, caller: &Caller) -> Result<Vec<Identity>> {
        self.store.identities(caller.user).await
    }

    /// The caller signed in as usual, and links an identity of their own.
    pub async fn link_identity(&self, caller: &Caller, grant: &str) -> Result<Identity> {
        self.recently_proven(caller).await?;
        let grant = OneTime::parse(Use::OauthGrant, grant).ok_or(Fault::GrantInvalid)?;
        let identity = self.store.link_identity(caller.user, grant.hash().to_vec(), self.clock.now()).await?;
        tracing::info!(event = "identity_linked", user_id = %caller.user);
        self.notify_user(caller.user, &ContactMessage::Changed(Change::IdentityLinked)).await;
        Ok(identity)
    }

    pub async fn unlink_identity(&self, caller: &Caller, provider: &str) -> Result<()> {
        self.recently_proven(caller).await?;
        self.store.unlink_identity(caller.user, provider, self.clock.now()).await?;
        tracing::info!(event = "identity_unlinked", user_id = %caller.user);
        self.notify_user(caller.user, &ContactMessage::Changed(Change::IdentityUnlinked)).await;
        Ok(())
    }

    /// What a grant that is not used up stands for: the provider, and the address it vouched for.
    pub(crate) async fn read_oauth_grant(&self, grant: &OneTime) -> Result<(OauthGrant, Option<Email>)> {
        let found = self.store.oauth_grant(grant.hash().to_vec(), self.clock.now()).await?;
        let found = found.ok_or(Fault::GrantInvalid)?;
        let email = found.email_sealed.as_deref().and_then(|sealed| grant.open(sealed));
        Ok((found, email.and_then(|email| Email::parse(&email).ok())))
    }

    async fn granted(
        &self,
        provider: &Provider,
        subject_lookup: Vec<u8>,
        vouched: Vouched,
        now: Timestamp,
    ) -> Result<Arrival> {
        let email = match vouched.email {
            Address::Verified(email) => Email::parse(&email).ok(),
            Address::Unverified | Address::Unsaid => None,
        };
        let known = match &email {
            // An unproven one belongs to no account.
            Some(email) => self.store.known(&Identifier::Email(email.clone())).await?.is_some(),
            None => false,
        };
        let grant = OneTime::generate(Use::OauthGrant, self.random);
        let expires_at = now.plus(GRANT);
        let row = NewOauthGrant {
            hash: grant.hash().to_vec(),
            provider: provider.name.clone(),
            subject_lookup,
            // An address of another account is not given to the one that registers with the grant.
            email_sealed: email
                .as_ref()
                .filter(|_| !known)
                .map(|email| grant.seal(email.as_str(), self.random)),
            expires_at,
        };
        self.store.grant_identity(row, now).await?;
        let grant = grant.text().to_string();
        Ok(if known {
            Arrival::LinkRequired { grant, expires_at }
        } else {
            Arrival::Register { grant, email, expires_at }
        })
    }
}

/// The cause is for the log; the page that comes back shows none of the provider's words.
fn refused(error: OauthError) -> Fault {
    tracing::warn!(event = "oauth_failed", error = %error);
    Fault::OauthFailed
}
