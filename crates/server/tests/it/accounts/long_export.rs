//! An export of long messages is compared row by row. `PARLANCE_TEST_EXPORT` says how many; `just prove`
//! takes 10,000.

use crate::accounts::erasure::{finished_within, unpack};
use crate::both;
use crate::support::user::client_id;
use crate::support::{LIMIT, TestServer};
use futures_util::StreamExt;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// A message of 12 kB is opened, sealed again and written, by code that is not optimized.
const MOST_A_MESSAGE: Duration = Duration::from_millis(50);

fn most() -> usize {
    std::env::var("PARLANCE_TEST_EXPORT").map_or(400, |number| number.parse().expect("a number"))
}

/// As long as a message can be, in letters of three bytes.
fn long(number: usize) -> String {
    format!("{number} {}", "語".repeat(3_990))
}

both! {
    async fn an_export_of_long_messages_holds_every_one(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let path = format!("/chats/{chat}/messages");
        let sends = (0..most()).map(|number| {
            let body = json!({"client_id": client_id(), "text": long(number)});
            let (leo, path) = (leo.clone(), path.clone());
            async move { leo.post(&path, body).await.expect(201)["seq"].as_i64().unwrap() }
        });
        // In order, some at once: each finds its number by what it says.
        let seqs: Vec<i64> = futures_util::stream::iter(sends).buffered(16).collect().await;
        ana.post("/me/export", json!({})).await.expect(202);
        let state = finished_within(&ana, LIMIT + MOST_A_MESSAGE * u32::try_from(most()).unwrap()).await;
        let answer = ana.request(Method::GET, "/me/export/download").send().await.unwrap();
        let bytes = answer.bytes().await.unwrap();
        assert_eq!(i64::try_from(bytes.len()).unwrap(), state["size"]);
        let mut found = 0;
        for (name, text) in unpack(&bytes).iter().filter(|(name, _)| name.starts_with("chats/")) {
            for line in text.lines() {
                let row: Value = serde_json::from_str(line).unwrap();
                let number = seqs.iter().position(|seq| row["seq"] == *seq).expect(name);
                assert_eq!(row["text"], long(number), "{name}");
                found += 1;
            }
        }
        assert_eq!(found, most());
    }
}
