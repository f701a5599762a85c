//! Serves the socket: upgrade, the life of a connection, its commands, its writer. Must not know what a command does:
//! that is `app`.

mod commands;
mod connection;
pub mod frames;
mod outbound;
mod strikes;
mod upgrade;

pub use upgrade::routes;

/// The largest message a client may send, in one frame or in fragments.
pub const MOST_BYTES: usize = 64 * 1024;

/// The close codes.
pub mod code {
    pub const UNSUPPORTED: u16 = 1003;
    pub const NOT_UTF8: u16 = 1007;
    pub const TOO_BIG: u16 = 1009;
    pub const PROTOCOL: u16 = 1002;
    pub const NORMAL: u16 = 1000;
    pub const BAD_FRAME: u16 = 4400;
    pub const AUTH_EXPIRED: u16 = 4401;
    pub const FORBIDDEN: u16 = 4403;
    pub const FLOODING: u16 = 4429;
}
