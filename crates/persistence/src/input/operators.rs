//! What goes beside an act on an account.

use crate::input::NewNotice;
use crate::rows::operators::audit::AuditRow;

/// What goes beside an act on somebody's account: the log's entry, and word to himself where he should know.
pub struct Beside {
    pub entry: AuditRow,
    pub notice: Option<NewNotice>,
}
