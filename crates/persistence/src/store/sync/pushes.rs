//! Push subscriptions are kept here. A browser's address and keys are sealed with the person's own key.

use crate::keys::Field;
use crate::rows::sync::push::PushRow;
use crate::store::{Store, on_reader, on_writer};
use domain::{ChatId, Fault, PushId, Result, SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

pub use crate::outcome::ReaderFound as PushReader;

/// More browsers than one person has.
const MOST: i64 = 20;

/// Where a browser is reached, and the keys only it has the other half of.
#[derive(Clone, Serialize, Deserialize)]
pub struct PushTarget {
    pub endpoint: String,
    pub p256dh: Vec<u8>,
    pub auth: Vec<u8>,
}

/// A browser that is pushed to.
pub struct Push {
    pub id: PushId,
    pub session: SessionId,
    pub created_at: Timestamp,
    pub target: PushTarget,
}

impl Store {
    pub async fn add_push(
        &self,
        user: UserId,
        session: SessionId,
        target: PushTarget,
        at: Timestamp,
    ) -> Result<PushId> {
        let keys = self.user_keys(user).await?;
        let id = PushId::make(at, self.random);
        let text = serde_json::to_vec(&target).map_err(|_| Fault::Internal)?;
        let row = PushRow {
            id,
            user_id: user,
            session_id: session,
            endpoint_lookup: vault::lookup::push(&self.blind_index, &target.endpoint).to_vec(),
            target_sealed: keys.seal_field(Field::PushTarget, id.bytes(), &text, self.random)?,
            created_at: at.millis(),
        };
        on_writer!(self, sync::pushes::add(row, MOST), |()| ((), vec![]))?;
        Ok(id)
    }

    /// Those whose session still stands.
    pub async fn pushes(&self, user: UserId, now: Timestamp) -> Result<Vec<Push>> {
        let rows = on_reader!(self, sync::pushes::of_user(user, now.millis()))?;
        let keys = self.user_keys(user).await?;
        let open = |row: PushRow| {
            let text = keys.open_field(Field::PushTarget, row.id.bytes(), &row.target_sealed)?;
            let created_at = Timestamp::from_millis(row.created_at);
            Some(Push {
                id: row.id,
                session: row.session_id,
                created_at,
                target: serde_json::from_str(&text).ok()?,
            })
        };
        Ok(rows.into_iter().filter_map(open).collect())
    }

    pub async fn remove_push(&self, user: UserId, push: PushId) -> Result<()> {
        on_writer!(self, sync::pushes::remove(user, push), |()| ((), vec![]))
    }

    pub async fn drop_dead_push(&self, push: PushId) -> Result<()> {
        on_writer!(self, sync::pushes::drop_dead(push), |()| ((), vec![]))
    }

    pub async fn any_push(&self) -> Result<bool> {
        on_reader!(self, sync::pushes::any())
    }

    /// Members with a browser to tell, for whom the chat is not silent and something is unread.
    pub async fn push_readers(&self, chat: ChatId, now: Timestamp) -> Result<Vec<PushReader>> {
        on_reader!(self, sync::pushes::readers(chat, now.millis()))
    }
}
