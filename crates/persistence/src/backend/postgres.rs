//! PostgreSQL: a pool of connections, and lanes in which messages join groups.

mod append;
mod connection;
mod lane;
mod patience;
mod terms;

use append::append_group;
pub use connection::{Conn, check_durability, connect, pool};
pub use lane::Lanes;
pub use patience::{connection, given_up, in_time};

/// Bytes of the database, as one number named `n`.
const DATABASE_SIZE: &str = "SELECT pg_database_size(current_database()) AS n";

#[path = "../queries/index.rs"]
pub mod queries;
