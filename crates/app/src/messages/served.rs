//! `Delivered` notes in memory how far each member was served, until it is written.

use domain::{ChatId, Seq, UserId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

#[derive(Default)]
pub struct Delivered(Mutex<HashMap<(ChatId, UserId), Seq>>);

impl Delivered {
    /// A member was served this message.
    pub fn note(&self, chat: ChatId, user: UserId, seq: Seq) {
        let mut served = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = served.entry((chat, user)).or_insert(seq);
        *known = seq.max(*known);
    }

    pub(crate) fn take(&self) -> HashMap<(ChatId, UserId), Seq> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
