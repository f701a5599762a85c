//! Rows are sealed where the product promises it. Opening them into domain values is done here and nowhere else.

pub mod accounts;
pub mod chats;
pub mod instance;
pub mod messages;
pub mod operators;
pub mod people;
pub mod sync;
