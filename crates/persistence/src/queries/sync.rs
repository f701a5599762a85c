//! Devices and nodes ask these queries what changed, and people are notified by them.

pub mod catchup;
pub mod changes;
pub mod my_rev;
pub mod notifications;
pub mod pushes;
