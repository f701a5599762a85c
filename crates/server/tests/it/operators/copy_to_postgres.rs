//! A copy from SQLite to PostgreSQL is interrupted and resumed, with the same rows and the same answers.

use crate::operators::keys::Operator;
use crate::support::{Backend, TestUser};
use serde_json::Value;
use std::fs;
use std::time::Duration;

const MORE: &str = "100000";

/// All of a person's chats with everything said in them, but for what is another at each start.
async fn all_of(user: &TestUser) -> Vec<(Value, Vec<Value>)> {
    let mut found = Vec::new();
    for chat in user.get("/chats").await.expect(200)["items"].as_array().unwrap() {
        let mut chat = chat.clone();
        chat.as_object_mut().unwrap().remove("online");
        let page = user
            .get(&format!("/chats/{}/messages?limit=100", chat["id"].as_str().unwrap()))
            .await
            .expect(200);
        found.push((chat, page["items"].as_array().unwrap().clone()));
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_broken_off_twice_is_carried_on_and_answers_the_same() {
    let (source, target) = (Operator::new(Backend::Sqlite).await, Operator::new(Backend::Postgres).await);
    let said = source.run(&["seed", "demo"]).await.well();
    let password = said.split("password ").nth(1).unwrap().split(':').next().unwrap();
    let from = format!("sqlite://{}", source.data().join("parlance.db").display());
    let copy = ["copy", "--from", &from, "--to", &target.database_url];
    let serving = source.serve().await;
    let before = all_of(&TestUser::login_with(&serving.url, "ana", password).await).await;
    source.run(&copy).await.refused(&["another parlance process uses"]);
    serving.stop().await.well();

    // Rows enough to be broken off among them; no chat shows them.
    let past = source.past();
    let names =
        past.text("SELECT group_concat(name) AS text FROM pragma_table_info('message_revisions')").await;
    let values = names.replace("chat_id", "randomblob(16)").replace("body", "randomblob(300)");
    past.run(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MORE}) \
         INSERT INTO message_revisions ({names}) SELECT {} FROM n",
        filled(&values)
    ))
    .await;
    let copied = target.past();
    for _ in 0..2 {
        let mut child = source.command(&copy).spawn().unwrap();
        let rows = async || match copied.count("pg_tables WHERE tablename = 'copy_progress'").await.as_str() {
            "0" => 0,
            _ => copied
                .text("SELECT coalesce(sum(rows), 0)::text AS text FROM copy_progress")
                .await
                .parse::<i64>()
                .unwrap(),
        };
        let begun = rows().await;
        while rows().await < begun + 2_000 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        child.kill().await.unwrap();
        assert_eq!(copied.count("instance").await, "0", "what is half copied is no instance");
    }
    let said = source.run(&copy).await.well();
    assert!(
        said.contains("every row is the same on both sides") && said.contains("message_revisions"),
        "{said}"
    );
    assert_eq!(copied.count("message_revisions").await, past.count("message_revisions").await);
    source.run(&copy).await.refused(&["the target holds another instance"]);

    fs::create_dir_all(target.data()).unwrap();
    fs::copy(source.ring(), target.ring()).unwrap();
    target.run(&["search", "rebuild"]).await.well();
    let serving = target.serve().await;
    let ana = TestUser::login_with(&serving.url, "ana", password).await;
    assert_eq!(all_of(&ana).await, before);
    let found = ana.get("/search?q=omelette").await.expect(200);
    assert_eq!(found["messages"]["items"].as_array().unwrap().len(), 2, "{found}");
}

/// Values for the columns that take no bytes.
fn filled(values: &str) -> String {
    values
        .split(',')
        .map(|value| if value.starts_with("randomblob") { value } else { "i" })
        .collect::<Vec<_>>()
        .join(", ")
}
