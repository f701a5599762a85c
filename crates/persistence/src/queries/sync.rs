//! What devices and nodes ask for in order to be up to date, and what people are notified of.

pub mod catchup;
pub mod changes;
pub mod my_rev;
pub mod notifications;
pub mod pushes;
