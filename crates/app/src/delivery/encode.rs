//! Committed facts become frames here, each encoded once. Must not know who listens.

use bytes::Bytes;
use domain::event::{Changes, ChatChange, What};
use domain::member::{Member, MemberState};
use domain::message::Message;
use domain::{ChatId, Rev, Seq};
use realtime::{Audience, Hint, Range, Standing, frame};
use wire::frame::{ChangesEvent, ChatEvent, ServerFrame, SkipEvent};

pub fn bytes(event: impl Into<ServerFrame>) -> Bytes {
    frame::text(&event.into().encode())
}

pub fn hint(change: ChatChange) -> Hint {
    let (chat, rev) = (change.chat, change.rev);
    let hidden = match &change.what {
        What::Message { message, .. } => Some((message.seq, bytes(SkipEvent::new(chat, rev)))),
        What::Members | What::Settings(_) | What::Gone => None,
    };
    Hint {
        chat,
        rev,
        hidden,
        audience: audience(&change.members),
        removed: removed(chat, rev),
        last: matches!(change.what, What::Gone),
        frame: bytes(change),
    }
}

pub fn removed(chat: ChatId, rev: Rev) -> Bytes {
    bytes(ChatEvent::removed(chat, rev))
}

/// What was missed since `after`, for readers who see messages from some number on.
pub fn range_frame(chat: ChatId, after: Rev, changes: &Changes, visible_from: Seq) -> Bytes {
    let visible = |message: &&Message| domain::member::visible(visible_from, message.seq);
    let messages = changes.messages.iter().filter(visible).cloned().collect();
    bytes(ChangesEvent::new(chat, after, Changes { messages, ..changes.clone() }))
}

pub fn range<'a>(chat: ChatId, after: Rev, changes: &Changes, frame: &'a dyn Fn(Seq) -> Bytes) -> Range<'a> {
    let removed = removed(chat, changes.rev);
    let seq = changes.messages.iter().map(|message| message.seq).max();
    Range { chat, after, rev: changes.rev, seq, audience: audience(&changes.members), removed, frame }
}

fn audience(members: &[Member]) -> Vec<Audience> {
    let standing = |member: &Member| match member.state {
        MemberState::Joined | MemberState::Invited if member.is_joined() => {
            Standing::In { visible_from: member.visible_from }
        }
        MemberState::Joined
        | MemberState::Invited
        | MemberState::Left
        | MemberState::Removed
        | MemberState::Banned => Standing::Out,
    };
    members.iter().map(|member| Audience { user: member.user, standing: standing(member) }).collect()
}
