//! A new notification is made of these values.

use domain::UserId;
use domain::notification::Notification;

/// Something to tell one person, with what it says sealed for its row.
pub struct NewNotification {
    pub user: UserId,
    pub notification: Notification,
    pub about_sealed: Option<Vec<u8>>,
}
