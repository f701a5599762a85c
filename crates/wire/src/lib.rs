//! Defines the JSON both sides speak: bodies of requests and answers, frames of the socket, their schema, and their
//! conversion to and from values of `domain`. Must not know HTTP statuses or storage.

pub mod account;
pub mod admin;
pub mod admin_instance;
pub mod audit;
pub mod changes;
pub mod chat;
pub mod export;
mod faults;
pub mod frame;
pub mod instance;
pub mod json;
mod literal;
pub mod message;
mod mirror;
pub mod notification;
pub mod people;
pub mod problem;
pub mod push;
pub mod report;
pub mod search;
pub mod translation;

pub use frame::{ClientFrame, FrameFault, ServerFrame};
pub use literal::True;
pub use problem::Problem;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
