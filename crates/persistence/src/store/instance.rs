//! What the instance needs for itself: its database, data keys, leases and blobs.

pub mod blobs;
pub mod connect;
pub mod keys;
pub mod leases;
