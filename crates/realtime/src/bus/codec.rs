//! Encodes bus messages as bytes, between nodes of one version or of two neighboring ones: an unreadable message
//! is a lost hint. Must not know how they travel.

use super::message::{BusMessage, PersonalUpdate};
use crate::connection::SoftKind;
use crate::room::{Audience, Hint, Standing};
use bytes::{Buf, BufMut, Bytes, BytesMut};
use domain::{ChatId, ConnectionId, MyRev, Rev, Seq, SessionId, Timestamp, UserId};
use std::sync::Arc;
use uuid::Uuid;

pub fn encode(message: &BusMessage) -> Bytes {
    let mut out = BytesMut::new();
    match message {
        BusMessage::Hint(hint) => {
            out.put_u8(1);
            id(&mut out, hint.chat.bytes());
            out.put_i64(hint.rev.number());
            bytes(&mut out, &hint.frame);
            option(&mut out, hint.hidden.as_ref(), |out, (seq, skip)| {
                out.put_i64(seq.number());
                bytes(out, skip);
            });
            list(&mut out, &hint.audience, |out, one| {
                id(out, one.user.bytes());
                let from = match one.standing {
                    Standing::In { visible_from } => Some(visible_from),
                    Standing::Out => None,
                };
                option(out, from.as_ref(), |out, from| out.put_i64(from.number()));
            });
            bytes(&mut out, &hint.removed);
            out.put_u8(hint.last.into());
        }
        BusMessage::Personal(told) => {
            out.put_u8(2);
            id(&mut out, told.user.bytes());
            out.put_i64(told.my_rev.number());
            list(&mut out, &told.ended, |out, session| id(out, session.bytes()));
            option(&mut out, told.withdrawn.as_ref(), |out, chat| id(out, chat.bytes()));
            out.put_u8(told.review.into());
            bytes(&mut out, &told.frame);
        }
        BusMessage::Soft { chat, except, what, frame } => {
            out.put_u8(3);
            id(&mut out, chat.bytes());
            id(&mut out, except.bytes());
            out.put_u8(match what {
                SoftKind::Typing => 1,
                SoftKind::Read => 2,
            });
            bytes(&mut out, frame);
        }
        BusMessage::Person { user, friends, chats, frame } => {
            out.put_u8(4);
            id(&mut out, user.bytes());
            list(&mut out, friends, |out, friend| id(out, friend.bytes()));
            list(&mut out, chats, |out, chat| id(out, chat.bytes()));
            bytes(&mut out, frame);
        }
        BusMessage::Presence { user, online, last_seen } => {
            out.put_u8(5);
            id(&mut out, user.bytes());
            out.put_u8((*online).into());
            option(&mut out, last_seen.as_ref(), |out, at| out.put_i64(at.millis()));
        }
        BusMessage::Replaced { user, connection } => {
            out.put_u8(6);
            id(&mut out, user.bytes());
            id(&mut out, connection.bytes());
        }
        BusMessage::Beat => out.put_u8(7),
    }
    out.freeze()
}

/// The message at the front, which is taken off.
pub fn decode(from: &mut Bytes) -> Option<BusMessage> {
    Some(match from.try_get_u8().ok()? {
        1 => BusMessage::Hint(Arc::new(Hint {
            chat: ChatId::from_uuid(read_id(from)?),
            rev: Rev::from_number(from.try_get_i64().ok()?),
            frame: read_bytes(from)?,
            hidden: read_option(from, |from| Some((read_seq(from)?, read_bytes(from)?)))?,
            audience: read_list(from, |from| {
                let user = UserId::from_uuid(read_id(from)?);
                let standing = match read_option(from, read_seq)? {
                    Some(visible_from) => Standing::In { visible_from },
                    None => Standing::Out,
                };
                Some(Audience { user, standing })
            })?,
            removed: read_bytes(from)?,
            last: read_switch(from)?,
        })),
        2 => BusMessage::Personal(Arc::new(PersonalUpdate {
            user: UserId::from_uuid(read_id(from)?),
            my_rev: MyRev::from_number(from.try_get_i64().ok()?),
            ended: read_list(from, |from| read_id(from).map(SessionId::from_uuid))?,
            withdrawn: read_option(from, |from| read_id(from).map(ChatId::from_uuid))?,
            review: read_switch(from)?,
            frame: read_bytes(from)?,
        })),
        3 => BusMessage::Soft {
            chat: ChatId::from_uuid(read_id(from)?),
            except: UserId::from_uuid(read_id(from)?),
            what: match from.try_get_u8().ok()? {
                1 => SoftKind::Typing,
                2 => SoftKind::Read,
                _ => return None,
            },
            frame: read_bytes(from)?,
        },
        4 => BusMessage::Person {
            user: UserId::from_uuid(read_id(from)?),
            friends: read_list(from, |from| read_id(from).map(UserId::from_uuid))?,
            chats: read_list(from, |from| read_id(from).map(ChatId::from_uuid))?,
            frame: read_bytes(from)?,
        },
        5 => BusMessage::Presence {
            user: UserId::from_uuid(read_id(from)?),
            online: read_switch(from)?,
            last_seen: read_option(from, |from| from.try_get_i64().ok().map(Timestamp::from_millis))?,
        },
        6 => BusMessage::Replaced {
            user: UserId::from_uuid(read_id(from)?),
            connection: ConnectionId::from_uuid(read_id(from)?),
        },
        7 => BusMessage::Beat,
        _ => return None,
    })
}

fn id(out: &mut BytesMut, id: [u8; 16]) {
    out.put_slice(&id);
}

fn bytes(out: &mut BytesMut, bytes: &[u8]) {
    out.put_u32(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    out.put_slice(bytes);
}

fn option<T>(out: &mut BytesMut, value: Option<&T>, one: impl Fn(&mut BytesMut, &T)) {
    out.put_u8(value.is_some().into());
    if let Some(value) = value {
        one(out, value);
    }
}

fn list<T>(out: &mut BytesMut, all: &[T], one: impl Fn(&mut BytesMut, &T)) {
    out.put_u32(u32::try_from(all.len()).unwrap_or(u32::MAX));
    for value in all {
        one(out, value);
    }
}

fn read_id(from: &mut Bytes) -> Option<Uuid> {
    from.try_get_u128().ok().map(Uuid::from_u128)
}

fn read_seq(from: &mut Bytes) -> Option<Seq> {
    from.try_get_i64().ok().map(Seq::from_number)
}

fn read_switch(from: &mut Bytes) -> Option<bool> {
    from.try_get_u8().ok().map(|byte| byte != 0)
}

fn read_bytes(from: &mut Bytes) -> Option<Bytes> {
    let length = usize::try_from(from.try_get_u32().ok()?).ok()?;
    (from.len() >= length).then(|| from.split_to(length))
}

fn read_option<T>(from: &mut Bytes, one: impl Fn(&mut Bytes) -> Option<T>) -> Option<Option<T>> {
    if read_switch(from)? { one(from).map(Some) } else { Some(None) }
}

fn read_list<T>(from: &mut Bytes, one: impl Fn(&mut Bytes) -> Option<T>) -> Option<Vec<T>> {
    let length = from.try_get_u32().ok()?;
    (0..length).map(|_| one(from)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uuid(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    #[test]
    fn every_message_comes_back_as_it_was_and_none_is_read_when_cut() {
        let (user, chat) = (UserId::from_uuid(uuid(1)), ChatId::from_uuid(uuid(2)));
        let frame = Bytes::from_static(b"frame");
        let hint = Hint {
            chat,
            rev: Rev::from_number(7),
            frame: frame.clone(),
            hidden: Some((Seq::from_number(3), Bytes::from_static(b"skip"))),
            audience: vec![
                Audience { user, standing: Standing::Out },
                Audience { user, standing: Standing::In { visible_from: Seq::from_number(5) } },
            ],
            removed: Bytes::from_static(b"removed"),
            last: true,
        };
        let told = PersonalUpdate {
            user,
            my_rev: MyRev::from_number(9),
            ended: vec![SessionId::from_uuid(uuid(3))],
            withdrawn: Some(chat),
            review: true,
            frame: frame.clone(),
        };
        let messages = [
            BusMessage::Hint(Arc::new(hint)),
            BusMessage::Personal(Arc::new(told)),
            BusMessage::Soft { chat, except: user, what: SoftKind::Read, frame: frame.clone() },
            BusMessage::Person { user, friends: vec![user], chats: vec![chat, chat], frame },
            BusMessage::Presence { user, online: false, last_seen: Some(Timestamp::from_millis(60_000)) },
            BusMessage::Replaced { user, connection: ConnectionId::from_uuid(uuid(4)) },
            BusMessage::Beat,
        ];
        for message in &messages {
            let written = encode(message);
            let mut rest = written.clone();
            let read = decode(&mut rest).unwrap();
            assert!(rest.is_empty());
            assert_eq!(encode(&read), written);
            for end in 0..written.len() {
                assert!(decode(&mut written.slice(..end)).is_none());
            }
        }
        assert!(decode(&mut Bytes::from_static(&[99])).is_none());
    }
}
