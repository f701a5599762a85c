//! The first proof of a sign-in stands here until the second factor is asked for.

use domain::UserId;
use domain::session::Way;

/// Whom the first proof was right for, and the account's version at that moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FirstProof {
    pub user: UserId,
    pub ver: i64,
    pub way: Way,
}
