//! How people come into groups and are kept out of them: exploring, invites, asking to be let in, bans; a group's
//! pace, its picture, and the room everyone is in.

use crate::both;
use crate::people::avatars::{show, two_colours, written};
use crate::support::server::moved_clock;
use crate::support::user::answer;
use crate::support::{TestServer, TestUser};
use image::ImageFormat;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

async fn public(user: &TestUser, title: &str, handle: &str, languages: &[&str]) -> String {
    let group = json!({"title": title, "handle": handle, "visibility": "public", "languages": languages});
    user.post("/chats", group).await.expect(201)["id"].as_str().unwrap().to_owned()
}

async fn explored(user: &TestUser, query: &str) -> Vec<String> {
    let page = user.get(&format!("/chats/explore{query}")).await.expect(200);
    page["items"].as_array().unwrap().iter().map(|one| one["handle"].as_str().unwrap().to_owned()).collect()
}

async fn invite(user: &TestUser, chat: &str, body: Value) -> (String, String) {
    let made = user.post(&format!("/chats/{chat}/invites"), body).await.expect(201);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&made["code"]), text(&made["invite"]["id"]))
}

// features.md 50, 51 and 52
both! {
    async fn public_groups_are_found_by_name_and_language_and_private_ones_never(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let spanish = public(&ana, "Café español", "spanish", &["es", "en"]).await;
        public(&ana, "Deutsch 100%", "german", &["de"]).await;
        let hidden = ana.post("/chats", json!({"title": "Café privado"})).await.expect(201)["id"].as_str().unwrap().to_owned();
        assert_eq!(explored(&leo, "").await.len(), 2);
        for (query, found) in [
            ("?q=cafe", vec!["spanish"]),
            ("?q=SPAN", vec!["spanish"]),
            ("?q=german", vec!["german"]),
            ("?q=%25", vec!["german"]),
            ("?q=_", vec![]),
            ("?language=es", vec!["spanish"]),
            ("?language=de&q=cafe", vec![]),
        ] {
            assert_eq!(explored(&leo, query).await, found, "{query}");
        }
        leo.get("/chats/explore?language=xx").await.refused(422, "validation_failed");
        let first = leo.get("/chats/explore?limit=1").await.expect(200);
        let rest = leo.get(&format!("/chats/explore?limit=1&cursor={}", first["next"].as_str().unwrap())).await.expect(200);
        assert_ne!(first["items"][0]["id"], rest["items"][0]["id"]);
        assert_eq!(rest["next"], Value::Null);

        leo.post(&format!("/chats/{hidden}/join"), json!({})).await.refused(404, "not_found");
        let direct = ana.direct(&server.user("eve").await).await;
        leo.post(&format!("/chats/{direct}/join"), json!({})).await.refused(404, "not_found");
        for _ in 0..2 {
            leo.post(&format!("/chats/{spanish}/join"), json!({})).await.expect(200);
        }
        assert_eq!(explored(&leo, "").await, ["german"]);
        // The switch works at once, both ways.
        ana.patch(&format!("/chats/{hidden}"), json!({"visibility": "public", "handle": "cafe"})).await.expect(200);
        assert_eq!(explored(&leo, "?q=privado").await, ["cafe"]);
        ana.patch(&format!("/chats/{hidden}"), json!({"visibility": "private"})).await.expect(200);
        assert_eq!(explored(&leo, "?q=privado").await, Vec::<String>::new());
        let edited = ana.patch(&format!("/chats/{spanish}"), json!({"languages": ["fr"]})).await.expect(200);
        assert_eq!((&edited["languages"], explored(&server.user("mia").await, "?language=fr").await.len()), (&json!(["fr"]), 1));
    }
}

// features.md 53
both! {
    async fn an_invite_ends_with_its_uses_its_time_its_issuer_and_its_revocation(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).set("ACCESS_TOKEN_LIFETIME", "1h").start().await;
        let (ana, bea, leo, mia, eva) = tokio::join!(server.user("ana"), server.user("bea"), server.user("leo"), server.user("mia"), server.user("eva"));
        let chat = ana.group(&[&bea]).await;
        let path = format!("/chats/{chat}");
        bea.post(&format!("{path}/invites"), json!({})).await.refused(403, "forbidden");
        ana.patch(&format!("{path}/members/{}", bea.id), json!({"role": "admin"})).await.expect(204);
        let (once, _) = invite(&bea, &chat, json!({"uses": 1, "title": "for Leo"})).await;
        let shown = leo.get(&format!("/invites/{once}")).await.expect(200);
        assert_eq!((&shown["chat"]["title"], &shown["joined"], &shown["approval"]), (&json!("Group"), &json!(false), &json!(false)));
        let mut at_ana = ana.socket().await;
        let entered = leo.post(&format!("/invites/{once}/accept"), json!({})).await.expect(200);
        assert_eq!(entered["chat"]["id"], chat.as_str());
        assert_eq!(at_ana.frame_of("message").await["message"]["service"]["event"], "joined");
        // Used up, but not for members.
        mia.post(&format!("/invites/{once}/accept"), json!({})).await.refused(404, "not_found");
        let list = ana.get(&format!("{path}/invites")).await.expect(200);
        assert_eq!((&list["items"][0]["title"], &list["items"][0]["used"], &list["items"][0]["uses_left"]), (&json!("for Leo"), &json!(1), &json!(0)));
        // Those who look after the group see the link again; the others have no list.
        assert_eq!(list["items"][0]["code"], once.as_str());
        leo.get(&format!("{path}/invites")).await.refused(403, "forbidden");

        let end = (app::Clock::Moved(clock.clone()).now().plus(Duration::from_secs(60))).to_string();
        let (short, _) = invite(&bea, &chat, json!({"expires_at": end})).await;
        mia.get(&format!("/invites/{short}")).await.expect(200);
        clock.advance(Duration::from_secs(61));
        mia.get(&format!("/invites/{short}")).await.refused(404, "not_found");
        mia.post(&format!("/invites/{short}/accept"), json!({})).await.refused(404, "not_found");

        let (taken_back, id) = invite(&bea, &chat, json!({})).await;
        bea.delete(&format!("{path}/invites/{id}")).await.expect(204);
        mia.post(&format!("/invites/{taken_back}/accept"), json!({})).await.refused(404, "not_found");
        bea.delete(&format!("{path}/invites/{id}")).await.refused(404, "not_found");

        // It is worth what its issuer is worth, now.
        let (open, _) = invite(&bea, &chat, json!({})).await;
        ana.patch(&format!("{path}/members/{}", bea.id), json!({"role": "member"})).await.expect(204);
        mia.post(&format!("/invites/{open}/accept"), json!({})).await.refused(404, "not_found");
        ana.patch(&format!("{path}/members/{}", bea.id), json!({"role": "admin"})).await.expect(204);
        mia.post(&format!("/invites/{open}/accept"), json!({})).await.expect(200);
        ana.delete(&format!("{path}/members/{}", bea.id)).await.expect(204);
        eva.post(&format!("/invites/{open}/accept"), json!({})).await.refused(404, "not_found");
        for wrong in ["x", "pci_x", &open.replace("pci_", "pin_")] {
            eva.get(&format!("/invites/{wrong}")).await.refused(404, "not_found");
        }
    }
}

both! {
    async fn a_person_who_needs_approval_waits_and_is_admitted_or_not(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, mia) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        let chat = ana.group(&[]).await;
        let path = format!("/chats/{chat}");
        let (code, _) = invite(&ana, &chat, json!({"approval": true, "uses": 5})).await;
        let rev = ana.get(&path).await.expect(200)["rev"].clone();
        for user in [&leo, &mia] {
            for _ in 0..2 {
                let asked = user.post(&format!("/invites/{code}/accept"), json!({})).await.expect(200);
                assert_eq!(asked, json!({"requested": true}));
            }
            assert_eq!(user.get(&format!("/invites/{code}")).await.expect(200)["requested"], true);
            user.get(&path).await.refused(404, "not_found");
        }
        assert_eq!(ana.get(&path).await.expect(200)["rev"], rev, "the group has not changed");
        let waiting = ana.get(&format!("{path}/join-requests")).await.expect(200);
        assert_eq!(waiting["items"].as_array().unwrap().len(), 2);
        let notifications = ana.get("/notifications").await.expect(200);
        assert_eq!((notifications["items"].as_array().unwrap().len(), &notifications["items"][0]["kind"]), (2, &json!("join_request")));
        assert_eq!(notifications["items"][0]["chat_id"], chat.as_str());
        let mut at_leo = leo.socket().await;
        ana.post(&format!("{path}/join-requests/{}/accept", leo.id), json!({})).await.expect(204);
        assert_eq!(at_leo.frame_of("message").await["message"]["service"]["event"], "added");
        ana.post(&format!("{path}/join-requests/{}/decline", mia.id), json!({})).await.expect(204);
        mia.get(&path).await.refused(404, "not_found");
        assert_eq!(mia.get("/notifications").await.expect(200)["items"], json!([]), "the other person does not learn it");
        assert_eq!(ana.get("/notifications").await.expect(200)["items"], json!([]));
        ana.post(&format!("{path}/join-requests/{}/accept", mia.id), json!({})).await.refused(404, "not_found");
        assert_eq!(ana.get(&format!("{path}/invites")).await.expect(200)["items"][0]["used"], 1);
    }
}

// features.md 58 and 59
both! {
    async fn a_banned_person_does_not_come_back_by_any_way(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        let chat = public(&ana, "Open", "open_room", &[]).await;
        let path = format!("/chats/{chat}");
        for user in [&leo, &eve] {
            user.post(&format!("{path}/join"), json!({})).await.expect(200);
        }
        let (code, _) = invite(&ana, &chat, json!({})).await;
        let (mut at_eve, mut at_leo) = (eve.socket().await, leo.socket().await);
        ana.post(&format!("{path}/members/{}/ban", eve.id), json!({})).await.expect(204);
        let out = at_eve.until(|frame| frame["type"] == "chat").await;
        assert_eq!((&out["removed"], &out["chat_id"]), (&json!(true), &json!(chat)));
        let told = at_leo.frame_of("message").await;
        assert_eq!((&told["message"]["service"]["event"], &told["members"][0]["state"]), (&json!("banned"), &json!("banned")));

        eve.post(&format!("{path}/join"), json!({})).await.refused(403, "forbidden");
        eve.get(&format!("/invites/{code}")).await.refused(404, "not_found");
        eve.post(&format!("/invites/{code}/accept"), json!({})).await.refused(404, "not_found");
        assert_eq!(explored(&eve, "").await, Vec::<String>::new());
        let added = ana.post(&format!("{path}/members"), json!({"user_ids": [eve.id]})).await;
        added.refused(422, "validation_failed");
        assert_eq!(added.body["errors"][0]["code"], "banned");
        eve.get(&format!("{path}/messages")).await.refused(404, "not_found");
        let bans = ana.get(&format!("{path}/bans")).await.expect(200);
        assert_eq!(bans["items"][0]["user"]["username"], "eve");
        // Again changes nothing; a person who was never there is banned as well.
        let rev = ana.get(&path).await.expect(200)["rev"].clone();
        ana.post(&format!("{path}/members/{}/ban", eve.id), json!({})).await.expect(204);
        assert_eq!(ana.get(&path).await.expect(200)["rev"], rev);
        let mia = server.user("mia").await;
        ana.post(&format!("{path}/members/{}/ban", mia.id), json!({})).await.expect(204);
        mia.post(&format!("{path}/join"), json!({})).await.refused(403, "forbidden");
        assert_eq!(ana.get(&path).await.expect(200)["member_count"], 2);

        let before = ana.get(&path).await.expect(200)["rev"].as_i64().unwrap();
        ana.delete(&format!("{path}/bans/{}", eve.id)).await.expect(204);
        let told = at_leo.frame_of("member").await;
        assert_eq!((&told["rev"], &told["members"][0]["state"]), (&json!(before + 1), &json!("removed")));
        let changes = leo.get(&format!("{path}/changes?after={before}")).await.expect(200);
        assert_eq!((&changes["members"], &changes["rev"]), (&told["members"], &json!(before + 1)));
        ana.delete(&format!("{path}/bans/{}", eve.id)).await.refused(404, "not_found");
        eve.post(&format!("{path}/join"), json!({})).await.expect(200);
    }
}

both! {
    async fn a_slow_group_makes_members_wait_and_those_who_look_after_it_not(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let (ana, leo, mia) = tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"));
        let chat = ana.group(&[&leo, &mia]).await;
        leo.patch(&format!("/chats/{chat}"), json!({"slow_mode": 30})).await.refused(403, "forbidden");
        ana.patch(&format!("/chats/{chat}"), json!({"slow_mode": 3601})).await.refused(422, "validation_failed");
        let slow = ana.patch(&format!("/chats/{chat}"), json!({"slow_mode": 30})).await.expect(200);
        assert_eq!(slow["slow_mode"], 30);
        leo.send(&chat, "one").await.expect(201);
        let refused = leo.send(&chat, "two").await;
        refused.refused(429, "rate_limited");
        assert_eq!(refused.headers["retry-after"], "30");
        mia.send(&chat, "each waits alone").await.expect(201);
        for text in ["a", "b"] {
            ana.send(&chat, text).await.expect(201);
        }
        clock.advance(Duration::from_secs(30));
        leo.send(&chat, "two").await.expect(201);
        ana.patch(&format!("/chats/{chat}"), json!({"slow_mode": 0})).await.expect(200);
        leo.send(&chat, "three").await.expect(201);
        let seqs: Vec<_> = leo.history(&chat).await.iter().map(|one| one["seq"].as_i64().unwrap()).collect();
        assert_eq!(seqs, (1..=7).collect::<Vec<_>>(), "what was refused took no number");
    }
}

// features.md 54
both! {
    async fn everybody_is_in_the_default_room_from_the_first_second(backend) {
        let mut server = TestServer::with(backend).set("DEFAULT_ROOM", "lobby").start().await;
        let ana = server.user("ana").await;
        assert_eq!(ana.get("/chats").await.expect(200)["items"], json!([]), "there is no such room yet");
        let lobby = public(&ana, "Lobby", "lobby", &[]).await;
        let leo = server.user("leo").await;
        let chats = leo.get("/chats").await.expect(200);
        assert_eq!((&chats["items"][0]["id"], &chats["items"][0]["member_count"]), (&json!(lobby), &json!(2)));
        leo.send(&lobby, "hello everybody").await.expect(201);
        server.stop().await;
    }
}

// features.md 60
both! {
    async fn a_group_has_a_picture_its_members_see(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        let chat = ana.group(&[&leo]).await;
        let path = format!("/chats/{chat}/avatar");
        let picture = || written(&two_colours(400, 300), ImageFormat::Png);
        let put = async |user: &TestUser| {
            answer(user.request(Method::PUT, &path).header("content-type", "image/png").body(picture())).await
        };
        let mut at_leo = leo.socket().await;
        put(&leo).await.refused(403, "forbidden");
        put(&eve).await.refused(404, "not_found");
        let set = put(&ana).await.expect(200);
        assert!(set["avatar_id"].is_string() && set["avatar"]["small"].is_string(), "{set}");
        let told = at_leo.frame_of("chat").await;
        assert_eq!(told["chat"]["avatar_id"], set["avatar_id"]);
        let seen = leo.get(&format!("/chats/{chat}")).await.expect(200);
        assert_eq!(show(&leo, &seen["avatar"]["large"]).await.status(), 200);
        // The link is the reader's own, and expires with their membership.
        ana.delete(&format!("/chats/{chat}/members/{}", leo.id)).await.expect(204);
        assert_eq!(show(&leo, &seen["avatar"]["large"]).await.status(), 404);
        let former = ana.get(&format!("/chats/{chat}")).await.expect(200);
        let another = put(&ana).await.expect(200);
        assert_ne!(another["avatar_id"], former["avatar_id"]);
        assert_eq!(show(&ana, &former["avatar"]["small"]).await.status(), 404);
        ana.delete(&path).await.expect(204);
        assert_eq!(ana.get(&format!("/chats/{chat}")).await.expect(200)["avatar_id"], Value::Null);
        assert_eq!(show(&ana, &another["avatar"]["small"]).await.status(), 404);
    }
}
