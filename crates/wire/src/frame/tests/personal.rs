//! Tests frames for one person alone, letter by letter. Must not know who gets them.

use super::server::{AT, CHAT, PEER, USER, chat, golden, user};
use crate::frame::ServerFrame;
use crate::testing::{at, id};
use domain::chat::Preferences;
use domain::event::{Personal, PersonalChange};
use domain::message::{Mark, MyMessage};
use domain::notification::{About, Notification, NotificationChange, NotificationKind, Until};
use domain::{MyRev, NotificationId, Seq};

#[test]
fn what_concerns_me_alone() {
    let me = |what| ServerFrame::from(PersonalChange { user: user(), my_rev: MyRev::from_number(8), what });
    golden(
        me(Personal::Membership { chat: chat(), joined: false }),
        &format!(r#"{{"type":"me","my_rev":8,"membership":{{"chat_id":"{CHAT}","joined":false}}}}"#),
    );
    golden(
        me(Personal::Read { chat: chat(), read_seq: Seq::from_number(5), unread: 2, mentions: 1 }),
        &format!(
            r#"{{"type":"me","my_rev":8,"read":{{"chat_id":"{CHAT}","read_seq":5,"unread":2,"mentions":1}}}}"#
        ),
    );
    golden(me(Personal::SessionsEnded(vec![])), r#"{"type":"me","my_rev":8}"#);
    golden(
        me(Personal::Preferences {
            chat: chat(),
            preferences: Box::new(Preferences {
                muted_until: Some(Until::Forever),
                pinned: true,
                ..Preferences::default()
            }),
        }),
        &format!(
            r#"{{"type":"me","my_rev":8,"mute":{{"chat_id":"{CHAT}","muted_until":"forever"}},"chat":{{"chat_id":"{CHAT}","muted_until":"forever","pinned":true,"archived":false,"marked_unread":false,"draft":null,"translate_to":null}}}}"#
        ),
    );
    golden(
        me(Personal::NotificationSettings(Box::default())),
        r#"{"type":"me","my_rev":8,"notification_settings":{"push_enabled":true,"push_content":false,"sound":true,"quiet_hours":null}}"#,
    );
    golden(me(Personal::Profile), r#"{"type":"me","my_rev":8,"profile":true}"#);
    golden(
        me(Personal::Block { user: user(), blocked: true }),
        &format!(r#"{{"type":"me","my_rev":8,"block":{{"user_id":"{USER}","blocked":true}}}}"#),
    );
    let starred = MyMessage {
        chat: chat(),
        seq: Seq::from_number(5),
        mark: Mark { starred: true, hidden: false },
        reactions: vec!["👍".to_owned()],
        new_reactions: false,
    };
    golden(
        me(Personal::Message(starred)),
        &format!(
            r#"{{"type":"me","my_rev":8,"message":{{"chat_id":"{CHAT}","seq":5,"my_rev":8,"starred":true,"hidden":false,"my_reactions":["👍"],"new_reactions":false}}}}"#
        ),
    );
}

#[test]
fn notifications() {
    let told = |change| {
        let what = Personal::Notifications(Box::new(change));
        ServerFrame::from(PersonalChange { user: user(), my_rev: MyRev::from_number(8), what })
    };
    let notification = Notification {
        id: NotificationId::from_uuid(id(4)),
        kind: NotificationKind::MessageRequest,
        source: id(1),
        actor: Some(user()),
        about: About::text("hello").in_chat(chat()),
        created_at: at(),
        read_at: None,
        my_rev: MyRev::from_number(8),
    };
    golden(
        told(NotificationChange::Put { notification, unread: 1 }),
        &format!(
            r#"{{"type":"notification","my_rev":8,"notification":{{"id":"00000000-0000-0000-0000-000000000004","kind":"message_request","source_id":"{CHAT}","actor_id":"{USER}","chat_id":"{CHAT}","preview":"hello","created_at":"{AT}","read_at":null,"my_rev":8}},"unread":1}}"#
        ),
    );
    golden(
        told(NotificationChange::Read { ids: vec![NotificationId::from_uuid(id(3))], unread: 0 }),
        &format!(r#"{{"type":"notification","my_rev":8,"read":["{PEER}"],"unread":0}}"#),
    );
    golden(
        told(NotificationChange::Removed { id: NotificationId::from_uuid(id(3)), unread: 0 }),
        &format!(r#"{{"type":"notification","my_rev":8,"removed":"{PEER}","unread":0}}"#),
    );
}
