//! Every list of the contract that comes in pages, and an instance in which each has something in it.

use crate::messages::retention::until;
use crate::operators::admin::admin;
use crate::support::user::answer;
use crate::support::{Backend, TestServer, TestUser};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

/// Things in most lists: more than a few limits, and none of them divides it evenly for long.
const SOME: usize = 11;

pub struct List<'a> {
    /// As the contract calls it.
    pub operation: &'static str,
    pub path: String,
    pub reader: &'a TestUser,
    pub at_least: usize,
    /// Where in the answer the page stands; empty for the answer itself.
    pub within: &'static str,
    /// What the first page is asked for with.
    pub first: &'static str,
    /// The parameter by which it goes on, and the field that says with what.
    pub goes_on: &'static str,
    pub next: &'static str,
}

pub struct Scene {
    pub server: TestServer,
    people: Vec<TestUser>,
    ana: TestUser,
    leo: TestUser,
    mia: TestUser,
    eve: TestUser,
    chief: TestUser,
    /// Everyone's; and one that has banned some, and where others wait.
    hall: String,
    strict: String,
    edited: i64,
}

async fn put(user: &TestUser, path: &str) {
    let answered = answer(user.request(Method::PUT, path)).await;
    assert!(answered.status.is_success(), "{path}: {}", answered.body);
}

impl Scene {
    pub async fn new(backend: Backend) -> Self {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "1000000").start().await;
        let people = join_all((0..SOME).map(async |n| server.user(&format!("person{n}")).await)).await;
        let [ana, leo, mia, eve]: [TestUser; 4] =
            join_all(["ana", "leo", "mia", "eve"].map(async |name| server.user(name).await))
                .await
                .try_into()
                .unwrap_or_else(|_| panic!("four"));
        let chief = admin(&server, backend, "chief").await;
        let all: Vec<&TestUser> = people.iter().chain([&leo]).collect();
        let (hall, strict) = (ana.group(&all).await, ana.group(&[]).await);
        let mut scene = Self { server, people, ana, leo, mia, eve, chief, hall, strict, edited: 0 };
        scene.among_people().await;
        scene.in_groups().await;
        scene.in_the_hall().await;
        scene
    }

    /// Requests, friends, blocks, reports, sign-ins.
    async fn among_people(&self) {
        for person in &self.people {
            person.post("/friend-requests", json!({"user_id": self.ana.id})).await.expect(201);
            self.mia.post("/friend-requests", json!({"user_id": person.id})).await.expect(201);
            crate::people::friends::befriend(person, &self.leo).await;
            put(&self.eve, &format!("/me/blocks/{}", person.id)).await;
            TestUser::login(&self.server.url, "ana").await;
        }
    }

    async fn in_groups(&self) {
        let (ana, strict) = (&self.ana, format!("/chats/{}", self.strict));
        for n in 0..SOME {
            let group =
                json!({"title": format!("Open {n}"), "handle": format!("open_{n}"), "visibility": "public"});
            let chat = ana.post("/chats", group).await.expect(201)["id"].as_str().unwrap().to_owned();
            if n % 2 == 0 {
                ana.patch(&format!("/chats/{chat}/me"), json!({"archived": true})).await.expect(200);
            }
        }
        // Half of them are banned, half of them wait; all of a list in the end.
        let asked = ana.post(&format!("{strict}/invites"), json!({"approval": true})).await.expect(201);
        let code = asked["code"].as_str().unwrap();
        for _ in 1..SOME {
            ana.post(&format!("{strict}/invites"), json!({})).await.expect(201);
        }
        for (n, person) in self.people.iter().enumerate() {
            person.post(&format!("/invites/{code}/accept"), json!({})).await.expect(200);
            if n % 2 == 0 {
                ana.post(&format!("{strict}/members/{}/ban", person.id), json!({})).await.expect(204);
            }
        }
    }

    async fn in_the_hall(&mut self) {
        let (ana, hall) = (&self.ana, format!("/chats/{}", self.hall));
        for n in 0..SOME {
            let seq =
                ana.send(&self.hall, &format!("persimmon {n}")).await.expect(201)["seq"].as_i64().unwrap();
            put(ana, &format!("{hall}/messages/{seq}/pin")).await;
            put(ana, &format!("{hall}/messages/{seq}/star")).await;
            self.people[n].send(&self.hall, &format!("for @ana, number {n}")).await.expect(201);
            let report = json!({"chat_id": self.hall, "seq": seq, "reason": "spam"});
            self.people[n].post("/reports", report).await.expect(201);
            self.edited = seq;
        }
        for n in 0..SOME {
            let text = json!({"text": format!("persimmon, wording {n}")});
            ana.patch(&format!("{hall}/messages/{}", self.edited), text).await.expect(200);
        }
        for person in &self.people {
            person.put(&format!("{hall}/read"), json!({"seq": self.edited})).await.expect(200);
            person.put(&format!("{hall}/messages/{}/reactions/☕", self.edited), json!({})).await.expect(200);
        }
        let told = async || {
            let page = ana.get("/notifications?limit=200").await.expect(200);
            page["items"].as_array().unwrap().iter().filter(|one| one["kind"] == "mention").count() == SOME
        };
        until("telling of mentions", told).await;
        let open: Value = self.chief.get("/admin/reports?limit=5").await.expect(200);
        for report in open["items"].as_array().unwrap() {
            let path = format!("/admin/reports/{}/decide", report["id"].as_str().unwrap());
            self.chief.post(&path, json!({"decision": "dismiss"})).await.expect(200);
        }
    }
}

/// Each of them, as a person reads it who sees something there.
pub fn lists(scene: &Scene) -> Vec<List<'_>> {
    let (hall, strict) = (&scene.hall, &scene.strict);
    let (ana, chief) = (&scene.ana, &scene.chief);
    let of = |operation, path: &str, reader, at_least| List {
        operation,
        path: path.replace("{hall}", hall).replace("{strict}", strict),
        reader,
        at_least,
        within: "",
        first: "",
        goes_on: "cursor",
        next: "next",
    };
    let messages = |goes_on, next, first| List {
        first,
        goes_on,
        next,
        ..of("/chats/{chat_id}/messages", "/chats/{hall}/messages", ana, SOME * 3)
    };
    let revisions = format!("/chats/{{hall}}/messages/{}/revisions", scene.edited);
    let reactors = format!("/chats/{{hall}}/messages/{}/reactions/☕", scene.edited);
    let receipts = format!("/chats/{{hall}}/messages/{}/receipts", scene.edited);
    vec![
        of("/users", "/users?q=person", ana, SOME),
        of("/friends", "/friends", &scene.leo, SOME),
        of("/friend-requests", "/friend-requests", ana, SOME),
        of("/friend-requests", "/friend-requests?direction=outgoing", &scene.mia, SOME),
        of("/me/blocks", "/me/blocks", &scene.eve, SOME),
        of("/chats/explore", "/chats/explore", &scene.mia, SOME),
        of("/chats/explore", "/chats/explore?q=open", &scene.mia, SOME),
        of("/chats", "/chats", ana, SOME + 2),
        of("/chats", "/chats?archived=true", ana, SOME / 2),
        of("/chats", "/chats?archived=false", ana, SOME / 2),
        of("/chats/{chat_id}/members", "/chats/{hall}/members", ana, SOME + 2),
        of("/chats/{chat_id}/bans", "/chats/{strict}/bans", ana, SOME / 2),
        of("/chats/{chat_id}/invites", "/chats/{strict}/invites", ana, SOME),
        of("/chats/{chat_id}/join-requests", "/chats/{strict}/join-requests", ana, SOME / 2),
        messages("after", "next", "&after=0"),
        messages("before", "prev", ""),
        of("/chats/{chat_id}/messages/{seq}/revisions", &revisions, ana, SOME),
        of("/chats/{chat_id}/messages/{seq}/receipts", &receipts, ana, SOME),
        of("/chats/{chat_id}/messages/{seq}/reactions/{emoji}", &reactors, ana, SOME),
        of("/me/starred", "/me/starred", ana, SOME),
        of("/chats/{chat_id}/pins", "/chats/{hall}/pins", ana, SOME),
        List {
            goes_on: "before",
            ..of("/chats/{chat_id}/search", "/chats/{hall}/search?q=persimmon", ana, SOME)
        },
        List { within: "messages", ..of("/search", "/search?q=persimmon&scope=messages", ana, SOME) },
        of("/notifications", "/notifications", ana, 2 * SOME),
        of("/me/security-events", "/me/security-events", ana, SOME),
        of("/admin/users", "/admin/users", chief, SOME + 5),
        of("/admin/users", "/admin/users?q=person", chief, SOME),
        // Of one person: each reader of it is noted there as well.
        of("/admin/audit", &format!("/admin/audit?user_id={}", ana.id), chief, SOME),
        of("/admin/reports", "/admin/reports", chief, SOME - 5),
        of("/admin/reports", "/admin/reports?state=decided", chief, 5),
    ]
}
