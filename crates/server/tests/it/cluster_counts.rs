//! What is counted is counted over all nodes: sockets of an address, people of a group.

use crate::support::cluster::{Cluster, redis_url};
use crate::support::{LIMIT, TestSocket};
use std::time::Duration;
use tokio::time::timeout;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sockets_of_one_address_and_people_of_a_group_are_counted_over_all_nodes() {
    let cluster = Cluster::with(2, &redis_url(), &[("LIMITS_CONNECTIONS_PER_ADDRESS", "3")]).await;
    let (ana, leo) = tokio::join!(cluster.user("ana"), cluster.user("leo"));
    let group = ana.group(&[&leo]).await;
    let held =
        vec![cluster.socket(0, &ana).await, cluster.socket(0, &ana).await, cluster.socket(1, &leo).await];
    for node in 0..2 {
        let one_more = TestSocket::try_connect(&cluster.at(node, &leo), "").await;
        assert!(one_more.is_err(), "a fourth socket at node {node}");
    }
    // Both nodes count the people of both.
    for node in 0..2 {
        let counted = async {
            while cluster.at(node, &ana).get(&format!("/chats/{group}")).await.expect(200)["online"] != 2 {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        };
        timeout(Duration::from_secs(10), counted).await.expect("two are online");
    }
    drop(held);
    let free = async {
        while TestSocket::try_connect(&cluster.at(1, &leo), "").await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(LIMIT, free).await.expect("places are given back");
    cluster.stop().await;
}
