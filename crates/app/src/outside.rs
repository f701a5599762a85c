//! Mail, SMS, pushes and requests to other servers leave from here. Messages are queued after the answer they belong
//! to, so that an answer's time does not show what was sent. No address, number, text or code is ever logged.

pub(crate) mod address;
pub(crate) mod carrier;
pub(crate) mod change;
pub(crate) mod channels;
pub(crate) mod engine;
pub(crate) mod mail;
pub(crate) mod outbox;
pub(crate) mod parcel;
pub(crate) mod post;
pub(crate) mod provider;
pub(crate) mod providers;
pub(crate) mod push_service;
pub(crate) mod sms;
pub(crate) mod web;
pub(crate) mod words;
