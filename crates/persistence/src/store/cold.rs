//! Texts that lie in files of the file store: read where they lie, and brought back for whoever changes a message.

use super::{Store, on_reader, on_writer};
use crate::cold::{Texts, unpack};
use crate::found::{Segment, Warmed};
use crate::keys::{Field, KeySet};
use crate::rows::message::MessageRow;
use domain::{ChatId, Fault, FileId, Result, Timestamp, UserId};
use vault::FileKey;

impl Store {
    /// Gives rows of one chat whose texts lie in a file their texts, sealed as if they had never been away. Rows whose
    /// texts are lost stay without, and are unreadable.
    pub(super) async fn warm(&self, rows: &mut [MessageRow], keys: &KeySet) -> Result<()> {
        let cold = || rows.iter().filter(|row| row.is_cold());
        let (first, last) = (cold().map(|row| row.seq).min(), cold().map(|row| row.seq).max());
        let (Some(first), Some(last), Some(chat)) = (first, last, rows.first().map(|row| row.chat_id)) else {
            return Ok(());
        };
        for segment in on_reader!(self, segments::covering(chat, first, last))? {
            let mut of_it: Vec<&mut MessageRow> =
                rows.iter_mut().filter(|row| row.is_cold() && segment.covers(row.seq)).collect();
            if of_it.is_empty() {
                continue;
            }
            let Some(texts) = self.texts(&segment, keys).await? else { continue };
            for row in &mut of_it {
                row.body = self.sealed_again(row, &texts, keys);
            }
        }
        Ok(())
    }

    /// Before a message is changed: if its text lies in a file, all texts of that file come back. Only for a
    /// reader who may see it, so that no stranger causes work.
    pub(super) async fn at_hand(&self, chat: ChatId, reader: UserId, seq: i64, now: Timestamp) -> Result<()> {
        let row: MessageRow = on_reader!(self, messages::one(chat, reader, seq))?;
        if !row.is_cold() {
            return Ok(());
        }
        for segment in on_reader!(self, segments::covering(chat, seq, seq))? {
            self.bring_back(segment, now).await?;
        }
        Ok(())
    }

    /// The rows get their texts, the file goes. How many messages. A file that cannot be read stays where it is.
    pub(super) async fn bring_back(&self, segment: Segment, now: Timestamp) -> Result<usize> {
        let keys = self.sealing_keys(segment.chat, now).await?;
        let Some(texts) = self.texts(&segment, &keys).await? else { return Err(Fault::Internal) };
        let (file, of) = (segment.file, segment.clone());
        let rows = on_reader!(self, segments::cold(of))?;
        let text = |row: &MessageRow| Some((row.seq, self.sealed_again(row, &texts, &keys)?));
        let bodies: Vec<(i64, Vec<u8>)> = rows.iter().filter_map(text).collect();
        let count = bodies.len();
        let back = Warmed { segment, bodies, at: now.millis() };
        on_writer!(self, segments::warm(back), |()| ((), vec![]))?;
        if let Err(fault) = self.remove_part(file, 0).await {
            tracing::info!(code = fault.code(), "a file is removed later");
        }
        Ok(count)
    }

    /// A part of a file whose time is over: its bytes, then its row.
    pub async fn remove_part(&self, file: FileId, part: u16) -> Result<()> {
        self.files.remove(file, part).await?;
        self.forget_file(file, part).await
    }

    fn sealed_again(&self, row: &MessageRow, texts: &Texts, keys: &KeySet) -> Option<Vec<u8>> {
        Some(keys.seal_message(&row.seal(row.revision), texts.of(row)?, self.random))
    }

    /// What is in a segment's file; None where that is lost. A file store that is away is not: it comes back.
    async fn texts(&self, segment: &Segment, keys: &KeySet) -> Result<Option<Texts>> {
        let lost = |why: &str| {
            tracing::error!(event = "lost_segment", chat_id = %segment.chat, file_id = %segment.file, why);
            Ok(None)
        };
        let file = segment.file.bytes();
        let Some(key) = keys.open_secret(Field::FileKey, file, &segment.key_sealed) else {
            return lost("its key does not open");
        };
        let size = u64::try_from(segment.size).map_err(|_| Fault::Internal)?;
        let seal = FileKey::from_secret(key).of_file(file, size).map_err(|_| Fault::Internal)?;
        let bytes = match self.files.get(segment.file, 0, 0..seal.sealed_length()).await {
            Err(Fault::NotFound) => return lost("its file is not there"),
            found => found?,
        };
        let opened = tokio::task::spawn_blocking(move || unpack(&seal.open(&bytes).ok()?).ok());
        match opened.await.map_err(|_| Fault::Internal)? {
            Some(texts) => Ok(Some(texts)),
            None => lost("its file does not open"),
        }
    }
}
