//! A node that no longer reaches the database or Redis, while its connections stay open, says so, the others go on,
//! and nothing acknowledged is lost, doubled or put out of order when it is back.

use crate::contract::promised_numbers::promised_time;
use crate::support::cluster::{Cluster, redis_url, tells};
use crate::support::database::{fresh_postgres, postgres_url};
use crate::support::user::client_id;
use crate::support::wall::Wall;
use crate::support::{TestSocket, TestUser};
use serde_json::{Value, json};
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// A node finds out that nothing answers, and what waits for a connection is told.
static SAID: LazyLock<Duration> =
    LazyLock::new(|| promised_time("| the way to PostgreSQL", "answers 503 within "));
/// Others wait so long for a chat that the lost node was just writing to.
static FREED: LazyLock<Duration> =
    LazyLock::new(|| promised_time("| the way to PostgreSQL", "wait at most "));
/// Without Redis, and until it is known to be back.
const SOON: Duration = Duration::from_secs(8);

struct Scene {
    cluster: Cluster,
    database: Wall,
    redis: Wall,
    ana: TestUser,
    leo: TestUser,
    chat: String,
}

/// Two nodes; the first one's ways lead through walls.
async fn scene() -> Scene {
    let database_url = fresh_postgres(&postgres_url()).await;
    let (database, walled_database) = Wall::in_front_of(&database_url).await;
    let (redis, walled_redis) = Wall::in_front_of(&redis_url()).await;
    let cluster = Cluster::over(&[(walled_database, walled_redis), (database_url, redis_url())], &[]).await;
    let (ana, leo) = tokio::join!(cluster.user("ana"), cluster.user("leo"));
    let chat = ana.direct(&leo).await;
    Scene { cluster, database, redis, ana, leo, chat }
}

async fn send(user: &TestUser, chat: &str, client_id: &str, text: &str) -> u16 {
    let body = json!({"client_id": client_id, "text": text});
    user.post(&format!("/chats/{chat}/messages"), body).await.status.as_u16()
}

async fn hears(socket: &mut TestSocket, text: &str, within: Duration) {
    let told = timeout(within, socket.until(|frame| tells(frame, text))).await;
    assert!(told.is_ok(), "{text} was not told in time");
}

fn texts(history: &[Value]) -> Vec<&str> {
    history.iter().filter_map(|message| message["text"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_cut_off_from_the_database_says_so_and_goes_on_when_it_is_back() {
    let scene = scene().await;
    let (here, there) = (scene.cluster.at(0, &scene.ana), scene.cluster.at(1, &scene.ana));
    let mut sockets = [scene.cluster.socket(0, &scene.leo).await, scene.cluster.socket(1, &scene.leo).await];
    scene.cluster.united(&there, &mut sockets[0], &scene.chat).await;
    scene.database.close();
    let (cut, began) = (client_id(), Instant::now());
    assert_eq!(send(&here, &scene.chat, &cut, "from behind the wall").await, 503);
    assert!(began.elapsed() < *SAID, "{:?}", began.elapsed());
    let began = Instant::now();
    assert_eq!(reqwest::get(format!("{}/readyz", here.url)).await.unwrap().status(), 503);
    assert!(began.elapsed() < *SAID, "{:?}", began.elapsed());
    // More of them than there are connections: each is told, none waits for ever.
    let many = (0..60).map(|_| here.get("/chats"));
    let answers = timeout(*SAID, futures_util::future::join_all(many)).await.expect("all are answered");
    assert!(answers.iter().all(|answer| answer.status.as_u16() == 503), "{answers:?}");

    let began = Instant::now();
    for n in 0..5 {
        let text = format!("meanwhile {n}");
        assert_eq!(send(&there, &scene.chat, &client_id(), &text).await, 201);
        hears(&mut sockets[1], &text, Duration::from_secs(2)).await;
    }
    assert!(began.elapsed() < *FREED, "{:?}", began.elapsed());
    scene.database.open();
    let back = async {
        // Whether it was stored was unknown; said again, it is there once.
        while !matches!(send(&here, &scene.chat, &cut, "from behind the wall").await, 200 | 201) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(*SAID, back).await.expect("it goes on without a restart");
    for socket in &mut sockets {
        hears(socket, "from behind the wall", SOON).await;
    }
    let history = here.history(&scene.chat).await;
    assert_eq!(history, there.history(&scene.chat).await);
    let texts = texts(&history);
    assert_eq!(texts.iter().filter(|text| **text == "from behind the wall").count(), 1, "{texts:?}");
    assert_eq!(texts.iter().filter(|text| text.starts_with("meanwhile ")).count(), 5, "{texts:?}");
    scene.cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_cut_off_from_redis_serves_everything_a_little_later() {
    let scene = scene().await;
    let (here, there) = (scene.cluster.at(0, &scene.ana), scene.cluster.at(1, &scene.ana));
    let mut sockets = [scene.cluster.socket(0, &scene.leo).await, scene.cluster.socket(1, &scene.leo).await];
    scene.cluster.united(&there, &mut sockets[0], &scene.chat).await;
    scene.redis.close();
    for n in 0..4 {
        let text = format!("number {n}");
        let from = if n % 2 == 0 { &here } else { &there };
        assert_eq!(send(from, &scene.chat, &client_id(), &text).await, 201);
        for socket in &mut sockets {
            hears(socket, &text, SOON).await;
        }
    }
    let began = Instant::now();
    assert_eq!(send(&here, &scene.chat, &client_id(), "at once").await, 201);
    assert!(
        began.elapsed() < Duration::from_millis(400),
        "no request waits for a Redis that is known to be away"
    );
    let every = promised_time("| the way to Redis", "database every ");
    let mut took = Vec::new();
    for n in 0..7 {
        let (text, began) = (format!("a little later {n}"), Instant::now());
        assert_eq!(send(&there, &scene.chat, &client_id(), &text).await, 201);
        hears(&mut sockets[0], &text, SOON).await;
        took.push(began.elapsed());
    }
    took.sort();
    println!("to a node without Redis: {took:?}, promised {every:?}");
    assert!(took[3] < every + Duration::from_millis(500), "half of them: {took:?}");
    scene.redis.open();
    scene.cluster.united(&there, &mut sockets[0], &scene.chat).await;
    scene.cluster.stop().await;
}

/// Sends go on all the time, so that some are cut off at any point of their way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load_everybody_is_told_within_the_promised_time() {
    let scene = scene().await;
    let (here, there) = (scene.cluster.at(0, &scene.ana), scene.cluster.at(1, &scene.leo));
    let load = |user: &TestUser, until: Instant| {
        let (user, chat) = (user.clone(), scene.chat.clone());
        async move {
            let mut slowest = Duration::ZERO;
            while Instant::now() < until {
                let began = Instant::now();
                let status = send(&user, &chat, &client_id(), "load").await;
                assert!(matches!(status, 201 | 503), "{status}");
                slowest = slowest.max(began.elapsed());
            }
            slowest
        }
    };
    let end = Instant::now() + Duration::from_secs(18);
    let cut: Vec<_> = (0..20).map(|_| tokio::spawn(load(&here, end))).collect();
    let whole: Vec<_> = (0..4).map(|_| tokio::spawn(load(&there, end))).collect();
    tokio::time::sleep(Duration::from_secs(1)).await;
    scene.database.close();
    for (loads, most) in [(cut, *SAID), (whole, *FREED)] {
        for one in loads {
            let slowest = one.await.unwrap();
            assert!(slowest < most, "{slowest:?} of {most:?}");
        }
    }
    scene.database.open();
    scene.cluster.stop().await;
}
