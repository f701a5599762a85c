//! Administrators change settings in the console while the server runs. A choice stands above the operator's
//! configuration, and every node follows it within seconds.

use crate::app::App;
use crate::caller::Caller;
use crate::people::pictures::{Logo, StoredLogo};
use crate::rate_limit::{Key, UPLOAD};
use crate::settings::Settings;
use domain::audit::{Act, Entry};
use domain::chat::Handle;
use domain::instance::{InstanceEdit, Registration};
use domain::{Fault, Result};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// How often a node looks for what was chosen at another one.
const EVERY: Duration = Duration::from_secs(2);
/// Of two administrators at once, the second one starts over from what the first one wrote.
const TRIES: usize = 5;

/// Absent is as the operator configured it. Stored as JSON: a later version may know more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Chosen {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<StoredLogo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_room: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_members: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chats_per_user: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit_window_seconds: Option<u64>,
}

impl Chosen {
    fn edited(self, edit: &InstanceEdit) -> Self {
        let edit = edit.clone();
        Self {
            name: edit.name.unwrap_or(self.name),
            logo: self.logo,
            registration: match edit.registration {
                None => self.registration,
                Some(mode) => mode.map(|mode| mode.name().to_owned()),
            },
            default_room: match edit.default_room {
                None => self.default_room,
                Some(room) => room.map(|handle| handle.as_str().to_owned()),
            },
            group_members: edit.group_members.unwrap_or(self.group_members),
            chats_per_user: edit.chats_per_user.unwrap_or(self.chats_per_user),
            edit_window_seconds: match edit.edit_window {
                None => self.edit_window_seconds,
                Some(window) => window.map(|window| window.as_secs()),
            },
        }
    }

    /// What is in force: the configuration, and above it what was chosen.
    fn over(self, configured: &Settings) -> Settings {
        let mut settings = configured.clone();
        if let Some(name) = self.name {
            settings.instance_name = name;
        }
        if let Some(logo) = self.logo {
            settings.instance_logo = Logo::stored(&logo.media_type, &logo.base64).or(settings.instance_logo);
        }
        if let Some(mode) = self.registration.as_deref().and_then(Registration::parse) {
            settings.registration = mode;
        }
        if let Some(room) = self.default_room {
            settings.default_room = Handle::parse(&room).ok();
        }
        if let Some(members) = self.group_members {
            settings.bounds.most_members = members;
        }
        if let Some(chats) = self.chats_per_user {
            settings.bounds.most_chats = chats;
        }
        if let Some(seconds) = self.edit_window_seconds {
            settings.edit_window = Duration::from_secs(seconds);
        }
        settings
    }
}

/// Applies at this node what was chosen at any of them.
pub async fn follow(app: Arc<App>) {
    loop {
        app.clock.sleep(EVERY).await;
        if let Err(fault) = app.follow_choices().await {
            tracing::debug!(event = "choices_not_read", code = fault.code());
        }
    }
}

impl App {
    /// What is in force now.
    pub fn settings(&self) -> Arc<Settings> {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The choices themselves, for those who may change them.
    pub async fn choices(&self, caller: &Caller) -> Result<Chosen> {
        self.admin_instance(caller).await?;
        Ok(read(self.store.chosen().await?.as_deref()))
    }

    pub async fn choose(&self, caller: &Caller, edit: InstanceEdit) -> Result<()> {
        self.admin(caller).await?;
        if let Some(Some(Registration::Otp)) = edit.registration
            && !self.sends_mail()
            && !self.sends_sms()
        {
            let detail =
                "needs mail_url or sms_url in the configuration: without them no code reaches anyone";
            return Err(Fault::field("/registration", "no_channel", detail));
        }
        if let Some(Some(room)) = &edit.default_room
            && self.store.public_group(room.as_str()).await?.is_none()
        {
            return Err(Fault::field(
                "/default_room",
                "unknown_group",
                "must be the handle of a public group",
            ));
        }
        self.rewrite(caller, "settings", |chosen| chosen.edited(&edit)).await
    }

    /// The instance's own picture; None gives it back to the configuration.
    pub async fn choose_logo(&self, caller: &Caller, picture: Option<Vec<u8>>) -> Result<()> {
        self.admin(caller).await?;
        self.limits.check(&UPLOAD, Key::User(caller.user)).await?;
        let logo = match picture {
            Some(bytes) => Some(self.pictures.logo(bytes).await?.to_stored()),
            None => None,
        };
        self.rewrite(caller, "logo", |chosen| Chosen { logo: logo.clone(), ..chosen }).await
    }

    async fn rewrite(&self, caller: &Caller, what: &str, change: impl Fn(Chosen) -> Chosen) -> Result<()> {
        for _ in 0..TRIES {
            let former = self.store.chosen().await?;
            let chosen = change(read(former.as_deref()));
            let text = serde_json::to_string(&chosen).map_err(|_| Fault::Internal)?;
            let entry = Entry::of(Act::InstanceChanged, None, self.clock.now()).by(caller.user).saying(what);
            if self.store.choose(former, text, entry).await? {
                self.follow_choices().await?;
                return Ok(());
            }
        }
        Err(Fault::unavailable())
    }

    pub(crate) async fn follow_choices(&self) -> Result<()> {
        let stored = self.store.chosen().await?;
        let mut known = self.followed.lock().await;
        if *known != stored {
            let settings = read(stored.as_deref()).over(&self.configured);
            *self.settings.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
            *known = stored;
        }
        Ok(())
    }
}

/// What cannot be read chooses nothing.
fn read(stored: Option<&str>) -> Chosen {
    let Some(stored) = stored else { return Chosen::default() };
    serde_json::from_str(stored).unwrap_or_else(|error| {
        tracing::error!(event = "choices_unreadable", %error, "could not apply the console's settings");
        Chosen::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_absent_stays_and_null_goes_back() {
        let first = InstanceEdit {
            name: Some(Some("Here".into())),
            group_members: Some(Some(50)),
            ..InstanceEdit::default()
        };
        let chosen = Chosen::default().edited(&first);
        let second = InstanceEdit { name: Some(None), ..InstanceEdit::default() };
        let chosen = chosen.edited(&second);
        assert_eq!(chosen, Chosen { group_members: Some(50), ..Chosen::default() });
        assert_eq!(serde_json::to_string(&chosen).unwrap(), r#"{"group_members":50}"#);
        assert_eq!(read(Some(r#"{"group_members":50,"of_a_later_version":true}"#)), chosen);
        assert_eq!(read(Some("torn")), Chosen::default());
    }
}
