//! Addresses and numbers of accounts are changed, removed and restored here; a proven one opens an account. Must not
//! know who may ask for it.

use super::sessions::told;
use crate::input::{NewIdentifier, Removal};
use crate::keys::{Field, KeySet};
use crate::outcome::Replaced;
use crate::store::sync::notifications::personal;
use crate::store::{Store, on_writer};
use domain::audit::{Act, Entry};
use domain::event::Committed;
use domain::identifier::{Channel, Identifier};
use domain::{Result, SessionId, Timestamp, UserId};

/// A way back: the hash of its secret, and how long it is open.
pub struct WayBack {
    pub hash: [u8; 32],
    pub until: Timestamp,
}

impl Store {
    /// The identifier that was there before, if it was proven: its owner is to hear of the change.
    pub async fn change_identifier(
        &self,
        user: UserId,
        identifier: &Identifier,
        grant_hash: [u8; 32],
        back: WayBack,
        entry: Entry,
    ) -> Result<Option<Identifier>> {
        let keys = self.user_keys(user).await?;
        let field = field(identifier.channel());
        let text = identifier.as_str().as_bytes();
        let new = NewIdentifier {
            user,
            channel: identifier.channel(),
            grant_hash: grant_hash.to_vec(),
            sealed: keys.seal_field(field, user.bytes(), text, self.random)?,
            lookup: self.lookup(identifier),
            undo_hash: back.hash.to_vec(),
            undo_until: back.until,
            at: entry.at,
            beside: self.security(entry).await?,
        };
        let replaced = on_writer!(self, accounts::identifiers::change(new), settled)?;
        Ok(former(&replaced, user, identifier.channel(), &keys))
    }

    pub async fn remove_identifier(
        &self,
        user: UserId,
        channel: Channel,
        back: WayBack,
        entry: Entry,
    ) -> Result<Option<Identifier>> {
        let keys = self.user_keys(user).await?;
        let gone = Removal {
            user,
            channel,
            undo_hash: back.hash.to_vec(),
            undo_until: back.until,
            at: entry.at,
            beside: self.security(entry).await?,
        };
        let replaced = on_writer!(self, accounts::identifiers::remove(gone), settled)?;
        Ok(former(&replaced, user, channel, &keys))
    }

    /// Whose account it was, and the sessions that ended.
    pub async fn undo_identifier(&self, hash: [u8; 32], now: Timestamp) -> Result<(UserId, Vec<SessionId>)> {
        let (hash, random) = (hash.to_vec(), self.random);
        let entry = |user, at| Entry::of(Act::IdentifierRestored, Some(user), Timestamp::from_millis(at));
        on_writer!(self, accounts::identifiers::undo(hash, now.millis(), entry, random), |(user, ended)| {
            let (sessions, facts) = told(ended);
            ((user, sessions), facts)
        })
    }

    /// Whose account it opens, and the account's version. Of two who bring one grant, one signs in.
    pub async fn spend_sign_in_grant(&self, grant_hash: [u8; 32], now: Timestamp) -> Result<(UserId, i64)> {
        let hash = grant_hash.to_vec();
        on_writer!(self, accounts::identifiers::spend_sign_in(hash, now.millis()), |opened| (opened, vec![]))
    }

    /// Every session ends; these are they.
    pub async fn reset_password(
        &self,
        grant_hash: [u8; 32],
        password_hash: String,
        entry: Entry,
    ) -> Result<Vec<SessionId>> {
        let new = self.new_password(password_hash, entry);
        on_writer!(self, accounts::identifiers::reset(grant_hash.to_vec(), new), told)
    }
}

fn settled(replaced: Replaced) -> (Replaced, Vec<Committed>) {
    let told = personal(replaced.told.clone());
    (replaced, told)
}

pub(crate) const fn field(channel: Channel) -> Field {
    match channel {
        Channel::Email => Field::UserEmail,
        Channel::Sms => Field::UserPhone,
    }
}

fn former(replaced: &Replaced, user: UserId, channel: Channel, keys: &KeySet) -> Option<Identifier> {
    let sealed = &replaced.undo.as_ref()?.old_sealed;
    let text = keys.open_field(field(channel), user.bytes(), sealed)?;
    Identifier::parse(&text).ok()
}
