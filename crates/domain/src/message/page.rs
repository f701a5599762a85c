//! Answers about messages: a page of history, and what became of one with each member.

use super::Message;
use crate::Seq;
use crate::user::Person;

/// A page of a chat's history.
pub struct HistoryPage {
    pub messages: Vec<Message>,
    /// Where the pages before and after this one begin, if there are any.
    pub prev: Option<Seq>,
    pub next: Option<Seq>,
}

/// What became of a message with one member.
#[derive(Debug, Clone)]
pub struct Receipt {
    pub person: Person,
    /// Otherwise it was delivered and is not read yet.
    pub read: bool,
}
