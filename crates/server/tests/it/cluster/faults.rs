//! When what several nodes share fails, nothing acknowledged is lost, doubled or put out of order, what cannot be
//! done is said honestly, and all goes on by itself when it is back.

use crate::contract::promised_numbers::promised_time;
use crate::support::cluster::{Cluster, Redis, tells};
use crate::support::{LIMIT, TestSocket, TestUser};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// Asked every 500 ms while the bus is down, and a beat or four pass before that is known.
const ALONE: Duration = Duration::from_secs(4);

struct Scene {
    cluster: Cluster,
    redis: Redis,
    ana: TestUser,
    leo: TestUser,
    chat: String,
    /// Leo's, one at each node.
    sockets: Vec<TestSocket>,
    next: usize,
}

impl Scene {
    async fn start(more: &[(&str, &str)]) -> Self {
        let redis = Redis::start();
        let cluster = Cluster::with(3, &redis.url, more).await;
        let (ana, leo) = tokio::join!(cluster.user("ana"), cluster.user("leo"));
        let chat = ana.direct(&leo).await;
        let sockets = join_all((0..3).map(|node| cluster.socket(node, &leo))).await;
        let mut scene = Self { cluster, redis, ana, leo, chat, sockets, next: 1 };
        scene.united().await;
        scene
    }

    async fn united(&mut self) {
        for socket in &mut self.sockets {
            self.cluster.united(&self.ana, socket, &self.chat).await;
        }
    }

    /// Messages through all nodes in turns, each acknowledged, and each told at every node in order and once.
    async fn talk(&mut self, count: usize, within: Duration) {
        let mut sent = Vec::new();
        for _ in 0..count {
            let text = format!("number {}", self.next);
            let at = self.cluster.at(self.next % 3, &self.ana);
            sent.push((at.send(&self.chat, &text).await.expect(201)["seq"].as_i64().unwrap(), text));
            self.next += 1;
        }
        for socket in &mut self.sockets {
            let mut heard = Vec::new();
            let listening = async {
                while heard.len() < sent.len() {
                    heard.extend(told(&socket.frame().await));
                }
            };
            timeout(within, listening).await.expect("told in time");
            assert_eq!(heard, sent);
        }
    }
}

impl Scene {
    /// How long messages take that are sent at one node and told at another, the quickest first.
    async fn delays_between_nodes(&mut self, count: usize) -> Vec<Duration> {
        let mut took = Vec::new();
        for n in 0..count {
            let (text, began) = (format!("from node to node {n}"), Instant::now());
            self.cluster.at(0, &self.ana).send(&self.chat, &text).await.expect(201);
            self.sockets[1].until(|frame| tells(frame, &text)).await;
            took.push(began.elapsed());
        }
        took.sort();
        took
    }
}

/// The numbered messages of a frame.
fn told(frame: &Value) -> Vec<(i64, String)> {
    let several = frame["messages"].as_array().into_iter().flatten();
    let texts = several.chain([&frame["message"]]).filter_map(|message| {
        let text = message["text"].as_str().filter(|text| text.starts_with("number "))?;
        Some((message["seq"].as_i64()?, text.to_owned()))
    });
    texts.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_redis_messages_still_come_and_with_it_they_come_at_once_again() {
    let mut scene = Scene::start(&[]).await;
    scene.talk(9, ALONE).await;
    scene.redis.kill();
    scene.talk(9, ALONE).await;
    let began = Instant::now();
    scene.ana.send(&scene.chat, "one more").await.expect(201);
    assert!(began.elapsed() < Duration::from_millis(400), "no request waits for a Redis that is away");
    let every = promised_time("| Redis, killed", "database every ");
    let took = scene.delays_between_nodes(7).await;
    println!("from node to node without Redis: {took:?}, promised {every:?}");
    assert!(took[3] < every + Duration::from_millis(500), "half of them: {took:?}");
    scene.redis.again();
    scene.talk(9, ALONE).await;
    scene.united().await;
    scene.cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_hangs_delays_no_one() {
    let mut scene = Scene::start(&[]).await;
    scene.redis.signal("-STOP");
    scene.talk(9, Duration::from_secs(8)).await;
    let began = Instant::now();
    scene.ana.send(&scene.chat, "one more").await.expect(201);
    assert!(began.elapsed() < Duration::from_millis(400), "it is known that it hangs");
    scene.redis.signal("-CONT");
    scene.talk(9, ALONE).await;
    scene.united().await;
    scene.cluster.stop().await;
}

/// Under load, no one waits longer than the promised time, and afterwards no one waits at all.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_hangs_is_noticed_in_the_promised_time() {
    let scene = Scene::start(&[]).await;
    let promised = promised_time("| Redis, killed", "notice within ");
    let (stopped, end) = (Instant::now(), Instant::now() + Duration::from_secs(6));
    scene.redis.signal("-STOP");
    let load = (0..12).map(|n| {
        let (user, chat) = (scene.cluster.at(n % 3, &scene.ana), scene.chat.clone());
        tokio::spawn(async move {
            let (mut first, mut later) = (Duration::ZERO, Duration::ZERO);
            while Instant::now() < end {
                let began = Instant::now();
                user.send(&chat, "under load").await.expect(201);
                let took = began.elapsed();
                let is_first = began.duration_since(stopped) < promised;
                if is_first { first = first.max(took) } else { later = later.max(took) }
            }
            (first, later)
        })
    });
    let load: Vec<_> = load.collect();
    for one in load {
        let (first, later) = one.await.unwrap();
        assert!(first < promised + Duration::from_millis(500), "{first:?}");
        assert!(later < Duration::from_millis(450), "{later:?} after it was noticed");
    }
    scene.redis.signal("-CONT");
    scene.cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_forgets_everything_costs_nothing_that_lasts() {
    let mut scene = Scene::start(&[]).await;
    let watch = json!({"type": "presence.watch", "user_ids": [scene.ana.id]});
    let mut at_ana = scene.cluster.socket(2, &scene.ana).await;
    let at_leo = &mut scene.sockets[0];
    at_leo.ask(watch.clone()).await;
    scene.redis.flush().await;
    scene.talk(9, ALONE).await;
    // Longer than a roll call and a half: she was here all the time.
    let quiet = timeout(Duration::from_secs(8), scene.sockets[0].until(|frame| frame["type"] == "presence"));
    assert!(quiet.await.is_err(), "she seemed to go");
    assert_eq!(scene.sockets[0].ask(watch).await["ok"]["online"], json!([scene.ana.id]));
    at_ana.send(&scene.chat, "here").await;
    scene.cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_ends_everywhere_while_redis_is_away() {
    let mut scene = Scene::start(&[]).await;
    scene.redis.kill();
    let again = TestUser::login(&scene.cluster.nodes[1].url, "leo").await;
    // Known to be alone, nodes ask the database at every request.
    let alone = async {
        loop {
            let began = Instant::now();
            scene.ana.send(&scene.chat, "alone").await.expect(201);
            scene.sockets[2].until(|frame| tells(frame, "alone")).await;
            if began.elapsed() > Duration::from_millis(50) {
                return;
            }
        }
    };
    timeout(LIMIT, alone).await.expect("the bus is down");
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let began = Instant::now();
    again.delete(&format!("/me/sessions/{}", scene.leo.session)).await.expect(204);
    for socket in &mut scene.sockets {
        assert_eq!(timeout(ALONE, socket.closed()).await.expect("closed").code, 4410);
    }
    println!("a session ended without Redis was over at three nodes within {:?}", began.elapsed());
    scene.cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_redis_each_node_keeps_its_share_of_a_limit() {
    let redis = Redis::start();
    let cluster = Cluster::with(3, &redis.url, &[("LIMITS_SCALE", "1")]).await;
    let ana = cluster.user("ana").await;
    // Each node has counted the others.
    tokio::time::sleep(Duration::from_secs(11)).await;
    redis.kill();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let mut made = [0; 3];
    for n in 0..36 {
        let group = json!({"title": format!("Group {n}"), "member_ids": []});
        match cluster.at(n % 3, &ana).post("/chats", group).await.status.as_u16() {
            201 => made[n % 3] += 1,
            status => assert_eq!(status, 429),
        }
    }
    assert_eq!(made, [6; 3], "a third of twenty each: never open, never shut");
    cluster.stop().await;
}
