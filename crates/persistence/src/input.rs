//! Units of work are given these values. The queries are compiled twice, these types once.

mod accounts;
mod chats;
mod messages;
mod operators;
mod people;
mod search;
mod sync;

pub use accounts::*;
pub use chats::*;
pub use messages::*;
pub use operators::*;
pub use people::*;
pub use search::*;
pub use sync::*;
