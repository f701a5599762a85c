//! Every query of the product, written once: this folder is compiled for both databases, and `Conn` is the
//! connection of whichever side includes it. A query runs inside the transaction its caller opened.
//! A row that is unique is read by `get_result`: `first` binds a LIMIT, and SQLite prepares a statement anew
//! whenever a bound LIMIT changes.

use super::{Conn, DATABASE_SIZE};

pub mod admin;
pub mod audit;
pub mod audit_chain;
pub mod catchup;
pub mod changes;
pub mod chats;
pub mod departures;
pub mod exports;
pub mod groups;
pub mod identities;
pub mod instance;
pub mod keys;
pub mod leases;
pub mod lists;
pub mod members;
pub mod messages;
pub mod mutes;
pub mod notices;
pub mod people;
pub mod personal;
pub mod pushes;
pub mod refresh;
pub mod second_factors;
pub mod sessions;
