//! Sockets of an address and people of a group are counted over all nodes.

use crate::support::cluster::{Cluster, direct_redis, redis_url};
use crate::support::{LIMIT, TestSocket};
use std::time::Duration;
use tokio::time::timeout;

/// The Redis of all tests, by a user with the rights that docs/operations.md gives to Parlance, and no others.
async fn as_documented() -> String {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operations.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, rights) = page.split_once("`ACL SETUSER parlance on >password ").expect("the command");
    let (rights, _) = rights.split_once('`').expect("its end");
    let mut command = redis::cmd("ACL");
    command.arg("SETUSER").arg("parlance").arg("reset").arg("on").arg(">password");
    for right in rights.split(' ') {
        command.arg(right);
    }
    let _: () = command.query_async(&mut direct_redis(&redis_url()).await).await.unwrap();
    redis_url().replacen("redis://", "redis://parlance:password@", 1)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn addresses_and_groups_are_counted_over_all_nodes_with_the_documented_rights() {
    let cluster = Cluster::with(2, &as_documented().await, &[("LIMITS_CONNECTIONS_PER_ADDRESS", "3")]).await;
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
