//! Units of work find or leave behind these values, still sealed. The queries are compiled twice, these types once.

mod accounts;
mod chats;
mod messages;
mod operators;
mod people;
mod search;
pub mod sync;

pub use accounts::*;
pub use chats::*;
pub use messages::*;
pub use operators::*;
pub use people::*;
pub use search::*;
pub use sync::*;
