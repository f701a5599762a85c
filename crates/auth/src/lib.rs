//! Implements mechanisms of proof: password hashes, access tokens, socket tickets, refresh tokens, links to media.
//! Knows nothing of SQL, cookies or HTTP, nor whether a session is alive: callers ask the store for that.

pub mod access_token;
pub mod device_token;
pub mod id_token;
pub mod keys;
pub mod media_token;
pub mod one_time;
pub mod password;
pub mod refresh_token;
pub mod signature;
mod signed_token;
pub mod ticket;
pub mod totp;
pub mod web_push;

pub use access_token::{AccessTokens, Claims, Minted, Proof};
pub use device_token::DeviceTokens;
pub use keys::{BadKeys, SeedKey, SigningKeys};
pub use media_token::MediaTokens;
pub use one_time::{OneTime, Use};
pub use password::blocklist::Blocklist;
pub use password::pool::{Busy, PasswordPool};
pub use password::{BadCost, Cost, NotHashed, PasswordHasher, Verified};
pub use refresh_token::RefreshToken;
pub use signed_token::{NotSigned, TokenError};
pub use ticket::{TicketProof, Tickets};
pub use web_push::Vapid;

#[cfg(test)]
mod testing;
