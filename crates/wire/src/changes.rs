//! Defines catch-up as JSON: what changed after a revision, for one chat, for many, and for one person. Must not know
//! how changes are found.

mod personal;

pub use personal::{
    MyBlockState, MyChangesAnswer, MyChatState, MyFriendState, MyMessageState, MyRequestState,
};

use crate::chat::{ChatState, MemberState};
use crate::faults::Faults;
use crate::json;
use crate::literal::True;
use crate::message::SeenMessage;
use crate::problem::Problem;
use domain::event::{Catchup, Changes};
use domain::{ChatId, Result, Rev};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;

const MOST_CHATS: usize = 100;

/// Everything that changed, or `reset` where the client has to start again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum ChangesAnswer {
    Reset(ChangesReset),
    Page(Box<ChangesPage>),
}

/// The latest state of everything that changed, up to `rev`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChangesPage {
    pub messages: Vec<SeenMessage>,
    pub members: Vec<MemberState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub chat: Option<ChatState>,
    /// There is more: ask again after this revision.
    pub rev: i64,
    pub more: bool,
}

/// Too far behind, or ahead of the server: drop the cache of the chat and load it again.
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
            rev: changes.rev.number(),
            more: changes.more,
        }
    }
}

impl From<Catchup> for ChangesAnswer {
    fn from(catchup: Catchup) -> Self {
        match catchup {
            Catchup::Changes(changes) => Self::Page(Box::new((*changes).into())),
            Catchup::Reset { rev } => Self::Reset(ChangesReset { reset: True, rev: rev.number() }),
        }
    }
}

/// A chat, and the revision the client knows of it.
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
    pub fn parse(self) -> Result<Vec<(ChatId, Rev)>> {
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

pub(crate) fn known(chats: &[ChatAfter]) -> Vec<(ChatId, Rev)> {
    chats.iter().map(|chat| (ChatId::from_uuid(chat.chat_id), Rev::from_number(chat.after))).collect()
}

/// One of `changes` and `error`: a chat that does not exist for the caller has an error, the others go on.
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

/// The same over the socket, with the id it was requested by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChangesOk {
    pub chats: Vec<ChatChanges>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, id, pointers, read};
    use serde_json::json;

    #[test]
    fn a_page_and_a_reset_are_told_apart() {
        let page = ChangesAnswer::from(Catchup::Changes(Box::new(Changes {
            members: vec![testing::member()],
            rev: Rev::from_number(7),
            ..Changes::default()
        })));
        let json = serde_json::to_string(&page).unwrap();
        assert_eq!(
            json,
            format!(
                r#"{{"messages":[],"members":[{{"user_id":"{}","role":"member","state":"joined","rev":7}}],"rev":7,"more":false}}"#,
                id(3)
            )
        );
        assert_eq!(serde_json::from_str::<ChangesAnswer>(&json).unwrap(), page);
        let reset = ChangesAnswer::from(Catchup::Reset { rev: Rev::from_number(9) });
        let json = serde_json::to_string(&reset).unwrap();
        assert_eq!(json, r#"{"reset":true,"rev":9}"#);
        assert_eq!(serde_json::from_str::<ChangesAnswer>(&json).unwrap(), reset);
        assert!(serde_json::from_str::<ChangesAnswer>(r#"{"reset":false,"rev":9}"#).is_err());
    }

    #[test]
    fn many_chats_are_named_once_each() {
        let ask = |chats| read::<ManyChangesBody>(&json!({"chats": chats})).unwrap().parse();
        let one = json!({"chat_id": id(1), "after": 0});
        assert_eq!(ask(json!([one])).unwrap(), [(ChatId::from_uuid(id(1)), Rev::ZERO)]);
        assert_eq!(pointers(ask(json!([]))), ["/chats: empty"]);
        assert_eq!(
            pointers(ask(json!([one, {"chat_id": id(1), "after": -1}]))),
            ["/chats/1/after: out_of_range", "/chats/1/chat_id: duplicate"]
        );
    }
}
