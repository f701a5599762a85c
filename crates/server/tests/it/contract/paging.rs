//! A list read in pages is complete at every limit.

mod lists;

use crate::both;
use crate::support::user::answer;
use crate::support::{TestServer, TestUser};
use futures_util::future::join_all;
use futures_util::{StreamExt, stream};
use lists::{List, Scene, lists};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Limits that are tried at the same time.
const AT_ONCE: usize = 6;
/// The same of searches, of which one person may have few at a time.
const SEARCHES: usize = 1;
const MOST: u32 = 200;

/// What an item is called, for there is no list in which one thing stands twice.
fn name(item: &Value) -> String {
    let id = [
        &item["id"],
        &item["user"]["id"],
        &item["chat_id"],
        &item["message"]["seq"],
        &item["seq"],
        &item["revision"],
    ];
    let found = id.into_iter().find(|id| !id.is_null()).unwrap_or(item).to_string();
    // A message is one of a chat.
    format!("{found} {}", item["seq"])
}

/// Every page of a list, at one limit: what each item is called, in their order.
async fn pages(user: &TestUser, list: &List<'_>, limit: u32) -> Vec<String> {
    let (mut found, mut cursor) = (Vec::new(), None::<String>);
    let path = &list.path;
    let join = if path.contains('?') { '&' } else { '?' };
    for _ in 0..400 {
        let on = cursor.map_or(list.first.to_owned(), |cursor| format!("&{}={cursor}", list.goes_on));
        let page = user.get(&format!("{path}{join}limit={limit}{on}")).await.expect(200);
        let page = if list.within.is_empty() { &page } else { &page[list.within] };
        let items = page["items"].as_array().unwrap_or_else(|| panic!("{path}: {page}"));
        assert!(items.len() <= usize::try_from(limit).unwrap(), "{path} at {limit}: {}", items.len());
        let names = items.iter().map(name);
        if list.goes_on == "before" && list.next == "prev" {
            // From the newest page backwards, each page in the order of the whole.
            found.splice(0..0, names);
        } else {
            found.extend(names);
        }
        let next = &page[list.next];
        cursor = next.as_str().map(str::to_owned).or_else(|| next.as_i64().map(|next| next.to_string()));
        if cursor.is_none() {
            return found;
        }
    }
    panic!("{path} at {limit} does not end");
}

/// The same, of lists that say how far they came: the newest state of each thing that is told.
async fn states(user: &TestUser, path: &str, rev: &str, limit: u32) -> BTreeMap<String, Value> {
    let (mut seen, mut after) = (BTreeMap::new(), 0);
    for _ in 0..400 {
        let page = user.get(&format!("{path}?after={after}&limit={limit}")).await.expect(200);
        for (key, value) in page.as_object().unwrap() {
            for item in value.as_array().into_iter().flatten() {
                seen.insert(format!("{key} {}", name(item)), item.clone());
            }
        }
        let came = page[rev].as_i64().unwrap_or_else(|| panic!("{path}: {page}"));
        if page["more"] != true {
            seen.insert(rev.to_owned(), json!(came));
            return seen;
        }
        assert!(came > after, "{path} at {limit} stands still at {after}");
        after = came;
    }
    panic!("{path} at {limit} does not end");
}

/// Every operation of the contract that is asked for in pages, and the most it gives of them.
async fn contract(server: &TestServer) -> BTreeMap<String, u32> {
    let answered = reqwest::get(format!("{}/openapi.json", server.url)).await.unwrap();
    let contract: Value = answered.json().await.unwrap();
    let mut found = BTreeMap::new();
    for (path, operations) in contract["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let parameters: Vec<&Value> = parameters.filter(|one| one["in"] == "query").collect();
            let called = |name: &str| parameters.iter().find(|one| one["name"] == name);
            if ["limit", "cursor", "after", "before", "page", "offset"]
                .into_iter()
                .any(|name| called(name).is_some())
            {
                assert_eq!(method, "get", "{path} is paged, and no list");
                let limit = called("limit").unwrap_or_else(|| panic!("{path} has pages without a limit"));
                let most = limit["schema"]["maximum"].as_u64().unwrap();
                found.insert(path.clone(), u32::try_from(most).unwrap());
            }
        }
    }
    found
}

both! {
    async fn every_list_is_whole_at_every_limit(backend) {
        let scene = Scene::new(backend).await;
        let contract = contract(&scene.server).await;
        let lists = lists(&scene);
        let known: BTreeSet<&str> = lists.iter().map(|list| list.operation).collect();
        // Those two say how far they came, and are read by the next test.
        let known: BTreeSet<String> = known.into_iter().chain(["/chats/{chat_id}/changes", "/me/changes"])
            .map(|operation| format!("/api/v1{operation}")).collect();
        let paged: BTreeSet<String> = contract.keys().cloned().collect();
        assert_eq!(known, paged, "a paged list that is not read here, or is no more: see paging/lists.rs");
        for list in &lists {
            let most = contract[&format!("/api/v1{}", list.operation)];
            let whole = pages(list.reader, list, most).await;
            assert!(whole.len() >= list.at_least, "{}: {whole:?}", list.path);
            let once: HashSet<&String> = whole.iter().collect();
            assert_eq!(once.len(), whole.len(), "{}: {whole:?}", list.path);
            let limits = stream::iter(1..=most).map(async |limit| (limit, pages(list.reader, list, limit).await));
            let at_once = if list.operation.ends_with("/search") { SEARCHES } else { AT_ONCE };
            let mut limits = limits.buffer_unordered(at_once);
            while let Some((limit, found)) = limits.next().await {
                assert_eq!(found, whole, "{} at {limit}", list.path);
            }
            let beyond = format!("{}{}limit={}", list.path, if list.path.contains('?') { '&' } else { '?' }, most + 1);
            list.reader.get(&beyond).await.refused(422, "validation_failed");
        }
    }
}

both! {
    async fn changes_are_whole_at_every_limit(backend) {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "1000000").start().await;
        let people = join_all((0..6).map(async |n| server.user(&format!("person{n}")).await)).await;
        let ana = &people[0];
        let chat = ana.group(&people[1..3].iter().collect::<Vec<_>>()).await;
        let path = format!("/chats/{chat}");
        for n in 0..12 {
            let seq = ana.send(&chat, &format!("message {n}")).await.expect(201)["seq"].clone();
            match n % 4 {
                // A pin changes a message and makes one; an edit of the title makes one and changes the settings.
                0 => drop(answer(ana.request(Method::PUT, &format!("{path}/messages/{seq}/pin"))).await.expect(204)),
                1 => drop(ana.patch(&path, json!({"title": format!("Title {n}")})).await.expect(200)),
                2 => drop(ana.patch(&format!("{path}/messages/{seq}"), json!({"text": "changed"})).await.expect(200)),
                _ => drop(ana.patch(&format!("{path}/me"), json!({"draft": format!("draft {n}")})).await.expect(200)),
            }
            answer(ana.request(Method::PUT, &format!("{path}/messages/{seq}/star"))).await.expect(204);
        }
        let ids: Vec<&str> = people[3..].iter().map(|one| one.id.as_str()).collect();
        ana.post(&format!("{path}/members"), json!({"user_ids": ids})).await;
        for other in &people[1..] {
            ana.direct(other).await;
            other.post("/friend-requests", json!({"user_id": ana.id})).await.expect(201);
        }
        answer(ana.request(Method::PUT, &format!("/me/blocks/{}", people[5].id))).await;
        for (path, rev, least) in [(format!("{path}/changes"), "rev", 18), ("/me/changes".to_owned(), "my_rev", 18)] {
            let whole = states(ana, &path, rev, MOST).await;
            assert!(whole.len() >= least, "{path}: {:?}", whole.keys());
            let limits = stream::iter(1..=MOST).map(async |limit| (limit, states(ana, &path, rev, limit).await));
            let mut limits = limits.buffer_unordered(AT_ONCE);
            while let Some((limit, found)) = limits.next().await {
                assert_eq!(found, whole, "{path} at {limit}");
            }
            ana.get(&format!("{path}?after=0&limit={}", MOST + 1)).await.refused(422, "validation_failed");
        }
    }
}
