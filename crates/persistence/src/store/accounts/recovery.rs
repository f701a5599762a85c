//! An account is recovered here, and its owner is notified of every change to the ways in.

use super::sessions::told;
use crate::input::{Beside, NewPassword};
use crate::rows::accounts::proof::WayInRow;
use crate::rows::operators::audit::AuditRow;
use crate::store::sync::notifications::personal;
use crate::store::{Store, on_reader, on_writer};
use domain::audit::{Act, Entry};
use domain::notification::About;
use domain::{AuditId, Fault, Result, SessionId, Timestamp, UserId};

impl Store {
    /// A way in that sets a password once; an earlier one is void.
    pub async fn make_way_in(&self, hash: [u8; 32], until: Timestamp, entry: Entry) -> Result<()> {
        let row = WayInRow {
            hash: hash.to_vec(),
            user_id: entry.user.ok_or(Fault::NotFound)?,
            created_at: entry.at.millis(),
            expires_at: until.millis(),
        };
        let beside = self.security(entry).await?;
        on_writer!(self, accounts::recovery::make_way_in(row, beside), |told| ((), personal(told)))
    }

    /// Whose account it opens, while it is good.
    pub async fn way_in(&self, hash: [u8; 32], now: Timestamp) -> Result<Option<UserId>> {
        on_reader!(self, accounts::recovery::way_in(hash.to_vec(), now.millis()))
    }

    /// Every session ends; these are they.
    pub async fn enter(&self, hash: [u8; 32], password_hash: String, entry: Entry) -> Result<Vec<SessionId>> {
        let new = self.new_password(password_hash, entry);
        on_writer!(self, accounts::recovery::enter(hash.to_vec(), new), told)
    }

    /// Everyone is signed out, and nothing that was proven up to now opens any account.
    pub async fn forget_proofs(&self, at: Timestamp) -> Result<()> {
        let entry = Entry::of(Act::SessionEnded, None, at).saying("command_line");
        let entry = AuditRow::of(entry, self.random);
        on_writer!(self, accounts::recovery::forget_all(at.millis(), entry), |()| ((), vec![]))
    }

    /// An entry of the log together with a notification of the same name.
    pub async fn warn(&self, entry: Entry) -> Result<()> {
        let beside = self.security(entry).await?;
        on_writer!(self, accounts::recovery::note(beside), |told| ((), personal(told)))
    }

    /// The entry of an act on an account, of which its owner is told by the same name.
    pub(crate) async fn security(&self, entry: Entry) -> Result<Beside> {
        let cause = AuditId::make(entry.at, self.random).uuid();
        let about = About::event(entry.act.name());
        self.beside(entry, Some((cause, about))).await
    }

    pub(crate) fn new_password(&self, hash: String, entry: Entry) -> NewPassword {
        NewPassword { hash, at: entry.at.millis(), entry: AuditRow::of(entry, self.random) }
    }
}
