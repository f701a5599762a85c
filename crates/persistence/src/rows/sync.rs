//! Notifications, their settings and push subscriptions are rows.

pub mod notification;
pub mod push;
