//! Defines a member's preferences for a chat, on all their devices. Must not know what others see.

use crate::Fault;
use crate::language::Language;
use crate::message::MessageText;
use crate::notification::Until;

/// The most chats a person can pin to the top of their list.
const MOST_PINNED: i64 = 5;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preferences {
    pub muted_until: Option<Until>,
    pub pinned: bool,
    pub archived: bool,
    /// The member wants to come back to it, however much of it they have read.
    pub marked_unread: bool,
    /// The member's draft.
    pub draft: Option<MessageText>,
    /// The language the member wants to read it in.
    pub translate_to: Option<Language>,
}

/// Fields that keep their values are `None`; those that can be removed have a second option.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PreferencesEdit {
    pub muted_until: Option<Option<Until>>,
    pub pinned: Option<bool>,
    pub archived: Option<bool>,
    pub marked_unread: Option<bool>,
    pub draft: Option<Option<MessageText>>,
    pub translate_to: Option<Option<Language>>,
}

impl PreferencesEdit {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Preferences {
    /// `pinned` is the number of chats the member has pinned so far.
    pub fn edited(&self, edit: PreferencesEdit, pinned: i64) -> Result<Self, Fault> {
        if edit.pinned == Some(true) && !self.pinned && pinned >= MOST_PINNED {
            return Err(Fault::TooManyPinnedChats);
        }
        Ok(Self {
            muted_until: edit.muted_until.unwrap_or(self.muted_until),
            pinned: edit.pinned.unwrap_or(self.pinned),
            archived: edit.archived.unwrap_or(self.archived),
            marked_unread: edit.marked_unread.unwrap_or(self.marked_unread),
            draft: edit.draft.unwrap_or_else(|| self.draft.clone()),
            translate_to: edit.translate_to.unwrap_or(self.translate_to),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_stays_and_only_five_are_pinned() {
        let preferences =
            Preferences { archived: true, draft: MessageText::parse("begun").ok(), ..Preferences::default() };
        let pin = PreferencesEdit { pinned: Some(true), ..PreferencesEdit::default() };
        let pinned = preferences.edited(pin.clone(), 4).unwrap();
        assert_eq!(pinned, Preferences { pinned: true, ..preferences.clone() });
        assert_eq!(preferences.edited(pin.clone(), 5), Err(Fault::TooManyPinnedChats));
        assert_eq!(pinned.edited(pin, 5).unwrap(), pinned);
        let without = preferences
            .edited(PreferencesEdit { draft: Some(None), ..PreferencesEdit::default() }, 0)
            .unwrap();
        assert_eq!(without, Preferences { draft: None, ..preferences });
        assert!(PreferencesEdit::default().is_empty());
    }
}
