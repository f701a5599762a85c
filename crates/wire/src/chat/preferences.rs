//! Defines a member's preferences for a chat, as JSON. Must not know who gets them.

use crate::faults::Faults;
use crate::json;
use crate::notification::{until, until_text};
use domain::Result;
use domain::chat::{Preferences, PreferencesEdit};
use domain::direct::MessageRequestState;
use domain::language::Language;
use domain::message::MessageText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Changes of your preferences for a chat; omitted fields keep their values.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 1, example = json!({"muted_until": "forever", "pinned": true}))]
pub struct MyChatBody {
    /// A time, `forever`, or `null` to unmute the chat.
    #[serde(default, deserialize_with = "json::present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, max_length = 40)]
    pub muted_until: Option<Option<String>>,
    /// Pinned at the top of your list; five chats at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// A mark to come back to it; reading removes the mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marked_unread: Option<bool>,
    /// Your draft; `null` when it was sent or discarded.
    #[serde(default, deserialize_with = "json::present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 4000)]
    pub draft: Option<Option<String>>,
    /// The code of the language you want to read it in, or `null`.
    #[serde(default, deserialize_with = "json::present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 2, max_length = 2)]
    pub translate_to: Option<Option<String>>,
}

impl MyChatBody {
    pub fn parse(self) -> Result<PreferencesEdit> {
        let mut faults = Faults::default();
        let muted_until = or_null(&mut faults, "/muted_until", self.muted_until, until);
        let draft = or_null(&mut faults, "/draft", self.draft, MessageText::parse);
        let translate_to = or_null(&mut faults, "/translate_to", self.translate_to, Language::parse);
        let edit = || {
            Some(PreferencesEdit {
                muted_until: muted_until?,
                pinned: self.pinned,
                archived: self.archived,
                marked_unread: self.marked_unread,
                draft: draft?,
                translate_to: translate_to?,
            })
        };
        let edit = edit();
        if edit.as_ref().is_some_and(PreferencesEdit::is_empty) {
            faults.note("", "empty", "must change at least one field");
        }
        faults.finish(edit)
    }
}

/// A field that can be omitted, be `null`, or have a value.
fn or_null<T>(
    faults: &mut Faults,
    pointer: &str,
    field: Option<Option<String>>,
    parse: impl FnOnce(&str) -> std::result::Result<T, domain::Refusal>,
) -> Option<Option<Option<T>>> {
    match field {
        None => Some(None),
        Some(None) => Some(Some(None)),
        Some(Some(text)) => faults.take(pointer, parse(&text)).map(|value| Some(Some(value))),
    }
}

/// Your preferences for a chat, complete.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyChatSettings {
    pub chat_id: Uuid,
    /// A time, `forever`, or `null`.
    #[schema(required)]
    pub muted_until: Option<String>,
    pub pinned: bool,
    pub archived: bool,
    pub marked_unread: bool,
    #[schema(required)]
    pub draft: Option<String>,
    #[schema(required)]
    pub translate_to: Option<String>,
}

/// A draft reaches no log by a debug line.
impl std::fmt::Debug for MyChatSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MyChatSettings").field("chat_id", &self.chat_id).finish_non_exhaustive()
    }
}

impl MyChatSettings {
    pub fn new(chat_id: Uuid, preferences: Preferences) -> Self {
        Self {
            chat_id,
            muted_until: preferences.muted_until.map(until_text),
            pinned: preferences.pinned,
            archived: preferences.archived,
            marked_unread: preferences.marked_unread,
            draft: preferences.draft.map(|draft| draft.as_str().to_owned()),
            translate_to: preferences.translate_to.map(|language| language.code().to_owned()),
        }
    }
}

/// The state of a message request in a direct chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MessageRequest {
    /// The other person wants to write to you: accept, decline, or just reply.
    Incoming,
    /// You may send one message, without links, until the request is accepted.
    Outgoing,
}

impl MessageRequest {
    pub(super) fn of(request_state: MessageRequestState) -> Option<Self> {
        match request_state {
            MessageRequestState::Received => Some(Self::Incoming),
            MessageRequestState::OneMessage | MessageRequestState::Waiting => Some(Self::Outgoing),
            MessageRequestState::Open | MessageRequestState::Declined | MessageRequestState::Blocking => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{pointers, read};
    use domain::notification::Until;
    use serde_json::{Value, json};

    fn ask(body: Value) -> Result<PreferencesEdit> {
        read::<MyChatBody>(&body)?.parse()
    }

    #[test]
    fn a_mute_is_a_time_or_forever() {
        assert_eq!(ask(json!({"muted_until": null})).unwrap().muted_until, Some(None));
        assert_eq!(ask(json!({"muted_until": "forever"})).unwrap().muted_until, Some(Some(Until::Forever)));
        let at = ask(json!({"muted_until": "2026-12-31T20:00:00Z"})).unwrap().muted_until.unwrap().unwrap();
        assert_eq!(until_text(at), "2026-12-31T20:00:00.000Z");
        assert_eq!(pointers(ask(json!({"muted_until": "tomorrow"}))), ["/muted_until: format"]);
        assert_eq!(pointers(ask(json!({}))), [": empty"]);
    }

    #[test]
    fn a_draft_is_a_message_and_a_language_is_known() {
        let edit = ask(json!({"draft": "¿Qué", "translate_to": "de", "pinned": false})).unwrap();
        assert_eq!(edit.draft.unwrap().unwrap().as_str(), "¿Qué");
        assert_eq!((edit.translate_to.unwrap().unwrap().code(), edit.pinned), ("de", Some(false)));
        assert_eq!(ask(json!({"draft": null})).unwrap().draft, Some(None));
        let wrong = ask(json!({"draft": " ", "translate_to": "xx"}));
        assert_eq!(pointers(wrong), ["/draft: empty", "/translate_to: unknown_language"]);
        assert_eq!(format!("{:?}", MessageText::parse("secret").unwrap()), "MessageText(..)");
    }
}
