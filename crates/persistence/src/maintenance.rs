//! Work on a whole database: migrations, copies, backups and rehearsed restores.

pub mod backup;
pub mod copy;
pub mod migrate;
pub mod rehearsal;
