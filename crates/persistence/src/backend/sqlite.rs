//! SQLite: one writer thread for the whole process, a small pool of readers beside it.

mod append;
mod connection;
mod writer;

use append::{append, begin};
pub use connection::{Conn, open, reader_pool, unit_of_work};
pub use writer::{Job, Settled, Unit, Writer};

#[path = "../queries/index.rs"]
pub mod queries;
