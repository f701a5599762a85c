//! What a chat is: ids, parsed values, roles, rules, events and refusals.
//! Pure values and functions; knows no async, no clock, no JSON, no SQL, no HTTP.

pub mod ids;
pub mod random;
pub mod time;

pub use ids::{ChatId, ClientId, ConnectionId, SessionId, UserId};
pub use random::Random;
pub use time::Timestamp;
