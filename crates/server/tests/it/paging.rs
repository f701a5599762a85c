//! Pages: whatever is asked for in pages is whole at every limit.

use crate::both;
use crate::support::user::answer;
use crate::support::{TestServer, TestUser};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

/// Every page of a list, at one limit: what each item is called, in their order.
async fn pages(user: &TestUser, path: &str, list: &str, limit: u32) -> Vec<String> {
    let (mut found, mut cursor) = (Vec::new(), None::<String>);
    let join = if path.contains('?') { '&' } else { '?' };
    for _ in 0..400 {
        // Within one chat, search goes on before a message.
        let going_on = if path.contains("/search?") { "before" } else { "cursor" };
        let on = cursor.map(|cursor| format!("&{going_on}={cursor}")).unwrap_or_default();
        let page = user.get(&format!("{path}{join}limit={limit}{on}")).await.expect(200);
        let items = page[list].as_array().unwrap_or_else(|| panic!("{path}: {page}"));
        assert!(items.len() <= usize::try_from(limit).unwrap(), "{path} at {limit}: {}", items.len());
        let name = |item: &Value| {
            let id =
                [&item["id"], &item["user"]["id"], &item["chat_id"], &item["message"]["seq"], &item["seq"]];
            id.into_iter().find(|id| !id.is_null()).unwrap_or(item).to_string()
        };
        found.extend(items.iter().map(name));
        let next = &page["next"];
        cursor = next.as_str().map(str::to_owned).or_else(|| next.as_i64().map(|next| next.to_string()));
        if cursor.is_none() {
            return found;
        }
    }
    panic!("{path} at {limit} does not end");
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
        }
        let ids: Vec<&str> = people[3..].iter().map(|one| one.id.as_str()).collect();
        ana.post(&format!("{path}/members"), json!({"user_ids": ids})).await;
        let mut whole = None;
        for limit in 1..=200 {
            let (mut seen, mut after) = (std::collections::BTreeMap::new(), 0);
            for turn in 0.. {
                assert!(turn < 200, "limit {limit} stands still at {after}");
                let page = ana.get(&format!("{path}/changes?after={after}&limit={limit}")).await.expect(200);
                for message in page["messages"].as_array().unwrap() {
                    seen.insert(message["seq"].as_i64().unwrap(), message["text"].clone());
                }
                let rev = page["rev"].as_i64().unwrap();
                if page["more"] != true {
                    break;
                }
                assert!(rev > after, "limit {limit} stands still at {after}");
                after = rev;
            }
            assert_eq!(whole.get_or_insert_with(|| seen.clone()), &seen, "limit {limit}");
            let mut after = 0;
            loop {
                let page = ana.get(&format!("/me/changes?after={after}&limit={limit}")).await.expect(200);
                let my_rev = page["my_rev"].as_i64().unwrap();
                if page["more"] != true {
                    break;
                }
                assert!(my_rev > after, "limit {limit} stands still at {after}");
                after = my_rev;
            }
        }
    }
}

both! {
    async fn every_list_is_whole_at_every_limit(backend) {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "1000000").start().await;
        let people = join_all((0..9).map(async |n| server.user(&format!("person{n}")).await)).await;
        let ana = &people[0];
        let mut chats = Vec::new();
        for peer in &people[1..] {
            chats.push(ana.direct(peer).await);
        }
        let group = ana.group(&people[1..].iter().collect::<Vec<_>>()).await;
        let path = format!("/chats/{group}");
        for n in 0..9 {
            let seq = ana.send(&group, &format!("persimmon {n}")).await.expect(201)["seq"].clone();
            answer(ana.request(Method::PUT, &format!("{path}/messages/{seq}/pin"))).await.expect(204);
            answer(ana.request(Method::PUT, &format!("{path}/messages/{seq}/star"))).await.expect(204);
            people[1].send(&group, &format!("for @person0, number {n}")).await.expect(201);
        }
        let lists = [
            "/chats".to_owned(),
            format!("{path}/members"),
            format!("{path}/pins"),
            "/me/starred".to_owned(),
            format!("{path}/search?q=persimmon"),
            "/notifications".to_owned(),
        ];
        for list in &lists {
            let whole = pages(ana, list, "items", 200).await;
            assert!(!whole.is_empty(), "{list}");
            for limit in (1..=24).chain([50, 99, 100, 101, 199]) {
                assert_eq!(pages(ana, list, "items", limit).await, whole, "{list} at {limit}");
            }
        }
        let history = ana.history(&group).await;
        for limit in 1..=200 {
            let (mut seen, mut after) = (Vec::new(), 0);
            loop {
                let page = ana.get(&format!("{path}/messages?after={after}&limit={limit}")).await.expect(200);
                seen.extend(page["items"].as_array().unwrap().clone());
                let Some(next) = page["next"].as_i64() else { break };
                after = next;
            }
            assert_eq!(seen, history, "history at {limit}");
        }
    }
}
