//! Old texts go to the archive here, and come back.

use crate::archive::{Text, pack};
use crate::input::Archived;
use crate::rows::messages::MessageRow;
use crate::store::instance::blobs::{FileOwner, NewPart};
use crate::store::{Store, on_reader, on_writer};
use domain::media::Content;
use domain::message::Body;
use domain::{ChatId, Fault, FileId, Result, Seq, Timestamp};

/// Messages of one archive file, at most: one page of history opens one or two of them.
const MESSAGES: i64 = 1_000;
/// Bytes of sealed text in one archive file, about.
const BYTES: usize = 256 * 1024;
/// The newest messages of a chat stay in the database however old they are: they are what is read first.
const AT_HAND: i64 = 100;
/// Chats looked at in one go.
const CHATS: i64 = 200;

impl Store {
    /// Chats in the order of their ids, from one on.
    pub async fn chats_by_id(&self, after: Option<ChatId>) -> Result<Vec<ChatId>> {
        on_reader!(self, messages::retention::limited(true, after, CHATS))
    }

    /// Reads every message of some chats as their readers would: how many there are, and how many are unreadable.
    pub async fn try_messages(&self, chats: Vec<ChatId>, now: Timestamp) -> Result<(usize, usize)> {
        let (mut tried, mut unreadable) = (0, 0);
        for chat in chats {
            let mut after = Seq::ZERO;
            loop {
                let mut rows = on_reader!(self, messages::archive::after(chat, after, MESSAGES))?;
                let Some(last) = rows.last().map(|row| row.seq) else { break };
                let keys = match self.readable(chat, &mut rows, now).await {
                    // The chat has gone meanwhile.
                    Err(Fault::NotFound) => break,
                    keys => keys?,
                };
                let is_lost = |row: &&MessageRow| row.open(&keys).body == Body::Unreadable;
                unreadable += rows.iter().filter(is_lost).count();
                tried += rows.len();
                after = last;
            }
        }
        Ok((tried, unreadable))
    }

    /// Puts the next texts of a chat that were sent before a time into an archive file of their own: one month's at
    /// most. How many; 0 when there are no more. It may be broken off at any point.
    pub async fn archive_some(&self, chat: ChatId, before: Timestamp, now: Timestamp) -> Result<usize> {
        let Some(row) = on_reader!(self, messages::retention::find(chat))? else { return Ok(0) };
        let up_to = on_reader!(self, messages::retention::sent_before(chat, before.millis()))?
            .min(row.seq.plus(-AT_HAND));
        let Some(found) = on_reader!(self, messages::archive::next(chat, up_to, MESSAGES))? else {
            return Ok(0);
        };
        let rows = fitting(found.rows);
        let Some(last) = rows.last().map(|row| row.seq) else { return Ok(0) };
        let keys = self.sealing_keys(chat, now).await?;
        // One that does not open stays as it is, within the range of the file.
        let opened = |row: &MessageRow| {
            let text = keys.open_message(&row.seal(row.revision), row.body.as_deref()?)?;
            Some((row.seq, Text::of(row, text)))
        };
        let (seqs, texts): (Vec<Seq>, Vec<Text>) = rows.iter().filter_map(opened).unzip();
        let packed = tokio::task::spawn_blocking(move || pack(&texts)).await.map_err(|_| Fault::Internal)?;
        let packed = packed.map_err(|_| Fault::Internal)?;
        let file = FileId::make(now, self.random);
        let size = u64::try_from(packed.len()).map_err(|_| Fault::Internal)?;
        let part = NewPart { part: 0, content: Content::Opaque, size };
        let seals = self.begin_file(file, FileOwner::Chat(chat), &[part], now).await?;
        let sealed = seals.first().and_then(|seal| seal.seal(&packed, self.random).ok());
        self.files.put(file, 0, sealed.ok_or(Fault::Internal)?).await?;
        let count = rows.len();
        let archived = Archived { chat, rev: found.rev, first: found.first, last, file, seqs };
        let done = on_writer!(self, messages::archive::empty_rows(archived), |done| (done, vec![]))?;
        // One of them was changed: the file goes by itself, and the next turn writes another.
        Ok(if done { count } else { 0 })
    }

    /// Restores the texts of a chat's first archive file. How many messages; None when there is no file.
    pub async fn restore_some(&self, chat: ChatId, now: Timestamp) -> Result<Option<usize>> {
        match on_reader!(self, messages::archive::covering(chat, Seq::ZERO, Seq::MAX))?.into_iter().next() {
            Some(segment) => Ok(Some(self.bring_back(segment, now).await?)),
            None => Ok(None),
        }
    }
}

/// The first of these that belong together: of one month, and not too much.
fn fitting(rows: Vec<MessageRow>) -> Vec<MessageRow> {
    let month = |row: &MessageRow| Timestamp::from_millis(row.created_at).month();
    let first = rows.first().map(month);
    let mut bytes = 0;
    let fits = |row: &MessageRow| {
        bytes += row.body.as_ref().map_or(0, Vec::len);
        Some(month(row)) == first && bytes <= BYTES
    };
    rows.into_iter().take_while(fits).collect()
}
