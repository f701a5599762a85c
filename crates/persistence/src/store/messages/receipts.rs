//! Receipts say who got a message and who has read it.

use crate::outcome::ReceiptRow;
use crate::store::{Store, on_reader, on_writer};
use domain::message::Receipt;
use domain::page::{Limit, Page};
use domain::{ChatId, Result, Seq, Timestamp, UserId};

impl Store {
    /// By person; only those who have it, and only as far as both sides let that be known.
    pub async fn receipts(
        &self,
        chat: ChatId,
        reader: UserId,
        seq: Seq,
        after: Option<UserId>,
        (limit, now): (Limit, Timestamp),
    ) -> Result<Page<Receipt>> {
        let act = self.act(chat, reader, now);
        let mut rows = on_reader!(self, messages::receipts::of(act, seq, after, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|(user, ..)| user.id.to_string());
        let receipt = |(user, read_seq, _): ReceiptRow| {
            let read = read_seq >= seq;
            Receipt { person: user.person(), read }
        };
        Ok(Page { items: rows.into_iter().map(receipt).collect(), next })
    }

    /// People were served up to these messages; several at once.
    pub async fn note_delivered(&self, served: Vec<(ChatId, UserId, Seq)>) -> Result<()> {
        on_writer!(self, messages::receipts::delivered(served), |()| ((), vec![]))
    }
}
