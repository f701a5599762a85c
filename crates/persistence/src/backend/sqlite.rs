//! On SQLite there is one writer thread for the whole process, and a small pool of readers beside it.

pub(crate) mod append;
mod connection;
mod terms;
mod writer;

use append::{append, begin};
pub use connection::{Conn, open, reader_pool, unit_of_work};
pub use writer::{Job, Settled, Unit, Writer};

/// A file can be put in place of another without a trace: `parlance restore` says that it was.
const PLACE: &str = "SELECT '' AS text";

/// Bytes of the database, as one number named `n`.
const DATABASE_SIZE: &str =
    "SELECT c.page_count * s.page_size AS n FROM pragma_page_count c, pragma_page_size s";

#[path = "../queries/index.rs"]
pub mod queries;
