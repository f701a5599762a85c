//! Messages with a retention time are deleted when it is over.

use crate::outcome::Touched;
use crate::store::chats::open;
use crate::store::sync::notifications::personal;
use crate::store::{Store, on_reader, on_writer};
use domain::chat::Retention;
use domain::{ChatId, Result, Seq, Timestamp, UserId};
use uuid::Uuid;
use vault::Owner;

/// Chats looked at in one go.
const CHATS: i64 = 200;

/// What went of one chat.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Messages that were there before and are not any more.
    pub messages: i64,
    pub keys: usize,
    pub rows: usize,
}

impl Store {
    /// How long the instance keeps messages; said once, before the first is sealed.
    pub fn keep_for(&self, retention: Retention) {
        // A second call says the same.
        let _ = self.retention.set(retention);
    }

    /// Chats whose messages are kept for a while only, from one id on.
    pub async fn limited_chats(&self, after: Option<ChatId>) -> Result<Vec<ChatId>> {
        let all = self.retention.get().is_some();
        on_reader!(self, messages::retention::limited(all, after, CHATS))
    }

    /// Lets one chat forget what it need not keep. It may be broken off at any point and goes on there.
    pub async fn forget_old(&self, chat: ChatId, now: Timestamp) -> Result<Forgotten> {
        let mut forgotten = Forgotten::default();
        let Some(row) = on_reader!(self, messages::retention::find(chat))? else { return Ok(forgotten) };
        let retention = Retention::of(self.retention.get().copied(), row.retention());
        let Some(before) = retention.map(|retention| retention.before(now).millis()) else {
            return Ok(forgotten);
        };
        let kept_from = on_reader!(self, messages::retention::sent_before(chat, before))?.next();
        let act = self.act(chat, UserId::from_uuid(Uuid::nil()), now);
        let keys = self.current_sealing_keys(chat, now).await?;
        forgotten.messages = kept_from.since(row.kept_from).max(0);
        if forgotten.messages > 0 {
            let opener = keys.clone();
            on_writer!(self, messages::retention::cut(act, kept_from), move |touched: Touched| {
                ((), open::touched(&touched, &opener).facts)
            })?;
        }
        // What is erased is taken out of the index, too: for that it has to be read.
        for segment in on_reader!(self, messages::archive::covering(chat, Seq::ZERO, kept_from.previous()))? {
            self.bring_back(segment, now).await?;
        }
        loop {
            let eraser = keys.clone();
            let more = on_writer!(self, messages::retention::erase(act, eraser), |told| {
                (told.is_some(), personal(told.unwrap_or_default()))
            })?;
            if !more {
                break;
            }
        }
        forgotten.keys =
            on_writer!(self, messages::retention::shred(act, before, keys), |count| (count, vec![]))?;
        if forgotten.keys > 0 {
            self.forget_keys(Owner::Chat(chat.bytes()));
        }
        loop {
            let rows = on_writer!(self, messages::retention::drop_rows(act), |count| (count, vec![]))?;
            forgotten.rows += rows;
            if rows == 0 {
                return Ok(forgotten);
            }
        }
    }
}
