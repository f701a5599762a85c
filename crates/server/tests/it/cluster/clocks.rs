//! Nodes' clocks may differ: up to the documented minute each believes the other; beyond it neither what the one
//! ahead has signed nor what either says is believed, and everything is found in the database.

use crate::contract::promised_numbers::promised_time;
use crate::support::cluster::{Cluster, tells};
use crate::support::server::moved_clock;
use crate::support::{TestSocket, TestUser};
use app::{Clock, Moved};
use domain::Timestamp;
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::time::{interval, timeout};

const AT_ONCE: Duration = Duration::from_secs(1);
/// Until a node looks into the database by itself, and some more on a busy machine.
const SOON: Duration = Duration::from_secs(8);

/// A clock that goes, so far ahead of all others.
fn ahead(by: Duration) -> Clock {
    let clock = Moved::starting_at(Timestamp::from_millis(Clock::System.now().plus(by).millis()));
    let (going, began) = (clock.clone(), Instant::now());
    tokio::spawn(async move {
        let (mut turn, mut told) = (interval(Duration::from_millis(5)), 0);
        loop {
            turn.tick().await;
            // In whole milliseconds, of which none gets lost.
            let now = u64::try_from(began.elapsed().as_millis()).unwrap();
            going.advance(Duration::from_millis(now - told));
            told = now;
        }
    });
    Clock::Moved(clock)
}

/// Ana registers at the one that is behind, Leo at the other.
async fn two(clocks: &[Clock]) -> (Cluster, TestUser, TestUser) {
    let cluster = Cluster::with_clocks(clocks).await;
    let ana = TestUser::register(&cluster.nodes[0].url, "ana").await;
    let leo = TestUser::register(&cluster.nodes[1].url, "leo").await;
    (cluster, ana, leo)
}

async fn ticket(user: &TestUser) -> String {
    user.post("/ws/ticket", json!({})).await.expect(200)["ticket"].as_str().unwrap().to_owned()
}

/// Whether a ticket opens a socket at a node.
async fn opens(cluster: &Cluster, node: usize, ticket: &str) -> bool {
    let url = format!("{}/api/v1/ws?ticket={ticket}", cluster.nodes[node].url.replace("http", "ws"));
    tokio_tungstenite::connect_async(url).await.is_ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_whose_clocks_are_nearly_a_minute_apart_believe_each_other() {
    let apart = promised_time("The clocks of nodes", "must agree to ") - Duration::from_secs(10);
    let (cluster, ana, leo) = two(&[Clock::System, ahead(apart)]).await;
    for user in [&ana, &leo] {
        for node in [0, 1] {
            cluster.at(node, user).get("/me").await.expect(200);
            assert!(opens(&cluster, 1 - node, &ticket(&cluster.at(node, user)).await).await);
        }
    }
    // Renewed at the other node, and good at both again.
    let (ana, leo) = (cluster.at(1, &ana).refreshed().await, cluster.at(0, &leo).refreshed().await);
    for user in [&ana, &leo] {
        for node in [0, 1] {
            cluster.at(node, user).get("/me").await.expect(200);
        }
    }
    // Two tabs that renew at the same time, at different nodes, get the same: neither is taken for a thief.
    for first in [0, 1] {
        let tabs = TestUser::login(&cluster.nodes[first].url, "ana").await;
        let (one, other) =
            (cluster.at(first, &tabs).refreshed().await, cluster.at(1 - first, &tabs).refreshed().await);
        assert_eq!(one.refresh_token, other.refresh_token);
        cluster.at(first, &other).get("/me").await.expect(200);
    }
    // A ticket is good once, wherever it is shown.
    for made_at in [0, 1] {
        let ticket = ticket(&cluster.at(made_at, &ana)).await;
        let opened = [opens(&cluster, 1, &ticket).await, opens(&cluster, 0, &ticket).await];
        assert_eq!(opened, [true, false]);
    }
    let (at_behind, at_ahead) = (cluster.at(0, &ana), cluster.at(1, &ana));
    let chat = at_behind.direct(&leo).await;
    let mut sockets = [cluster.socket(0, &leo).await, cluster.socket(1, &leo).await];
    // Words go both ways: what is said at one is told at the other at once.
    cluster.united(&at_behind, &mut sockets[1], &chat).await;
    cluster.united(&at_ahead, &mut sockets[0], &chat).await;
    // Order is a matter of numbers: what was said in turns stands in turns, whatever the times say.
    let mut said = Vec::new();
    for n in 0..10 {
        let from = if n % 2 == 0 { &at_ahead } else { &at_behind };
        said.push(from.send(&chat, &format!("turn {n}")).await.expect(201)["seq"].as_i64().unwrap());
    }
    assert!(said.is_sorted(), "{said:?}");
    assert_eq!(at_behind.history(&chat).await, at_ahead.history(&chat).await);
    // A session that ends at one ends at the other at once.
    let again = TestUser::login(&cluster.nodes[1].url, "leo").await;
    again.delete(&format!("/me/sessions/{}", leo.session)).await.expect(204);
    for mut socket in sockets {
        assert_eq!(timeout(AT_ONCE, socket.closed()).await.expect("closed at once").code, 4410);
    }
    cluster.at(0, &leo).get("/me").await.refused(401, "session_revoked");
    cluster.stop().await;
}

/// To the second; both clocks stand still meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_of_a_node_that_is_more_than_a_minute_ahead_are_refused() {
    let apart = promised_time("The clocks of nodes", "must agree to ");
    let (behind, ahead) = (moved_clock(), moved_clock());
    ahead.advance(apart);
    let (cluster, _, leo) = two(&[Clock::Moved(behind.clone()), Clock::Moved(ahead.clone())]).await;
    cluster.at(0, &leo).get("/me").await.expect(200);
    assert!(opens(&cluster, 0, &ticket(&leo).await).await);
    ahead.advance(Duration::from_secs(1));
    let leo = TestUser::login(&cluster.nodes[1].url, "leo").await;
    cluster.at(0, &leo).get("/me").await.refused(401, "token_invalid");
    assert!(!opens(&cluster, 0, &ticket(&leo).await).await);
    // Clients take others, where they are refused; those are good at both.
    let renewed = cluster.at(0, &leo).refreshed().await;
    for node in [0, 1] {
        cluster.at(node, &renewed).get("/me").await.expect(200);
    }
    // When the second has gone by at the other node as well, so is what was refused.
    behind.advance(Duration::from_secs(1));
    let again = TestUser::login(&cluster.nodes[1].url, "leo").await;
    cluster.at(0, &again).get("/me").await.expect(200);
    cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_more_than_a_minute_apart_find_everything_in_the_database() {
    let apart = promised_time("The clocks of nodes", "must agree to ") + Duration::from_secs(20);
    let (cluster, ana, leo) = two(&[Clock::System, ahead(apart)]).await;
    cluster.at(0, &leo).get("/me").await.refused(401, "token_invalid");
    let leo = cluster.at(0, &leo).refreshed().await;
    let chat = ana.direct(&leo).await;
    let mut sockets = [cluster.socket(0, &leo).await, cluster.socket(1, &leo).await];
    for n in 0..6 {
        let text = format!("found {n}");
        cluster.at(n % 2, &ana).send(&chat, &text).await.expect(201);
        for socket in &mut sockets {
            hears(socket, &text).await;
        }
    }
    let histories = (cluster.at(0, &ana).history(&chat).await, cluster.at(1, &ana).history(&chat).await);
    assert_eq!(histories.0, histories.1);
    cluster.stop().await;
}

async fn hears(socket: &mut TestSocket, text: &str) {
    let told = timeout(SOON, socket.until(|frame| tells(frame, text))).await;
    assert!(told.is_ok(), "{text} was not told");
}
