//! Defines a notification in a catch-up answer: as it is, or that it was removed. Must not know who asks.

use super::Notification;
use crate::literal::True;
use domain::event;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A notification as it is now, or that it was removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum NotificationState {
    There(Box<Notification>),
    Removed(RemovedNotification),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RemovedNotification {
    pub id: Uuid,
    pub my_rev: i64,
    /// Always `true`.
    #[schema(value_type = bool)]
    pub removed: True,
}

impl From<event::NotificationState> for NotificationState {
    fn from(state: event::NotificationState) -> Self {
        match state {
            event::NotificationState::There(notification) => Self::There(Box::new(notification.into())),
            event::NotificationState::Removed { id, my_rev } => {
                Self::Removed(RemovedNotification { id: id.uuid(), my_rev: my_rev.number(), removed: True })
            }
        }
    }
}
