//! What may be done to a stored message, by whom and until when. Must not know roles: what only some roles may do is
//! named as an [`Action`], which `member::allow` decides.

use crate::direct::MessageRequestState;
use crate::fault::{Fault, Result};
use crate::member::Action;
use crate::{Timestamp, UserId};
use std::time::Duration;

/// What these rules look at in a stored message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    pub author: UserId,
    /// A person sent it; the server's own messages stay as they are.
    pub is_sent: bool,
    pub is_deleted: bool,
    pub created_at: Timestamp,
}

impl Subject {
    /// Only its author edits a message, within the window, and only where they could also send one: an edit reaches the
    /// same people.
    pub fn may_edit(
        self,
        actor: UserId,
        request_state: MessageRequestState,
        window: Duration,
        now: Timestamp,
    ) -> Result<()> {
        if self.author != actor || !self.is_sent {
            return Err(Fault::Forbidden);
        }
        request_state.may_act()?;
        if self.is_deleted {
            return Err(Fault::MessageDeleted);
        }
        if now > self.created_at.plus(window) { Err(Fault::EditWindowClosed) } else { Ok(()) }
    }

    /// Authors delete their own messages. For the message of another person, the action that the actor's role has to
    /// allow.
    pub fn may_delete(self, actor: UserId) -> Result<Option<Action>> {
        if !self.is_sent {
            return Err(Fault::Forbidden);
        }
        Ok((self.author != actor).then_some(Action::DeleteMessageOfOthers))
    }

    /// Reacting, pinning and reporting need a message that a person sent and that is still there.
    pub fn may_be_marked(self) -> Result<()> {
        if !self.is_sent {
            return Err(Fault::Forbidden);
        }
        if self.is_deleted { Err(Fault::MessageDeleted) } else { Ok(()) }
    }

    /// A star on a deleted message can be taken away, not given.
    pub fn may_be_starred(self, on: bool) -> Result<()> {
        if on && self.is_deleted { Err(Fault::MessageDeleted) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const WINDOW: Duration = Duration::from_secs(60);

    fn user(number: u128) -> UserId {
        UserId::from_uuid(Uuid::from_u128(number))
    }

    fn sent() -> Subject {
        let created_at = Timestamp::from_millis(1_000);
        Subject { author: user(1), is_sent: true, is_deleted: false, created_at }
    }

    #[test]
    fn only_the_author_edits_and_only_within_the_window() {
        let edit = |subject: Subject, actor, at| {
            subject.may_edit(user(actor), MessageRequestState::Open, WINDOW, Timestamp::from_millis(at))
        };
        assert_eq!(edit(sent(), 1, 61_000), Ok(()));
        assert_eq!(edit(sent(), 1, 61_001), Err(Fault::EditWindowClosed));
        assert_eq!(edit(sent(), 2, 1_000), Err(Fault::Forbidden));
        assert_eq!(edit(Subject { is_sent: false, ..sent() }, 1, 1_000), Err(Fault::Forbidden));
        assert_eq!(edit(Subject { is_deleted: true, ..sent() }, 1, 1_000), Err(Fault::MessageDeleted));
    }

    #[test]
    fn who_may_not_send_may_not_edit() {
        let edit =
            |request_state| sent().may_edit(user(1), request_state, WINDOW, Timestamp::from_millis(1_000));
        assert_eq!(edit(MessageRequestState::OneMessage), Err(Fault::RequestPending));
        assert_eq!(edit(MessageRequestState::Blocking), Err(Fault::Forbidden));
    }

    #[test]
    fn deleting_for_others_asks_for_a_role() {
        assert_eq!(sent().may_delete(user(1)), Ok(None));
        assert_eq!(sent().may_delete(user(2)), Ok(Some(Action::DeleteMessageOfOthers)));
        assert_eq!(Subject { is_sent: false, ..sent() }.may_delete(user(1)), Err(Fault::Forbidden));
    }

    #[test]
    fn deleted_messages_take_no_marks() {
        let deleted = Subject { is_deleted: true, ..sent() };
        assert_eq!(deleted.may_be_marked(), Err(Fault::MessageDeleted));
        assert_eq!(deleted.may_be_starred(true), Err(Fault::MessageDeleted));
        assert_eq!(deleted.may_be_starred(false), Ok(()));
        assert_eq!(sent().may_be_marked(), Ok(()));
    }
}
