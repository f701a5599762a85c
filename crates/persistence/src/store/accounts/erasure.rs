//! Accounts are erased here: who a person was goes at once, their chats one by one.

use super::sessions::told;
use crate::outcome::{Told, Touched};
use crate::rows::operators::audit::AuditRow;
use crate::store::sync::notifications::personal;
use crate::store::{Store, on_reader, on_writer};
use domain::audit::Entry;
use domain::{Result, SessionId, Timestamp, UserId};
use vault::Owner;

impl Store {
    /// The sessions that ended by it. The person's data key is gone: what was sealed with it cannot be read again.
    pub async fn delete_account(&self, user: UserId, entry: Entry) -> Result<Vec<SessionId>> {
        // No name that can be chosen begins so, hence none is ever taken before.
        let stand_in = format!("~{}", user.uuid().simple());
        let (at, entry) = (entry.at.millis(), AuditRow::of(entry, self.random));
        let ended = on_writer!(self, accounts::erasure::begin(user, stand_in, at, entry), told)?;
        self.forget_keys(Owner::User(user.bytes()));
        Ok(ended)
    }

    /// Ends some friendships and leaves some chats of people who are gone; false when there are none left.
    pub async fn leave_some(&self, at: Timestamp) -> Result<bool> {
        let related = on_reader!(self, accounts::erasure::related(50))?;
        let waiting = on_reader!(self, accounts::erasure::waiting(50))?;
        let some = !waiting.is_empty() || !related.is_empty();
        for (gone, other) in related {
            on_writer!(self, accounts::erasure::part(gone, other, at.millis()), |done| {
                let done: Told<()> = done;
                ((), personal(done.told))
            })?;
        }
        for (user, chat) in waiting {
            let (act, keys) = (self.act(chat, user, at), self.current_sealing_keys(chat, at).await?);
            let opener = keys.clone();
            let ended = on_writer!(self, accounts::erasure::leave(act, keys), move |touched: Touched| {
                (touched.chat.gone_at.is_some(), Self::told(&opener, &touched))
            })?;
            if ended {
                self.forget_keys(Owner::Chat(chat.bytes()));
            }
        }
        Ok(some)
    }
}
