//! An account is erased, and its data exported before.

use crate::both;
use crate::instance::query_plans::Past;
use crate::support::server::moved_clock;
use crate::support::user::{answer, registration};
use crate::support::{Backend, LIMIT, TestServer, TestUser, http_client};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

const EMAIL: &str = "canary.7f3a@example.org";
const BORN: &str = "1971-02-13";

/// With an address and a birthday no one else has.
async fn canary(server: &TestServer) -> TestUser {
    let mut body = registration("canary");
    body["email"] = json!(EMAIL);
    body["birth_date"] = json!(BORN);
    let http = http_client();
    let request = http.post(format!("{}/api/v1/auth/register", server.url)).json(&body);
    let session = answer(request).await.expect(201);
    assert_eq!((&session["user"]["email"], &session["user"]["birth_date"]), (&json!(EMAIL), &json!(BORN)));
    TestUser::of(&server.url, http, &session)
}

/// Every file of the data folder, as bytes.
fn files(server: &TestServer) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(server.folder()).unwrap() {
        all.extend(std::fs::read(entry.unwrap().path()).unwrap_or_default());
    }
    all
}

fn holds(all: &[u8], part: &[u8]) -> bool {
    !part.is_empty() && all.windows(part.len()).any(|window| window == part)
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

both! {
    async fn an_erased_person_is_gone_and_their_messages_stay_with_their_peers(backend) {
        let mut server = TestServer::with(backend).set("PUBLIC_URL", "http://localhost:8080").start().await;
        let (ana, leo, eve) = (canary(&server).await, server.user("leo").await, server.user("eve").await);
        let direct = ana.direct(&leo).await;
        ana.send(&direct, "remember me").await.expect(201);
        leo.send(&direct, "I will").await.expect(201);
        let (shared, alone) = (ana.group(&[&leo, &eve]).await, ana.group(&[]).await);
        ana.patch(&format!("/chats/{shared}/members/{}", eve.id), json!({"role": "admin"})).await.expect(204);
        ana.send(&alone, "to myself").await.expect(201);
        ana.post("/friend-requests", json!({"user_id": leo.id})).await;
        let waiting = leo.get("/friend-requests?direction=incoming").await.expect(200);
        let request = waiting["items"][0]["id"].as_str().expect("a request").to_owned();
        leo.post(&format!("/friend-requests/{request}/accept"), json!({})).await;
        ana.post("/friend-requests", json!({"user_id": eve.id})).await;
        assert_eq!(leo.get("/friends").await.expect(200)["items"].as_array().unwrap().len(), 1);
        let past = Past::of(backend, &server.database_url);
        let user = past.id(&ana.id);
        let sealed = past.text(&format!("SELECT {} AS text FROM users WHERE id = {user}", past.hex("email_sealed"))).await;
        let key = past.text(&format!("SELECT {} AS text FROM data_keys WHERE owner_id = {user}", past.hex("wrapped"))).await;
        let (mut at_leo, mut own) = (leo.socket().await, ana.socket().await);

        ana.delete("/me").await.expect(204);
        assert_eq!(own.closed().await.code, 4410);
        ana.get("/me").await.refused(401, "session_revoked");
        let left = at_leo.until(|frame| frame["chat_id"] == shared.as_str() && frame["members"].is_array()).await;
        let standing = |user: &TestUser| {
            left["members"].as_array().unwrap().iter().find(|one| one["user_id"] == user.id.as_str()).cloned().unwrap_or_default()
        };
        assert_eq!(standing(&ana)["state"], "left");
        assert_eq!((&standing(&eve)["role"], &standing(&eve)["state"]), (&json!("owner"), &json!("joined")));

        // The peer reads on, and sees a deleted user.
        let texts: Vec<Value> = leo.history(&direct).await.iter().filter(|one| one["kind"] == "text").map(|one| one["text"].clone()).collect();
        assert_eq!(texts, [json!("remember me"), json!("I will")]);
        let chat = leo.get(&format!("/chats/{direct}")).await.expect(200);
        assert_eq!(chat["peer"]["display_name"], "Deleted user");
        assert_eq!(chat["peer"]["native_languages"], json!([]));
        assert!(!chat.to_string().contains("canary"), "{chat}");
        leo.get(&format!("/users/{}", ana.id)).await.refused(404, "not_found");
        let swept = async {
            while past.count(&format!("chats WHERE id = {}", past.id(&alone))).await != "0" {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(LIMIT, swept).await.expect("a chat without members ends");
        // The erased account is no one's friend, and no request to it waits.
        let parted = async {
            while past.count(&format!("friends WHERE active AND (user_id = {user} OR friend_id = {user})")).await != "0" {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(LIMIT, parted).await.expect("friendships end");
        assert_eq!(leo.get("/friends").await.expect(200)["items"], json!([]));
        assert_eq!(eve.get("/friend-requests?direction=incoming").await.expect(200)["items"], json!([]));
        assert_eq!(eve.get("/notifications").await.expect(200)["items"], json!([]));
        // The name is free, and its next owner is another person.
        let other = server.user("canary").await;
        assert_ne!(other.id, ana.id);
        assert_eq!(other.get("/chats").await.expect(200)["items"], json!([]));

        for from in ["user_languages", "second_factors", "identities", "push_subscriptions", "notifications", "name_parts", "blocks"] {
            assert_eq!(past.count(&format!("{from} WHERE user_id = {user}")).await, "0", "{from}");
        }
        assert_eq!(past.count(&format!("data_keys WHERE owner_id = {user}")).await, "0");
        let left = "email_sealed IS NOT NULL OR email_lookup IS NOT NULL OR birth_date_sealed IS NOT NULL \
            OR gender_sealed IS NOT NULL OR password_hash IS NOT NULL OR country IS NOT NULL OR phone_lookup IS NOT NULL";
        assert_eq!(past.count(&format!("users WHERE id = {user} AND ({left})")).await, "0");
        assert_eq!(past.count(&format!("sessions WHERE user_id = {user} AND (user_agent IS NOT NULL OR address_prefix <> '')")).await, "0");
        assert_ne!(past.count(&format!("audit_log WHERE user_id = {user} AND act = 'account_deleted'")).await, "0");
        server.stop().await;
        let all = files(&server);
        for word in [EMAIL, BORN, "canary.7f3a"] {
            assert!(!holds(&all, word.as_bytes()), "{word}");
        }
        if backend == Backend::Sqlite {
            // Not even as ciphertext, nor the key that would open it.
            assert!(!holds(&all, &bytes(&sealed)) && !holds(&all, &bytes(&key)));
        }
    }
}

both! {
    async fn the_end_needs_a_fresh_proof(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        clock.advance(Duration::from_secs(360));
        ana.delete("/me").await.refused(403, "reauth_required");
        ana.post("/me/export", json!({})).await.refused(403, "reauth_required");
        ana.get("/me").await.expect(200);
    }
}

/// The files of an archive, by name.
pub fn unpack(mut tar: &[u8]) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    while tar[0] != 0 {
        let text = |from: usize, to: usize| {
            String::from_utf8(tar[from..to].iter().copied().take_while(|byte| *byte != 0).collect()).unwrap()
        };
        assert_eq!(text(257, 263), "ustar");
        let claimed = u32::from_str_radix(text(148, 154).trim(), 8).unwrap();
        let sum: u32 = tar[..512]
            .iter()
            .enumerate()
            .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) })
            .sum();
        assert_eq!(sum, claimed);
        let size = usize::from_str_radix(&text(124, 135), 8).unwrap();
        files.insert(text(0, 100), String::from_utf8(tar[512..512 + size].to_vec()).unwrap());
        tar = &tar[512 + size.next_multiple_of(512)..];
    }
    assert_eq!(tar, [0; 1024], "two empty blocks end it");
    files
}

pub async fn finished(user: &TestUser) -> Value {
    finished_within(user, LIMIT).await
}

pub async fn finished_within(user: &TestUser, limit: Duration) -> Value {
    let wait = async {
        loop {
            let state = user.get("/me/export").await.expect(200);
            if state["state"] == "ready" {
                return state;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(limit, wait).await.expect("the export is ready in time")
}

both! {
    async fn an_export_holds_what_is_mine_to_read_and_nothing_else(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = (canary(&server).await, server.user("leo").await);
        let chat = ana.direct(&leo).await;
        for n in 0..250 {
            leo.send(&chat, &format!("number {n}")).await.expect(201);
        }
        let group = leo.post("/chats", json!({"title": "G", "history": "since_join"})).await.expect(201);
        let group = group["id"].as_str().unwrap();
        leo.send(group, "before your time").await.expect(201);
        leo.post(&format!("/chats/{group}/members"), json!({"user_ids": [ana.id]})).await.expect(200);
        leo.send(group, "welcome").await.expect(201);
        ana.get("/me/export").await.refused(404, "not_found");
        let begun = ana.post("/me/export", json!({})).await.expect(202);
        assert_eq!(begun["state"], "running");
        let state = finished(&ana).await;
        assert_eq!(state["progress"], 100);

        leo.get("/me/export").await.refused(404, "not_found");
        leo.get("/me/export/download").await.refused(404, "not_found");
        let answer = ana.request(Method::GET, "/me/export/download").send().await.unwrap();
        assert_eq!((answer.status().as_u16(), &answer.headers()["content-type"]), (200, &"application/x-tar".parse().unwrap()));
        let bytes = answer.bytes().await.unwrap();
        assert_eq!(i64::try_from(bytes.len()).unwrap(), state["size"]);
        let files = unpack(&bytes);
        let profile: Value = serde_json::from_str(&files["profile.json"]).unwrap();
        assert_eq!((&profile["email"], &profile["birth_date"]), (&json!(EMAIL), &json!(BORN)));
        let said: Vec<Value> = files
            .iter()
            .filter(|(name, _)| name.starts_with(&format!("chats/{chat}/")))
            .flat_map(|(_, text)| text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()))
            .collect();
        let texts: Vec<_> = said.iter().filter_map(|one| one["text"].as_str()).collect();
        let expected: Vec<String> = (0..250).map(|n| format!("number {n}")).collect();
        assert_eq!(texts, expected);
        let all = files.values().cloned().collect::<String>();
        assert!(all.contains("welcome") && !all.contains("before your time"));
        assert!(files["security-events.ndjson"].contains("export_asked"));
        assert!(files["sessions.json"].contains(&ana.session) && files["chats.ndjson"].contains(group));
        assert!(files.contains_key("notifications.ndjson") && files.contains_key("notification-settings.json"));

        // It lies sealed, and goes with the account.
        let past = Past::of(backend, &server.database_url);
        let part = past.texts(&format!("SELECT {} AS text FROM export_parts", past.hex("bytes_sealed"))).await.concat();
        let shown: String = "number 7".bytes().map(|byte| format!("{byte:02x}")).collect();
        assert!(part.len() > 1000 && !part.to_lowercase().contains(&shown));
        ana.delete("/me").await.expect(204);
        assert_eq!((past.count("exports").await, past.count("export_parts").await), ("0".to_owned(), "0".to_owned()));
    }
}

both! {
    async fn an_export_is_gone_after_a_week(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        ana.post("/me/export", json!({})).await.expect(202);
        let ready = async {
            while ana.get("/me/export").await.expect(200)["state"] != "ready" {
                clock.advance(Duration::from_millis(1_100));
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(LIMIT, ready).await.expect("it is ready");
        clock.advance(Duration::from_secs(6 * 86_400));
        let later = TestUser::login(&server.url, "ana").await;
        later.get("/me/export").await.expect(200);
        clock.advance(Duration::from_secs(86_400 + 1));
        let later = TestUser::login(&server.url, "ana").await;
        later.get("/me/export").await.refused(404, "not_found");
        later.get("/me/export/download").await.refused(404, "not_found");
        let past = Past::of(backend, &server.database_url);
        let swept = async {
            while past.count("export_parts").await != "0" {
                clock.advance(Duration::from_secs(2));
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(LIMIT, swept).await.expect("its parts are removed");
    }
}
