//! A provider is configured by the operator. Must not know how it is called.

#[derive(Debug, Clone)]
pub struct Provider {
    /// Part of addresses: small letters, digits, `-`.
    pub name: String,
    pub label: String,
    pub kind: ProviderKind,
    pub client_id: String,
    pub client_secret: String,
}

#[derive(Debug, Clone)]
pub enum ProviderKind {
    Oidc {
        issuer: String,
    },
    /// GitHub speaks no OpenID Connect: two calls of its API take the place of the identity token. The
    /// addresses are its own but for tests and for servers of one's own.
    Github {
        site: String,
        api: String,
    },
}

impl Provider {
    pub(crate) fn issuer(&self) -> &str {
        match &self.kind {
            ProviderKind::Oidc { issuer } => issuer,
            ProviderKind::Github { site, .. } => site,
        }
    }
}
