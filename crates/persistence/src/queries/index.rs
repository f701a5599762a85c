//! Every query of the product, written once: this folder is compiled for both databases, and `Conn` is the
//! connection of whichever side includes it. A query runs inside the transaction its caller opened.
//! A row that is unique is read by `get_result`: `first` binds a LIMIT, and SQLite prepares a statement anew
//! whenever a bound LIMIT changes.

use super::{Conn, DATABASE_SIZE, PLACE, terms};

pub mod accounts;
pub mod chats;
pub mod instance;
pub mod messages;
pub mod operators;
pub mod people;
pub mod search;
pub mod sync;
