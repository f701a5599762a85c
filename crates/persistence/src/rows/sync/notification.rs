//! Notifications and their settings are rows. What a notification says is sealed with the person's key.

use crate::keys::{Field, KeySet};
use crate::rows::chats::invite::requested_chat;
use crate::schema::sync::{notification_settings, notifications};
use crate::types::{StoredId, StoredNumber};
use diesel::prelude::*;
use domain::event::NotificationState;
use domain::notification::{About, Notification, NotificationKind, NotificationSettings};
use domain::quiet::{QuietHours, TimeOfDay};
use domain::{ChatId, Fault, MyRev, NotificationId, Random, Result, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = notifications, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct NotificationRow {
    #[diesel(serialize_as = StoredId)]
    pub id: NotificationId,
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub kind: String,
    pub source_id: StoredId,
    pub actor_id: Option<StoredId>,
    pub about_sealed: Option<Vec<u8>>,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub my_rev: MyRev,
    pub created_at: i64,
    pub read_at: Option<i64>,
    pub removed_at: Option<i64>,
}

/// As [`About`], as it is sealed. Short names, because rows are many.
#[derive(Serialize, Deserialize)]
struct StoredAbout {
    #[serde(skip_serializing_if = "Option::is_none")]
    c: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    e: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    u: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    a: Option<String>,
}

/// What a notification says, sealed for its row.
pub fn seal_about(
    about: &About,
    id: NotificationId,
    keys: &KeySet,
    random: Random,
) -> Result<Option<Vec<u8>>> {
    if keys.is_empty() {
        return Ok(None);
    }
    let stored = StoredAbout {
        c: about.chat.map(ChatId::uuid),
        e: about.event.clone(),
        p: about.preview.clone(),
        u: about.user_agent.clone(),
        a: about.address_prefix.clone(),
    };
    let text = serde_json::to_vec(&stored).map_err(|_| Fault::Internal)?;
    keys.seal_field(Field::NotificationAbout, id.bytes(), &text, random).map(Some)
}

impl NotificationRow {
    /// One that does not open says nothing, but is still there. None for a kind of a later version.
    pub fn open(&self, keys: &KeySet) -> Option<NotificationState> {
        if self.removed_at.is_some() {
            return Some(NotificationState::Removed { id: self.id, my_rev: self.my_rev });
        }
        Some(NotificationState::There(self.notification(keys)?))
    }

    pub fn notification(&self, keys: &KeySet) -> Option<Notification> {
        let sealed = self.about_sealed.as_deref();
        let text =
            sealed.and_then(|sealed| keys.open_field(Field::NotificationAbout, self.id.bytes(), sealed));
        let stored = text.and_then(|text| serde_json::from_str::<StoredAbout>(&text).ok());
        let nothing = || match self.kind.as_str() {
            // Its source is the chat.
            kind if [NotificationKind::MessageRequest, NotificationKind::GroupInvitation]
                .map(NotificationKind::name)
                .contains(&kind) =>
            {
                About::default().in_chat(ChatId::from_uuid(self.source_id.uuid()))
            }
            kind if kind == NotificationKind::JoinRequest.name() => {
                let asks = self.actor_id.map_or(UserId::INSTANCE, |id| UserId::from_uuid(id.uuid()));
                About::default().in_chat(requested_chat(self.source_id.uuid(), asks))
            }
            _ => About::default(),
        };
        let about = stored.map_or_else(nothing, |stored| About {
            chat: stored.c.map(ChatId::from_uuid),
            event: stored.e,
            preview: stored.p,
            user_agent: stored.u,
            address_prefix: stored.a,
        });
        Some(Notification {
            id: self.id,
            kind: NotificationKind::parse(&self.kind)?,
            source: self.source_id.uuid(),
            actor: self.actor_id.map(|id| UserId::from_uuid(id.uuid())),
            about,
            created_at: Timestamp::from_millis(self.created_at),
            read_at: self.read_at.map(Timestamp::from_millis),
            my_rev: self.my_rev,
        })
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = notification_settings, treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct NotificationSettingsRow {
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub push_enabled: bool,
    pub push_content: bool,
    pub sound: bool,
    pub quiet_from: Option<i32>,
    pub quiet_to: Option<i32>,
    pub time_zone: Option<String>,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub my_rev: MyRev,
}

impl NotificationSettingsRow {
    pub fn new(user: UserId, settings: &NotificationSettings, my_rev: MyRev) -> Self {
        let quiet = settings.quiet.as_ref();
        Self {
            user_id: user,
            push_enabled: settings.push_enabled,
            push_content: settings.push_content,
            sound: settings.sound,
            quiet_from: quiet.map(|quiet| quiet.from().minutes().into()),
            quiet_to: quiet.map(|quiet| quiet.to().minutes().into()),
            time_zone: quiet.map(|quiet| quiet.zone().to_owned()),
            my_rev,
        }
    }

    pub fn open(&self) -> NotificationSettings {
        let quiet = || {
            let from = TimeOfDay::from_minutes(self.quiet_from?)?;
            let to = TimeOfDay::from_minutes(self.quiet_to?)?;
            QuietHours::parse(from, to, self.time_zone.as_deref()?).ok()
        };
        NotificationSettings {
            push_enabled: self.push_enabled,
            push_content: self.push_content,
            sound: self.sound,
            quiet: quiet(),
        }
    }
}
