//! What the server says to one person alone, letter by letter. Must not know who is told.

use super::server::{CHAT, USER, chat, golden, user};
use crate::frame::ServerFrame;
use domain::event::{Personal, PersonalChange};
use domain::message::{Mark, MyMessage};
use domain::notice::Until;

#[test]
fn what_concerns_me_alone() {
    let me = |what| ServerFrame::from(PersonalChange { user: user(), my_rev: 8, what });
    golden(
        me(Personal::Membership { chat: chat(), joined: false }),
        &format!(r#"{{"type":"me","my_rev":8,"membership":{{"chat_id":"{CHAT}","joined":false}}}}"#),
    );
    golden(
        me(Personal::Read { chat: chat(), read_seq: 5, unread: 2, mentions: 1 }),
        &format!(
            r#"{{"type":"me","my_rev":8,"read":{{"chat_id":"{CHAT}","read_seq":5,"unread":2,"mentions":1}}}}"#
        ),
    );
    golden(me(Personal::SessionsEnded(vec![])), r#"{"type":"me","my_rev":8}"#);
    golden(
        me(Personal::Muted { chat: chat(), until: Some(Until::Forever) }),
        &format!(r#"{{"type":"me","my_rev":8,"mute":{{"chat_id":"{CHAT}","muted_until":"forever"}}}}"#),
    );
    golden(
        me(Personal::NoticeSettings(Box::default())),
        r#"{"type":"me","my_rev":8,"notification_settings":{"push_enabled":true,"push_content":false,"sound":true,"quiet_hours":null}}"#,
    );
    golden(me(Personal::Profile), r#"{"type":"me","my_rev":8,"profile":true}"#);
    golden(
        me(Personal::Block { user: user(), blocked: true }),
        &format!(r#"{{"type":"me","my_rev":8,"block":{{"user_id":"{USER}","blocked":true}}}}"#),
    );
    let starred = MyMessage {
        chat: chat(),
        seq: 5,
        mark: Mark { starred: true, hidden: false },
        reactions: vec!["👍".to_owned()],
    };
    golden(
        me(Personal::Message(starred)),
        &format!(
            r#"{{"type":"me","my_rev":8,"message":{{"chat_id":"{CHAT}","seq":5,"my_rev":8,"starred":true,"hidden":false,"my_reactions":["👍"]}}}}"#
        ),
    );
}
