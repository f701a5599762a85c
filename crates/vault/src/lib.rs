//! Implements encryption at rest: the key ring, the keys it wraps, what they seal, and the tokens by which sealed
//! fields are found. Knows nothing of chats' rules, of SQL, nor of where bytes are stored; ids arrive as 16 bytes.

mod aad;
mod bus;
mod canary;
mod cipher;
mod data_key;
mod envelope;
mod key_ring;
mod kid;
pub mod lookup;
mod search_key;
mod secret;
pub mod stream;

pub use aad::Aad;
pub use bus::BusSeal;
pub use canary::WrongRing;
pub use data_key::{DataKey, Owner, Wrapped};
pub use envelope::{MAX_PLAIN, TooLong, Unreadable};
pub use key_ring::derive::Label;
pub use key_ring::file::FileError;
pub use key_ring::json::Malformed;
pub use key_ring::signing::SigningSeed;
pub use key_ring::{KekInfo, KekState, KeyRing, Refused};
pub use kid::{BadKid, Kid};
pub use search_key::SearchKey;
pub use secret::Secret32;
pub use stream::{FileKey, FileSeal};

/// Fills a buffer with cryptographically strong random bytes.
pub type Random = fn(&mut [u8]);

#[cfg(test)]
mod testing;
