//! What devices are told, and how they catch up.

pub mod bursts;
pub mod catchup;
pub mod floods;
pub mod notifications;
pub mod presence;
pub mod push;
pub mod resume;
pub mod sockets;
pub mod typing_and_presence;
