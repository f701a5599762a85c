//! Notifications are listed, read and configured here. Must not know how anything is sent.

use crate::app::App;
use crate::caller::Caller;
use domain::notification::{Notification, NotificationSettings};
use domain::page::{Limit, Page};
use domain::{NotificationId, Result};

impl App {
    /// Newest first, with the number that is not read.
    pub async fn notifications(
        &self,
        caller: &Caller,
        before: Option<NotificationId>,
        limit: Limit,
    ) -> Result<(Page<Notification>, i64)> {
        self.store.notifications(caller.user, before, limit).await
    }

    /// These, or all; how many are unread afterwards.
    pub async fn read_notifications(
        &self,
        caller: &Caller,
        which: Option<Vec<NotificationId>>,
    ) -> Result<i64> {
        self.store.read_notifications(caller.user, which, self.clock.now()).await
    }

    pub async fn remove_notification(&self, caller: &Caller, notification: NotificationId) -> Result<()> {
        self.store.remove_notification(caller.user, notification, self.clock.now()).await
    }

    pub async fn notification_settings(&self, caller: &Caller) -> Result<NotificationSettings> {
        self.store.notification_settings(caller.user).await
    }

    pub async fn set_notification_settings(
        &self,
        caller: &Caller,
        settings: NotificationSettings,
    ) -> Result<NotificationSettings> {
        self.store.set_notification_settings(caller.user, settings.clone()).await?;
        Ok(settings)
    }
}
