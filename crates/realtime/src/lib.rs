//! Delivers to the sockets of this node and between nodes: rooms, mailboxes, presence, the bus. Must not
//! know what a frame says, nor where the truth is stored.

mod bus;
mod connection;
pub mod frame;
mod hub;
mod mailbox;
mod people;
mod presence;
mod room;

pub use bus::{Bucket, Bus, BusEvent, BusMessage, BusReceiver, PersonalUpdate, Taken, Trouble, look};
pub use connection::{Connection, SoftKind, SoftSettings};
pub use hub::Hub;
pub use mailbox::{Mailbox, Outgoing};
pub use people::Lag;
pub use presence::Watcher;
pub use room::{Audience, Flushed, Hint, Outcome, Range, Standing};
