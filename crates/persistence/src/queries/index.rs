//! Every query of the product, written once: this folder is compiled for both databases, and `Conn` is the
//! connection of whichever side includes it. A query runs inside the transaction its caller opened.
//! A row that is unique is read by `get_result`: `first` binds a LIMIT, and SQLite prepares a statement anew
//! whenever a bound LIMIT changes.

use super::{Conn, DATABASE_SIZE, PLACE, terms};

pub mod admin;
pub mod audit;
pub mod audit_chain;
pub mod bans;
pub mod between;
pub mod blocks;
pub mod catchup;
pub mod changes;
pub mod chat_invites;
pub mod chats;
pub mod codes;
pub mod departures;
pub mod direct;
pub mod endings;
pub mod explore;
pub mod exports;
pub mod files;
pub mod friends;
pub mod gate;
pub mod group_invitations;
pub mod groups;
pub mod history;
pub mod hits;
pub mod identifiers;
pub mod identities;
pub mod indexing;
pub mod instance;
pub mod invitations;
pub mod invites;
pub mod join_requests;
pub mod keepsakes;
pub mod keys;
pub mod leases;
pub mod lists;
pub mod marks;
pub mod members;
pub mod mentions;
pub mod messages;
pub mod mine;
pub mod notices;
pub mod people;
pub mod personal;
pub mod profiles;
pub mod pushes;
pub mod receipts;
pub mod recovery;
pub mod refresh;
pub mod reports;
pub mod request_lists;
pub mod requests;
pub mod retention;
pub mod search;
pub mod second_factors;
pub mod segments;
pub mod sessions;
pub mod standings;
pub mod translations;
