//! Where I stand with a chat, as JSON. Must not know what else changed for me.

use crate::notice::until_text;
use domain::event::MyChat;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Where I stand with a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyChatState {
    pub chat_id: Uuid,
    pub my_rev: i64,
    pub joined: bool,
    pub seq: i64,
    pub rev: i64,
    pub read_seq: i64,
    pub unread: i64,
    /// A time, `forever`, or `null`: a silent chat counts all the same.
    #[schema(required)]
    pub muted_until: Option<String>,
    pub pinned: bool,
    pub archived: bool,
    pub marked_unread: bool,
    #[schema(required)]
    pub draft: Option<String>,
    #[schema(required)]
    pub translate_to: Option<String>,
}

impl From<MyChat> for MyChatState {
    fn from(mine: MyChat) -> Self {
        Self {
            chat_id: mine.chat.uuid(),
            my_rev: mine.my_rev,
            joined: mine.joined,
            seq: mine.seq,
            rev: mine.rev,
            read_seq: mine.read_seq,
            unread: mine.unread,
            muted_until: mine.mine.muted_until.map(until_text),
            pinned: mine.mine.pinned,
            archived: mine.mine.archived,
            marked_unread: mine.mine.marked_unread,
            draft: mine.mine.draft.map(|draft| draft.as_str().to_owned()),
            translate_to: mine.mine.translate_to.map(|language| language.code().to_owned()),
        }
    }
}
