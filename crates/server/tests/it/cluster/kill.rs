//! Three nodes of the real binary, and everything under them, are killed in turns while people talk and all upkeep of
//! an instance goes on. What is compared at the end, and how, says `proof.rs`. Longer and with more people by `just
//! prove-cluster`.

mod proxy;
mod scene;

use crate::contract::promised_numbers::promised_time;
use crate::instance::delivery_proof::client::World;
use crate::instance::delivery_proof::{Copies, Plan, Proof};
use crate::support::TestUser;
use proxy::Proxy;
use scene::{HARMS, Scene};
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{sleep, timeout};

/// Copies that are made in a long run.
const COPIES: usize = 5;
const NEEDLES: [&str; 4] = ["needle", "eyJhbGci", "eyJ0eXAi", "talker"];

fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_nodes_under_kills_lose_double_and_reorder_nothing() {
    let (people, seconds) = (asked("PARLANCE_TEST_CLIENTS", 20), asked("PARLANCE_TEST_SECONDS", 15));
    let mut scene = Scene::start().await;
    let tap = tokio::spawn(watch_redis(scene.redis.url.clone()));
    let mut urls: Vec<String> = scene.nodes.iter().map(|node| node.url.clone()).collect();
    // With a proxy before them, clients know one address and end up wherever it sends them.
    let proxy = match asked("PARLANCE_TEST_PROXY", 0) {
        0 => None,
        _ => Some(Proxy::before(&urls).await),
    };
    if let Some(proxy) = &proxy {
        urls = vec![proxy.url.clone(); urls.len()];
    }
    // A harm takes some three seconds.
    let expected = HARMS.len().max(usize::try_from(seconds / 3).unwrap());
    let plan = Plan {
        urls,
        people: usize::try_from(people).unwrap(),
        pause: Duration::from_millis(people * 10),
        operator: scene.operator.clone(),
        files: scene.files(),
        copies: Copies::among(expected, (expected / 5).min(COPIES)),
    };
    let proof = Proof::begin(plan).await;
    let world = proof.world.clone();

    let began = Instant::now();
    let (mut harms, mut told, mut before) = (0, 0, "at first".to_owned());
    for harm in HARMS.into_iter().cycle() {
        if harms >= HARMS.len() && began.elapsed() > Duration::from_secs(seconds) {
            break;
        }
        sleep(Duration::from_millis(700)).await;
        world.healthy.store(true, Ordering::Relaxed);
        sleep(Duration::from_millis(800)).await;
        world.healthy.store(false, Ordering::Relaxed);
        // What was sent while all was well is told by now.
        sleep(Duration::from_millis(200)).await;
        world.sent_at.lock().unwrap().clear();
        let window = world.took.lock().unwrap().split_off(told);
        told += window.len();
        println!("{before}: {}", percentiles(&window));
        world.took.lock().unwrap().extend(window);
        proof.upkeep.time_goes_by(false).await;
        scene.harm(harm).await;
        before = format!("after {harm:?}");
        harms += 1;
    }
    world.back.lock().unwrap().clear();
    for node in &mut scene.nodes {
        node.restart().await;
    }
    let back: Vec<(Instant, Duration)> = world.back.lock().unwrap().clone();
    proof.all_was_done().await;
    let acked = proof.end(harms).await;
    if tap.is_finished() {
        panic!("Redis has seen {}", tap.await.unwrap());
    }
    tap.abort();
    assert!(acked > 100, "hardly anything was sent: {acked}");
    report(&world, &back);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_people_of_a_killed_node_are_gone_within_ten_seconds() {
    let mut scene = Scene::start().await;
    let ana = TestUser::register(&scene.nodes[0].url, "ana").await;
    let leo = TestUser::register(&scene.nodes[0].url, "leo").await;
    ana.direct(&leo).await;
    let mut at_leo = leo.socket().await;
    let watch = serde_json::json!({"type": "presence.watch", "user_ids": [ana.id]});
    at_leo.ask(watch.clone()).await;
    let at_ana = TestUser { url: scene.nodes[1].url.clone(), ..ana.clone() }.socket().await;
    assert_eq!(at_leo.frame_of("presence").await["online"], true);
    scene.nodes[1].kill().await;
    let began = Instant::now();
    let gone = async {
        loop {
            let frame = at_leo.next().await.unwrap();
            if frame["type"] == "presence" {
                return frame;
            }
        }
    };
    let promised = promised_time("| one node |", "shown as gone within ");
    let gone = timeout(promised, gone).await.expect("the lease ends");
    assert_eq!((&gone["user_id"], &gone["online"]), (&ana.id.into(), &false.into()), "{gone}");
    println!("the people of a killed node were gone after {:?}", began.elapsed());
    assert_eq!(at_leo.ask(watch).await["ok"]["online"], serde_json::json!([]));
    drop(at_ana);
}

fn report(world: &World, back: &[(Instant, Duration)]) {
    let mut took = world.took.lock().unwrap().clone();
    took.sort();
    println!("while healthy: {}", percentiles(&took));
    let limit = Duration::from_millis(asked("PARLANCE_TEST_P99_MS", 1000));
    let p99 = took[(took.len() - 1) * 99 / 100];
    assert!(p99 <= limit, "p99 {p99:?}, at most {limit:?}");
    let away = back.iter().map(|(_, away)| *away).max().unwrap_or_default();
    let first = back.iter().map(|(when, _)| *when).min().unwrap();
    let mut tenths: HashMap<u128, usize> = HashMap::new();
    for (when, _) in back {
        *tenths.entry(when.duration_since(first).as_millis() / 100).or_default() += 1;
    }
    let most = tenths.values().max().copied().unwrap_or_default();
    println!(
        "rolling restart: {} comings back over {} tenths of a second, at most {most} in one, away {away:?} at most",
        back.len(),
        tenths.keys().max().copied().unwrap_or_default() + 1
    );
    assert!(away <= Duration::from_secs(5), "a person was away for {away:?}");
}

fn percentiles(took: &[Duration]) -> String {
    let mut took = took.to_vec();
    took.sort();
    let at = |part: usize| took.get(took.len().saturating_sub(1) * part / 100).copied().unwrap_or_default();
    format!("{} deliveries, sent to told: p50 {:?}, p99 {:?}, all {:?}", took.len(), at(50), at(99), at(100))
}

/// Ends when Redis was shown what it must not see.
async fn watch_redis(url: String) -> &'static str {
    let place = url.trim_start_matches("redis://").trim_end_matches('/').to_owned();
    loop {
        if let Ok(mut line) = tokio::net::TcpStream::connect(&place).await
            && line.write_all(b"MONITOR\r\n").await.is_ok()
        {
            let (mut seen, mut buffer) = (Vec::new(), vec![0; 65_536]);
            while let Ok(length @ 1..) = line.read(&mut buffer).await {
                seen.extend_from_slice(&buffer[..length]);
                let text = String::from_utf8_lossy(&seen);
                if let Some(needle) = NEEDLES.iter().find(|needle| text.contains(**needle)) {
                    return needle;
                }
                // A needle may lie across two reads.
                seen = seen.split_off(seen.len().saturating_sub(16));
            }
        }
        sleep(Duration::from_millis(100)).await;
    }
}
