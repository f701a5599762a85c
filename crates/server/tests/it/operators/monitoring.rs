//! Monitoring gets metrics, errors and traces, and nothing of what people say.

use crate::both;
use crate::operators::keys::Operator;
use crate::support::sinks::HttpSink;
use crate::support::{Backend, TestServer, TestUser};
use parlance_server::watch::metrics::{KNOWN, Kind};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const SECRET: &str = "the-words-themselves";

both! {
    async fn numbers_tell_what_happens_and_nothing_of_whom(backend) {
        let server = TestServer::with(backend).set("METRICS_LISTEN", "127.0.0.1:0").start().await;
        let (ana, ben) = (server.user("ana").await, server.user("benedikta").await);
        let chat = ana.group(&[&ben]).await;
        let mut socket = ben.socket().await;
        ana.send(&chat, SECRET).await.expect(201);
        socket.frame_of("message").await;
        ana.get("/chats/00000000-0000-7000-8000-000000000000").await.expect(404);
        let numbers = server.numbers().await;
        for (name, number) in [
            ("parlance_connections", "1"),
            ("parlance_bus_whole", "1"),
            ("parlance_errors_total", "0"),
            ("parlance_unreadable_total", "0"),
            ("parlance_nodes", "1"),
            ("parlance_send_seconds_count", "1"),
            ("parlance_requests_total{status=\"404\"}", "1"),
        ] {
            assert!(numbers.contains(&format!("\n{name} {number}\n")), "{name} {number}: {numbers}");
        }
        for name in ["parlance_audience_bucket{le=\"1\"}", "parlance_batch_size_count", "process_open_fds",
            "parlance_request_seconds_bucket{method=\"POST\",route=\"/api/v1/chats/{chat_id}/messages\",le=\"+Inf\"} 1"]
        {
            assert!(numbers.contains(name), "{name}: {numbers}");
        }
        for (what, word) in [("a text", SECRET), ("a name", "benedikta"), ("an id", chat.as_str()), ("somebody", &ana.id)] {
            assert!(!numbers.contains(word), "{what} is among the numbers: {numbers}");
        }
        drop(socket);
        let away = async {
            while !server.numbers().await.contains("\nparlance_connections 0\n") {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(crate::support::LIMIT, away).await.expect("a closed socket is not counted");
        // They have a listener of their own.
        let public = reqwest::get(format!("{}/metrics", server.url)).await.unwrap();
        assert_ne!(public.headers()["content-type"], "text/plain; charset=utf-8");
    }
}

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn texts(folder: &Path, ending: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// Words that look like the name of a series.
fn names(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let series = words.filter(|word| word.starts_with("parlance_") || word.starts_with("process_"));
    series.map(str::to_owned).collect()
}

#[test]
fn every_series_is_described_counted_and_shown() {
    let mut sources = Vec::new();
    for entry in fs::read_dir(top().join("crates")).unwrap() {
        texts(&entry.unwrap().path().join("src"), ".rs", &mut sources);
    }
    let table = fs::read_to_string(top().join("crates/server/src/watch/metrics.rs")).unwrap();
    let counted: BTreeSet<String> = sources
        .iter()
        .filter(|text| **text != table)
        .flat_map(|text| text.split("!(\"").skip(1).flat_map(|after| names(after.split('"').next().unwrap())))
        .chain(["parlance_build_info".to_owned()])
        .collect();
    let known: BTreeSet<String> = KNOWN.iter().map(|(name, _, _)| (*name).to_owned()).collect();
    assert_eq!(counted, known);

    let mut exposed = BTreeSet::new();
    for (name, kind, meaning) in KNOWN {
        assert!(!meaning.is_empty());
        match kind {
            Kind::Counter | Kind::Counters => assert!(name.ends_with("_total"), "{name}"),
            Kind::Gauge => {}
            Kind::Seconds | Kind::Sizes => {
                exposed.extend(["_bucket", "_count", "_sum"].map(|part| format!("{name}{part}")));
                continue;
            }
        }
        exposed.insert((*name).to_owned());
    }
    let mut shown = Vec::new();
    texts(&top().join("deploy/monitoring"), "parlance.json", &mut shown);
    let on_dashboard = names(&shown.concat());
    texts(&top().join("deploy/monitoring"), ".yml", &mut shown);
    let asked = names(&shown.concat());
    assert!(asked.is_subset(&exposed), "{:?}", asked.difference(&exposed));
    let base = |name: &String| name.trim_end_matches("_bucket").trim_end_matches("_count").to_owned();
    let panels: BTreeSet<String> = on_dashboard.iter().map(base).collect();
    assert_eq!(panels, known, "the dashboard has a panel for each");
    serde_json::from_str::<Value>(&shown[0]).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn errors_reach_the_hook_once_and_many_failures_as_well() {
    let mut sink = HttpSink::start(&[]).await;
    let operator = Operator::new(Backend::Sqlite).await.set("ERROR_HOOK", &sink.url);
    let serving = operator.serve().await;
    let ana = TestUser::register(&serving.url, "ana").await;
    operator.past().run("ALTER TABLE my_messages RENAME TO gone").await;
    for _ in 0..30 {
        assert_eq!(ana.get("/me/starred").await.status, 500);
    }
    let mut calls = Vec::new();
    for _ in 0..2 {
        let request = sink.next().await;
        assert_eq!(request.header("content-type"), "application/json");
        calls.push(serde_json::from_str::<Value>(&request.body).unwrap());
    }
    let told = |message: &str| {
        calls.iter().find(|call| call["message"] == message).unwrap_or_else(|| panic!("{calls:?}"))
    };
    let error = told("a query failed");
    assert_eq!((&error["event"], &error["level"]), (&"database_error".into(), &"error".into()));
    assert!(error["text"].as_str().unwrap().contains("my_messages"), "{error}");
    told("20 requests have failed within a minute");
    serving.stop().await;
    assert!(sink.is_empty(), "the same is told once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn traces_tell_requests_and_queries_and_no_values() {
    let mut sink = HttpSink::start(&[]).await;
    let operator = Operator::new(Backend::Sqlite)
        .await
        .set("OTLP_URL", &format!("{}/v1/traces", sink.url))
        .set("OTLP_PERCENT", "100");
    let serving = operator.serve().await;
    let ana = TestUser::register(&serving.url, "somebody").await;
    let chat = ana.group(&[]).await;
    ana.send(&chat, SECRET).await.expect(201);
    let mut socket = ana.socket().await;
    socket.send(&chat, SECRET).await;
    drop(socket);
    serving.stop().await;
    let request = sink.next().await;
    assert!(request.head.starts_with("POST /v1/traces "), "{}", request.head);
    assert_eq!(request.header("content-type"), "application/x-protobuf");
    for part in ["parlance", "request", "/api/v1/chats/{chat_id}/messages", "send", "instance.leases.take"] {
        assert!(request.body.contains(part), "{part} is not told");
    }
    for word in [SECRET, "somebody", ana.token.as_str()] {
        assert!(!request.body.contains(word), "{word} is told");
    }
}
