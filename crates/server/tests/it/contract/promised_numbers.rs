//! Numbers that the documentation promises for faults are read from it: a number is changed in the page and in the
//! code together, and a new one is listed here with what holds it.

mod table;

use crate::both;
use crate::operators::admin::{promoted, with_factor};
use crate::operators::keys::Operator;
use crate::support::TestUser;
use crate::support::cluster::{Cluster, redis_url};
use crate::support::database::{fresh_postgres, postgres_url};
use app::Clock;
use domain::time::CLOCKS_APART;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use table::Held::{By, In};
use table::{OPERATIONS, PROMISES, SECTIONS};
use tokio::time::{sleep, timeout};

/// For what a busy machine adds to a promised time.
const SLACK: Duration = Duration::from_millis(1_500);

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn page(page: &str) -> String {
    std::fs::read_to_string(workspace().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
}

/// Where the number after these words stands in a page, by its first byte.
fn place(text: &str, line: &str, before: &str) -> usize {
    let begins =
        text.lines().find(|one| one.starts_with(line)).unwrap_or_else(|| panic!("no line begins {line}"));
    let at = begins.find(before).unwrap_or_else(|| panic!("`{before}` is not in: {begins}"));
    text.find(begins).unwrap_or_default() + at + before.len()
}

fn number(text: &str) -> (u64, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    (digits.parse().unwrap_or_else(|_| panic!("no number: {}", &text[..text.len().min(40)])), rest)
}

/// Milliseconds or bytes in one of this unit.
fn unit(rest: &str) -> Option<u64> {
    let units = [("ms", 1), ("second", 1_000), ("minute", 60_000), ("KiB", 1 << 10), ("MiB", 1 << 20)];
    units.into_iter().find(|(name, _)| rest.trim_start().starts_with(name)).map(|(_, worth)| worth)
}

/// The time that docs/operations.md promises after these words, in the line that begins so.
pub fn promised_time(line: &str, before: &str) -> Duration {
    let text = page(OPERATIONS);
    let (number, rest) = number(&text[place(&text, line, before)..]);
    // "within 5 seconds, and back within 2" has its unit once.
    Duration::from_millis(number * unit(rest).unwrap_or(1_000))
}

/// A number of the code, in milliseconds or bytes: a product where it is written as one.
fn in_code(file: &str, before: &str) -> u64 {
    let text = std::fs::read_to_string(workspace().join("crates").join(file)).unwrap();
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("`{before}` is not in {file}"));
    let end = rest.find([')', ';']).unwrap();
    let factors = rest[..end].split('*').map(|factor| factor.trim().replace('_', ""));
    let product: u64 = factors.map(|factor| factor.parse::<u64>().unwrap()).product();
    let is_bytes = before.contains("usize");
    product * if is_bytes || before.contains("from_millis") { 1 } else { 1_000 }
}

#[test]
fn numbers_of_the_pages_are_those_of_the_code() {
    for (of, line, before, held) in PROMISES {
        let text = page(of);
        let (said, rest) = number(&text[place(&text, line, before)..]);
        let said = said * unit(rest).unwrap_or(1_000);
        match held {
            In(file, code) => assert_eq!(said, in_code(file, code), "{of}: {before}; {file}: {code}"),
            By(file, test) => {
                let source = page(&format!("crates/server/tests/it/{file}.rs"));
                assert!(source.contains(&format!("async fn {test}(")), "{file} has no test {test}");
                assert!(source.contains(&format!("\"{before}\"")), "{file} does not read `{before}`");
            }
        }
    }
    assert_eq!(promised_time("The clocks of nodes", "must agree to "), CLOCKS_APART);
}

#[test]
fn every_number_that_is_promised_for_faults_is_held_by_something() {
    let mut known = BTreeSet::new();
    for (of, line, before, _) in PROMISES {
        known.insert((*of, place(&page(of), line, before)));
    }
    let mut found = 0;
    for (of, from, to) in SECTIONS {
        let text = page(of);
        let start = text.find(from).unwrap_or_else(|| panic!("{of} has no {from}"));
        let length = if to.is_empty() { text[start..].len() } else { text[start..].find(to).unwrap() };
        for (at, _) in text[start..start + length].match_indices(|letter: char| letter.is_ascii_digit()) {
            let at = start + at;
            let is_first =
                !text[..at].ends_with(|letter: char| letter.is_alphanumeric() || ".-_".contains(letter));
            if is_first && unit(number(&text[at..]).1.trim_start_matches('-')).is_some() {
                let shown: String =
                    text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
                assert!(
                    known.contains(&(of, at)),
                    "{of} promises a number that nothing here holds: {shown}..."
                );
                found += 1;
            }
        }
    }
    assert!(found > 15, "the pages are read: {found}");
}

both! {
    async fn after_a_kill_keys_change_when_the_promised_time_is_over(backend) {
        let promised = promised_time("All of it with every node", "for up to ");
        let operator = Operator::new(backend).await;
        let serving = operator.serve().await;
        TestUser::register(&serving.url, "ana").await;
        serving.kill().await;
        let began = Instant::now();
        operator.run(&["keys", "rotate-kek"]).await.refused(&["a node serves this database"]);
        let free = async {
            loop {
                let said = operator.run(&["keys", "rotate-kek"]).await;
                if said.code == Some(0) {
                    return;
                }
                said.refused(&["a node serves this database"]);
                sleep(Duration::from_millis(300)).await;
            }
        };
        timeout(promised + SLACK, free).await.expect("a dead node is forgotten in time");
        println!("after a kill on {backend:?} keys were changed {:?} later", began.elapsed());
        let serving = operator.serve().await;
        TestUser::login(&serving.url, "ana").await;
        serving.stop().await.well();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_chosen_at_one_node_is_followed_by_the_others_in_the_promised_time() {
    let promised = promised_time("Shared as well", "every node within ");
    let database_url = fresh_postgres(&postgres_url()).await;
    let cluster = Cluster::over(&vec![(database_url.clone(), redis_url()); 2], &[]).await;
    let chief = cluster.user("chief").await;
    promoted(crate::support::Backend::Postgres, &database_url, "chief").await;
    let chief = with_factor(chief, &Clock::System).await;
    for name in ["First", "Second", "Third"] {
        chief.patch("/admin/instance", json!({"name": name})).await.expect(200);
        let began = Instant::now();
        let followed = async {
            loop {
                let answer = reqwest::get(format!("{}/api/v1/instance", cluster.nodes[1].url)).await.unwrap();
                let instance: Value = answer.json().await.unwrap();
                if instance["name"] == name {
                    return;
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(promised + SLACK, followed).await.expect("followed in time");
        println!("what was chosen at one node was in force at the other after {:?}", began.elapsed());
    }
    cluster.stop().await;
}
