//! Reports carry the messages, sealed, and only as far as the reporter may see them. Also what only the store can do
//! yet: deciding, and taking up an invitation.

use crate::both;
use crate::instance::query_plans::Past;
use crate::people::friends::names;
use crate::support::user::client_id;
use crate::support::{Backend, TestServer};
use app::Clock;
use domain::page::Limit;
use domain::report::{Decision, Reason};
use domain::{Fault, UserId};
use persistence::{Config, Outlet, Store};
use serde_json::json;
use std::sync::Arc;
use vault::KeyRing;

/// The store of a server that was stopped.
async fn store(server: &TestServer, backend: Backend) -> Store {
    let ring = KeyRing::load(&server.folder().join("keys.json")).unwrap();
    let url = server.database_url.clone();
    let config = match backend {
        Backend::Sqlite => Config::Sqlite { path: url.trim_start_matches("sqlite://").into() },
        Backend::Postgres => Config::Postgres { url, migrate_url: None, force_unsafe: true },
    };
    let (outlet, facts) = Outlet::new();
    // Nothing is published; the room is enough for what a test does.
    std::mem::forget(facts);
    let random = parlance_server::system_random;
    let files = persistence::blobs::Files::disk(server.folder().join("files"));
    Store::open(&config, files, Arc::new(ring), outlet, random, Clock::System.now()).await.unwrap()
}

fn user_id(text: &str) -> UserId {
    text.parse().unwrap()
}

both! {
    async fn a_reported_message_is_kept_sealed_as_it_was(backend) {
        let mut server = TestServer::start(backend).await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        let chat = ana.direct(&leo).await;
        let (said, words) = (format!("said{}", client_id()), format!("words{}", client_id()));
        let seq = leo.send(&chat, &said).await.expect(201)["seq"].clone();
        let report = |reason: &str| json!({"chat_id": chat, "seq": seq, "reason": reason, "text": words});
        // A non-member can report nothing of the chat.
        eve.post("/reports", report("spam")).await.refused(404, "not_found");
        eve.post("/reports", json!({"chat_id": chat, "reason": "spam"})).await.refused(404, "not_found");
        eve.post("/reports", json!({"user_id": client_id(), "reason": "spam"})).await.refused(404, "not_found");
        let own = json!({"user_id": ana.id, "reason": "spam"});
        ana.post("/reports", own).await.refused(422, "validation_failed");
        let mut wrong = report("spam");
        wrong["user_id"] = json!(eve.id);
        ana.post("/reports", wrong).await.refused(422, "validation_failed");
        let id = ana.post("/reports", report("harassment")).await.expect(201)["id"].clone();
        ana.post("/reports", json!({"user_id": eve.id, "reason": "impersonation"})).await.expect(201);
        // What happens to the message later changes nothing.
        let path = format!("/chats/{chat}/messages/{seq}");
        leo.delete(&path).await;
        let past = Past::of(backend, &server.database_url);
        assert_eq!(past.count("reports").await, "2");
        assert_eq!(past.count("audit_log WHERE act = 'reported'").await, "2");
        for text in [&said, &words] {
            let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
            for column in ["text_sealed", "evidence_sealed"] {
                let sql = format!("SELECT coalesce({}, '') AS text FROM reports", past.hex(column));
                assert!(past.texts(&sql).await.iter().all(|sealed| !sealed.contains(&hex)));
            }
        }
        server.stop().await;
        let store = store(&server, backend).await;
        let now = Clock::System.now();
        let open = store.reports(false, None, Limit::OTHERS, now).await.unwrap().items;
        assert_eq!(open.len(), 2);
        let report = &open[0];
        assert_eq!((report.id.to_string(), report.reason), (id.as_str().unwrap().to_owned(), Reason::Harassment));
        assert_eq!((report.evidence.as_deref(), report.text.as_deref()), (Some(&*said), Some(&*words)));
        assert_eq!((report.user, report.reporter), (Some(user_id(&leo.id)), user_id(&ana.id)));
        assert_eq!((open[1].user, open[1].evidence.is_none()), (Some(user_id(&eve.id)), true));
        let by = user_id(&eve.id);
        let decided = store.decide_report(report.id, by, Decision::Acted, now).await.unwrap();
        assert_eq!(decided.decided.unwrap().decision, Decision::Acted);
        let again = store.decide_report(report.id, by, Decision::Dismissed, now).await;
        assert_eq!(again.err(), Some(Fault::ReportDecided));
        assert_eq!(store.report(report.id, now).await.unwrap().decided.unwrap().by, by);
        assert_eq!(store.reports(false, None, Limit::OTHERS, now).await.unwrap().items.len(), 1);
        assert_eq!(store.reports(true, None, Limit::OTHERS, now).await.unwrap().items.len(), 1);
        store.stop().await;
    }
}

both! {
    async fn ten_reports_an_hour_are_enough(backend) {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "1").start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let report = json!({"user_id": leo.id, "reason": "spam"});
        for _ in 0..10 {
            ana.post("/reports", report.clone()).await.expect(201);
        }
        ana.post("/reports", report).await.refused(429, "rate_limited");
    }
}

both! {
    async fn a_person_who_accepts_an_invitation_is_a_friend_at_once(backend) {
        let mut server = TestServer::start(backend).await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        server.stop().await;
        {
            let store = store(&server, backend).await;
            let now = Clock::System.now();
            let contact = domain::identifier::Identifier::parse("somebody@example.org").unwrap();
            let (inviter, hash) = (user_id(&ana.id), [7; 32]);
            let invited = store.invite(inviter, &contact, hash, 500, now).await.unwrap();
            assert!(invited.send);
            let again = store.invite(inviter, &contact, [8; 32], 500, now).await.unwrap();
            assert_eq!((again.id, again.send), (invited.id, false));
            assert_eq!(store.invitation(hash, now).await.unwrap().0.username, "ana");
            assert_eq!(store.redeem_invitation([9; 32], user_id(&leo.id), now).await, Err(Fault::NotFound));
            assert_eq!(store.redeem_invitation(hash, inviter, now).await, Err(Fault::NotFound));
            store.redeem_invitation(hash, user_id(&leo.id), now).await.unwrap();
            assert_eq!(store.redeem_invitation(hash, user_id(&eve.id), now).await, Err(Fault::NotFound));
            let late = now.plus(domain::friend::INVITATION_LIFE);
            let other = domain::identifier::Identifier::parse("+14155550100").unwrap();
            store.invite(inviter, &other, [1; 32], 500, now).await.unwrap();
            assert_eq!(store.redeem_invitation([1; 32], user_id(&eve.id), late).await, Err(Fault::NotFound));
            store.stop().await;
        }
        server.restart().await;
        assert_eq!(names(&ana, "/friends").await, ["leo"]);
        assert_eq!(names(&leo, "/friends").await, ["ana"]);
        let past = Past::of(backend, &server.database_url);
        assert_eq!(past.count("invitations WHERE used_by IS NOT NULL").await, "1");
    }
}
