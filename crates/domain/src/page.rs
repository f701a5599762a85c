//! Defines the requested part of a list. Must not know what the list holds.

use crate::fault::Refusal;
use crate::{Seq, Timestamp};

pub const LARGEST_PAGE: u32 = 200;

/// How many items an answer may hold: 1 to [`LARGEST_PAGE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u32);

impl Limit {
    pub const MESSAGES: Self = Self(50);
    pub const OTHERS: Self = Self(20);
    pub const LARGEST: Self = Self(LARGEST_PAGE);

    pub fn parse(limit: Option<u32>, default: Self) -> Result<Self, Refusal> {
        match limit {
            None => Ok(default),
            Some(n) if (1..=LARGEST_PAGE).contains(&n) => Ok(Self(n)),
            Some(_) => Err(Refusal::new("out_of_range", format!("must be 1 to {LARGEST_PAGE}"))),
        }
    }

    pub fn rows(self) -> i64 {
        i64::from(self.0)
    }

    pub fn len(self) -> usize {
        usize::try_from(self.0).unwrap_or_default()
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The position of a page in a chat's messages. Pages are ascending whichever way they were reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Latest,
    Before(Seq),
    After(Seq),
    Around(Seq),
    /// From the first message on that was sent at this time or later.
    Since(Timestamp),
}

/// A page of items and the cursor to the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}
