//! On PostgreSQL there is a pool of connections, and lanes in which messages join batches.

mod append;
mod connection;
mod lane;
mod terms;
mod timeouts;

use append::append_batch;
pub use connection::{Conn, check_durability, clock, connect, pool};
pub use lane::Lanes;
pub use timeouts::{connection, discard, with_timeout};

/// What is another one when an older copy took this database's place, or when it was promoted: the cluster, its
/// timeline, the database, and one of its tables.
const PLACE: &str = "
    SELECT concat_ws(' ',
        (SELECT system_identifier FROM pg_control_system()),
        left(pg_walfile_name(pg_current_wal_lsn()), 8),
        (SELECT oid FROM pg_database WHERE datname = current_database()),
        'instance'::regclass::oid
    ) AS text";

/// Bytes of the database, as one number named `n`.
const DATABASE_SIZE: &str = "SELECT pg_database_size(current_database()) AS n";

#[path = "../queries/index.rs"]
pub mod queries;
