//! Delivery is proven: people talk, read and listen, all upkeep of an instance goes on, and processes are killed
//! under it. At the end the ledgers of what was acknowledged, what every client was told and what can be read are
//! one: nothing lost, nothing doubled, nothing out of order, nothing unreadable, no hole.

pub mod client;
pub mod copies;
mod pipeline;
mod upkeep;

use crate::operators::keys::Operator;
use crate::support::{LIMIT, TestUser};
use client::{Entry, Follower, World, send};
pub use copies::Copies;
use serde_json::json;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
pub use upkeep::Upkeep;
use upkeep::{Chats, Done};

/// People who talk to each other.
const CHAT: usize = 10;
/// Clients that are under way at the end have this long.
const TIMEOUT: Duration = Duration::from_secs(60);

pub struct Proof {
    pub world: Arc<World>,
    pub upkeep: Upkeep,
    operator: Arc<Operator>,
    users: Vec<TestUser>,
    rooms: Vec<String>,
    chats: Chats,
    ledgers: Vec<JoinHandle<Vec<Entry>>>,
    forgetful: JoinHandle<Vec<Entry>>,
    slow: JoinHandle<Vec<Entry>>,
    followers: Vec<JoinHandle<Follower>>,
    reading: JoinHandle<()>,
}

/// How it is done: at which nodes, by how many people, who pause so long on average between two messages.
pub struct Plan {
    pub urls: Vec<String>,
    pub people: usize,
    pub pause: Duration,
    pub operator: Arc<Operator>,
    /// Where sealed files lie.
    pub files: PathBuf,
    pub copies: Copies,
}

impl Proof {
    pub async fn begin(plan: Plan) -> Self {
        let url = &plan.urls[0];
        let mut users = Vec::new();
        for n in 0..plan.people {
            users.push(TestUser::register(url, &format!("talker{n}")).await);
        }
        let mut rooms = Vec::new();
        for group in users.chunks(CHAT) {
            rooms.push(group[0].group(&group[1..].iter().collect::<Vec<_>>()).await);
        }
        let (owner, other) = (&users[0], &users[1]);
        let (forgetful, slow) = (owner.group(&[other]).await, owner.group(&[other]).await);
        owner.patch(&format!("/chats/{forgetful}"), json!({"retention_days": 30})).await.expect(200);
        owner.patch(&format!("/chats/{slow}"), json!({"slow_mode": 60})).await.expect(200);
        let chats = Chats { main: rooms[0].clone(), forgetful, slow };
        let world = Arc::new(World {
            urls: plan.urls,
            pause: plan.pause,
            ends: rooms.iter().chain([&chats.slow]).map(|chat| (chat.clone(), AtomicI64::new(-1))).collect(),
            ..World::default()
        });
        let (mut ledgers, mut followers) = (Vec::new(), Vec::new());
        for (number, user) in users.iter().enumerate() {
            let chat = rooms[number / CHAT].clone();
            let follower = Follower::new(world.clone(), user.clone(), chat.clone(), number);
            followers.push(tokio::spawn(follower.run()));
            ledgers.push(tokio::spawn(send(world.clone(), user.clone(), chat, number)));
        }
        let listener = Follower::new(world.clone(), other.clone(), chats.slow.clone(), 1);
        followers.push(tokio::spawn(listener.run()));
        let forgetful = tokio::spawn(send(world.clone(), other.clone(), chats.forgetful.clone(), 1));
        let slow = tokio::spawn(pipeline::speak(world.clone(), owner.clone(), chats.slow.clone()));
        let reading = tokio::spawn(read(world.clone(), owner.clone(), chats.clone()));
        let (operator, files) = (plan.operator, plan.files);
        let beside = operator.clone();
        let upkeep = Upkeep::begin(world.clone(), beside, files, chats.clone(), owner.clone(), plan.copies);
        Self { world, upkeep, operator, users, rooms, chats, ledgers, forgetful, slow, followers, reading }
    }

    /// Waits until everything beside the talk was done at least once.
    pub async fn all_was_done(&self) {
        let all = async {
            loop {
                let done = self.upkeep.done(&self.users[0]).await;
                if done.archived.min(done.retained).min(done.keys).min(done.copies) > 0 {
                    return;
                }
                sleep(Duration::from_millis(200)).await;
            }
        };
        if timeout(TIMEOUT, all).await.is_err() {
            panic!("not all was done: {:?}", self.upkeep.done(&self.users[0]).await);
        }
    }

    /// In the middle of the talk: so many messages later, however slow the machine is.
    pub async fn acknowledged(&self, more: usize) {
        let so_far = || self.world.acks.load(Ordering::Relaxed);
        let target = so_far() + more;
        while so_far() < target {
            let before = so_far();
            let coming = async {
                while so_far() == before {
                    sleep(Duration::from_millis(1)).await;
                }
            };
            timeout(TIMEOUT, coming).await.expect("something is acknowledged");
        }
    }

    /// Compares everything, puts every copy back, and prints the figures. Everything has to serve.
    pub async fn end(self, kills: usize) -> usize {
        let done = self.upkeep.done(&self.users[0]).await;
        self.world.stop.store(true, Ordering::Relaxed);
        let copies = self.upkeep.end().await;
        let mut ledgers = Vec::new();
        for sender in self.ledgers {
            ledgers.push(timeout(TIMEOUT, sender).await.expect("no send fails for good").unwrap());
        }
        let forgetful = timeout(TIMEOUT, self.forgetful).await.expect("no send fails for good").unwrap();
        let slow = timeout(TIMEOUT, self.slow).await.expect("no send fails for good").unwrap();
        timeout(TIMEOUT, self.reading).await.expect("reading ends").unwrap();
        for (chat, end) in &self.world.ends {
            let room = self.rooms.iter().position(|room| room == chat).unwrap_or_default();
            let seen = self.users[room * CHAT].get(&format!("/chats/{chat}")).await.expect(200);
            end.store(seen["rev"].as_i64().unwrap(), Ordering::Relaxed);
        }
        let mut heard = Vec::new();
        for follower in self.followers {
            heard.push(timeout(TIMEOUT, follower).await.expect("all is heard").unwrap().heard);
        }
        let heard_slow = heard.pop().unwrap();
        let mut acked = 0;
        for (number, chat) in self.rooms.iter().enumerate() {
            let of_chat = number * CHAT..(number * CHAT + CHAT).min(self.users.len());
            let reader = &self.users[of_chat.start];
            acked += audit(reader, chat, &ledgers[of_chat.clone()], &heard[of_chat], 0).await;
        }
        let owner = &self.users[0];
        acked += audit(owner, &self.chats.slow, &[slow], &[heard_slow], 0).await;
        acked += audit(owner, &self.chats.forgetful, &[forgetful], &[], done.retained).await;
        for copy in copies {
            copy.prove_whole(&self.operator, owner, &self.chats).await;
        }
        told(&self.world, acked, kills, done);
        acked
    }
}

fn told(world: &World, acked: usize, kills: usize, done: Done) {
    let attempts = world.attempts.load(Ordering::Relaxed);
    let Done { archived, retained, keys, copies } = done;
    println!(
        "{attempts} attempts, {acked} acknowledged, {kills} kills, {archived} archived, {retained} retained, \
         {keys} keys made, {copies} backups made and put back: 0 lost, 0 doubled, 0 reordered, 0 unreadable, 0 holes"
    );
}

/// The ledgers of a chat's people, what each of them was told, and what can be read, are one; but for what the chat
/// has forgotten, which was at least so much.
async fn audit(
    reader: &TestUser,
    chat: &str,
    ledgers: &[Vec<Entry>],
    heard: &[Vec<(i64, String)>],
    retained: usize,
) -> usize {
    let kept_from = reader.get(&format!("/chats/{chat}")).await.expect(200)["kept_from"].as_i64().unwrap();
    assert!(kept_from > i64::try_from(retained).unwrap(), "what was forgotten came back: {kept_from}");
    let history = reader.history(chat).await;
    let mut stored: HashMap<&str, i64> = HashMap::new();
    let mut read = Vec::new();
    for (message, seq) in history.iter().zip(kept_from..) {
        assert_eq!(message["seq"], seq, "a hole or a repetition");
        assert_ne!(message["unreadable"], true, "{message}");
        read.push((seq, message["text"].as_str().unwrap_or_default().to_owned()));
        let doubled = stored.insert(message["client_id"].as_str().unwrap_or_default(), seq);
        assert!(doubled.is_none() || message["kind"] == "service", "doubled: {message}");
    }
    for told in heard {
        assert_eq!(told, &read, "a client was told otherwise");
    }
    let mut acked = 0;
    for ledger in ledgers {
        let mut last = 0;
        for entry in ledger {
            let seq = entry.acked.expect("everything is acknowledged in the end");
            let found = stored.get(entry.client_id.as_str()).copied();
            assert_eq!(found, entry.acked.filter(|seq| *seq >= kept_from), "lost: {}", entry.text);
            let text = usize::try_from(seq - kept_from).ok().map(|index| read[index].1.as_str());
            assert!(text.is_none_or(|text| text == entry.text), "{text:?} instead of {}", entry.text);
            if !entry.refused {
                assert!(seq > last, "out of order: {}", entry.text);
                last = seq;
            }
            acked += 1;
        }
    }
    acked
}

/// One client reads all the time, the oldest first, where texts come and go; nothing is ever read as lost.
async fn read(world: Arc<World>, user: TestUser, chats: Chats) {
    let mut node = 0;
    while !world.is_over() {
        node += 1;
        for (chat, what) in [
            (&chats.main, "messages?after=0&limit=100"),
            (&chats.main, "changes?after=1&limit=100"),
            (&chats.forgetful, "messages?limit=100"),
            (&chats.slow, "messages?limit=100"),
        ] {
            let url = format!("{}/api/v1/chats/{chat}/{what}", world.url(node));
            let asked = user.http.get(url).bearer_auth(&user.token).timeout(LIMIT).send().await;
            let Ok(answered) = asked else { continue };
            let status = answered.status().as_u16();
            assert!(
                matches!(status, 200 | 408 | 502 | 503),
                "{status} at {what}: {:?}",
                answered.text().await
            );
            let Ok(page) = answered.json::<serde_json::Value>().await else { continue };
            let all = page["items"].as_array().or_else(|| page["messages"].as_array());
            for message in all.into_iter().flatten() {
                assert_ne!(message["unreadable"], true, "read as lost: {message}");
            }
        }
        sleep(Duration::from_millis(100)).await;
    }
}
