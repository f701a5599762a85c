//! Exports of a person's data are made step by step, kept sealed with the person's own key, and gone when that is
//! gone.

use crate::keys::Field;
use crate::rows::accounts::ExportRow;
use crate::store::sync::notifications::personal;
use crate::store::{Store, on_reader, on_writer};
use domain::account::Export;
use domain::audit::{Act, Entry};
use domain::event::PersonalChange;
use domain::{Fault, Result, Seq, Timestamp, UserId};

/// Well below what can be sealed in one piece.
const LONGEST_PART: usize = 512 * 1024;

impl Store {
    /// True where it is a new one.
    pub async fn begin_export(&self, user: UserId, total: i64, at: Timestamp) -> Result<(Export, bool)> {
        let export = Export {
            user,
            ready: false,
            section: 0,
            chat: None,
            seq: Seq::ZERO,
            parts: 0,
            size: 0,
            done: 0,
            total,
            asked_at: at,
            expires_at: None,
        };
        let row = ExportRow::new(&export);
        let beside = self.security(Entry::own(Act::ExportAsked, user, at)).await?;
        on_writer!(self, accounts::exports::begin(row, beside), |(row, told)| {
            let told: Option<PersonalChange> = told;
            ((row.open(), told.is_some()), personal(told))
        })
    }

    pub async fn export(&self, user: UserId) -> Result<Option<Export>> {
        Ok(on_reader!(self, accounts::exports::find(user))?.map(ExportRow::open))
    }

    /// The one that waits the longest.
    pub async fn next_export(&self) -> Result<Option<Export>> {
        Ok(on_reader!(self, accounts::exports::next())?.map(ExportRow::open))
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
        let (before, after) = (ExportRow::new(before), ExportRow::new(after));
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
