//! These are the queries of accounts and the ways into them: identifiers, proofs, sessions, recovery, exports and
//! erasure.

pub mod codes;
pub mod erasure;
pub mod expiry;
pub mod exports;
pub mod identifier_row;
pub mod identifiers;
pub mod identities;
pub mod passwords;
pub mod recovery;
pub mod refresh;
pub mod registration;
pub mod registration_invites;
pub mod second_factors;
pub mod session_ends;
pub mod sessions;
