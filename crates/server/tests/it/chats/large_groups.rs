//! A group of ten thousand lists its members page by page, and no one joins after the last.

use crate::both;
use crate::instance::query_plans::Past;
use crate::support::{Backend, TestServer};
use serde_json::json;
use std::collections::HashSet;
use std::time::Instant;

const CROWD: usize = 9_999;

/// People who are there because a test says so.
fn crowd(backend: Backend, chat: &str) -> String {
    let (no, yes, id) = match backend {
        Backend::Sqlite => ("0", "1", "randomblob(16)"),
        Backend::Postgres => ("false", "true", "gen_random_uuid()"),
    };
    let numbers = format!(
        "(WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < {CROWD}) SELECT n FROM up) AS up"
    );
    format!(
        "INSERT INTO users (id, username, display_name, email_verified, security_ver, my_rev, is_active, is_admin, created_at) \
         SELECT {id}, 'crowd_' || n, 'A person', {no}, 0, 0, {yes}, {no}, 0 FROM {numbers}; \
         INSERT INTO members (chat_id, user_id, role, state, rev, visible_from, joined_at, gate) \
         SELECT {chat}, id, 0, 1, 1, 1, 0, 0 FROM users WHERE username LIKE 'crowd_%'; \
         UPDATE chats SET member_count = {CROWD} + 1 WHERE id = {chat};"
    )
}

both! {
    async fn ten_thousand_members_are_listed_page_by_page(backend) {
        let server = TestServer::with(backend).set("LIMITS_GROUP_MEMBERS", "10000").start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let group = json!({"title": "Everybody", "visibility": "public"});
        let chat = ana.post("/chats", group).await.expect(201)["id"].as_str().unwrap().to_owned();
        let past = Past::of(backend, &server.database_url);
        past.run(&crowd(backend, &past.id(&chat))).await;
        let (mut seen, mut cursor, mut slowest) = (HashSet::new(), String::new(), 0);
        loop {
            let begun = Instant::now();
            let page = ana.get(&format!("/chats/{chat}/members?limit=200{cursor}")).await.expect(200);
            slowest = slowest.max(begun.elapsed().as_millis());
            for member in page["items"].as_array().unwrap() {
                assert!(seen.insert(member["user"]["id"].as_str().unwrap().to_owned()), "a member came twice");
            }
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), CROWD + 1);
        leo.post(&format!("/chats/{chat}/join"), json!({})).await.refused(409, "group_full");
        println!("{} members, the slowest page of 200 took {slowest} ms", seen.len());
    }
}
