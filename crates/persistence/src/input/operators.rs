//! An act on an account is accompanied by these values.

use crate::input::NewNotification;
use crate::rows::operators::audit::AuditRow;

/// What accompanies an act on an account: the log's entry, and a notification where its owner should know.
pub struct Beside {
    pub entry: AuditRow,
    pub notification: Option<NewNotification>,
}
