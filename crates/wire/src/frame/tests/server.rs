//! Tests frames of the server, letter by letter. Must not know who gets them.

use crate::changes::{ChangesOk, ChatChanges, MyChangesAnswer};
use crate::chat::ReadAnswer;
use crate::frame::*;
use crate::message::MessageOk;
use crate::problem::Problem;
use crate::testing::{self, at, id};
use domain::chat::{Digest, Preferences};
use domain::event::{
    Catchup, Changes, ChatChange, MyChanges, MyChat, NotificationState, Personal, PersonalChange, ReadMoved,
    What,
};
use domain::friend::{Direction, FriendChange, FriendRequest, RequestState};
use domain::message::Sent;
use domain::user::{Avatar, Languages, Person};
use domain::{ChatId, ConnectionId, Fault, FileId, MyRev, NotificationId, RequestId, Rev, Seq, UserId};
use std::time::Duration;

pub const CHAT: &str = "00000000-0000-0000-0000-000000000001";
pub const USER: &str = "00000000-0000-0000-0000-000000000002";
pub const PEER: &str = "00000000-0000-0000-0000-000000000003";
const CLIENT: &str = "00000000-0000-0000-0000-000000000009";
pub const AT: &str = "2026-09-21T14:13:20.120Z";

pub fn chat() -> ChatId {
    ChatId::from_uuid(id(1))
}

pub fn user() -> UserId {
    UserId::from_uuid(id(2))
}

fn text() -> String {
    format!(
        r#"{{"chat_id":"{CHAT}","seq":5,"rev":7,"client_id":"{CLIENT}","author_id":"{USER}","kind":"text","text":"hi","reactions":[],"pinned":false,"created_at":"{AT}"}}"#
    )
}

fn member() -> String {
    format!(r#"{{"user_id":"{PEER}","role":"member","state":"joined","rev":7}}"#)
}

fn state() -> String {
    format!(
        r#"{{"id":"{CHAT}","kind":"group","title":"Lunch","description":null,"handle":null,"visibility":"private","history":"since_join","languages":[],"slow_mode":0,"avatar_id":null,"retention_days":null,"kept_from":1,"member_count":2,"seq":5,"rev":7,"created_at":"{AT}"}}"#
    )
}
/// Written so, and read back as the same.
#[track_caller]
pub fn golden(frame: impl Into<ServerFrame>, expected: &str) {
    let frame = frame.into();
    assert_eq!(frame.encode(), expected);
    assert_eq!(serde_json::from_str::<ServerFrame>(expected).unwrap(), frame);
}

fn change(members: Vec<domain::member::Member>, what: What) -> ChatChange {
    ChatChange { chat: chat(), rev: Rev::from_number(7), members, what }
}

#[test]
fn ready() {
    let greeting = Greeting {
        epoch: "e1".to_owned(),
        user: user(),
        connection: ConnectionId::from_uuid(id(4)),
        now: at(),
        heartbeat: Duration::from_secs(25),
        my_rev: MyRev::from_number(7),
        notifications_unread: 3,
    };
    let digest = Digest {
        chat: chat(),
        seq: Seq::from_number(5),
        rev: Rev::from_number(7),
        read_seq: Seq::from_number(4),
        visible_from: Seq::from_number(2),
    };
    golden(
        Ready::page(&greeting, &[digest], false),
        &format!(
            r#"{{"type":"ready","epoch":"e1","user_id":"{USER}","connection_id":"00000000-0000-0000-0000-000000000004","server_time":"{AT}","heartbeat":25,"my_rev":7,"notifications_unread":3,"chats":[{{"id":"{CHAT}","seq":5,"rev":7,"read_seq":4}}],"more":false}}"#
        ),
    );
}

#[test]
fn replies() {
    let sent = MessageOk::from(Sent { message: testing::text(), duplicate: false });
    let ok = |body: &str| format!(r#"{{"type":"reply","ref":"1","ok":{body}}}"#);
    let message = text();
    golden(Reply::ok(Some("1"), sent), &ok(&format!(r#"{{"message":{message},"duplicate":false}}"#)));
    let edited = MessageOk::from(testing::text());
    golden(Reply::ok(Some("1"), edited), &ok(&format!(r#"{{"message":{message}}}"#)));
    golden(Reply::ok(Some("1"), ReadAnswer { read_seq: 5, unread: 0 }), &ok(r#"{"read_seq":5,"unread":0}"#));
    golden(Reply::ok(Some("1"), OnlineOk::of([user()])), &ok(&format!(r#"{{"online":["{USER}"]}}"#)));
    golden(Reply::ok(Some("1"), ReauthOk::until(at())), &ok(&format!(r#"{{"expires_at":"{AT}"}}"#)));
    golden(
        Reply::error(None, Problem::of(&Fault::NotFound, 404, "r1")),
        r#"{"type":"reply","error":{"type":"urn:parlance:problem:not_found","title":"Not found","status":404,"detail":"It does not exist, or you may not see it.","code":"not_found","request_id":"r1"}}"#,
    );
}

#[test]
fn replies_to_those_who_were_away() {
    let ok = |body: &str| format!(r#"{{"type":"reply","ref":"1","ok":{body}}}"#);
    let reset = ChatChanges::of(chat(), Ok(Catchup::Reset { rev: Rev::from_number(9) }));
    let page = ChatChanges::of(chat(), Ok(Catchup::Changes(Box::default())));
    golden(
        Reply::ok(Some("1"), ChangesOk { chats: vec![reset, page] }),
        &ok(&format!(
            r#"{{"chats":[{{"chat_id":"{CHAT}","changes":{{"reset":true,"rev":9}}}},{{"chat_id":"{CHAT}","changes":{{"messages":[],"members":[],"rev":0,"more":false}}}}]}}"#
        )),
    );
    let chat_state = MyChat {
        chat: chat(),
        my_rev: MyRev::from_number(7),
        joined: true,
        seq: Seq::from_number(5),
        rev: Rev::from_number(7),
        read_seq: Seq::from_number(4),
        unread: 1,
        mentions: 1,
        preferences: Preferences::default(),
    };
    let my_changes = MyChangesAnswer::from(MyChanges {
        chats: vec![chat_state],
        notifications: vec![NotificationState::Removed {
            id: NotificationId::from_uuid(id(4)),
            my_rev: MyRev::from_number(6),
        }],
        notification_settings: None,
        unread_notifications: 2,
        others: vec![],
        my_rev: MyRev::from_number(7),
        more: false,
    });
    golden(
        Reply::ok(Some("1"), my_changes),
        &ok(&format!(
            r#"{{"chats":[{{"chat_id":"{CHAT}","my_rev":7,"joined":true,"seq":5,"rev":7,"read_seq":4,"unread":1,"mentions":1,"muted_until":null,"pinned":false,"archived":false,"marked_unread":false,"draft":null,"translate_to":null}}],"notifications":[{{"id":"00000000-0000-0000-0000-000000000004","my_rev":6,"removed":true}}],"notifications_unread":2,"friends":[],"friend_requests":[],"blocks":[],"messages":[],"profile":false,"my_rev":7,"more":false}}"#
        )),
    );
}

#[test]
fn one_change_is_one_frame() {
    let plain = What::Message { message: Box::new(testing::text()), new: true, chat: None };
    let message = text();
    golden(
        change(vec![], plain),
        &format!(r#"{{"type":"message","chat_id":"{CHAT}","rev":7,"message":{message}}}"#),
    );
    let chat_too = Some(Box::new(testing::chat()));
    let told = What::Message { message: Box::new(testing::service()), new: true, chat: chat_too };
    let (member, state) = (member(), state());
    golden(
        change(vec![testing::member()], told),
        &format!(
            r#"{{"type":"message","chat_id":"{CHAT}","rev":7,"message":{{"chat_id":"{CHAT}","seq":5,"rev":7,"client_id":"{CLIENT}","author_id":"{USER}","kind":"service","reactions":[],"pinned":false,"service":{{"event":"added","user_ids":["{PEER}"],"role":"member"}},"created_at":"{AT}"}},"members":[{member}],"chat":{state}}}"#
        ),
    );
    golden(
        change(vec![testing::member()], What::Members),
        &format!(r#"{{"type":"member","chat_id":"{CHAT}","rev":7,"members":[{member}]}}"#),
    );
    golden(
        change(vec![], What::Settings(Box::new(testing::chat()))),
        &format!(r#"{{"type":"chat","chat_id":"{CHAT}","rev":7,"chat":{state}}}"#),
    );
    let removed = format!(r#"{{"type":"chat","chat_id":"{CHAT}","rev":7,"removed":true}}"#);
    golden(change(vec![], What::Gone), &removed);
    golden(ChatEvent::removed(chat(), Rev::from_number(7)), &removed);
}

#[test]
fn a_hole_is_closed_and_a_hidden_change_skipped() {
    let (message, member, state) = (text(), member(), state());
    let changes = Changes {
        messages: vec![testing::text()],
        members: vec![testing::member()],
        chat: Some(testing::chat()),
        rev: Rev::from_number(7),
        more: false,
    };
    golden(
        ChangesEvent::new(chat(), Rev::from_number(4), changes),
        &format!(
            r#"{{"type":"changes","chat_id":"{CHAT}","after":4,"rev":7,"messages":[{message}],"members":[{member}],"chat":{state}}}"#
        ),
    );
    golden(
        SkipEvent::new(chat(), Rev::from_number(7)),
        &format!(r#"{{"type":"skip","chat_id":"{CHAT}","rev":7}}"#),
    );
}

#[test]
fn people_and_friends() {
    let person = Person {
        id: user(),
        username: "ana".to_owned(),
        display_name: "Ana".to_owned(),
        languages: Languages {
            native: vec!["es".to_owned()],
            learning: vec![("en".to_owned(), "B1".to_owned())],
        },
        avatar: Some(Avatar { file: FileId::from_uuid(id(9)), links: None }),
    };
    let card = format!(
        r#"{{"id":"{USER}","username":"ana","display_name":"Ana","native_languages":["es"],"learning_languages":[{{"code":"en","level":"B1"}}],"avatar_id":"{CLIENT}"}}"#
    );
    let me = |what| ServerFrame::from(PersonalChange { user: user(), my_rev: MyRev::from_number(8), what });
    golden(
        me(Personal::Friend(FriendChange { person: person.clone(), friends: false })),
        &format!(r#"{{"type":"friend","my_rev":8,"user":{card},"state":"gone"}}"#),
    );
    let request = FriendRequest {
        id: RequestId::from_uuid(id(3)),
        direction: Direction::Incoming,
        with: Some(person.clone()),
        contact: None,
        state: RequestState::Open,
        created_at: at(),
    };
    golden(
        me(Personal::Request(request)),
        &format!(
            r#"{{"type":"friend_request","my_rev":8,"request":{{"id":"{PEER}","direction":"incoming","user":{card},"contact":null,"state":"open","created_at":"{AT}"}}}}"#
        ),
    );
    golden(UserEvent::from(person), &format!(r#"{{"type":"user","user":{card}}}"#));
}

#[test]
fn soft_events() {
    golden(
        ReadEvent::from(ReadMoved { chat: chat(), user: user(), seq: Seq::from_number(5), members: 2 }),
        &format!(r#"{{"type":"read","chat_id":"{CHAT}","user_id":"{USER}","seq":5}}"#),
    );
    golden(
        DeliveredEvent::new(chat(), user(), Seq::from_number(5)),
        &format!(r#"{{"type":"delivered","chat_id":"{CHAT}","user_id":"{USER}","seq":5}}"#),
    );
    golden(
        TypingEvent::new(chat(), user(), true),
        &format!(r#"{{"type":"typing","chat_id":"{CHAT}","user_id":"{USER}","on":true}}"#),
    );
    golden(
        PresenceEvent::new(user(), true, None),
        &format!(r#"{{"type":"presence","user_id":"{USER}","online":true,"last_seen":null}}"#),
    );
    golden(
        PresenceEvent::new(user(), false, Some(at())),
        &format!(
            r#"{{"type":"presence","user_id":"{USER}","online":false,"last_seen":"2026-09-21T14:13:00.000Z"}}"#
        ),
    );
}

#[test]
fn what_concerns_the_socket() {
    golden(SessionEnded::default(), r#"{"type":"session_ended"}"#);
    golden(ReauthRequired::default(), r#"{"type":"reauth_required"}"#);
    golden(ResetEvent::new(chat()), &format!(r#"{{"type":"reset","chat_id":"{CHAT}"}}"#));
    golden(Draining::new(Duration::from_millis(1_500)), r#"{"type":"draining","retry_after":2}"#);
    golden(Pong::new(None), r#"{"type":"pong"}"#);
    golden(Pong::new(Some("9")), r#"{"type":"pong","ref":"9"}"#);
}
