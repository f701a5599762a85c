//! Defines the instance as administrators see and change it. Must not know where a value is stored.

use crate::faults::Faults;
use crate::instance::RegistrationMode;
use crate::json;
use domain::chat::Handle;
use domain::instance::InstanceEdit;
use domain::{Result, text};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;

const LONGEST_WINDOW: u64 = 365 * 86_400;

/// The settings in force, as far as they are not secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdminInstance {
    pub name: String,
    /// Whether it has a logo of its own.
    pub logo: bool,
    pub version: String,
    pub registration: RegistrationMode,
    /// The handle of a public group that every new user joins.
    #[schema(required)]
    pub default_room: Option<String>,
    pub edit_window_seconds: u64,
    pub group_members: i64,
    pub chats_per_user: i64,
    pub connections_per_user: usize,
    /// Names of sign-in providers.
    pub oauth: Vec<String>,
    /// Push services that may be called.
    pub push_hosts: Vec<String>,
    /// Which of these were set here and override the configuration.
    pub chosen: Vec<String>,
}

/// The settings to change; `null` restores the configured value.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 1, example = json!({"name": "Café Babel", "registration": "invite"}))]
pub struct EditInstanceBody {
    #[serde(default, deserialize_with = "json::present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 60)]
    pub name: Option<Option<String>>,
    #[serde(default, deserialize_with = "json::present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<RegistrationMode>)]
    pub registration: Option<Option<RegistrationMode>>,
    #[serde(default, deserialize_with = "json::present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 3, max_length = 32, pattern = "^[a-z][a-z0-9_]*$")]
    pub default_room: Option<Option<String>>,
    #[serde(default, deserialize_with = "json::present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 31_536_000)]
    pub edit_window_seconds: Option<Option<u64>>,
    #[serde(default, deserialize_with = "json::present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>, minimum = 2, maximum = 10_000)]
    pub group_members: Option<Option<i64>>,
    #[serde(default, deserialize_with = "json::present", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 100_000)]
    pub chats_per_user: Option<Option<i64>>,
}

impl EditInstanceBody {
    pub fn parse(self) -> Result<InstanceEdit> {
        let mut faults = Faults::default();
        if let Some(Some(name)) = &self.name {
            faults.take("/name", text::line(name, 1, 60));
        }
        let default_room = match &self.default_room {
            None => Some(None),
            Some(room) => faults.take_some("/default_room", room.as_deref(), Handle::parse).map(Some),
        };
        let within = |faults: &mut Faults, pointer, value: Option<Option<i64>>, lowest: i64, highest: i64| {
            if value.flatten().is_some_and(|value| !(lowest..=highest).contains(&value)) {
                faults.note(pointer, "range", format!("must be from {lowest} to {highest}"));
            }
        };
        within(&mut faults, "/group_members", self.group_members, 2, 10_000);
        within(&mut faults, "/chats_per_user", self.chats_per_user, 1, 100_000);
        if self.edit_window_seconds.flatten().is_some_and(|seconds| seconds > LONGEST_WINDOW) {
            faults.note("/edit_window_seconds", "range", format!("must be from 0 to {LONGEST_WINDOW}"));
        }
        let changes = self.name.is_some()
            || self.registration.is_some()
            || self.default_room.is_some()
            || self.edit_window_seconds.is_some()
            || self.group_members.is_some()
            || self.chats_per_user.is_some();
        if !changes {
            faults.note("", "required", "must change something");
        }
        faults.finish(default_room.map(|default_room| InstanceEdit {
            name: self.name.map(|name| name.map(|name| name.trim().to_owned())),
            registration: self.registration.map(|mode| mode.map(Into::into)),
            default_room,
            edit_window: self.edit_window_seconds.map(|window| window.map(Duration::from_secs)),
            group_members: self.group_members,
            chats_per_user: self.chats_per_user,
        }))
    }
}
