//! How what is stored is packed, composed and cut into pages.

use domain::message::{Mention, References, Whom};
use domain::{ChatId, ClientId, Ordinal, Rev, Seq, UserId};
use persistence::testing::{MessageRow, STEP, Text, compose, last_that_fits, pack, take_apart, unpack};
use uuid::Uuid;

fn row(seq: i64, author: u128) -> MessageRow {
    MessageRow {
        chat_id: ChatId::from_uuid(Uuid::nil()),
        seq: Seq::from_number(seq),
        rev: Rev::from_number(seq),
        changed_rev: None,
        ordinal: Ordinal::from_number(seq),
        author_id: UserId::from_uuid(Uuid::from_u128(author)),
        client_id: ClientId::from_uuid(Uuid::from_u128(7)),
        fingerprint: vec![],
        kind: 0,
        revision: 1,
        body: None,
        created_at: 0,
        edited_at: None,
        deleted_at: None,
        pinned_at: None,
    }
}

#[test]
fn texts_come_back_to_the_messages_they_are_of() {
    let text = |seq| Text::of(&row(seq, 1), format!("message {seq} ").repeat(40));
    let texts: Vec<Text> = (1..=100).map(text).collect();
    let packed = pack(&texts).unwrap();
    assert_eq!(packed.len() % STEP, 0);
    assert!(packed.len() < 8 * STEP, "{} bytes", packed.len());
    let texts = unpack(&packed).unwrap();
    assert_eq!(texts.of(&row(7, 1)), Some("message 7 ".repeat(40).as_str()));
    assert_eq!((texts.of(&row(101, 1)), texts.of(&row(7, 2))), (None, None));
    assert_eq!(texts.of(&MessageRow { revision: 2, ..row(7, 1) }), None);
    assert!(unpack(b"no segment").is_err());
}

#[test]
fn what_was_composed_comes_apart_again() {
    let user = UserId::from_uuid(Uuid::from_u128(7));
    let mentions = vec![
        Mention { start: 0, length: 4, whom: Whom::One(user) },
        Mention { start: 5, length: 4, whom: Whom::Everybody },
    ];
    let references =
        References { reply_to: Some(Seq::from_number(3)), base: None, forwarded_from: Some(user), mentions };
    assert_eq!(take_apart(compose(&references, "@ana @all")), Some((references, "@ana @all".to_owned())));
    let plain = References::default();
    assert_eq!(compose(&plain, "{\"r\":1}"), "{\"r\":1}");
    assert_eq!(take_apart("{\"r\":1}".into()), Some((plain, "{\"r\":1}".to_owned())));
    assert_eq!(take_apart("\0no head".into()), None);
}

#[test]
fn a_page_ends_between_two_revisions_and_gets_past_the_first() {
    assert_eq!(last_that_fits(vec![], 10), None);
    assert_eq!(last_that_fits(vec![(4, 50)], 10), None);
    assert_eq!(last_that_fits(vec![(4, 50), (4, 50), (7, 1)], 10), Some(6));
    assert_eq!(last_that_fits(vec![(9, 5), (4, 5), (7, 5), (7, 1)], 10), Some(6));
    assert_eq!(last_that_fits(vec![(4, 5), (7, 5), (9, 5)], 15), None);
}
