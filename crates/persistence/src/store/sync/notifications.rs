//! Notifications and their settings are read and changed by their owner.

use crate::input::{Beside, NewNotification};
use crate::keys::KeySet;
use crate::outcome::NotificationsFound;
use crate::rows::operators::audit::AuditRow;
use crate::rows::sync::notification::{NotificationSettingsRow, seal_about};
use crate::store::{Store, on_reader, on_writer};
use domain::audit::Entry;
use domain::event::{Committed, PersonalChange};
use domain::notification::{About, Notification, NotificationKind, NotificationSettings};
use domain::page::{Limit, Page};
use domain::{MyRev, NotificationId, Result, Timestamp, UserId};
use uuid::Uuid;

/// What one person is about to be notified of, beside their own act or another's.
pub struct Telling {
    pub user: UserId,
    pub kind: NotificationKind,
    /// One cause is told once.
    pub source: Uuid,
    pub actor: Option<UserId>,
    pub about: About,
    pub at: Timestamp,
}

impl Store {
    /// Sealed and ready for `queries::sync::notifications::put`, in the transaction of the cause.
    pub(crate) async fn new_notification(&self, telling: Telling) -> Result<NewNotification> {
        let keys = self.user_keys(telling.user).await?;
        self.sealed_notification(telling, &keys)
    }

    pub(crate) fn sealed_notification(&self, telling: Telling, keys: &KeySet) -> Result<NewNotification> {
        let Telling { user, kind, source, actor, about, at } = telling;
        let id = NotificationId::make(at, self.random);
        let about_sealed = seal_about(&about, id, keys, self.random)?;
        let notification = Notification {
            id,
            kind,
            source,
            actor,
            about,
            created_at: at,
            read_at: None,
            my_rev: MyRev::ZERO,
        };
        Ok(NewNotification { user, notification, about_sealed })
    }

    /// The entry of an act on an account, and what its owner is told of it: the cause and the words.
    pub(crate) async fn beside(&self, entry: Entry, security: Option<(Uuid, About)>) -> Result<Beside> {
        let (user, at) = (entry.user, entry.at);
        let notification = match (user, security) {
            (Some(user), Some((source, about))) => {
                let kind = NotificationKind::Security;
                Some(self.new_notification(Telling { user, kind, source, actor: None, about, at }).await?)
            }
            (None, _) | (_, None) => None,
        };
        Ok(Beside { entry: AuditRow::of(entry, self.random), notification })
    }

    /// Newest first, with the number that is not read.
    pub async fn notifications(
        &self,
        user: UserId,
        before: Option<NotificationId>,
        limit: Limit,
    ) -> Result<(Page<Notification>, i64)> {
        let keys = self.user_keys(user).await?;
        let NotificationsFound { mut rows, unread } =
            on_reader!(self, sync::notifications::page(user, before, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|row| row.id.to_string());
        let items = rows.iter().filter_map(|row| row.notification(&keys)).collect();
        Ok((Page { items, next }, unread))
    }

    pub async fn unread_notifications(&self, user: UserId) -> Result<i64> {
        on_reader!(self, sync::notifications::unread(user))
    }

    /// These, or all; how many are unread afterwards.
    pub async fn read_notifications(
        &self,
        user: UserId,
        which: Option<Vec<NotificationId>>,
        at: Timestamp,
    ) -> Result<i64> {
        on_writer!(self, sync::notifications::read(user, which, at.millis()), |(unread, changes)| (
            unread,
            personal(changes)
        ))
    }

    pub async fn remove_notification(
        &self,
        user: UserId,
        notification: NotificationId,
        at: Timestamp,
    ) -> Result<()> {
        on_writer!(self, sync::notifications::remove(user, notification, at.millis()), |changes| (
            (),
            personal(changes)
        ))
    }

    pub async fn forget_notifications(&self, created_before: Timestamp) -> Result<usize> {
        on_writer!(self, sync::notifications::forget_before(created_before.millis()), |count| (count, vec![]))
    }

    pub async fn notification_settings(&self, user: UserId) -> Result<NotificationSettings> {
        let row: Option<NotificationSettingsRow> = on_reader!(self, sync::notifications::settings(user))?;
        Ok(row.map(|row| row.open()).unwrap_or_default())
    }

    pub async fn set_notification_settings(
        &self,
        user: UserId,
        settings: NotificationSettings,
    ) -> Result<()> {
        on_writer!(self, sync::notifications::set_settings(user, settings), |change| (
            (),
            personal(vec![change])
        ))
    }
}

pub(crate) fn personal(changes: impl IntoIterator<Item = PersonalChange>) -> Vec<Committed> {
    changes.into_iter().map(Committed::Personal).collect()
}
