//! The instance keeps its database, data keys, leases and blobs by these methods.

pub mod blobs;
pub mod connect;
pub mod keys;
pub mod leases;
