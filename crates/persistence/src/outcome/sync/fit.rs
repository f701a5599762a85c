//! Pages of changes are cut to what a reader takes in at once, always between two revisions.

use crate::outcome::{ChangeRows, MyChangesFound};
use domain::{MyRev, Rev};

/// What a row costs besides its text, about, when it is told.
const ROW_BYTES: usize = 600;

impl ChangeRows {
    /// Only so many of the first revisions as fit into so many bytes, about; at least one. The rows have their texts.
    pub fn fit(&mut self, bytes: usize) {
        let rows = self.messages.iter().map(|row| {
            let text = row.body.as_ref().map_or(0, Vec::len);
            (row.rev.number(), ROW_BYTES + text)
        });
        let rows = rows.chain(self.members.iter().map(|row| (row.rev.number(), ROW_BYTES))).collect();
        if let Some(end) = last_that_fits(rows, bytes).map(Rev::from_number) {
            self.messages.retain(|row| row.rev <= end);
            self.members.retain(|row| row.rev <= end);
            self.settings &= self.chat.settings_rev <= end;
            (self.rev, self.more) = (end, true);
        }
    }
}

impl MyChangesFound {
    /// As [`ChangeRows::fit`].
    pub fn fit(&mut self, bytes: usize) {
        let chats = self.chats.iter().map(|one| {
            let draft = one.preferences.draft_sealed.as_ref().map_or(0, Vec::len);
            (one.state.my_rev.number(), ROW_BYTES + draft)
        });
        let notifications = self.notifications.iter().map(|row| {
            let about = row.about_sealed.as_ref().map_or(0, Vec::len);
            (row.my_rev.number(), ROW_BYTES + about)
        });
        let others = self.others.iter().map(|one| (one.my_rev.number(), ROW_BYTES));
        let rows = chats.chain(notifications).chain(others).collect();
        if let Some(end) = last_that_fits(rows, bytes).map(MyRev::from_number) {
            self.chats.retain(|one| one.state.my_rev <= end);
            self.notifications.retain(|row| row.my_rev <= end);
            self.others.retain(|one| one.my_rev <= end);
            self.notification_settings = self.notification_settings.take().filter(|row| row.my_rev <= end);
            (self.my_rev, self.more) = (end, true);
        }
    }
}

/// The last revision of those that fit together with all before them; the first one always does. None where all do.
pub fn last_that_fits(mut rows: Vec<(i64, usize)>, most: usize) -> Option<i64> {
    rows.sort_unstable();
    let first = rows.first()?.0;
    let mut bytes: usize = 0;
    let over = rows.into_iter().find(|(rev, size)| {
        bytes = bytes.saturating_add(*size);
        bytes > most && *rev > first
    });
    over.map(|(rev, _)| rev - 1)
}
