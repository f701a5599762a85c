//! People: what they show, whom they find, friends and blocks.

pub mod avatars;
pub mod blocks;
pub mod directory;
pub mod friends;
pub mod privacy;
pub mod profile;
