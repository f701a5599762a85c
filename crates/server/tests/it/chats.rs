//! Chats: who may do what, groups, invites, message requests and removals.

pub mod busy_people;
pub mod chat_list;
pub mod groups;
pub mod invites_and_bans;
pub mod large_groups;
pub mod message_requests;
pub mod outsiders;
pub mod permissions;
pub mod removal;
pub mod saved;
