//! Defines what a client sends: the union of its frames, how one is parsed, and the frames about messages. Must not
//! know what a frame does.

use super::asked::{
    ChangesAsk, ChatRead, MyChangesAsk, Ping, PresenceWatch, ReactionClear, ReactionSet, Reauth, Typing,
    check_reaction,
};
use super::tag::{MessageDeleteTag, MessageEditTag, MessageSendTag};
use crate::faults::Faults;
use crate::json::{self, DEEPEST};
use crate::message::{SendBody, SendKind, message_text};
use domain::message::{MessageText, NewMessage};
use domain::{ChatId, Fault, Result, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::ToSchema;
use uuid::Uuid;

const LONGEST_REF: usize = 64;

/// Any frame a client may send.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(discriminator(property_name = "type", mapping(
    ("message.send" = "#/components/schemas/MessageSend"),
    ("message.edit" = "#/components/schemas/MessageEdit"),
    ("message.delete" = "#/components/schemas/MessageDelete"),
    ("reaction.set" = "#/components/schemas/ReactionSet"),
    ("reaction.clear" = "#/components/schemas/ReactionClear"),
    ("chat.read" = "#/components/schemas/ChatRead"),
    ("changes" = "#/components/schemas/ChangesAsk"),
    ("me.changes" = "#/components/schemas/MyChangesAsk"),
    ("typing" = "#/components/schemas/Typing"),
    ("presence.watch" = "#/components/schemas/PresenceWatch"),
    ("reauth" = "#/components/schemas/Reauth"),
    ("ping" = "#/components/schemas/Ping")
)))]
pub enum ClientFrame {
    MessageSend(MessageSend),
    MessageEdit(MessageEdit),
    MessageDelete(MessageDelete),
    ReactionSet(ReactionSet),
    ReactionClear(ReactionClear),
    ChatRead(ChatRead),
    Changes(ChangesAsk),
    MyChanges(MyChangesAsk),
    Typing(Typing),
    PresenceWatch(PresenceWatch),
    Reauth(Reauth),
    Ping(Ping),
}

/// A frame that was rejected, and its `ref` where that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameFault {
    pub reference: Option<String>,
    pub fault: Fault,
}

impl ClientFrame {
    /// Reads the type, then the whole into the one struct it names: nothing is kept in between, and the path to a
    /// fault is searched only when there is one.
    pub fn parse(text: &str) -> std::result::Result<Self, FrameFault> {
        if !json::depth_within(text.as_bytes(), DEEPEST) {
            let fault = Fault::BadFrame(format!("it is nested more than {DEEPEST} levels deep"));
            return Err(FrameFault { reference: None, fault });
        }
        read(text).map_err(|fault| FrameFault { reference: salvage(text), fault })
    }

    /// The `ref` that the reply repeats.
    pub fn reference(&self) -> Option<&str> {
        match self {
            Self::MessageSend(frame) => Some(&frame.reference),
            Self::MessageEdit(frame) => Some(&frame.reference),
            Self::MessageDelete(frame) => Some(&frame.reference),
            Self::ReactionSet(frame) => Some(&frame.reference),
            Self::ReactionClear(frame) => Some(&frame.reference),
            Self::ChatRead(frame) => frame.reference.as_deref(),
            Self::Changes(frame) => Some(&frame.reference),
            Self::MyChanges(frame) => Some(&frame.reference),
            Self::Typing(_) => None,
            Self::PresenceWatch(frame) => Some(&frame.reference),
            Self::Reauth(frame) => Some(&frame.reference),
            Self::Ping(frame) => frame.reference.as_deref(),
        }
    }

    fn check(&self, faults: &mut Faults) {
        if self.reference().is_some_and(|reference| !fits(reference)) {
            faults.note("/ref", "too_long", format!("must have at most {LONGEST_REF} characters"));
        }
        match self {
            Self::MessageEdit(frame) => faults.at_least("/seq", frame.seq, 1),
            Self::MessageDelete(frame) => faults.at_least("/seq", frame.seq, 1),
            Self::ReactionSet(frame) => check_reaction(faults, frame.seq, &frame.emoji),
            Self::ReactionClear(frame) => check_reaction(faults, frame.seq, &frame.emoji),
            Self::ChatRead(frame) => frame.check(faults),
            Self::Changes(frame) => frame.check(faults),
            Self::MyChanges(frame) => frame.check(faults),
            Self::PresenceWatch(frame) => frame.check(faults),
            Self::MessageSend(_) | Self::Typing(_) | Self::Reauth(_) | Self::Ping(_) => {}
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageSend {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: MessageSendTag,
    #[serde(rename = "ref")]
    #[schema(max_length = 64)]
    pub reference: String,
    pub chat_id: Uuid,
    /// Made by the client, once for each message it wants to send.
    pub client_id: Uuid,
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
    /// Default: `text`.
    #[serde(default, deserialize_with = "json::maybe_word", skip_serializing_if = "Option::is_none")]
    pub kind: Option<SendKind>,
    /// The message this one replies to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub reply_to: Option<i64>,
    /// With `correction`, and only with it: the message whose text is corrected here.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub base_seq: Option<i64>,
}

impl MessageSend {
    pub fn new_message(self, author: UserId, at: Timestamp) -> Result<NewMessage> {
        let Self { tag: _, reference: _, chat_id, client_id, text, kind, reply_to, base_seq } = self;
        let body = SendBody { client_id, text, kind, reply_to, base_seq };
        body.parse(ChatId::from_uuid(chat_id), author, at)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageEdit {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: MessageEditTag,
    #[serde(rename = "ref")]
    #[schema(max_length = 64)]
    pub reference: String,
    pub chat_id: Uuid,
    #[schema(minimum = 1)]
    pub seq: i64,
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
}

impl MessageEdit {
    pub fn message_text(&self) -> Result<MessageText> {
        message_text(&self.text)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageDelete {
    #[serde(rename = "type")]
    #[schema(inline)]
    pub tag: MessageDeleteTag,
    #[serde(rename = "ref")]
    #[schema(max_length = 64)]
    pub reference: String,
    pub chat_id: Uuid,
    #[schema(minimum = 1)]
    pub seq: i64,
}

/// The rest of a frame is read once its type is known.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
}

fn read(text: &str) -> Result<ClientFrame> {
    if !text.trim_ascii_start().starts_with('{') {
        return Err(Fault::BadFrame(String::new()));
    }
    let head: Head<'_> = body(text)?;
    let frame = match &*head.kind {
        "message.send" => ClientFrame::MessageSend(body(text)?),
        "message.edit" => ClientFrame::MessageEdit(body(text)?),
        "message.delete" => ClientFrame::MessageDelete(body(text)?),
        "reaction.set" => ClientFrame::ReactionSet(body(text)?),
        "reaction.clear" => ClientFrame::ReactionClear(body(text)?),
        "chat.read" => ClientFrame::ChatRead(body(text)?),
        "changes" => ClientFrame::Changes(body(text)?),
        "me.changes" => ClientFrame::MyChanges(body(text)?),
        "typing" => ClientFrame::Typing(body(text)?),
        "presence.watch" => ClientFrame::PresenceWatch(body(text)?),
        "reauth" => ClientFrame::Reauth(body(text)?),
        "ping" => ClientFrame::Ping(body(text)?),
        unknown => return Err(Fault::UnknownType(unknown.to_owned())),
    };
    let mut faults = Faults::default();
    frame.check(&mut faults);
    faults.finish(Some(frame))
}

fn body<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T> {
    json::without_nul(text.as_bytes())
        .and_then(|()| json::read(text.as_bytes()))
        .map_err(|fault| if let Fault::MalformedJson(why) = fault { Fault::BadFrame(why) } else { fault })
}

/// The `ref` of a frame that is wrong otherwise. An unreadable one is not guessed.
fn salvage(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Loose {
        #[serde(rename = "ref")]
        reference: String,
    }
    let loose: Loose = serde_json::from_str(text).ok()?;
    Some(loose.reference).filter(|reference| fits(reference))
}

fn fits(reference: &str) -> bool {
    reference.chars().count() <= LONGEST_REF
}
