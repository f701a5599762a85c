//! Operators learn of accounts that misbehave, and such an account is muted for a while.

use crate::both;
use crate::instance::query_plans::Past;
use crate::support::server::moved_clock;
use crate::support::{LIMIT, TestServer, TestUser};
use serde_json::json;
use std::time::Duration;

/// Sends until the limits have refused so many times.
async fn flood(user: &TestUser, chat: &str, refusals: usize) {
    let mut refused = 0;
    for n in 0..500 {
        if user.send(chat, &format!("again {n}")).await.status == 429 {
            refused += 1;
            if refused == refusals {
                return;
            }
        }
    }
    panic!("{refused} refusals of 500 sends");
}

async fn noted(past: &Past, act: &str) -> String {
    past.count(&format!("audit_log WHERE act = '{act}'")).await
}

both! {
    async fn a_burst_is_noted_once_and_mutes_where_that_is_wanted(backend) {
        let clock = moved_clock();
        let server = TestServer::bare(backend)
            .set("LIMITS_SCALE", "1").set("LIMITS_MUTE_BURSTS", "10m").set("REGISTRATION", "open")
            .clock(&clock).start().await;
        let (ana, leo) = (server.user("ana").await, server.user("leo").await);
        let chat = ana.group(&[&leo]).await;
        let past = Past::of(backend, &server.database_url);
        flood(&ana, &chat, 19).await;
        clock.advance(Duration::from_secs(2));
        assert_eq!(noted(&past, "muted").await, "0");
        flood(&ana, &chat, 5).await;
        let found = async {
            while noted(&past, "muted").await == "0" {
                clock.advance(Duration::from_secs(1));
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(LIMIT, found).await.expect("it is noted");

        // A minute later the limits alone would let a message through.
        clock.advance(Duration::from_secs(120));
        let refused = ana.send(&chat, "still muted").await;
        refused.refused(429, "rate_limited");
        let wait: u64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((400..=480).contains(&wait), "{wait}");
        ana.post("/reports", json!({"user_id": leo.id, "reason": "spam"})).await.refused(429, "rate_limited");
        // Reading goes on, and other people are not touched.
        assert!(!ana.history(&chat).await.is_empty());
        leo.send(&chat, "hello").await.expect(201);
        clock.advance(Duration::from_secs(wait));
        ana.send(&chat, "back").await.expect(201);
        assert_eq!(noted(&past, "muted").await, "1");
        assert_eq!(noted(&past, "burst_noted").await, "0");
    }
}
