//! "What changed after `rev`?" as JSON, for one chat, for many, and for one person.
//! Must not know how changes are found.

mod mine;

pub use mine::MyChatState;

use crate::account::UserCard;
use crate::chat::{ChatState, MemberState};
use crate::faults::Faults;
use crate::json;
use crate::literal::True;
use crate::message::Message;
use crate::notice::{NotificationSettings, NotificationState};
use crate::people::{FriendRequestItem, FriendState};
use crate::problem::Problem;
use domain::event::{Catchup, Changes, MyChanges, Personal, PersonalChange};
use domain::friend::FriendChange;
use domain::{ChatId, Result};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;

const MOST_CHATS: usize = 100;

/// Everything that changed, or word that it is too much and the client starts anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum ChangesAnswer {
    Reset(ChangesReset),
    Page(Box<ChangesPage>),
}

/// The newest state of everything that changed, up to `rev`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChangesPage {
    pub messages: Vec<Message>,
    pub members: Vec<MemberState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub chat: Option<ChatState>,
    /// Ask again after this one.
    pub rev: i64,
    pub more: bool,
}

/// Too far behind, or ahead of the server: drop what is cached of the chat and load it afresh.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChangesReset {
    /// Always `true`.
    #[schema(value_type = bool)]
    pub reset: True,
    pub rev: i64,
}

impl From<Changes> for ChangesPage {
    fn from(changes: Changes) -> Self {
        Self {
            messages: changes.messages.into_iter().map(Into::into).collect(),
            members: changes.members.into_iter().map(Into::into).collect(),
            chat: changes.chat.map(Into::into),
            rev: changes.rev,
            more: changes.more,
        }
    }
}

impl From<Catchup> for ChangesAnswer {
    fn from(catchup: Catchup) -> Self {
        match catchup {
            Catchup::Changes(changes) => Self::Page(Box::new(changes.into())),
            Catchup::Reset { rev } => Self::Reset(ChangesReset { reset: True, rev }),
        }
    }
}

/// A chat, and the change a client knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatAfter {
    pub chat_id: Uuid,
    #[schema(minimum = 0)]
    pub after: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManyChangesBody {
    #[serde(deserialize_with = "json::objects")]
    #[schema(min_items = 1, max_items = 100)]
    pub chats: Vec<ChatAfter>,
}

impl ManyChangesBody {
    pub fn parse(self) -> Result<Vec<(ChatId, i64)>> {
        let mut faults = Faults::default();
        check_chats(&mut faults, &self.chats);
        faults.finish(Some(known(&self.chats)))
    }
}

/// One to a hundred chats, each named once.
pub(crate) fn check_chats(faults: &mut Faults, chats: &[ChatAfter]) {
    faults.count("/chats", chats.len(), 1, MOST_CHATS);
    let mut seen = HashSet::new();
    for (at, chat) in chats.iter().enumerate() {
        faults.at_least(&format!("/chats/{at}/after"), chat.after, 0);
        if !seen.insert(chat.chat_id) {
            faults.note(&format!("/chats/{at}/chat_id"), "duplicate", "names a chat twice");
        }
    }
}

pub(crate) fn known(chats: &[ChatAfter]) -> Vec<(ChatId, i64)> {
    chats.iter().map(|chat| (ChatId::from_uuid(chat.chat_id), chat.after)).collect()
}

/// One of `changes` and `error`: a chat that is not there for the caller has an error, the others go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChatChanges {
    pub chat_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub changes: Option<ChangesAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub error: Option<Problem>,
}

impl ChatChanges {
    pub fn of(chat: ChatId, result: std::result::Result<Catchup, Problem>) -> Self {
        let failed = |problem| (None, Some(problem));
        let (changes, error) = result.map_or_else(failed, |catchup| (Some(catchup.into()), None));
        Self { chat_id: chat.uuid(), changes, error }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ManyChangesAnswer {
    pub items: Vec<ChatChanges>,
}

/// The same over the socket, named as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChangesOk {
    pub chats: Vec<ChatChanges>,
}

/// What changed for me alone, up to `my_rev`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyChangesAnswer {
    pub chats: Vec<MyChatState>,
    pub notifications: Vec<NotificationState>,
    /// Of all notifications, as things stand now.
    pub notifications_unread: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub notification_settings: Option<NotificationSettings>,
    pub friends: Vec<MyFriendState>,
    pub friend_requests: Vec<MyRequestState>,
    pub blocks: Vec<MyBlockState>,
    /// My profile, my picture or my privacy changed: to be read again.
    pub profile: bool,
    /// Ask again after this one.
    pub my_rev: i64,
    pub more: bool,
}

impl From<MyChanges> for MyChangesAnswer {
    fn from(mine: MyChanges) -> Self {
        let mut answer = Self {
            chats: mine.chats.into_iter().map(Into::into).collect(),
            friends: vec![],
            friend_requests: vec![],
            blocks: vec![],
            notifications: mine.notices.into_iter().map(Into::into).collect(),
            notifications_unread: mine.unread_notices,
            notification_settings: mine.notice_settings.map(Into::into),
            profile: false,
            my_rev: mine.my_rev,
            more: mine.more,
        };
        for PersonalChange { user: _, my_rev, what } in mine.others {
            match what {
                Personal::Friend(FriendChange { person, friends }) => {
                    let (user, state) = (person.into(), friends.into());
                    answer.friends.push(MyFriendState { my_rev, user, state });
                }
                Personal::Request(request) => {
                    answer.friend_requests.push(MyRequestState { my_rev, request: request.into() });
                }
                Personal::Block { user, blocked } => {
                    answer.blocks.push(MyBlockState { my_rev, user_id: user.uuid(), blocked });
                }
                Personal::Profile => answer.profile = true,
                // They are chats, or nothing that lasts.
                Personal::Membership { .. }
                | Personal::Withdrawn { .. }
                | Personal::Read { .. }
                | Personal::Notices(_)
                | Personal::Mine { .. }
                | Personal::NoticeSettings(_)
                | Personal::SessionsEnded(_) => {}
            }
        }
        answer
    }
}

/// Whether somebody is my friend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyFriendState {
    pub my_rev: i64,
    pub user: UserCard,
    pub state: FriendState,
}

/// What became of a request that I sent or got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyRequestState {
    pub my_rev: i64,
    pub request: FriendRequestItem,
}

/// Whether I have blocked somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyBlockState {
    pub my_rev: i64,
    pub user_id: Uuid,
    pub blocked: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, id, pointers, read};
    use serde_json::json;

    #[test]
    fn a_page_and_a_reset_are_told_apart() {
        let page = ChangesAnswer::from(Catchup::Changes(Changes {
            members: vec![testing::member()],
            rev: 7,
            ..Changes::default()
        }));
        let json = serde_json::to_string(&page).unwrap();
        assert_eq!(
            json,
            format!(
                r#"{{"messages":[],"members":[{{"user_id":"{}","role":"member","state":"joined","rev":7}}],"rev":7,"more":false}}"#,
                id(3)
            )
        );
        assert_eq!(serde_json::from_str::<ChangesAnswer>(&json).unwrap(), page);
        let reset = ChangesAnswer::from(Catchup::Reset { rev: 9 });
        let json = serde_json::to_string(&reset).unwrap();
        assert_eq!(json, r#"{"reset":true,"rev":9}"#);
        assert_eq!(serde_json::from_str::<ChangesAnswer>(&json).unwrap(), reset);
        assert!(serde_json::from_str::<ChangesAnswer>(r#"{"reset":false,"rev":9}"#).is_err());
    }

    #[test]
    fn many_chats_are_named_once_each() {
        let ask = |chats| read::<ManyChangesBody>(&json!({"chats": chats})).unwrap().parse();
        let one = json!({"chat_id": id(1), "after": 0});
        assert_eq!(ask(json!([one])).unwrap(), [(ChatId::from_uuid(id(1)), 0)]);
        assert_eq!(pointers(ask(json!([]))), ["/chats: empty"]);
        assert_eq!(
            pointers(ask(json!([one, {"chat_id": id(1), "after": -1}]))),
            ["/chats/1/after: out_of_range", "/chats/1/chat_id: duplicate"]
        );
    }
}
