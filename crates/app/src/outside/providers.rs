//! The configured providers are called here for their descriptions, their keys, and the exchange of a code for an
//! identity. Must not know accounts.

use crate::outside::provider::{Provider, ProviderKind};
use crate::outside::web::{Web, WebError};
use auth::OneTime;
use auth::id_token::{
    self, Address, Expected, NotVouched, ProviderKeys, Vouched, challenge, verifier_and_nonce,
};
use domain::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Descriptions and keys are asked for again after this.
const BELIEVED: Duration = Duration::from_secs(3600);
/// An unknown key makes us look for new ones, but not at every token a stranger sends.
const ASK_AGAIN: Duration = Duration::from_secs(60);

pub struct Providers {
    all: Vec<Provider>,
    web: Web,
    /// Where the provider sends people back to.
    public_url: String,
    known: Mutex<HashMap<String, Known>>,
}

#[derive(Clone)]
struct Known {
    description: Arc<Description>,
    keys: ProviderKeys,
    at: Timestamp,
}

#[derive(Deserialize)]
struct Description {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: Option<String>,
    access_token: Option<String>,
}

#[derive(Deserialize)]
struct GithubUser {
    id: u64,
}

#[derive(Deserialize)]
struct GithubEmail {
    email: String,
    primary: bool,
    verified: bool,
}

impl Providers {
    pub fn new(all: Vec<Provider>, public_url: String) -> Self {
        Self { all, web: Web::default(), public_url, known: Mutex::default() }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Provider> {
        self.all.iter()
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Provider> {
        self.all.iter().find(|provider| provider.name == name)
    }

    pub(crate) async fn authorize_url(
        &self,
        provider: &Provider,
        state: &OneTime,
        browser: &OneTime,
        now: Timestamp,
    ) -> Result<String, OauthError> {
        let (verifier, nonce) = verifier_and_nonce(browser);
        let (endpoint, scope) = match &provider.kind {
            ProviderKind::Oidc { .. } => (
                self.known(provider, now, BELIEVED).await?.description.authorization_endpoint.clone(),
                "openid email",
            ),
            ProviderKind::Github { site, .. } => {
                (format!("{site}/login/oauth/authorize"), "read:user user:email")
            }
        };
        let mut url = url::Url::parse(&endpoint).map_err(|_| OauthError::Description)?;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &provider.client_id)
            .append_pair("redirect_uri", &self.redirect_uri(provider))
            .append_pair("scope", scope)
            .append_pair("state", state.text().as_str())
            .append_pair("nonce", &nonce)
            .append_pair("code_challenge", &challenge(&verifier))
            .append_pair("code_challenge_method", "S256");
        Ok(url.into())
    }

    /// Whom the provider vouches for, in exchange for its code.
    pub(crate) async fn vouched(
        &self,
        provider: &Provider,
        code: &str,
        issuer: Option<&str>,
        browser: &OneTime,
        now: Timestamp,
    ) -> Result<Vouched, OauthError> {
        match &provider.kind {
            ProviderKind::Oidc { .. } => self.by_token(provider, code, issuer, browser, now).await,
            ProviderKind::Github { site, api } => self.by_github(provider, site, api, code, browser).await,
        }
    }

    async fn by_token(
        &self,
        provider: &Provider,
        code: &str,
        issuer: Option<&str>,
        browser: &OneTime,
        now: Timestamp,
    ) -> Result<Vouched, OauthError> {
        let known = self.known(provider, now, BELIEVED).await?;
        let required = known.description.authorization_response_iss_parameter_supported;
        if issuer.map_or(required, |issuer| issuer != provider.issuer()) {
            return Err(OauthError::Issuer);
        }
        let (verifier, nonce) = verifier_and_nonce(browser);
        let methods = &known.description.token_endpoint_auth_methods_supported;
        let in_header = methods.is_empty() || methods.iter().any(|method| method == "client_secret_basic");
        let endpoint = &known.description.token_endpoint;
        let tokens = self.exchange(provider, endpoint, code, &verifier, in_header).await?;
        let token = tokens.id_token.ok_or(WebError::Answer)?;
        let expected = Expected { issuer: provider.issuer(), client_id: &provider.client_id, nonce: &nonce };
        let mut vouched = match known.keys.verify(&token, expected, now) {
            // Keys change: look once whether there are newer ones.
            Err(NotVouched::UnknownKey) => {
                let fresh = self.known(provider, now, ASK_AGAIN).await?;
                fresh.keys.verify(&token, expected, now)?
            }
            verified => verified?,
        };
        if vouched.email == Address::Unsaid
            && let (Some(endpoint), Some(token)) = (&known.description.userinfo_endpoint, tokens.access_token)
        {
            let profile = self.web.send(self.web.get(endpoint)?.bearer_auth(token)).await?;
            vouched.email = id_token::address_in_profile(&profile, &vouched.subject);
        }
        Ok(vouched)
    }

    async fn by_github(
        &self,
        provider: &Provider,
        site: &str,
        api: &str,
        code: &str,
        browser: &OneTime,
    ) -> Result<Vouched, OauthError> {
        let (verifier, _) = verifier_and_nonce(browser);
        let endpoint = format!("{site}/login/oauth/access_token");
        let tokens = self.exchange(provider, &endpoint, code, &verifier, false).await?;
        let token = tokens.access_token.ok_or(WebError::Answer)?;
        let user: GithubUser = self.ask_github(&format!("{api}/user"), &token).await?;
        let emails: Vec<GithubEmail> = self.ask_github(&format!("{api}/user/emails"), &token).await?;
        let email = emails.into_iter().find(|email| email.primary && email.verified);
        let email = email.map_or(Address::Unverified, |email| Address::Verified(email.email));
        Ok(Vouched { subject: user.id.to_string(), email })
    }

    async fn ask_github<T: DeserializeOwned>(&self, url: &str, token: &str) -> Result<T, WebError> {
        let request = self.web.get(url)?.bearer_auth(token).header("Accept", "application/vnd.github+json");
        read(&self.web.send(request).await?)
    }

    async fn exchange(
        &self,
        provider: &Provider,
        endpoint: &str,
        code: &str,
        verifier: &str,
        in_header: bool,
    ) -> Result<Tokens, WebError> {
        let redirect_uri = self.redirect_uri(provider);
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri.as_str()),
            ("code_verifier", verifier),
        ];
        let mut request = self.web.post(endpoint)?.header("Accept", "application/json");
        if in_header {
            request =
                request.basic_auth(encoded(&provider.client_id), Some(encoded(&provider.client_secret)));
        } else {
            form.push(("client_id", &provider.client_id));
            form.push(("client_secret", &provider.client_secret));
        }
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = request.header("Content-Type", "application/x-www-form-urlencoded").body(form);
        read(&self.web.send(request).await?)
    }

    async fn known(
        &self,
        provider: &Provider,
        now: Timestamp,
        believed: Duration,
    ) -> Result<Known, OauthError> {
        let held = self.lock().get(&provider.name).cloned();
        if let Some(known) = held.filter(|known| now.since(known.at) < believed) {
            return Ok(known);
        }
        let url = format!("{}/.well-known/openid-configuration", provider.issuer().trim_end_matches('/'));
        let description: Description = read(&self.web.send(self.web.get(&url)?).await?)?;
        if description.issuer != provider.issuer() {
            return Err(OauthError::Issuer);
        }
        let endpoints =
            [&description.authorization_endpoint, &description.token_endpoint, &description.jwks_uri];
        let endpoints = endpoints.into_iter().chain(&description.userinfo_endpoint);
        if !endpoints.into_iter().all(|endpoint: &String| is_private(endpoint)) {
            return Err(OauthError::Description);
        }
        let keys = self.web.send(self.web.get(&description.jwks_uri)?).await?;
        let keys = ProviderKeys::parse(&keys).ok_or(OauthError::Description)?;
        let known = Known { description: Arc::new(description), keys, at: now };
        self.lock().insert(provider.name.clone(), known.clone());
        Ok(known)
    }

    /// A page of our own front end, which calls us with what it was given.
    fn redirect_uri(&self, provider: &Provider) -> String {
        format!("{}/oauth/{}/callback", self.public_url, provider.name)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Encrypted on its way, or on this machine.
fn is_private(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| {
        let at_home = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        url.scheme() == "https" || (url.scheme() == "http" && at_home)
    })
}

/// RFC 6749, 2.3.1: both are form-encoded before they go into the header.
fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, WebError> {
    serde_json::from_slice(body).map_err(|_| WebError::Answer)
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum OauthError {
    #[error(transparent)]
    Web(#[from] WebError),
    #[error(transparent)]
    Token(#[from] NotVouched),
    #[error("the provider says it is another one")]
    Issuer,
    #[error("the provider's description is no good")]
    Description,
}
