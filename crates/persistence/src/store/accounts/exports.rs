//! Exports of a person's data are made step by step, kept sealed with the person's own key, and gone when that is
//! gone.

use crate::keys::Field;
use crate::rows::accounts::{ExportRow, READY, RUNNING};
use crate::store::sync::notifications::personal;
use crate::store::{Store, on_reader, on_writer};
use crate::types::StoredId;
use domain::audit::{Act, Entry};
use domain::event::PersonalChange;
use domain::{ChatId, Fault, Result, Timestamp, UserId};

/// Well below what can be sealed in one piece.
const LONGEST_PART: usize = 512 * 1024;

/// How far an export is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    pub user: UserId,
    pub ready: bool,
    /// Which kind of data comes next, and where in it.
    pub section: i32,
    pub chat: Option<ChatId>,
    pub seq: i64,
    pub parts: i64,
    pub size: i64,
    pub done: i64,
    pub total: i64,
    pub asked_at: Timestamp,
    pub expires_at: Option<Timestamp>,
}

impl Store {
    /// True where it is a new one.
    pub async fn begin_export(&self, user: UserId, total: i64, at: Timestamp) -> Result<(Export, bool)> {
        let export = Export {
            user,
            ready: false,
            section: 0,
            chat: None,
            seq: 0,
            parts: 0,
            size: 0,
            done: 0,
            total,
            asked_at: at,
            expires_at: None,
        };
        let row = export.row();
        let beside = self.security(Entry::own(Act::ExportAsked, user, at)).await?;
        on_writer!(self, accounts::exports::begin(row, beside), |(row, told)| {
            let told: Option<PersonalChange> = told;
            ((Export::of(row), told.is_some()), personal(told))
        })
    }

    pub async fn export(&self, user: UserId) -> Result<Option<Export>> {
        Ok(on_reader!(self, accounts::exports::find(user))?.map(Export::of))
    }

    /// The one that waits the longest.
    pub async fn next_export(&self) -> Result<Option<Export>> {
        Ok(on_reader!(self, accounts::exports::next())?.map(Export::of))
    }

    /// Adds what comes next, in parts that can be sealed; false where the export is gone, or another node has gone on
    /// with it.
    pub async fn step_export(&self, before: &Export, after: &Export, bytes: &[u8]) -> Result<bool> {
        let keys = self.user_keys(before.user).await?;
        if keys.is_empty() {
            return Ok(false);
        }
        let mut sealed = Vec::new();
        for (number, part) in (before.parts..).zip(bytes.chunks(LONGEST_PART)) {
            let place = part_id(before.user, number);
            sealed.push(keys.seal_field(Field::ExportPart, place, part, self.random)?);
        }
        let (before, after) = (before.row(), after.row());
        on_writer!(self, accounts::exports::step(before, after, sealed), |done| (done, vec![]))
    }

    pub async fn export_part(&self, user: UserId, no: i64) -> Result<Vec<u8>> {
        let number = i32::try_from(no).map_err(|_| Fault::NotFound)?;
        let sealed = on_reader!(self, accounts::exports::part(user, number))?.ok_or(Fault::NotFound)?;
        let keys = self.user_keys(user).await?;
        keys.open_bytes(Field::ExportPart, part_id(user, no), &sealed).ok_or(Fault::Internal)
    }

    pub async fn expire_exports(&self, now: Timestamp) -> Result<usize> {
        on_writer!(self, accounts::exports::expire(now.millis()), |count| (count, vec![]))
    }
}

/// Each part has a place of its own, so that none passes for another.
fn part_id(user: UserId, no: i64) -> [u8; 16] {
    let number = u128::from(no.unsigned_abs());
    (user.uuid().as_u128() ^ number).to_be_bytes()
}

impl Export {
    fn of(row: ExportRow) -> Self {
        Self {
            user: row.user_id,
            ready: row.state == READY,
            section: row.section,
            chat: row.cursor_id.map(|id| ChatId::from_uuid(id.uuid())),
            seq: row.cursor_seq,
            parts: row.parts,
            size: row.size,
            done: row.done,
            total: row.total,
            asked_at: Timestamp::from_millis(row.asked_at),
            expires_at: row.expires_at.map(Timestamp::from_millis),
        }
    }

    fn row(&self) -> ExportRow {
        ExportRow {
            user_id: self.user,
            state: if self.ready { READY } else { RUNNING },
            section: self.section,
            cursor_id: self.chat.map(StoredId::from),
            cursor_seq: self.seq,
            parts: self.parts,
            size: self.size,
            done: self.done,
            total: self.total,
            asked_at: self.asked_at.millis(),
            expires_at: self.expires_at.map(Timestamp::millis),
        }
    }
}
