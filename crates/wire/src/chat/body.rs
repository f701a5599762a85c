//! Defines the bodies of creating and changing a group, and of setting a read mark. Must not know who may do so.

use super::{History, Visibility};
use crate::faults::Faults;
use crate::json;
use domain::chat::{Description, GroupEdit, GroupLanguages, Handle, NewGroup, Retention, SlowMode, Title};
use domain::{ClientId, Result, Seq, UserId};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) const MOST_ADDED: usize = 100;

/// A new group.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Spanish on Mondays", "visibility": "public", "handle": "spanish_mondays"}))]
pub struct NewChatBody {
    /// Made by the client: repeating the request with the same one returns the group that was created first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<Uuid>,
    #[schema(min_length = 1, max_length = 100)]
    pub title: String,
    /// A short public name: a-z, digits and `_`, starting with a letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 3, max_length = 32, pattern = "^[a-z][a-z0-9_]*$")]
    pub handle: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub description: Option<String>,
    /// Default: `private`.
    #[serde(default, deserialize_with = "json::maybe_word", skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
    /// Default: `all`.
    #[serde(default, deserialize_with = "json::maybe_word", skip_serializing_if = "Option::is_none")]
    pub history: Option<History>,
    /// Codes of the languages of the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 5)]
    pub languages: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    pub member_ids: Option<Vec<Uuid>>,
}

impl NewChatBody {
    pub fn parse(self) -> Result<NewGroup> {
        let mut faults = Faults::default();
        let title = faults.take("/title", Title::parse(&self.title));
        let handle = faults.take_some("/handle", self.handle.as_deref(), Handle::parse);
        let description = self.description.unwrap_or_default();
        let description = faults.take("/description", Description::parse(&description));
        let languages = self.languages.unwrap_or_default();
        let languages = faults.take("/languages", GroupLanguages::parse(&languages));
        let member_ids = self.member_ids.unwrap_or_default();
        faults.count("/member_ids", member_ids.len(), 0, MOST_ADDED);
        let group = || {
            Some(NewGroup {
                client_id: self.client_id.map(ClientId::from_uuid),
                title: title?,
                handle: handle?,
                description: description?,
                visibility: self.visibility.unwrap_or(Visibility::Private).into(),
                history: self.history.unwrap_or(History::All).into(),
                languages: languages?,
                members: folded(&member_ids),
            })
        };
        let group = group();
        faults.finish(group)
    }
}

/// Changes of a group; omitted fields keep their values.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 1, example = json!({"title": "Spanish on Tuesdays"}))]
pub struct EditChatBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 100)]
    pub title: Option<String>,
    /// `null` removes the handle.
    #[serde(default, deserialize_with = "json::present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 3, max_length = 32, pattern = "^[a-z][a-z0-9_]*$")]
    pub handle: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub description: Option<String>,
    #[serde(default, deserialize_with = "json::maybe_word", skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
    #[serde(default, deserialize_with = "json::maybe_word", skip_serializing_if = "Option::is_none")]
    pub history: Option<History>,
    /// Codes of the languages of the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 5)]
    pub languages: Option<Vec<String>>,
    /// Seconds a member waits between two messages; 0 turns slow mode off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 3600)]
    pub slow_mode: Option<u32>,
    /// Messages older than this many days are deleted permanently; `null` keeps them as long as the instance does.
    #[serde(default, deserialize_with = "json::present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 3650)]
    pub retention_days: Option<Option<i64>>,
}

impl EditChatBody {
    pub fn parse(self) -> Result<GroupEdit> {
        let mut faults = Faults::default();
        let title = faults.take_some("/title", self.title.as_deref(), Title::parse);
        let handle = match &self.handle {
            None => Some(None),
            Some(handle) => faults.take_some("/handle", handle.as_deref(), Handle::parse).map(Some),
        };
        let description = faults.take_some("/description", self.description.as_deref(), Description::parse);
        let languages = faults.take_some("/languages", self.languages, |codes| GroupLanguages::parse(&codes));
        let slow_mode = faults.take_some("/slow_mode", self.slow_mode, SlowMode::parse);
        let retention = match self.retention_days {
            None => Some(None),
            Some(None) => Some(Some(None)),
            Some(Some(days)) => {
                faults.take("/retention_days", Retention::parse(days)).map(|days| Some(Some(days)))
            }
        };
        let edit = || {
            Some(GroupEdit {
                title: title?,
                handle: handle?,
                description: description?,
                visibility: self.visibility.map(Into::into),
                history: self.history.map(Into::into),
                languages: languages?,
                slow_mode: slow_mode?,
                retention: retention?,
            })
        };
        let edit = edit();
        if edit.as_ref().is_some_and(GroupEdit::is_empty) {
            faults.note("", "empty", "must change at least one field");
        }
        faults.finish(edit)
    }
}

/// The last message the caller has read.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadBody {
    #[schema(minimum = 0)]
    pub seq: i64,
}

impl ReadBody {
    pub fn parse(self) -> Result<Seq> {
        let mut faults = Faults::default();
        faults.at_least("/seq", self.seq, 0);
        faults.finish(Some(Seq::from_number(self.seq)))
    }
}

/// Each person once, in the order first named.
pub(super) fn folded(ids: &[Uuid]) -> Vec<UserId> {
    let mut seen = HashSet::new();
    ids.iter().filter(|id| seen.insert(**id)).map(|id| UserId::from_uuid(*id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, pointers, read};
    use serde_json::{Value, json};

    fn edit(body: Value) -> Result<GroupEdit> {
        read::<EditChatBody>(&body)?.parse()
    }

    #[test]
    fn a_group_is_private_and_open_about_its_past_unless_told_otherwise() {
        let group = read::<NewChatBody>(&json!({"title": " Lunch "})).unwrap().parse().unwrap();
        assert_eq!(group.visibility, domain::chat::Visibility::Private);
        assert_eq!(group.history, domain::chat::History::All);
        assert_eq!((group.title.into_string(), group.handle.is_none()), ("Lunch".to_owned(), true));
    }

    #[test]
    fn members_are_named_once_and_not_too_many() {
        let group = |ids: Vec<Uuid>| {
            read::<NewChatBody>(&json!({"title": "x", "member_ids": ids, "history": "since_join"}))
                .unwrap()
                .parse()
        };
        let members = group(vec![id(2), id(1), id(2)]).unwrap().members;
        assert_eq!(members, [UserId::from_uuid(id(2)), UserId::from_uuid(id(1))]);
        assert_eq!(pointers(group(vec![id(1); 101])), ["/member_ids: too_many"]);
        let wrong = read::<NewChatBody>(&json!({"title": "x", "member_ids": [id(1), "x"]}));
        assert_eq!(pointers(wrong), ["/member_ids/1: format"]);
    }

    #[test]
    fn every_wrong_field_of_a_group_is_named() {
        let wrong = json!({"title": "", "handle": "A", "description": "x".repeat(501)});
        assert_eq!(
            pointers(read::<NewChatBody>(&wrong).unwrap().parse()),
            ["/title: empty", "/handle: format", "/description: too_long"]
        );
    }

    #[test]
    fn a_handle_of_null_is_not_a_handle_left_out() {
        assert_eq!(edit(json!({"handle": null})).unwrap().handle, Some(None));
        assert_eq!(edit(json!({"title": "x"})).unwrap().handle, None);
        assert_eq!(edit(json!({"handle": "abc"})).unwrap().handle.unwrap().unwrap().as_str(), "abc");
        assert_eq!(pointers(edit(json!({"handle": "A"}))), ["/handle: format"]);
    }

    #[test]
    fn an_edit_changes_something() {
        assert_eq!(pointers(edit(json!({}))), [": empty"]);
        assert_eq!(pointers(edit(json!({"title": null}))), [": empty"]);
        assert_eq!(pointers(edit(json!({"rev": 7}))), ["/rev: unknown_field"]);
        assert!(edit(json!({"description": ""})).is_ok());
        assert_eq!(edit(json!({"retention_days": null})).unwrap().retention, Some(None));
        assert_eq!(pointers(edit(json!({"retention_days": 0}))), ["/retention_days: out_of_range"]);
        assert_eq!(pointers(edit(json!({"visibility": "secret"}))), ["/visibility: unknown_value"]);
    }

    #[test]
    fn no_one_reads_before_the_beginning() {
        assert_eq!(ReadBody { seq: 0 }.parse().unwrap(), Seq::ZERO);
        assert_eq!(pointers(ReadBody { seq: -1 }.parse()), ["/seq: out_of_range"]);
    }
}
