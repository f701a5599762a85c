//! Preferences are one member's settings of one chat, stored beside the member's read position.

use crate::keys::{Field, KeySet};
use crate::schema::chats::member_state;
use diesel::prelude::*;
use domain::chat::Preferences;
use domain::language::Language;
use domain::message::MessageText;
use domain::notification::Until;
use domain::{Random, Result, UserId};

#[derive(Debug, Clone, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = member_state, treat_none_as_null = true, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct PreferencesRow {
    pub muted_until: Option<i64>,
    pub pinned: bool,
    pub archived: bool,
    pub marked_unread: bool,
    pub draft_sealed: Option<Vec<u8>>,
    pub translate_to: Option<String>,
}

impl PreferencesRow {
    /// A draft is sealed with the chat's key and bound to its writer.
    pub fn new(preferences: &Preferences, user: UserId, keys: &KeySet, random: Random) -> Result<Self> {
        let seal = |draft: &MessageText| {
            keys.seal_field(Field::Draft, user.bytes(), draft.as_str().as_bytes(), random)
        };
        Ok(Self {
            muted_until: preferences.muted_until.map(Until::millis),
            pinned: preferences.pinned,
            archived: preferences.archived,
            marked_unread: preferences.marked_unread,
            draft_sealed: preferences.draft.as_ref().map(seal).transpose()?,
            translate_to: preferences.translate_to.map(|language| language.code().to_owned()),
        })
    }

    /// A draft whose key is gone is none.
    pub fn open(&self, user: UserId, keys: &KeySet) -> Preferences {
        let draft = self.draft_sealed.as_deref();
        let draft = draft.and_then(|sealed| keys.open_field(Field::Draft, user.bytes(), sealed));
        Preferences {
            muted_until: self.muted_until.map(Until::from_millis),
            pinned: self.pinned,
            archived: self.archived,
            marked_unread: self.marked_unread,
            draft: draft.and_then(|draft| MessageText::parse(&draft).ok()),
            translate_to: self.translate_to.as_deref().and_then(|code| Language::parse(code).ok()),
        }
    }
}
