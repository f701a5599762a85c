//! Defines what a chat is: ids, parsed values, roles, rules, events and faults. Pure values and functions; knows no
//! async, no clock, no JSON, no SQL, no HTTP.

pub mod account;
pub mod audit;
pub mod bounds;
pub mod chat;
pub mod code;
pub mod counters;
pub mod country;
pub mod direct;
pub mod entity;
pub mod event;
pub mod fault;
pub mod friend;
pub mod identifier;
pub mod ids;
pub mod instance;
pub mod invite;
pub mod language;
pub mod markup;
pub mod media;
pub mod member;
pub mod mention;
pub mod message;
pub mod notification;
pub mod page;
mod phone;
pub mod privacy;
pub mod quiet;
pub mod random;
pub mod report;
pub mod search;
pub mod session;
pub mod text;
pub mod time;
pub mod translation;
pub mod user;

pub use counters::{MyRev, Ordinal, Rev, Seq};
pub use fault::{Fault, FieldFault, Refusal, Result};
pub use ids::{
    AuditId, ChallengeId, ChatId, ClientId, ConnectionId, FileId, InviteId, NodeId, NotificationId, PushId,
    ReportId, RequestId, SessionId, UserId,
};
pub use random::Random;
pub use time::Timestamp;
