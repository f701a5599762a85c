//! What a file of people or chats holds.

/// What a file holds; only what we made ourselves has a name here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    Opaque,
    Jpeg,
    WebP,
}
