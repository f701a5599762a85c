//! Every operation on chats and messages is tried by every kind of caller. One table says who may do what, tried
//! through the server.

use crate::both;
use crate::operators::admin::bare;
use crate::support::engine::Libre;
use crate::support::user::{answer, client_id};
use crate::support::{Backend, TestServer, TestUser};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a member, an admin and the owner are answered. `{tom}` is another member, `{ben}` another admin, `{own}` a
/// message of the caller and `{seq}` one of Tom's.
const GROUP: &[(&str, &str, [u16; 3])] = &[
    ("GET", "", [200, 200, 200]),
    ("PATCH", "", [403, 200, 200]),
    ("DELETE", "", [403, 403, 204]),
    ("PUT", "/avatar", [403, 415, 415]),
    ("DELETE", "/avatar", [403, 204, 204]),
    ("PATCH", "/me", [200, 200, 200]),
    ("POST", "/join", [200, 200, 200]),
    ("POST", "/leave", [204, 204, 409]),
    ("POST", "/accept", [404, 404, 404]),
    ("POST", "/decline", [404, 404, 404]),
    ("GET", "/members", [200, 200, 200]),
    ("POST", "/members", [403, 200, 200]),
    ("PATCH", "/members/{tom}", [403, 403, 204]),
    ("DELETE", "/members/{tom}", [403, 204, 204]),
    ("DELETE", "/members/{ben}", [403, 403, 204]),
    ("POST", "/members/{tom}/ban", [403, 204, 204]),
    ("POST", "/members/{ben}/ban", [403, 403, 204]),
    ("GET", "/bans", [403, 200, 200]),
    ("DELETE", "/bans/{banned}", [403, 204, 204]),
    ("GET", "/invites", [403, 200, 200]),
    ("POST", "/invites", [403, 201, 201]),
    ("DELETE", "/invites/{invite}", [403, 204, 204]),
    ("GET", "/join-requests", [403, 200, 200]),
    ("POST", "/join-requests/{waiting}/accept", [403, 204, 204]),
    ("POST", "/join-requests/{waiting}/decline", [403, 204, 204]),
    ("GET", "/messages", [200, 200, 200]),
    ("POST", "/messages", [201, 201, 201]),
    ("GET", "/messages/{seq}", [200, 200, 200]),
    ("PATCH", "/messages/{seq}", [403, 403, 403]),
    ("PATCH", "/messages/{own}", [200, 200, 200]),
    ("DELETE", "/messages/{seq}", [403, 200, 200]),
    ("DELETE", "/messages/{own}", [200, 200, 200]),
    ("DELETE", "/messages/{seq}?for=me", [200, 200, 200]),
    ("GET", "/messages/{seq}/revisions", [200, 200, 200]),
    ("POST", "/messages/{seq}/translation", [200, 200, 200]),
    ("GET", "/messages/{seq}/receipts", [200, 200, 200]),
    ("PUT", "/messages/{seq}/reactions/%E2%98%95", [200, 200, 200]),
    ("DELETE", "/messages/{seq}/reactions/%E2%98%95", [200, 200, 200]),
    ("GET", "/messages/{seq}/reactions/%E2%98%95", [200, 200, 200]),
    ("PUT", "/seen-reactions", [204, 204, 204]),
    ("PUT", "/messages/{seq}/star", [204, 204, 204]),
    ("DELETE", "/messages/{seq}/star", [204, 204, 204]),
    ("PUT", "/messages/{seq}/pin", [403, 204, 204]),
    ("DELETE", "/messages/{seq}/pin", [403, 204, 204]),
    ("POST", "/messages/{seq}/forward", [200, 200, 200]),
    ("GET", "/pins", [200, 200, 200]),
    ("GET", "/search?q=word", [200, 200, 200]),
    ("GET", "/changes?after=0", [200, 200, 200]),
    ("PUT", "/read", [200, 200, 200]),
];

/// What is otherwise in a chat of two, for either of them.
const DIRECT: &[(&str, &str, u16)] = &[
    ("PATCH", "", 403),
    ("DELETE", "", 403),
    ("DELETE", "/avatar", 403),
    ("POST", "/leave", 403),
    ("POST", "/members", 403),
    ("DELETE", "/members/{tom}", 403),
    ("POST", "/members/{tom}/ban", 403),
    ("GET", "/bans", 403),
    ("GET", "/invites", 403),
    ("POST", "/invites", 403),
    ("GET", "/join-requests", 403),
    ("DELETE", "/messages/{seq}", 403),
    ("PUT", "/messages/{seq}/pin", 204),
];

struct People {
    owner: TestUser,
    admin: TestUser,
    member: TestUser,
    former: TestUser,
    outsider: TestUser,
    instance_admin: TestUser,
    tom: TestUser,
    ben: TestUser,
    banned: TestUser,
    waiting: TestUser,
}

async fn people(server: &TestServer, backend: Backend) -> People {
    let user = async |name: &str| server.user(name).await;
    People {
        owner: user("owner_a").await,
        admin: user("steward_a").await,
        member: user("member_a").await,
        former: user("former_a").await,
        outsider: user("outsider").await,
        instance_admin: bare(server, backend, "chief").await,
        tom: user("tom").await,
        ben: user("ben").await,
        banned: user("banned_a").await,
        waiting: user("waiting_a").await,
    }
}

/// A group in which everyone has the role they are named after, and the operation's path in it.
async fn scene(people: &People, path: &str, who: Option<&TestUser>) -> String {
    let People { owner, admin, member, former, tom, ben, banned, waiting, .. } = people;
    let chat = owner.group(&[admin, member, former, tom, ben]).await;
    let base = format!("/chats/{chat}");
    for admin in [admin, ben] {
        owner.patch(&format!("{base}/members/{}", admin.id), json!({"role": "admin"})).await.expect(204);
    }
    owner.delete(&format!("{base}/members/{}", former.id)).await.expect(204);
    let seq = tom.send(&chat, "Tom's words").await.expect(201)["seq"].to_string();
    let mut path = path.replace("{seq}", &seq).replace("{tom}", &tom.id).replace("{ben}", &ben.id);
    if path.contains("{own}") {
        let author = who.unwrap_or(member);
        let own = author.send(&chat, "my own words").await.expect(201)["seq"].to_string();
        path = path.replace("{own}", &own);
    }
    if path.contains("{banned}") {
        owner.post(&format!("{base}/members/{}/ban", banned.id), json!({})).await.expect(204);
        path = path.replace("{banned}", &banned.id);
    }
    if path.contains("{invite}") || path.contains("{waiting}") {
        let made = owner.post(&format!("{base}/invites"), json!({"approval": true})).await.expect(201);
        let code = made["code"].as_str().unwrap();
        waiting.post(&format!("/invites/{code}/accept"), json!({})).await.expect(200);
        path = path
            .replace("{invite}", made["invite"]["id"].as_str().unwrap())
            .replace("{waiting}", &waiting.id);
    }
    format!("{base}{path}")
}

fn body(method: &str, path: &str, people: &People) -> Value {
    let end = path.rsplit('/').next().unwrap_or_default();
    match (method, end) {
        ("POST", "messages") => json!({"client_id": client_id(), "text": "hello"}),
        ("POST", "members") => json!({"user_ids": [people.outsider.id]}),
        ("POST", "translation") => json!({"target": "en"}),
        ("POST", "forward") => json!({"chat_ids": [client_id()], "client_id": client_id()}),
        ("PUT", "read") => json!({"seq": 1}),
        ("PUT", "seen-reactions") => json!({"seqs": [1]}),
        ("PATCH", "me") => json!({"muted_until": "forever"}),
        ("PATCH", _) if path.contains("/members/") => json!({"role": "admin"}),
        ("PATCH", _) if path.contains("/messages/") => json!({"text": "other words"}),
        ("PATCH", _) => json!({"title": "Another"}),
        _ => json!({}),
    }
}

async fn status(user: &TestUser, method: &str, path: &str, people: &People) -> u16 {
    let request = user.request(method.parse::<Method>().unwrap(), path);
    let request = if path.ends_with("/avatar") && method == "PUT" {
        request.header("content-type", "image/png").body("no picture")
    } else {
        request.json(&body(method, path, people))
    };
    answer(request).await.status.as_u16()
}

both! {
    async fn everybody_may_do_what_the_table_says_and_nothing_else(backend) {
        let engine = Libre::start().await.shouting();
        let server = TestServer::with(backend).set("LIMITS_SCALE", "1000000").set("TRANSLATION_URL", &engine);
        let server = server.start().await;
        let people = people(&server, backend).await;
        let anonymous = TestUser { token: String::new(), ..people.outsider.clone() };
        let mut wrong = Vec::new();
        for (method, path, inside) in GROUP {
            let shut = scene(&people, path, None).await;
            for (who, name, expected) in [
                (&anonymous, "anonymous", 401),
                (&people.outsider, "outsider", 404),
                (&people.instance_admin, "instance admin", 404),
                (&people.former, "ex-member", 404),
            ] {
                let status = status(who, method, &shut, &people).await;
                if status != expected {
                    wrong.push(format!("{name}: {method} {path} is {status}, not {expected}"));
                }
            }
            for (who, expected) in [&people.member, &people.admin, &people.owner].into_iter().zip(inside) {
                let open = scene(&people, path, Some(who)).await;
                let status = status(who, method, &open, &people).await;
                if status != *expected {
                    wrong.push(format!("{}: {method} {path} is {status}, not {expected}", who.name));
                }
            }
        }
        let direct = people.owner.direct(&people.tom).await;
        let seq = people.tom.send(&direct, "Tom's words").await.expect(201)["seq"].to_string();
        for (method, path, expected) in DIRECT {
            let path = path.replace("{seq}", &seq).replace("{tom}", &people.tom.id);
            let status = status(&people.owner, method, &format!("/chats/{direct}{path}"), &people).await;
            if status != *expected {
                wrong.push(format!("direct: {method} {path} is {status}, not {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

/// No later operation can be forgotten.
#[test]
fn the_table_names_every_operation_on_chats() {
    let document = serde_json::to_value(api::openapi()).unwrap();
    let shape = |path: &str| {
        let part =
            |part: &str| if part.starts_with('{') || part.starts_with('%') { "*" } else { part }.to_owned();
        path.split('?').next().unwrap_or_default().split('/').map(part).collect::<Vec<_>>().join("/")
    };
    let named: BTreeSet<String> =
        GROUP.iter().map(|(method, path, _)| format!("{method} {}", shape(path))).collect();
    let mut missing = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let Some(rest) = path.split_once("/chats/{chat_id}").map(|(_, rest)| rest) else { continue };
        for method in operations.as_object().unwrap().keys().map(|method| method.to_uppercase()) {
            let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
            if methods.contains(&method.as_str()) && !named.contains(&format!("{method} {}", shape(rest))) {
                missing.push(format!("{method} {rest}"));
            }
        }
    }
    assert!(missing.is_empty(), "add these to the table: {missing:?}");
}
