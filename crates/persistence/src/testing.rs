//! Tests of this crate reach what no other crate may: they are compiled apart from it.

pub use crate::append::{Draft, Outcome};
pub use crate::archive::{STEP, Text, pack, unpack};
pub use crate::backend::sqlite::append::{append, begin};
pub use crate::outcome::sync::fit::last_that_fits;
pub use crate::rows::messages::MessageRow;
pub use crate::rows::messages::references::{compose, take_apart};
pub use crate::schema::chats::chats;
