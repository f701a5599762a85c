//! Changes between people leave these values behind, and a profile page needs them.

use crate::rows::people::UserRow;
use domain::event::PersonalChange;
use domain::friend::Direction;
use domain::privacy::{Sight, Standing};

/// What came of a change between people, and what each of them is told on their own devices.
#[derive(Debug)]
pub struct Told<T> {
    pub answer: T,
    pub told: Vec<PersonalChange>,
}

impl<T> Told<T> {
    pub fn nothing(answer: T) -> Self {
        Self { answer, told: vec![] }
    }
}

/// Everything one person's profile page needs.
pub struct Seen {
    pub row: UserRow,
    pub sight: Sight,
    pub standing: Standing,
    pub request: Option<Direction>,
}
