//! `persistence` makes domain values durable: domain values in, domain values out. It is the only owner of tables,
//! rows, transactions, ciphertext and migrations; knows no HTTP and no frames.

mod append;
mod archive;
mod backend;
pub mod blobs;
mod error;
mod held;
mod input;
mod keys;
pub mod maintenance;
mod outcome;
mod outlet;
mod rows;
mod schema;
pub mod store;
#[doc(hidden)]
pub mod testing;
mod types;

pub use append::{SendOutcome, Unbatched};
pub use outlet::Outlet;
pub use store::{Config, FriendEntry, Invited, KeyStatus, OpenError, Queued, SeenProfile, Store};
// Seals and opens the chunks of one file; the key itself stays inside.
pub use vault::FileSeal;
pub use vault::stream::Cover;
