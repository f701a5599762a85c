//! Defines the server's answer to one frame. Must not know which frame it was.

use super::tag::ReplyTag;
use crate::changes::{ChangesOk, MyChangesAnswer};
use crate::chat::ReadAnswer;
use crate::message::MessageOk;
use crate::problem::Problem;
use domain::{Timestamp, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Has one of `ok` and `error`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reply {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: ReplyTag,
    /// As in the frame; absent where that had none, or none that could be read.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ok: Option<ReplyOk>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub error: Option<Problem>,
}

impl Reply {
    pub fn ok(reference: Option<&str>, ok: impl Into<ReplyOk>) -> Self {
        let reference = reference.map(ToOwned::to_owned);
        Self { tag: ReplyTag::It, reference, ok: Some(ok.into()), error: None }
    }

    pub fn error(reference: Option<&str>, problem: Problem) -> Self {
        let reference = reference.map(ToOwned::to_owned);
        Self { tag: ReplyTag::It, reference, ok: None, error: Some(problem) }
    }
}

/// The result of a frame; its kind follows from the frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum ReplyOk {
    Message(Box<MessageOk>),
    Read(ReadAnswer),
    Online(OnlineOk),
    Reauth(ReauthOk),
    // Before `Changes`, whose only field it has as well.
    MyChanges(Box<MyChangesAnswer>),
    Changes(ChangesOk),
}

impl From<MessageOk> for ReplyOk {
    fn from(ok: MessageOk) -> Self {
        Self::Message(Box::new(ok))
    }
}

impl From<ReadAnswer> for ReplyOk {
    fn from(ok: ReadAnswer) -> Self {
        Self::Read(ok)
    }
}

impl From<OnlineOk> for ReplyOk {
    fn from(ok: OnlineOk) -> Self {
        Self::Online(ok)
    }
}

impl From<ReauthOk> for ReplyOk {
    fn from(ok: ReauthOk) -> Self {
        Self::Reauth(ok)
    }
}

impl From<MyChangesAnswer> for ReplyOk {
    fn from(ok: MyChangesAnswer) -> Self {
        Self::MyChanges(Box::new(ok))
    }
}

impl From<ChangesOk> for ReplyOk {
    fn from(ok: ChangesOk) -> Self {
        Self::Changes(ok)
    }
}

/// The people now watched who are online.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OnlineOk {
    pub online: Vec<Uuid>,
}

impl OnlineOk {
    pub fn of(users: impl IntoIterator<Item = UserId>) -> Self {
        Self { online: users.into_iter().map(UserId::uuid).collect() }
    }
}

/// When the socket closes unless it is proven again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReauthOk {
    #[schema(format = "date-time")]
    pub expires_at: String,
}

impl ReauthOk {
    pub fn until(expires_at: Timestamp) -> Self {
        Self { expires_at: expires_at.to_string() }
    }
}
