//! Other providers vouch for identities. Issuer and subject come in as one lookup; neither is kept.

use crate::rows::accounts::proof::{OauthFlowRow, OauthGrantRow};
use crate::store::sync::notifications::personal;
use crate::store::{Store, on_reader, on_writer};
use domain::account::Identity;
use domain::audit::{Act, Entry};
use domain::notification::About;
use domain::{AuditId, Result, Timestamp, UserId};

/// What a provider vouched for, until the account it belongs to is created or named.
pub struct NewOauthGrant {
    pub hash: Vec<u8>,
    pub provider: String,
    pub subject_lookup: Vec<u8>,
    /// Opens with the grant alone.
    pub email_sealed: Option<Vec<u8>>,
    pub expires_at: Timestamp,
}

pub struct OauthGrant {
    pub provider: String,
    pub email_sealed: Option<Vec<u8>>,
}

impl Store {
    /// Where an identity is found: byte for byte, one provider's people never meet another's.
    pub fn identity_lookup(&self, issuer: &str, subject: &str) -> Vec<u8> {
        vault::lookup::identity(&self.blind_index, issuer, subject).to_vec()
    }

    pub async fn begin_oauth(
        &self,
        state_hash: Vec<u8>,
        browser_hash: Vec<u8>,
        provider: &str,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<()> {
        let provider = provider.to_owned();
        let row = OauthFlowRow { state_hash, browser_hash, provider, expires_at: expires_at.millis() };
        on_writer!(self, accounts::identities::depart(row, now.millis()), |()| ((), vec![]))
    }

    pub async fn end_oauth(
        &self,
        state_hash: Vec<u8>,
        browser_hash: Vec<u8>,
        provider: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let provider = provider.to_owned();
        on_writer!(
            self,
            accounts::identities::arrive(state_hash, browser_hash, provider, now.millis()),
            |done| (done, vec![])
        )
    }

    /// Whose it is, and the version of the account.
    pub async fn owner_of_identity(&self, lookup: Vec<u8>) -> Result<Option<(UserId, i64)>> {
        on_reader!(self, accounts::identities::owner(lookup))
    }

    pub async fn identities(&self, user: UserId) -> Result<Vec<Identity>> {
        let rows = on_reader!(self, accounts::identities::of_user(user))?;
        let open = |row: crate::rows::accounts::proof::IdentityRow| Identity {
            provider: row.provider,
            linked_at: Timestamp::from_millis(row.created_at),
        };
        Ok(rows.into_iter().map(open).collect())
    }

    pub async fn grant_identity(&self, grant: NewOauthGrant, now: Timestamp) -> Result<()> {
        let row = OauthGrantRow {
            hash: grant.hash,
            provider: grant.provider,
            subject_lookup: grant.subject_lookup,
            email_sealed: grant.email_sealed,
            expires_at: grant.expires_at.millis(),
        };
        on_writer!(self, accounts::identities::grant(row, now.millis()), |()| ((), vec![]))
    }

    pub async fn oauth_grant(&self, hash: Vec<u8>, now: Timestamp) -> Result<Option<OauthGrant>> {
        let row = on_reader!(self, accounts::identities::granted(hash, now.millis()))?;
        Ok(row.map(|row| OauthGrant { provider: row.provider, email_sealed: row.email_sealed }))
    }

    pub async fn link_identity(&self, user: UserId, grant: Vec<u8>, now: Timestamp) -> Result<Identity> {
        let entry = Entry::own(Act::IdentityLinked, user, now);
        let cause = AuditId::make(now, self.random).uuid();
        let beside = self.beside(entry, Some((cause, About::event("identity_linked")))).await?;
        on_writer!(self, accounts::identities::link(user, grant, now.millis(), beside), move |(row, told)| (
            Identity { provider: row.provider, linked_at: now },
            personal(told)
        ))
    }

    pub async fn unlink_identity(&self, user: UserId, provider: &str, now: Timestamp) -> Result<()> {
        let entry = Entry::own(Act::IdentityUnlinked, user, now).saying(provider);
        let (provider, cause) = (provider.to_owned(), AuditId::make(now, self.random).uuid());
        let beside = self.beside(entry, Some((cause, About::event("identity_unlinked")))).await?;
        on_writer!(self, accounts::identities::unlink(user, provider, beside), |told| ((), personal(told)))
    }
}
