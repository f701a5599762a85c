//! A bucket's key says whose calls are counted together.

use domain::{ChatId, ConnectionId, SessionId, UserId};
use std::hash::Hash;

/// Whose bucket it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    Address(String),
    Account(String),
    AccountFrom(String, String),
    User(UserId),
    UserIn(UserId, ChatId),
    Session(SessionId),
    Device(UserId, [u8; 16]),
    Socket(ConnectionId),
}
