//! Provides values and faults in short form to the tests of this crate. Must not know any frame.

use domain::chat::{Chat, ChatKind, History, SlowMode, Visibility};
use domain::member::{Member, MemberState, Role};
use domain::message::{Body, Message, MessageKind, References, Service, ServiceEvent};
use domain::{ChatId, ClientId, Fault, Result, Rev, Seq, Timestamp, UserId};
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

pub fn read<T: DeserializeOwned>(body: &Value) -> Result<T> {
    crate::json::decode(body.to_string().as_bytes())
}

/// The field faults as `pointer: code`.
pub fn pointers<T>(refused: Result<T>) -> Vec<String> {
    match refused {
        Err(Fault::Validation(faults)) => {
            faults.iter().map(|fault| format!("{}: {}", fault.pointer, fault.code)).collect()
        }
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub fn at() -> Timestamp {
    Timestamp::from_millis(1_790_000_000_120)
}

pub fn text() -> Message {
    Message {
        chat: ChatId::from_uuid(id(1)),
        seq: Seq::from_number(5),
        rev: Rev::from_number(7),
        client_id: ClientId::from_uuid(id(9)),
        author: UserId::from_uuid(id(2)),
        kind: MessageKind::Text,
        body: Body::Text("hi".to_owned()),
        references: References::default(),
        quote: None,
        reactions: vec![],
        pinned: false,
        own: None,
        created_at: at(),
        edited_at: None,
        deleted_at: None,
    }
}

pub fn service() -> Message {
    let users = vec![UserId::from_uuid(id(3))];
    let service = Service { role: Some(Role::Member), ..Service::of(ServiceEvent::Added, users) };
    Message { kind: MessageKind::Service, body: Body::Service(service), ..text() }
}

pub fn member() -> Member {
    Member {
        user: UserId::from_uuid(id(3)),
        role: Role::Member,
        state: MemberState::Joined,
        request_state: domain::direct::MessageRequestState::Open,
        rev: Rev::from_number(7),
        visible_from: Seq::from_number(1),
        joined_at: at(),
    }
}

pub fn chat() -> Chat {
    Chat {
        id: ChatId::from_uuid(id(1)),
        kind: ChatKind::Group,
        title: Some("Lunch".to_owned()),
        description: None,
        handle: None,
        visibility: Visibility::Private,
        history: History::SinceJoin,
        languages: vec![],
        slow_mode: SlowMode::default(),
        avatar: None,
        retention: None,
        kept_from: Seq::FIRST,
        seq: Seq::from_number(5),
        rev: Rev::from_number(7),
        member_count: 2,
        created_at: at(),
    }
}
