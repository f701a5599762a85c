//! Friendships are requested, accepted, declined, crossed and ended; every change at every device at once, and found
//! again by clients that were away.

use crate::both;
use crate::instance::query_plans::Past;
use crate::support::{TestServer, TestSocket, TestUser};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::timeout;

/// The promise for whatever concerns two people.
const AT_ONCE: Duration = Duration::from_secs(1);

pub async fn befriend(one: &TestUser, other: &TestUser) {
    let request = one.post("/friend-requests", json!({"user_id": other.id})).await.expect(201);
    let id = request["id"].as_str().unwrap();
    other.post(&format!("/friend-requests/{id}/accept"), json!({})).await.expect(200);
}

pub async fn until_kind(socket: &mut TestSocket, kind: &str) -> Value {
    timeout(AT_ONCE, socket.frame_of(kind)).await.unwrap_or_else(|_| panic!("no {kind} within a second"))
}

pub async fn my_rev(user: &TestUser) -> i64 {
    user.get("/me/changes?after=0").await.expect(200)["my_rev"].as_i64().unwrap()
}

pub async fn since(user: &TestUser, rev: i64) -> Value {
    user.get(&format!("/me/changes?after={rev}")).await.expect(200)
}

pub async fn names(user: &TestUser, path: &str) -> Vec<String> {
    let page = user.get(path).await.expect(200);
    let name = |item: &Value| item["user"]["username"].as_str().unwrap_or("-").to_owned();
    page["items"].as_array().unwrap().iter().map(name).collect()
}

both! {
    async fn a_request_and_its_answer_reach_every_device_at_once(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let mut devices =
            [ana.socket().await, ana.socket().await, leo.socket().await, leo.socket().await];
        let (ana_rev, leo_rev) = (my_rev(&ana).await, my_rev(&leo).await);

        let asked = ana.post("/friend-requests", json!({"username": "LEO"})).await.expect(201);
        assert_eq!((&asked["direction"], &asked["state"]), (&json!("outgoing"), &json!("open")));
        for (at, socket) in devices.iter_mut().enumerate() {
            let event = until_kind(socket, "friend_request").await;
            let (direction, other) = if at < 2 { ("outgoing", "leo") } else { ("incoming", "ana") };
            assert_eq!(event["request"]["direction"], direction);
            assert_eq!(event["request"]["user"]["username"], other);
            assert_eq!(event["request"]["id"], asked["id"]);
        }
        assert_eq!(names(&leo, "/friend-requests?direction=incoming").await, ["ana"]);
        assert_eq!(names(&ana, "/friend-requests?direction=outgoing").await, ["leo"]);
        assert_eq!(ana.get(&format!("/users/{}", leo.id)).await.expect(200)["relation"]["request"], "outgoing");
        assert_eq!(leo.get("/users/by-username/Ana").await.expect(200)["relation"]["request"], "incoming");

        let id = asked["id"].as_str().unwrap();
        let done = leo.post(&format!("/friend-requests/{id}/accept"), json!({})).await.expect(200);
        assert_eq!(done["state"], "accepted");
        for (at, socket) in devices.iter_mut().enumerate() {
            assert_eq!(until_kind(socket, "friend_request").await["request"]["state"], "accepted");
            let event = until_kind(socket, "friend").await;
            let other = if at < 2 { "leo" } else { "ana" };
            assert_eq!((&event["state"], &event["user"]["username"]), (&json!("friend"), &json!(other)));
        }
        assert_eq!(names(&ana, "/friends").await, ["leo"]);
        assert_eq!(names(&leo, "/friends").await, ["ana"]);
        assert!(names(&leo, "/friend-requests").await.is_empty());

        // A client that was away finds the same states.
        for (user, rev, other) in [(&ana, ana_rev, "leo"), (&leo, leo_rev, "ana")] {
            let changes = since(user, rev).await;
            assert_eq!(changes["friends"][0]["user"]["username"], other);
            assert_eq!(changes["friends"][0]["state"], "friend");
            assert_eq!(changes["friend_requests"][0]["request"]["state"], "accepted");
            // Page by page they are the same, and none is lost between two.
            let (mut found, mut after) = (0, rev);
            loop {
                let page = user.get(&format!("/me/changes?after={after}&limit=1")).await.expect(200);
                found += page["friends"].as_array().unwrap().len();
                found += page["friend_requests"].as_array().unwrap().len();
                after = page["my_rev"].as_i64().unwrap();
                if page["more"] == false {
                    break;
                }
            }
            assert_eq!((found, after), (2, changes["my_rev"].as_i64().unwrap()));
        }

        // Doing it again changes nothing.
        let rev = my_rev(&ana).await;
        leo.post(&format!("/friend-requests/{id}/accept"), json!({})).await.expect(200);
        ana.post("/friend-requests", json!({"user_id": leo.id})).await.refused(409, "already_friends");
        assert_eq!(my_rev(&ana).await, rev);

        leo.delete(&format!("/friends/{}", ana.id)).await.expect(204);
        for socket in &mut devices {
            assert_eq!(until_kind(socket, "friend").await["state"], "gone");
        }
        assert_eq!(since(&ana, rev).await["friends"][0]["state"], "gone");
        assert!(names(&ana, "/friends").await.is_empty() && names(&leo, "/friends").await.is_empty());
        leo.delete(&format!("/friends/{}", ana.id)).await.refused(404, "not_found");
    }
}

both! {
    async fn requests_that_cross_end_as_one_friendship(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let mut asking = tokio::task::JoinSet::new();
        for n in 0..20 {
            let (from, to) = if n % 2 == 0 { (&ana, &leo) } else { (&leo, &ana) };
            let (from, to) = (from.clone(), to.id.clone());
            asking.spawn(async move { from.post("/friend-requests", json!({"user_id": to})).await });
        }
        let mut statuses: Vec<u16> = vec![];
        while let Some(answer) = asking.join_next().await {
            statuses.push(answer.unwrap().status.as_u16());
        }
        assert!(statuses.iter().all(|status| [200, 201, 409].contains(status)), "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
        assert_eq!(names(&ana, "/friends").await, ["leo"]);
        assert_eq!(names(&leo, "/friends").await, ["ana"]);
        for user in [&ana, &leo] {
            assert!(names(user, "/friend-requests?direction=incoming").await.is_empty());
            assert!(names(user, "/friend-requests?direction=outgoing").await.is_empty());
        }
        let past = Past::of(backend, &server.database_url);
        assert_eq!(past.count("friends").await, "2");
        assert_eq!(past.count("friend_requests").await, "1");
    }
}

both! {
    async fn declining_is_silent_and_asking_again_reaches_no_one(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, eve) = tokio::join!(server.user("ana"), server.user("leo"), server.user("eve"));
        let ask = json!({"user_id": leo.id});
        let asked = ana.post("/friend-requests", ask.clone()).await.expect(201);
        let again = ana.post("/friend-requests", ask.clone()).await.expect(200);
        assert_eq!(again, asked);
        let path = format!("/friend-requests/{}", asked["id"].as_str().unwrap());
        // No one else can do anything with it, and each of the two only their part.
        for (user, what) in [(&eve, "/accept"), (&eve, "/decline"), (&ana, "/accept"), (&ana, "/decline")] {
            user.post(&format!("{path}{what}"), json!({})).await.refused(404, "not_found");
        }
        for user in [&eve, &leo] {
            user.delete(&path).await.refused(404, "not_found");
        }
        let myself = ana.post("/friend-requests", json!({"user_id": ana.id})).await;
        myself.refused(422, "validation_failed");
        ana.post("/friend-requests", json!({"username": "nobody_here"})).await.refused(404, "not_found");

        let mut at_ana = ana.socket().await;
        let rev = my_rev(&ana).await;
        let declined = leo.post(&format!("{path}/decline"), json!({})).await.expect(200);
        assert_eq!(declined["state"], "declined");
        assert!(names(&leo, "/friend-requests").await.is_empty());
        // For her nothing happened.
        assert_eq!(my_rev(&ana).await, rev);
        assert_eq!(names(&ana, "/friend-requests?direction=outgoing").await, ["leo"]);
        assert_eq!(ana.post("/friend-requests", ask.clone()).await.expect(200), asked);
        ana.delete(&path).await.expect(204);
        let anew = ana.post("/friend-requests", ask.clone()).await.expect(201);
        assert_eq!((&anew["state"], anew["id"] != asked["id"]), (&json!("open"), true));
        assert!(names(&leo, "/friend-requests").await.is_empty());
        at_ana.until(|frame| frame["request"]["id"] == anew["id"]).await;
        // The person may change their mind all the same.
        let crossed = leo.post("/friend-requests", json!({"user_id": ana.id})).await.expect(200);
        assert_eq!(crossed["state"], "accepted");
        assert_eq!(names(&ana, "/friends").await, ["leo"]);
    }
}

both! {
    async fn a_request_taken_back_vanishes_from_the_other_at_once(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let (mut here, mut there) = (leo.socket().await, leo.socket().await);
        let asked = ana.post("/friend-requests", json!({"user_id": leo.id})).await.expect(201);
        let path = format!("/friend-requests/{}", asked["id"].as_str().unwrap());
        ana.delete(&path).await.expect(204);
        ana.delete(&path).await.expect(204);
        for socket in [&mut here, &mut there] {
            assert_eq!(until_kind(socket, "friend_request").await["request"]["state"], "open");
            assert_eq!(until_kind(socket, "friend_request").await["request"]["state"], "cancelled");
        }
        assert!(names(&leo, "/friend-requests").await.is_empty());
        leo.post(&format!("{path}/accept"), json!({})).await.refused(404, "not_found");
        assert_eq!(ana.post("/friend-requests", json!({"user_id": leo.id})).await.status, 201);
    }
}

both! {
    async fn thirty_requests_an_hour_are_enough(backend) {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "1").start().await;
        let ana = server.user("ana").await;
        for n in 0..30 {
            let to = crate::support::user::client_id();
            let answer = ana.post("/friend-requests", json!({"user_id": to})).await;
            assert_eq!(answer.status.as_u16(), 404, "{n}");
        }
        let refused = ana.post("/friend-requests", json!({"contact": "a@example.org"})).await;
        refused.refused(429, "rate_limited");
    }
}
