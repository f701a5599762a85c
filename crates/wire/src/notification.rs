//! Defines notifications as JSON: the list, the notification settings, and muted chats. Must not know how they are
//! stored or sent.

mod state;

pub use state::{NotificationState, RemovedNotification};

use crate::faults::Faults;
use crate::mirror::mirror;
use domain::notification::{self, Until};
use domain::page::Page;
use domain::quiet::{QuietHours, TimeOfDay};
use domain::{NotificationId, Refusal, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

const MOST_READ: usize = 200;
const FOREVER: &str = "forever";

mirror! {
    /// What a notification is about.
    NotificationKind = domain::notification::NotificationKind {
        FriendRequest, FriendAccepted, MessageRequest, Mention, GroupInvitation, JoinRequest, Security, ReportDecided, System
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Notification {
    pub id: Uuid,
    pub kind: NotificationKind,
    /// What caused it: a request, a session, a report.
    pub source_id: Uuid,
    /// The person who caused it, where there is one.
    #[schema(required)]
    pub actor_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub chat_id: Option<Uuid>,
    /// A word that says more about the kind: with `security` one of `new_sign_in`, `password_changed`,
    /// `email_changed`, `email_removed`, `phone_changed`, `phone_removed`, `identity_linked`, `identity_unlinked`,
    /// `second_factor_on`, `second_factor_off`, `second_factor_failed`, `second_factor_removed_by_admin`,
    /// `recovery_codes_made`, `recovery_code_used`, `way_in_made`, `refresh_reused`, `export_asked`. More may come.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub event: Option<String>,
    /// The beginning of what a person wrote, or of the name of the group the invitation leads to: at most 60 letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub preview: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub user_agent: Option<String>,
    /// The network it came from, never the full address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub address_prefix: Option<String>,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(required, format = "date-time")]
    pub read_at: Option<String>,
    pub my_rev: i64,
}

impl From<notification::Notification> for Notification {
    fn from(notification: notification::Notification) -> Self {
        let notification::Notification { id, kind, source, actor, about, created_at, read_at, my_rev } =
            notification;
        Self {
            id: id.uuid(),
            kind: kind.into(),
            source_id: source,
            actor_id: actor.map(|user| user.uuid()),
            chat_id: about.chat.map(|chat| chat.uuid()),
            event: about.event,
            preview: about.preview,
            user_agent: about.user_agent,
            address_prefix: about.address_prefix,
            created_at: created_at.to_string(),
            read_at: read_at.map(|at| at.to_string()),
            my_rev: my_rev.number(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotificationPage {
    pub items: Vec<Notification>,
    #[schema(required)]
    pub next: Option<String>,
    /// Of all notifications, not only of this page.
    pub unread: i64,
}

impl NotificationPage {
    pub fn of(page: Page<notification::Notification>, unread: i64) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next: page.next, unread }
    }
}

/// Either `ids` or `all: true`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"all": true}))]
pub struct ReadNotificationsBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 200)]
    pub ids: Option<Vec<Uuid>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<bool>,
}

impl ReadNotificationsBody {
    /// None means all.
    pub fn parse(self) -> Result<Option<Vec<NotificationId>>> {
        let mut faults = Faults::default();
        match (self.ids, self.all) {
            (Some(ids), None | Some(false)) => {
                faults.count("/ids", ids.len(), 1, MOST_READ);
                faults.finish(Some(Some(ids.into_iter().map(NotificationId::from_uuid).collect())))
            }
            (None, Some(true)) => Ok(None),
            (Some(_), Some(true)) | (None, None | Some(false)) => {
                faults.note("", "exclusive", "must have either `ids` or `all: true`");
                faults.finish(None)
            }
        }
    }
}

/// The unread count now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnreadNotifications {
    pub unread: i64,
}

/// Every day from one time to another, in a time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietTimes {
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "22:00")]
    pub from: String,
    /// Past midnight where it is earlier than `from`.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "07:00")]
    pub to: String,
    /// A name of the IANA database.
    #[schema(max_length = 64, example = "Europe/Madrid")]
    pub time_zone: String,
}

/// Your notification settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotificationSettings {
    /// Whether push notifications are sent to browsers while no tab is open.
    pub push_enabled: bool,
    /// Whether a push notification contains the text. It passes through the browser vendor, encrypted for the
    /// browser.
    pub push_content: bool,
    pub sound: bool,
    /// No push notifications in these hours; everything is counted and listed all the same.
    #[schema(required)]
    pub quiet_hours: Option<QuietTimes>,
}

/// The new settings; omitted ones take their default.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotificationSettingsBody {
    pub push_enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub push_content: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sound: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<QuietTimes>,
}

impl NotificationSettingsBody {
    pub fn parse(self) -> Result<notification::NotificationSettings> {
        let mut faults = Faults::default();
        let usual = notification::NotificationSettings::default();
        let quiet = match self.quiet_hours {
            None => Some(None),
            Some(times) => {
                let from = faults.take("/quiet_hours/from", TimeOfDay::parse(&times.from));
                let to = faults.take("/quiet_hours/to", TimeOfDay::parse(&times.to));
                let hours = from.zip(to).map(|(from, to)| QuietHours::parse(from, to, &times.time_zone));
                hours.and_then(|hours| faults.take("/quiet_hours/time_zone", hours)).map(Some)
            }
        };
        faults.finish(quiet.map(|quiet| notification::NotificationSettings {
            push_enabled: self.push_enabled,
            push_content: self.push_content.unwrap_or(usual.push_content),
            sound: self.sound.unwrap_or(usual.sound),
            quiet,
        }))
    }
}

impl From<notification::NotificationSettings> for NotificationSettings {
    fn from(settings: notification::NotificationSettings) -> Self {
        let times = |quiet: QuietHours| QuietTimes {
            from: quiet.from().to_string(),
            to: quiet.to().to_string(),
            time_zone: quiet.zone().to_owned(),
        };
        Self {
            push_enabled: settings.push_enabled,
            push_content: settings.push_content,
            sound: settings.sound,
            quiet_hours: settings.quiet.map(times),
        }
    }
}

/// As clients write it: a time or `forever`.
pub fn until_text(until: Until) -> String {
    match until {
        Until::Forever => FOREVER.to_owned(),
        Until::At(at) => at.to_string(),
    }
}

pub(crate) fn until(text: &str) -> std::result::Result<Until, Refusal> {
    if text == FOREVER {
        return Ok(Until::Forever);
    }
    let at = text.parse::<Timestamp>();
    at.map(Until::At)
        .map_err(|_| Refusal::new("format", "must be a time like 2026-12-31T20:00:00Z, or `forever`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{pointers, read};
    use serde_json::json;

    #[test]
    fn some_are_read_or_all() {
        let ask = |body| read::<ReadNotificationsBody>(&body).unwrap().parse();
        assert_eq!(ask(json!({"all": true})).unwrap(), None);
        assert_eq!(ask(json!({"ids": [crate::testing::id(1)]})).unwrap().unwrap().len(), 1);
        assert_eq!(pointers(ask(json!({}))), [": exclusive"]);
        assert_eq!(pointers(ask(json!({"ids": [], "all": false}))), ["/ids: empty"]);
    }

    #[test]
    fn settings_name_what_is_wrong() {
        let ask = |body| read::<NotificationSettingsBody>(&body).unwrap().parse();
        let quiet = json!({"from": "22:00", "to": "07:00", "time_zone": "Europe/Madrid"});
        let settings = ask(json!({"push_enabled": true, "quiet_hours": quiet})).unwrap();
        assert!(!settings.push_content && settings.sound);
        assert_eq!(NotificationSettings::from(settings).quiet_hours.unwrap().to, "07:00");
        let wrong = json!({"from": "25:00", "to": "7", "time_zone": "X"});
        assert_eq!(
            pointers(ask(json!({"push_enabled": true, "quiet_hours": wrong}))),
            ["/quiet_hours/from: format", "/quiet_hours/to: format"]
        );
    }
}
