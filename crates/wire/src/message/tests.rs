//! Tests messages as they are encoded, and those that can be sent.

use super::*;
use crate::testing::{self, id, pointers, read};
use domain::message::Revision;
use domain::page::Page;
use domain::{ChatId, Seq, UserId};
use serde_json::{Value, json};

fn written(message: domain::message::Message) -> Value {
    serde_json::to_value(Message::from(message)).unwrap()
}

#[test]
fn a_tombstone_and_an_unreadable_message_have_no_text() {
    let at = testing::at();
    let deleted =
        written(domain::message::Message { body: Body::Deleted, deleted_at: Some(at), ..testing::text() });
    assert_eq!((deleted.get("text"), &deleted["deleted_at"]), (None, &json!("2026-09-21T14:13:20.120Z")));
    let unreadable = written(domain::message::Message { body: Body::Unreadable, ..testing::text() });
    assert_eq!((unreadable.get("text"), &unreadable["unreadable"]), (None, &json!(true)));
    let text = written(testing::text());
    assert_eq!((&text["text"], text.get("unreadable"), text.get("edited_at")), (&json!("hi"), None, None));
}

#[test]
fn a_service_message_says_who_is_concerned() {
    assert_eq!(
        written(testing::service())["service"],
        json!({"event": "added", "user_ids": [id(3)], "role": "member"})
    );
}

#[test]
fn a_message_is_sent_with_nothing_but_its_text_and_client_id() {
    let send = |body: Value| {
        let (chat, author) = (ChatId::from_uuid(id(1)), UserId::from_uuid(id(2)));
        read::<SendBody>(&body)?.parse(chat, author, testing::at())
    };
    assert_eq!(send(json!({"client_id": id(9), "text": "hi"})).unwrap().text.as_str(), "hi");
    assert_eq!(pointers(send(json!({"text": "hi"}))), ["/client_id: required"]);
    assert_eq!(pointers(send(json!({"client_id": id(9), "text": " "}))), ["/text: empty"]);
    let forged = json!({"client_id": id(9), "text": "hi", "author_id": id(3)});
    assert_eq!(pointers(send(forged)), ["/author_id: unknown_field"]);
}

#[test]
fn revisions_are_listed() {
    let revision = Revision { revision: 1, body: Body::Text("helo".to_owned()), at: testing::at() };
    let list = RevisionList::from(Page { items: vec![revision], next: None });
    assert_eq!(
        serde_json::to_string(&list).unwrap(),
        r#"{"items":[{"revision":1,"text":"helo","at":"2026-09-21T14:13:20.120Z"}],"next":null}"#
    );
}

fn parsed(body: Value) -> domain::Result<domain::message::NewMessage> {
    let (chat, author) = (ChatId::from_uuid(id(1)), UserId::from_uuid(id(2)));
    read::<SendBody>(&body)?.parse(chat, author, testing::at())
}

#[test]
fn a_correction_names_what_it_corrects() {
    let body = |more: Value| {
        let mut body = json!({"client_id": id(9), "text": "hi"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let correction = parsed(body(json!({"kind": "correction", "base_seq": 4, "reply_to": 3}))).unwrap();
    assert_eq!(
        (correction.references.base, correction.references.reply_to),
        (Some(Seq::from_number(4)), Some(Seq::from_number(3)))
    );
    assert_eq!(pointers(parsed(body(json!({"kind": "correction"})))), ["/base_seq: required"]);
    assert_eq!(pointers(parsed(body(json!({"base_seq": 4})))), ["/base_seq: exclusive"]);
    assert_eq!(pointers(parsed(body(json!({"reply_to": 0})))), ["/reply_to: out_of_range"]);
    // Nothing can be uploaded yet.
    for kind in ["media", "voice"] {
        assert_eq!(pointers(parsed(body(json!({"kind": kind})))), ["/kind: not_available"]);
    }
    assert_eq!(pointers(parsed(body(json!({"kind": "service"})))), ["/kind: unknown_value"]);
}

#[test]
fn one_reader_sees_more_than_all_do() {
    let reactions = vec![domain::message::Reaction { emoji: "👍".to_owned(), count: 2, mine: true }];
    let message = domain::message::Message { reactions, ..testing::text() };
    let shared = written(message.clone());
    assert_eq!((&shared["reactions"], shared.get("starred")), (&json!([{"emoji": "👍", "count": 2}]), None));
    let mark = domain::message::Mark { starred: true, hidden: false };
    let own = written(domain::message::Message { own: Some(mark), ..message.clone() });
    assert_eq!(own["reactions"], json!([{"emoji": "👍", "count": 2, "mine": true}]));
    assert_eq!(own["starred"], true);
    let own = Some(domain::message::Mark { starred: false, hidden: true });
    let hidden = SeenMessage::from(domain::message::Message { own, ..message });
    assert_eq!(
        serde_json::to_value(hidden).unwrap(),
        json!({"chat_id": id(1), "seq": 5, "rev": 7, "hidden": true})
    );
}
