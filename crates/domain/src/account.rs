//! An account as its owner and administrators see it: state, suspension, linked providers, an export under way. Must
//! not know how any of it is stored.

use crate::{ChatId, Seq, Timestamp, UserId};

/// An account as an administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: UserId,
    pub username: String,
    pub display_name: String,
    pub is_admin: bool,
    pub is_active: bool,
    pub created_at: Timestamp,
    pub suspended_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
}

/// With what can be told of it without looking into any chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountDetail {
    pub account: Account,
    pub has_email: bool,
    pub email_verified: bool,
    pub has_phone: bool,
    pub second_factor: bool,
    pub sessions: i64,
    pub chats: i64,
    pub suspension: Option<Suspension>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspension {
    pub by: Option<UserId>,
    pub reason: Option<String>,
    pub at: Timestamp,
    pub until: Option<Timestamp>,
}

/// A provider that the account is linked to.
pub struct Identity {
    pub provider: String,
    pub linked_at: Timestamp,
}

/// How far an export is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    pub user: UserId,
    pub ready: bool,
    /// Which kind of data comes next, and where in it.
    pub section: i32,
    pub chat: Option<ChatId>,
    pub seq: Seq,
    pub parts: i64,
    pub size: i64,
    pub done: i64,
    pub total: i64,
    pub asked_at: Timestamp,
    pub expires_at: Option<Timestamp>,
}
