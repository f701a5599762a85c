//! A new notification is made of these values.

use domain::UserId;
use domain::notice::Notice;

/// Something to tell one person, with what it says sealed for its row.
pub struct NewNotice {
    pub user: UserId,
    pub notice: Notice,
    pub about_sealed: Option<Vec<u8>>,
}
