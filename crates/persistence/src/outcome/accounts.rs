//! Changes of accounts, sessions, codes and identifiers leave these values behind.

use crate::rows::accounts::code::UndoRow;
use domain::event::PersonalChange;
use domain::session::Proven;
use domain::{SessionId, UserId};

#[derive(Debug, Default)]
pub struct Ended {
    pub change: Option<PersonalChange>,
    /// What else the person is told.
    pub told: Vec<PersonalChange>,
}

#[derive(Debug)]
pub enum Rotated {
    Fresh(Holder),
    /// A twin request within the grace: the holder of the old token can open this.
    Twin {
        holder: Holder,
        successor_sealed: Vec<u8>,
    },
    /// A spent token came back: its family is over.
    Reused(Ended),
    Unknown,
}

#[derive(Debug, Clone, Copy)]
pub struct Holder {
    pub user: UserId,
    pub session: SessionId,
    pub security_ver: i64,
    pub auth_time: i64,
    pub proven: Proven,
    pub transport: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Right,
    Wrong { attempts_left: i32 },
}

/// What an account had before, if it was proven: still sealed with its owner's key.
#[derive(Default)]
pub struct Replaced {
    pub undo: Option<UndoRow>,
    pub told: Option<PersonalChange>,
}
