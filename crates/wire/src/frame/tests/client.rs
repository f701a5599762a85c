//! Tests frames of clients, and those that are rejected. Must not know what a frame does.

use crate::frame::{ClientFrame, FrameFault};
use crate::testing::{at, id, pointers};
use domain::{Fault, UserId};
use serde_json::{Value, json};

const CHAT: &str = "00000000-0000-0000-0000-000000000001";
const OTHER: &str = "00000000-0000-0000-0000-000000000009";

fn golden() -> Vec<String> {
    vec![
        format!(
            r#"{{"type":"message.send","ref":"1","chat_id":"{CHAT}","client_id":"{OTHER}","text":"hi"}}"#
        ),
        format!(r#"{{"type":"message.edit","ref":"2","chat_id":"{CHAT}","seq":5,"text":"ho"}}"#),
        format!(r#"{{"type":"message.delete","ref":"3","chat_id":"{CHAT}","seq":5}}"#),
        format!(
            r#"{{"type":"message.send","ref":"1","chat_id":"{CHAT}","client_id":"{OTHER}","text":"ho","kind":"correction","reply_to":4,"base_seq":5}}"#
        ),
        format!(r#"{{"type":"reaction.set","ref":"3","chat_id":"{CHAT}","seq":5,"emoji":"👍"}}"#),
        format!(r#"{{"type":"reaction.clear","ref":"3","chat_id":"{CHAT}","seq":5,"emoji":"👍"}}"#),
        format!(r#"{{"type":"chat.read","ref":"4","chat_id":"{CHAT}","seq":0}}"#),
        format!(r#"{{"type":"chat.read","chat_id":"{CHAT}","seq":5}}"#),
        format!(r#"{{"type":"changes","ref":"5","chats":[{{"chat_id":"{CHAT}","after":7}}]}}"#),
        r#"{"type":"me.changes","ref":"6","after":7}"#.to_owned(),
        format!(r#"{{"type":"typing","chat_id":"{CHAT}","on":true}}"#),
        format!(r#"{{"type":"presence.watch","ref":"7","user_ids":["{OTHER}"]}}"#),
        r#"{"type":"reauth","ref":"8","token":"t"}"#.to_owned(),
        r#"{"type":"ping","ref":"9"}"#.to_owned(),
        r#"{"type":"ping"}"#.to_owned(),
    ]
}

fn refused(text: &str) -> FrameFault {
    match ClientFrame::parse(text) {
        Err(fault) => fault,
        Ok(frame) => panic!("{frame:?}"),
    }
}

fn wrong(frame: &Value) -> Vec<String> {
    pointers::<()>(Err(refused(&frame.to_string()).fault))
}

#[test]
fn every_frame_is_read_and_written_alike() {
    for text in golden() {
        let frame = ClientFrame::parse(&text).unwrap();
        assert_eq!(serde_json::to_string(&frame).unwrap(), text);
        let reference = serde_json::from_str::<Value>(&text).unwrap();
        assert_eq!(frame.reference(), reference.get("ref").and_then(Value::as_str), "{text}");
    }
}

#[test]
fn the_type_need_not_come_first() {
    let text = r#" { "after": 7, "ref": "\u0041", "type": "me\u002echanges" } "#;
    assert_eq!(ClientFrame::parse(text).unwrap().reference(), Some("A"));
}

#[test]
fn no_frame_takes_a_field_it_does_not_know() {
    for text in golden() {
        let mut frame: Value = serde_json::from_str(&text).unwrap();
        frame["author_id"] = json!(OTHER);
        assert_eq!(wrong(&frame), ["/author_id: unknown_field"], "{text}");
    }
    let frame = json!({"type": "changes", "ref": "5", "chats": [{"chat_id": CHAT, "after": 7, "x": 1}]});
    assert_eq!(wrong(&frame), ["/chats/0/x: unknown_field"]);
}

#[test]
fn no_frame_does_without_a_field_it_needs() {
    for text in golden() {
        let whole: Value = serde_json::from_str(&text).unwrap();
        // What the one golden frame with everything in it could do without.
        let optional = ["type", "kind", "reply_to", "base_seq"];
        for field in whole.as_object().unwrap().keys().filter(|field| !optional.contains(&field.as_str())) {
            let mut frame = whole.clone();
            frame.as_object_mut().unwrap().remove(field);
            match ClientFrame::parse(&frame.to_string()) {
                Ok(frame) => assert!(field == "ref" && frame.reference().is_none(), "{text} {field}"),
                Err(FrameFault { fault, .. }) => {
                    assert_eq!(pointers::<()>(Err(fault)), [format!("/{field}: required")]);
                }
            }
        }
    }
}

#[test]
fn the_reference_is_saved_for_the_refusal() {
    let fault = refused(&format!(r#"{{"type":"chat.read","ref":"r1","chat_id":"{CHAT}","seq":"x"}}"#));
    assert_eq!(fault.reference.as_deref(), Some("r1"));
    assert_eq!(pointers::<()>(Err(fault.fault)), ["/seq: wrong_type"]);
    let fault = refused(r#"{"type":"message.burn","ref":"r2"}"#);
    let unknown = Fault::UnknownType("message.burn".to_owned());
    assert_eq!((fault.reference.as_deref(), fault.fault), (Some("r2"), unknown));
    assert_eq!(refused(r#"{"type":"ping","ref":5}"#).reference, None);
    let fault = refused(&format!(r#"{{"type":"ping","ref":"{}"}}"#, "x".repeat(65)));
    assert_eq!(fault.reference, None);
    assert_eq!(pointers::<()>(Err(fault.fault)), ["/ref: too_long"]);
}

#[test]
fn a_type_is_one_word() {
    assert_eq!(wrong(&json!({"ref": "1"})), ["/type: required"]);
    assert_eq!(wrong(&json!({"type": 5})), ["/type: wrong_type"]);
    assert_eq!(wrong(&json!({"type": {"ping": null}})), ["/type: wrong_type"]);
}

#[test]
fn nothing_stands_twice() {
    let twice = [
        (r#"{"type":"ping","type":"ping"}"#, "/type: duplicate_field"),
        (r#"{"type":"ping","ref":"a","ref":"b"}"#, "/ref: duplicate_field"),
    ];
    for (text, fault) in twice {
        assert_eq!(pointers::<()>(Err(refused(text).fault)), [fault]);
    }
}

#[test]
fn what_is_not_an_object_is_not_a_frame() {
    for text in ["", "x", "[]", "null", "5", r#"{"type":"ping""#, r#"{"type":"ping"} {}"#] {
        assert!(matches!(refused(text).fault, Fault::BadFrame(_)), "{text}");
    }
    let bomb = format!(r#"{{"type":"ping","ref":{}"#, "[".repeat(500_000));
    assert!(matches!(refused(&bomb).fault, Fault::BadFrame(_)));
}

#[test]
fn numbers_and_lists_have_bounds() {
    let ids: Vec<_> = (0..501).map(id).collect();
    for (frame, fault) in [
        (
            json!({"type": "message.edit", "ref": "1", "chat_id": CHAT, "seq": 0, "text": "x"}),
            "/seq: out_of_range",
        ),
        (json!({"type": "message.delete", "ref": "1", "chat_id": CHAT, "seq": -1}), "/seq: out_of_range"),
        (json!({"type": "chat.read", "ref": "1", "chat_id": CHAT, "seq": -1}), "/seq: out_of_range"),
        (json!({"type": "me.changes", "ref": "1", "after": -1}), "/after: out_of_range"),
        (json!({"type": "changes", "ref": "1", "chats": []}), "/chats: empty"),
        (json!({"type": "presence.watch", "ref": "1", "user_ids": ids}), "/user_ids: too_many"),
    ] {
        assert_eq!(wrong(&frame), [fault]);
    }
}

#[test]
fn a_text_is_checked_when_it_becomes_a_message() {
    let send = |text: &str| {
        let frame =
            json!({"type": "message.send", "ref": "1", "chat_id": CHAT, "client_id": OTHER, "text": text});
        let ClientFrame::MessageSend(frame) = ClientFrame::parse(&frame.to_string()).unwrap() else {
            panic!("{frame}");
        };
        frame.new_message(UserId::from_uuid(id(2)), at())
    };
    assert_eq!(send("hi").unwrap().text.as_str(), "hi");
    assert_eq!(pointers(send("")), ["/text: empty"]);
}

#[test]
fn a_token_is_not_printed() {
    let frame = ClientFrame::parse(r#"{"type":"reauth","ref":"8","token":"secret"}"#).unwrap();
    assert!(!format!("{frame:?}").contains("secret"));
}
