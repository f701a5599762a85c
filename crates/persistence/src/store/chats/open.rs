//! Sealed rows become domain values here, and the facts that are published after the commit.

use crate::keys::KeySet;
use crate::outcome::{OwnChatRow, Touched};
use crate::rows::chats::ChatRow;
use crate::rows::people::UserRow;
use domain::chat::{Chat, OwnChat};
use domain::event::{ChatChange, Committed, What};
use domain::message::Message;
use domain::user::{Languages, Person};
use domain::{Timestamp, UserId};

/// What a change of a chat comes to, opened.
pub struct Opened {
    pub chat: Chat,
    /// As the one sees it who made the change.
    pub message: Option<Message>,
    pub facts: Vec<Committed>,
}

pub fn touched(touched: &Touched, keys: &KeySet) -> Opened {
    let chat = touched.chat.open(keys);
    let opened = touched.message.as_ref().map(|row| (row.open(keys), row.changed_rev.is_none()));
    let what = match &opened {
        _ if touched.chat.gone_at.is_some() => What::Gone,
        Some((message, new)) => {
            let chat = touched.settings.then(|| Box::new(chat.clone()));
            let message = Box::new(touched.marks.shared(message.clone()));
            What::Message { message, new: *new, chat }
        }
        None if touched.settings => What::Settings(Box::new(chat.clone())),
        None => What::Members,
    };
    let message = opened.map(|(message, _)| touched.marks.own(message));
    let members = touched.members.iter().map(|row| row.open()).collect();
    let change = ChatChange { chat: chat.id, rev: chat.rev, members, what };
    let mut facts = vec![Committed::Chat(change)];
    facts.extend(touched.personal.iter().cloned().map(Committed::Personal));
    Opened { chat, message, facts }
}

/// The other one of a direct chat, read from the pair's key.
pub fn peer_of(chat: &ChatRow, me: UserId) -> Option<UserId> {
    let (low, high) = chat.pair_key.as_deref()?.split_at_checked(16)?;
    let id = |bytes: &[u8]| Some(UserId::from_uuid(uuid::Uuid::from_slice(bytes).ok()?));
    let (low, high) = (id(low)?, id(high)?);
    Some(if low == me { high } else { low })
}

pub fn own_chat(row: OwnChatRow, me: UserId, keys: &KeySet, peer: Option<Person>) -> OwnChat {
    let member = row.member.open();
    OwnChat {
        peer,
        last_message: row.last_message.map(|(row, marks)| marks.own(row.open(keys))),
        role: member.role,
        request_state: member.request_state,
        preferences: row.preferences.open(me, keys),
        read_seq: row.read_seq,
        online: None,
        mentions: row.mentions,
        mentioned_in: row.mentioned_in,
        reacted_to: row.reacted_to,
        unread: domain::chat::unread(row.chat.ordinal, row.read_ordinal, row.own_after),
        active_at: Timestamp::from_millis(row.chat.active_at),
        chat: row.chat.open(keys),
    }
}

/// A person who is gone is still named in old chats.
pub fn person(rows: &[UserRow], user: UserId) -> Person {
    rows.iter().find(|row| row.id == user).cloned().map_or_else(
        || Person {
            id: user,
            username: "deleted".into(),
            display_name: "Deleted user".into(),
            languages: Languages::default(),
            avatar: None,
        },
        UserRow::person,
    )
}
