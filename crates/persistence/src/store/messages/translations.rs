//! Translations of messages are looked up and kept here.

use crate::rows::messages::translation::{self, Wording};
use crate::store::{Store, on_reader, on_writer};
use domain::language::Language;
use domain::message::Message;
use domain::translation::Translation;
use domain::{ChatId, Fault, Result, Seq, Timestamp, UserId};

/// A message that is wanted in another language.
pub struct Translatable {
    pub message: Message,
    /// Which version of it.
    pub revision: i32,
    /// An earlier translation of that version.
    pub known: Option<Translation>,
}

impl Store {
    pub async fn translatable(
        &self,
        chat: ChatId,
        reader: UserId,
        seq: Seq,
        target: Language,
        now: Timestamp,
    ) -> Result<Translatable> {
        let (mut row, marks, known) =
            on_reader!(self, messages::translations::look(chat, reader, seq, target))?;
        // What a reader has hidden does not exist for them.
        if marks.hides(seq) {
            return Err(Fault::NotFound);
        }
        let keys = self.readable(chat, std::slice::from_mut(&mut row), now).await?;
        let sealed = known.as_deref().map(|sealed| keys.lacks(sealed));
        let keys = if sealed == Some(true) { self.chat_keys(chat, now).await? } else { keys };
        let of = Wording { chat, seq, revision: row.revision };
        let known = known.and_then(|sealed| translation::open(&keys, of, target, &sealed));
        Ok(Translatable { message: marks.own(row.open(&keys)), revision: row.revision, known })
    }

    /// For the next reader. Where the message is another one by now, nothing is kept.
    pub async fn keep_translation(
        &self,
        chat: ChatId,
        seq: Seq,
        revision: i32,
        translation: Translation,
        at: Timestamp,
    ) -> Result<()> {
        let keys = self.sealing_keys(chat, at).await?;
        let (of, target) = (Wording { chat, seq, revision }, translation.target);
        let sealed = translation::seal(&keys, of, &translation, self.random)?;
        match on_writer!(self, messages::translations::keep(of, target, sealed, at), |()| ((), vec![])) {
            Err(Fault::NotFound) => Ok(()),
            kept => kept,
        }
    }
}
