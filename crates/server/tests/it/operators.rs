//! What operators and administrators see and do.

pub mod admin;
pub mod audit;
pub mod backup;
pub mod bucket;
pub mod console;
pub mod copy_to_postgres;
pub mod deployments;
pub mod doctor;
pub mod foreign_copies;
pub mod key_rotation;
pub mod keys;
pub mod monitoring;
pub mod muted_accounts;
pub mod reports;
pub mod startup;
pub mod upgrades;
