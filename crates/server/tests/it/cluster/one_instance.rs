//! Three nodes at one PostgreSQL and one Redis are one instance, whichever of them a client connects to.

use crate::people::friends::befriend;
use crate::support::cluster::{Cluster, direct_redis, redis_url, tells};
use crate::support::user::{answer, registration};
use crate::support::{LIMIT, TestSocket, TestUser, http_client};
use futures_util::{StreamExt, future::join_all};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

const AT_ONCE: Duration = Duration::from_secs(1);

async fn pair(cluster: &Cluster) -> (TestUser, TestUser, String) {
    let (ana, leo) = tokio::join!(cluster.user("ana"), cluster.user("leo"));
    let chat = ana.direct(&leo).await;
    (ana, leo, chat)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_reach_every_node_once_in_order_and_at_once() {
    let cluster = Cluster::start(3).await;
    let (ana, leo, chat) = pair(&cluster).await;
    let mut sockets = join_all((0..3).map(|node| cluster.socket(node, &leo))).await;
    for socket in &mut sockets[1..] {
        cluster.united(&ana, socket, &chat).await;
    }
    let mut took = Vec::new();
    for n in 0..60 {
        let (text, began) = (format!("message {n}"), Instant::now());
        cluster.at(n % 3, &ana).send(&chat, &text).await.expect(201);
        for socket in &mut sockets {
            let frame = socket.until(|frame| tells(frame, &text)).await;
            assert_eq!(frame["type"], "message", "the bus was not heard: {frame}");
        }
        took.push(began.elapsed());
    }
    took.sort();
    println!("sent at one node and told at three, of 60: p50 {:?}, all {:?}", took[30], took[59]);
    // Nothing is told a second time, by the bus or by looking into the database.
    for socket in &mut sockets {
        let quiet =
            timeout(Duration::from_millis(2500), socket.until(|frame| frame["type"] == "message")).await;
        assert!(quiet.is_err(), "{quiet:?}");
    }
    cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn typing_reading_and_presence_pass_between_nodes() {
    let cluster = Cluster::start(2).await;
    let (ana, leo, chat) = pair(&cluster).await;
    befriend(&ana, &leo).await;
    let mut at_leo = cluster.socket(1, &leo).await;
    cluster.united(&ana, &mut at_leo, &chat).await;
    let watch = json!({"type": "presence.watch", "user_ids": [ana.id]});
    assert_eq!(at_leo.ask(watch.clone()).await["ok"]["online"], json!([]));
    let mut at_ana = cluster.socket(0, &ana).await;
    let came = timeout(AT_ONCE, at_leo.frame_of("presence")).await.expect("told at once");
    assert_eq!((&came["user_id"], &came["online"]), (&json!(ana.id), &json!(true)));
    assert_eq!(at_leo.ask(watch).await["ok"]["online"], json!([ana.id]));

    at_ana.say(json!({"type": "typing", "chat_id": chat, "on": true})).await;
    assert_eq!(timeout(AT_ONCE, at_leo.frame_of("typing")).await.expect("told at once")["on"], true);
    // What is read is told once, so the way back has to be open, too.
    cluster.united(&cluster.at(1, &leo), &mut at_ana, &chat).await;
    let seq = ana.send(&chat, "read this").await.expect(201)["seq"].clone();
    at_leo.ask(json!({"type": "chat.read", "chat_id": chat, "seq": seq})).await;
    let read = at_ana.until(|frame| frame["type"] == "read" && frame["seq"] == seq).await;
    assert_eq!(read["user_id"], json!(leo.id));

    // At both nodes, then at none.
    let second = cluster.socket(1, &ana).await;
    drop(at_ana);
    drop(second);
    let went = at_leo.until(|frame| frame["type"] == "presence").await;
    assert_eq!(went["online"], false, "{went}");
    cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_end_of_a_session_is_its_end_everywhere_within_a_second() {
    let cluster = Cluster::start(3).await;
    let (ana, leo, chat) = pair(&cluster).await;
    let mut sockets = join_all((0..3).map(|node| cluster.socket(node, &leo))).await;
    for (node, socket) in sockets.iter_mut().enumerate() {
        cluster.united(&ana, socket, &chat).await;
        cluster.at(node, &leo).get("/me").await.expect(200);
    }
    let again = TestUser::login(&cluster.nodes[1].url, "leo").await;
    let began = Instant::now();
    again.delete(&format!("/me/sessions/{}", leo.session)).await.expect(204);
    for socket in &mut sockets {
        assert_eq!(socket.closed().await.code, 4410);
    }
    for node in 0..3 {
        cluster.at(node, &leo).get("/me").await.refused(401, "session_revoked");
    }
    let took = began.elapsed();
    assert!(took < AT_ONCE, "{took:?}");
    println!("a session ended at one node was over at three within {took:?}");
    cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_connection_too_many_closes_the_oldest_wherever_it_is() {
    let cluster = Cluster::with(2, &redis_url(), &[("LIMITS_CONNECTIONS_PER_USER", "3")]).await;
    let (ana, leo, chat) = pair(&cluster).await;
    let mut oldest = cluster.socket(0, &leo).await;
    let mut second = cluster.socket(1, &leo).await;
    cluster.united(&ana, &mut second, &chat).await;
    let mut rest = vec![cluster.socket(0, &leo).await, cluster.socket(1, &leo).await];
    assert_eq!(timeout(AT_ONCE, oldest.closed()).await.expect("closed at once").code, 4409);
    rest.push(cluster.socket(0, &leo).await);
    assert_eq!(timeout(AT_ONCE, second.closed()).await.expect("closed at once").code, 4409);
    ana.send(&chat, "still here").await.expect(201);
    for socket in &mut rest {
        socket.until(|frame| tells(frame, "still here")).await;
    }
    cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_opens_one_socket_at_any_one_node() {
    let cluster = Cluster::start(3).await;
    let ana = cluster.user("ana").await;
    for _ in 0..10 {
        let ticket =
            ana.post("/ws/ticket", json!({})).await.expect(200)["ticket"].as_str().unwrap().to_owned();
        let tries = (0..3).map(|node| {
            let url = format!("{}/api/v1/ws?ticket={ticket}", cluster.nodes[node].url.replace("http", "ws"));
            async move { tokio_tungstenite::connect_async(url).await.ok() }
        });
        let opened: Vec<_> = join_all(tries).await.into_iter().flatten().collect();
        assert_eq!(opened.len(), 1);
    }
    cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_count_over_all_nodes() {
    let cluster = Cluster::with(3, &redis_url(), &[("LIMITS_SCALE", "1")]).await;
    let ana = cluster.user("ana").await;
    let mut sockets = join_all((0..3).map(|node| cluster.socket(node, &ana))).await;
    let mut made = 0;
    for n in 0..30 {
        let group = json!({"title": format!("Group {n}"), "member_ids": []});
        match cluster.at(n % 3, &ana).post("/chats", group).await.status.as_u16() {
            201 => made += 1,
            status => assert_eq!(status, 429),
        }
    }
    assert_eq!(made, 20, "twenty chats in an hour, at whichever node");
    // Sign-ins likewise: five with a wrong password, then none, at no node.
    let mut tried = 0;
    for n in 0..9 {
        let body = json!({"identifier": "ana", "password": "not the right one", "transport": "body"});
        let url = format!("{}/api/v1/auth/login", cluster.nodes[n % 3].url);
        match answer(http_client().post(url).json(&body)).await.status.as_u16() {
            401 => tried += 1,
            status => assert_eq!(status, 429),
        }
    }
    assert_eq!(tried, 5);
    sockets.clear();
    cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_forged_or_repeated_on_the_bus_changes_nothing() {
    let cluster = Cluster::start(2).await;
    let (ana, leo, chat) = pair(&cluster).await;
    let mut at_leo = cluster.socket(1, &leo).await;
    cluster.united(&ana, &mut at_leo, &chat).await;
    let client = redis::Client::open(redis_url()).unwrap();
    let mut tap = client.get_async_pubsub().await.unwrap();
    tap.psubscribe("parlance:*").await.unwrap();
    ana.send(&chat, "heard once").await.expect(201);
    ana.patch("/me", json!({"display_name": "Ana the Second"})).await.expect(200);
    at_leo.until(|frame| frame["type"] == "user").await;
    let mut heard: Vec<(String, Vec<u8>)> = Vec::new();
    let mut stream = tap.into_on_message();
    while let Ok(Some(message)) = timeout(Duration::from_millis(300), stream.next()).await {
        heard.push((message.get_channel_name().to_owned(), message.get_payload().unwrap()));
        if heard.len() > 40 {
            break;
        }
    }
    assert!(heard.len() > 2, "something was said");
    let mut line = direct_redis(&redis_url()).await;
    for (channel, sealed) in heard {
        let mut changed = sealed.clone();
        changed[40] ^= 1;
        for payload in [sealed, changed, b"{\"type\":\"session\"}".to_vec(), Vec::new()] {
            let _: i64 =
                redis::cmd("PUBLISH").arg(&channel).arg(payload).query_async(&mut line).await.unwrap();
        }
    }
    let odd = timeout(AT_ONCE, at_leo.until(|frame| frame["type"] != "presence")).await;
    assert!(odd.is_err(), "{odd:?}");
    cluster.united(&ana, &mut at_leo, &chat).await;
    cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_sees_no_text_name_token_or_address() {
    let cluster = Cluster::start(2).await;
    let mut monitor = tokio::net::TcpStream::connect(host(&redis_url())).await.unwrap();
    monitor.write_all(b"MONITOR\r\n").await.unwrap();
    let (ana, leo, chat) = pair(&cluster).await;
    let mut at_leo = cluster.socket(1, &leo).await;
    let mut at_ana = cluster.socket(0, &ana).await;
    cluster.united(&ana, &mut at_leo, &chat).await;
    at_ana.say(json!({"type": "typing", "chat_id": chat, "on": true})).await;
    ana.send(&chat, "a needle in the stream").await.expect(201);
    at_leo.until(|frame| tells(frame, "a needle in the stream")).await;
    let mail = "needle@example.org";
    for identifier in [mail, "+34600123456"] {
        let body = json!({"identifier": identifier, "password": "wrong password", "transport": "body"});
        answer(http_client().post(format!("{}/api/v1/auth/login", cluster.nodes[0].url)).json(&body)).await;
    }
    let ticket = ana.post("/ws/ticket", json!({})).await.expect(200)["ticket"].as_str().unwrap().to_owned();
    drop(TestSocket::try_connect(&leo, "").await.unwrap());
    cluster.stop().await;
    let mut seen = Vec::new();
    let mut buffer = vec![0; 65_536];
    while let Ok(Ok(length)) = timeout(Duration::from_millis(300), monitor.read(&mut buffer)).await {
        seen.extend_from_slice(&buffer[..length]);
        if length == 0 || seen.len() > 8_000_000 {
            break;
        }
    }
    let seen = String::from_utf8_lossy(&seen);
    assert!(seen.contains("PUBLISH") && seen.contains("EVALSHA"), "Redis was used");
    for secret in
        ["needle", "united", "34600123456", &ana.token, &ana.refresh_token, &ticket, "correct horse"]
    {
        assert!(!seen.contains(secret), "Redis has seen {secret}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn work_that_stands_in_the_database_is_done_by_one_node_only() {
    let cluster = Cluster::start(3).await;
    let (ana, leo) = tokio::join!(cluster.user("ana"), cluster.user("leo"));
    let chat = ana.group(&[&leo]).await;
    for n in 0..30 {
        let text = format!("@leo number {n}");
        cluster.at(n % 3, &ana).send(&chat, &text).await.expect(201);
    }
    let told = async {
        loop {
            let page = leo.get("/notifications?limit=100").await.expect(200);
            let items = page["items"].as_array().unwrap().clone();
            let mentions = items.iter().filter(|item| item["kind"] == "mention").count();
            if mentions >= 30 {
                return mentions;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    assert_eq!(timeout(LIMIT, told).await.expect("all are told"), 30);
    cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_added_at_one_node_hears_the_chat_at_another_and_nothing_after_removal() {
    let cluster = Cluster::start(2).await;
    let (ana, leo, first) = pair(&cluster).await;
    let mut at_leo = cluster.socket(1, &leo).await;
    cluster.united(&ana, &mut at_leo, &first).await;
    let chat = ana.group(&[&leo]).await;
    ana.send(&chat, "welcome").await.expect(201);
    timeout(AT_ONCE, at_leo.until(|frame| tells(frame, "welcome"))).await.expect("told at once");
    ana.delete(&format!("/chats/{chat}/members/{}", leo.id)).await.expect(204);
    ana.send(&chat, "they are gone").await.expect(201);
    let end = at_leo.until(|frame| frame["chat_id"] == chat.as_str() && frame["type"] == "chat").await;
    assert_eq!(end["removed"], true);
    cluster.united(&ana, &mut at_leo, &first).await;
    cluster.stop().await;
}

fn host(url: &str) -> String {
    url.trim_start_matches("redis://").trim_end_matches('/').to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_registers_at_one_node_and_signs_in_at_another() {
    let cluster = Cluster::start(2).await;
    let body = registration("mia");
    let url = format!("{}/api/v1/auth/register", cluster.nodes[0].url);
    answer(http_client().post(url).json(&body)).await.expect(201);
    TestUser::login(&cluster.nodes[1].url, "mia").await.get("/me").await.expect(200);
    cluster.stop().await;
}
