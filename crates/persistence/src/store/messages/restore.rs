//! Archived texts are read from their files, and restored before a message is changed.

use crate::archive::{Texts, unpack};
use crate::input::Restored;
use crate::keys::{Field, KeySet};
use crate::outcome::ArchiveFile;
use crate::rows::messages::MessageRow;
use crate::store::{Store, on_reader, on_writer};
use domain::{ChatId, Fault, FileId, Result, Seq, Timestamp, UserId};
use std::sync::Arc;
use vault::FileKey;

/// Rows and files are read one after the other, and what lies where may change in between: so often they are read
/// again before a text is called lost.
const LOOKS: usize = 3;

impl Store {
    /// Gives rows of one chat their texts, wherever those lie; and the keys that open them, whichever node made the
    /// latest.
    pub(crate) async fn readable(
        &self,
        chat: ChatId,
        rows: &mut [MessageRow],
        now: Timestamp,
    ) -> Result<Arc<KeySet>> {
        for look in 1..=LOOKS {
            if !self.fetch(chat, rows, now, look == LOOKS).await? {
                break;
            }
            self.read_again(chat, rows).await?;
        }
        self.keys_for(chat, rows.iter().filter_map(|row| row.body.as_deref()), now).await
    }

    /// Gives rows whose texts lie in a file their texts, sealed as if they had never been away. True where some are
    /// still without, unless this is the last look: then those are lost, and the log says why.
    async fn fetch(&self, chat: ChatId, rows: &mut [MessageRow], now: Timestamp, last: bool) -> Result<bool> {
        let archived = || rows.iter().filter(|row| row.is_archived()).map(|row| row.seq);
        let (Some(from), Some(to)) = (archived().min(), archived().max()) else { return Ok(false) };
        let segments = on_reader!(self, messages::archive::covering(chat, from, to))?;
        let keys = self.keys_for(chat, segments.iter().map(|one| one.key_sealed.as_slice()), now).await?;
        for segment in segments {
            let mut of_it: Vec<&mut MessageRow> =
                rows.iter_mut().filter(|row| row.is_archived() && segment.covers(row.seq)).collect();
            if of_it.is_empty() {
                continue;
            }
            match self.texts(&segment, &keys).await? {
                Ok(texts) => {
                    for row in &mut of_it {
                        row.body = self.sealed_again(row, &texts, &keys)?;
                    }
                }
                Err(why) if last => lost(&segment, why),
                Err(_) => {}
            }
        }
        Ok(!last && rows.iter().any(MessageRow::is_archived))
    }

    /// Rows without a text as they are now: it may have come back, or have been deleted.
    async fn read_again(&self, chat: ChatId, rows: &mut [MessageRow]) -> Result<()> {
        let archived: Vec<Seq> = rows.iter().filter(|row| row.is_archived()).map(|row| row.seq).collect();
        for fresh in on_reader!(self, messages::archive::rows(chat, archived))? {
            if let Some(row) = rows.iter_mut().find(|row| row.seq == fresh.seq) {
                *row = fresh;
            }
        }
        Ok(())
    }

    /// Before a message is changed: if its text lies in a file, all texts of that file come back. Only for a
    /// reader who may see it, so that no stranger causes work.
    pub(crate) async fn restore_text(
        &self,
        chat: ChatId,
        reader: UserId,
        seq: Seq,
        now: Timestamp,
    ) -> Result<()> {
        let row: MessageRow = on_reader!(self, messages::one(chat, reader, seq))?;
        self.fetch_back(&row, now).await
    }

    /// Brings the text of an archived message back into its row.
    pub(crate) async fn fetch_back(&self, row: &MessageRow, now: Timestamp) -> Result<()> {
        if !row.is_archived() {
            return Ok(());
        }
        let (chat, seq) = (row.chat_id, row.seq);
        for segment in on_reader!(self, messages::archive::covering(chat, seq, seq))? {
            self.bring_back(segment, now).await?;
        }
        Ok(())
    }

    /// The rows get their texts, the file goes. How many messages. A file that cannot be read stays where it is.
    pub(crate) async fn bring_back(&self, segment: ArchiveFile, now: Timestamp) -> Result<usize> {
        let keys = self.current_sealing_keys(segment.chat, now).await?;
        let texts = match self.texts(&segment, &keys).await? {
            Ok(texts) => texts,
            // Another change restored it first.
            Err(_) if !self.is_there(&segment).await? => return Ok(0),
            Err(why) => {
                lost(&segment, why);
                return Err(Fault::Internal);
            }
        };
        let (file, of) = (segment.file, segment.clone());
        let rows = on_reader!(self, messages::archive::archived_rows(of))?;
        let mut bodies: Vec<(Seq, Vec<u8>)> = Vec::new();
        for row in &rows {
            bodies.extend(self.sealed_again(row, &texts, &keys)?.map(|body| (row.seq, body)));
        }
        let count = bodies.len();
        let back = Restored { segment, bodies, at: now.millis() };
        on_writer!(self, messages::archive::restore(back), |()| ((), vec![]))?;
        if self.remove_part(file, 0, now).await != Ok(true) {
            tracing::info!("a file is removed later");
        }
        Ok(count)
    }

    async fn is_there(&self, segment: &ArchiveFile) -> Result<bool> {
        let (chat, seq, file) = (segment.chat, segment.last_seq, segment.file);
        let found = on_reader!(self, messages::archive::covering(chat, seq, seq))?;
        Ok(found.iter().any(|one| one.file == file))
    }

    /// A part of a file whose time is over: its bytes, then its row. False while a copy of the instance is being made
    /// that may name it: then it is removed later. The caller has committed before that the file is released:
    /// a copy that begins after the look does not name it.
    pub async fn remove_part(&self, file: FileId, part: u16, now: Timestamp) -> Result<bool> {
        if on_reader!(self, instance::leases::is_copying(now.millis()))? {
            return Ok(false);
        }
        self.files.remove(file, part).await?;
        self.forget_file(file, part).await?;
        Ok(true)
    }

    fn sealed_again(&self, row: &MessageRow, texts: &Texts, keys: &KeySet) -> Result<Option<Vec<u8>>> {
        let text = texts.of(row);
        text.map(|text| keys.seal_message(&row.seal(row.revision), text, self.random)).transpose()
    }

    /// What is in an archive file, or why that is lost. A file store that is away is not: it comes back.
    async fn texts(
        &self,
        segment: &ArchiveFile,
        keys: &KeySet,
    ) -> Result<std::result::Result<Texts, &'static str>> {
        let file = segment.file.bytes();
        let Some(key) = keys.open_secret(Field::FileKey, file, &segment.key_sealed) else {
            return Ok(Err("its key does not open"));
        };
        let size = u64::try_from(segment.size).map_err(|_| Fault::Internal)?;
        let seal = FileKey::from_secret(key).of_file(file, size).map_err(|_| Fault::Internal)?;
        let bytes = match self.files.get(segment.file, 0, 0..seal.sealed_length()).await {
            Err(Fault::NotFound) => return Ok(Err("its file is not there")),
            found => found?,
        };
        let opened = tokio::task::spawn_blocking(move || unpack(&seal.open(&bytes).ok()?).ok());
        Ok(opened.await.map_err(|_| Fault::Internal)?.ok_or("its file does not open"))
    }
}

fn lost(segment: &ArchiveFile, why: &str) {
    tracing::error!(event = "lost_segment", chat_id = %segment.chat, file_id = %segment.file, why);
}
