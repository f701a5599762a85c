//! A chat is opened at a date: its messages are listed from the first one on that was sent at a time or later.

use crate::both;
use crate::support::TestServer;
use crate::support::server::moved_clock;
use serde_json::{Value, json};
use std::time::Duration;

/// Short enough for all of them to pass before an access token expires.
const STEP: Duration = Duration::from_secs(20);

fn texts(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().filter_map(|one| one["text"].as_str()).collect()
}

both! {
    async fn messages_are_listed_from_a_moment_on(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let mia = server.user("mia").await;
        let group = json!({"title": "Days", "member_ids": [leo.id], "history": "since_join"});
        let chat = ana.post("/chats", group).await.expect(201)["id"].as_str().unwrap().to_owned();
        let mut times = Vec::new();
        for day in 0..6 {
            for n in 0..3 {
                let sent = ana.send(&chat, &format!("day {day}.{n}")).await.expect(201);
                times.push(sent["created_at"].as_str().unwrap().to_owned());
                clock.advance(STEP);
            }
            if day == 3 {
                ana.post(&format!("/chats/{chat}/members"), json!({"user_ids": [mia.id]})).await.expect(200);
            }
        }
        let since = |time: &str, limit: u32| format!("/chats/{chat}/messages?since={time}&limit={limit}");
        // The moment of a message is its own.
        let page = leo.get(&since(&times[7], 3)).await.expect(200);
        assert_eq!(texts(&page), ["day 2.1", "day 2.2", "day 3.0"]);
        assert!(page["prev"].is_i64() && page["next"].is_i64(), "{page}");
        let next = leo.get(&since(&times[8], 1)).await.expect(200);
        assert_eq!(texts(&next), ["day 2.2"]);
        // Before everything, and after it.
        let all = leo.get(&since("2001-01-01T00:00:00Z", 200)).await.expect(200);
        assert_eq!((texts(&all).len(), &all["prev"], &all["next"]), (18, &Value::Null, &Value::Null));
        let none = leo.get(&since("2999-01-01T00:00:00Z", 200)).await.expect(200);
        assert_eq!((texts(&none).len(), &none["next"]), (0, &Value::Null));
        // A member who came later sees nothing from before, whatever time they ask for.
        let late = mia.get(&since(&times[0], 200)).await.expect(200);
        assert_eq!(texts(&late), ["day 4.0", "day 4.1", "day 4.2", "day 5.0", "day 5.1", "day 5.2"]);
        assert_eq!(late["prev"], Value::Null);
        // Not for strangers, and not without a time.
        server.user("kim").await.get(&since(&times[0], 1)).await.refused(404, "not_found");
        leo.get(&since("yesterday", 1)).await.refused(422, "validation_failed");
    }
}
