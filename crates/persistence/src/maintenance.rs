//! Migrations, copies, backups and rehearsed restores work on a whole database.

pub mod backup;
pub mod copy;
pub mod migrate;
pub mod rehearsal;
