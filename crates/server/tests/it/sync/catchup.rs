//! A client catches up after any absence: chats, messages, texts, drafts and personal changes of sizes that chance
//! picks. One socket is enough, nothing is lost, the number of questions is bounded, and a client that reads is not
//! closed.

use crate::both;
use crate::support::user::answer;
use crate::support::{TestServer, TestSocket, TestUser};
use crate::sync::bursts::pipeline;
use domain::random;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::timeout;

/// Absences in every run, each of other sizes.
const ABSENCES: usize = 4;
/// Sealed, a message is somewhat longer than its text; an answer has about so many bytes.
const PIECE: usize = 150_000;
const COMING_BACK: Duration = Duration::from_secs(60);

/// Chance that can be had again.
struct Chance(u64);

impl Chance {
    /// Below a bound.
    fn below(&mut self, bound: usize) -> usize {
        // The generator of Steele, Lea and Flood.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^= word >> 31;
        usize::try_from(word % u64::try_from(bound).unwrap()).unwrap()
    }

    /// At most so large, and often at one of the ends, where sizes go wrong.
    fn size(&mut self, most: usize) -> usize {
        match self.below(4) {
            0 => self.below(3).min(most),
            1 => most - self.below(3).min(most),
            _ => self.below(most + 1),
        }
    }

    /// Of letters of one to four bytes, and of any length a text may have.
    fn text(&mut self, n: usize) -> String {
        let letter = ["x", "ü", "語", "🦆"][self.below(4)];
        let length = self.size(3_900);
        format!("{n} {}", letter.repeat(length))
    }
}

/// By `PARLANCE_TEST_SEED`, or by what no run had before.
fn seed() -> u64 {
    let asked = std::env::var("PARLANCE_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
    asked.unwrap_or_else(|| u64::from_be_bytes(random::bytes(parlance_server::system_random)))
}

/// What a client keeps of its chats.
#[derive(Default)]
struct Kept {
    my_rev: i64,
    revs: BTreeMap<String, i64>,
    /// Each message by its number: the revision it is known of, and its text.
    texts: BTreeMap<String, BTreeMap<i64, (i64, String)>>,
    drafts: BTreeMap<String, Option<String>>,
    starred: BTreeSet<(String, i64)>,
    asked: usize,
}

impl Kept {
    fn take(&mut self, chat: &str, message: &Value) {
        let texts = self.texts.entry(chat.to_owned()).or_default();
        let (seq, rev) = (message["seq"].as_i64().unwrap(), message["rev"].as_i64().unwrap());
        // An answer may be newer than a frame that comes after it.
        if texts.get(&seq).is_none_or(|(known, _)| *known < rev) {
            texts.insert(seq, (rev, message["text"].as_str().unwrap_or_default().to_owned()));
        }
    }

    /// A frame that came by itself.
    fn hear(&mut self, frame: &Value) {
        if let Some(chat) = frame["chat_id"].as_str() {
            let several = frame["messages"].as_array().into_iter().flatten();
            several
                .chain([&frame["message"]])
                .filter(|one| one.is_object())
                .for_each(|one| self.take(chat, one));
        }
    }

    /// Asks, and hears what comes before the answer.
    async fn ask(&mut self, socket: &mut TestSocket, mut question: Value) -> Value {
        self.asked += 1;
        let reference = self.asked.to_string();
        question["ref"] = json!(reference);
        socket.say(question).await;
        loop {
            let frame = socket.frame().await;
            if frame["ref"] == reference.as_str() {
                return frame;
            }
            self.hear(&frame);
        }
    }

    /// Comes back over one socket, and asks for all it misses.
    async fn come_back(&mut self, user: &TestUser) -> TestSocket {
        let mut socket = user.socket().await;
        let mut behind: BTreeMap<String, i64> = BTreeMap::new();
        for chat in socket.ready["chats"].as_array().unwrap().clone() {
            let id = chat["id"].as_str().unwrap();
            let had = self.revs.get(id).copied().unwrap_or_default();
            if chat["rev"].as_i64().unwrap() > had {
                behind.insert(id.to_owned(), had);
            }
        }
        while !behind.is_empty() {
            let some: Vec<(String, i64)> =
                behind.iter().take(100).map(|(id, rev)| (id.clone(), *rev)).collect();
            let chats: Vec<Value> =
                some.iter().map(|(id, after)| json!({"chat_id": id, "after": after})).collect();
            let reply = self.ask(&mut socket, json!({"type": "changes", "chats": chats})).await;
            let mut came_on = false;
            for one in reply["ok"]["chats"].as_array().unwrap_or_else(|| panic!("{reply}")) {
                let (id, changes) = (one["chat_id"].as_str().unwrap(), &one["changes"]);
                let rev = changes["rev"].as_i64().unwrap_or_else(|| panic!("{one}"));
                changes["messages"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .for_each(|message| self.take(id, message));
                if changes["more"] == true {
                    came_on |= behind.insert(id.to_owned(), rev) != Some(rev);
                } else {
                    behind.remove(id);
                    came_on = true;
                }
                self.revs.insert(id.to_owned(), rev);
            }
            assert!(came_on, "no progress with {some:?}");
        }
        loop {
            let question = json!({"type": "me.changes", "after": self.my_rev});
            let reply = self.ask(&mut socket, question).await;
            let ok = &reply["ok"];
            for chat in ok["chats"].as_array().unwrap_or_else(|| panic!("{reply}")) {
                let draft = chat["draft"].as_str().map(str::to_owned);
                self.drafts.insert(chat["chat_id"].as_str().unwrap().to_owned(), draft);
            }
            for message in ok["messages"].as_array().into_iter().flatten() {
                let place =
                    (message["chat_id"].as_str().unwrap().to_owned(), message["seq"].as_i64().unwrap());
                let _ = if message["starred"] == true {
                    self.starred.insert(place)
                } else {
                    self.starred.remove(&place)
                };
            }
            let my_rev = ok["my_rev"].as_i64().unwrap_or_else(|| panic!("{reply}"));
            if ok["more"] != true {
                self.my_rev = my_rev;
                return socket;
            }
            assert!(my_rev > self.my_rev, "no progress at {my_rev}");
            self.my_rev = my_rev;
        }
    }
}

/// What happens while a person is away; bytes and things of it.
async fn meanwhile(
    chance: &mut Chance,
    from: &mut TestSocket,
    ana: &TestUser,
    leo: &TestUser,
    chats: &mut Vec<String>,
) -> (usize, usize) {
    let (mut bytes, mut things) = (0, 0);
    for _ in 0..chance.size(40) {
        chats.push(ana.group(&[leo]).await);
        things += 2;
    }
    // Few chats get much, many get little or nothing.
    for _ in 0..1 + chance.size(12) {
        let chat = chats[chance.below(chats.len())].clone();
        let texts: Vec<String> = (0..chance.size(60)).map(|n| chance.text(n)).collect();
        bytes += texts.iter().map(String::len).sum::<usize>();
        things += texts.len();
        let seqs = pipeline(from, &chat, &texts).await;
        for seq in seqs.iter().rev().take(chance.below(5)) {
            let message = format!("/chats/{chat}/messages/{seq}");
            answer(leo.request(Method::PUT, &format!("{message}/star"))).await.expect(204);
            things += 1;
        }
        if let Some(seq) = seqs.first().filter(|_| chance.below(2) == 0) {
            let text = chance.text(0);
            bytes += text.len();
            ana.patch(&format!("/chats/{chat}/messages/{seq}"), json!({"text": text})).await.expect(200);
        }
    }
    for _ in 0..chance.size(30) {
        let chat = &chats[chance.below(chats.len())];
        let draft = chance.text(0);
        bytes += draft.len();
        things += 1;
        leo.patch(&format!("/chats/{chat}/me"), json!({"draft": draft})).await.expect(200);
    }
    (bytes, things)
}

both! {
    async fn an_absence_of_any_size_is_made_up_for_over_one_socket(backend) {
        let seed = seed();
        println!("PARLANCE_TEST_SEED={seed}");
        let mut chance = Chance(seed);
        let server = TestServer::with(backend).set("LIMITS_SCALE", "1000000").start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        // What is written for them comes from another device than the one that comes back.
        let mut from = ana.socket().await;
        let (mut chats, mut kept) = (vec![ana.group(&[&leo]).await], Kept::default());
        for absence in 0..ABSENCES {
            let (bytes, things) = meanwhile(&mut chance, &mut from, &ana, &leo, &mut chats).await;
            let before = kept.asked;
            let last = chats[chance.below(chats.len())].clone();
            // And it goes on while the client catches up.
            let late: Vec<String> = (0..chance.size(30)).map(|n| chance.text(n)).collect();
            let (told, seqs) = tokio::join!(
                timeout(COMING_BACK, kept.come_back(&leo)),
                pipeline(&mut from, &last, &late)
            );
            let mut socket = told.unwrap_or_else(|_| panic!("seed {seed}: not back in time"));
            let asked = kept.asked - before;
            // What came meanwhile is told by frames, or was in an answer already.
            let has = |kept: &Kept, seq: &i64| kept.texts.get(&last).is_some_and(|texts| texts.contains_key(seq));
            while seqs.last().is_some_and(|seq| !has(&kept, seq)) {
                kept.hear(&socket.frame().await);
            }
            let most = 6 + things / 100 + chats.len() / 50 + (bytes + late.iter().map(String::len).sum::<usize>()) / PIECE;
            println!("absence {absence}: {} chats, {things} things, {bytes} bytes, {asked} of {most} questions", chats.len());
            assert!(asked <= most, "seed {seed}: {asked} questions for {things} things of {bytes} bytes");
            assert_eq!(socket.ask(json!({"type": "ping"})).await["type"], "pong", "seed {seed}: it was closed");
            is_whole(&leo, &kept, &chats, seed).await;
            // What was told after the answers is asked for again next time, which changes nothing.
        }
    }
}

/// The client has what the server has, of every chat.
async fn is_whole(leo: &TestUser, kept: &Kept, chats: &[String], seed: u64) {
    for chat in chats {
        let history = leo.history(chat).await;
        let texts: BTreeMap<i64, String> = history
            .iter()
            .map(|one| (one["seq"].as_i64().unwrap(), one["text"].as_str().unwrap_or_default().to_owned()))
            .collect();
        let had = kept.texts.get(chat).into_iter().flatten();
        let had: BTreeMap<i64, String> = had.map(|(seq, (_, text))| (*seq, text.clone())).collect();
        assert!(had == texts, "seed {seed}: {:?} instead of {:?}", had.keys(), texts.keys());
        let seen = leo.get(&format!("/chats/{chat}")).await.expect(200);
        let draft = seen["me"]["draft"].as_str().map(str::to_owned);
        assert_eq!(kept.drafts.get(chat).cloned().flatten(), draft, "seed {seed}");
        for one in history {
            let place = (chat.clone(), one["seq"].as_i64().unwrap());
            assert_eq!(kept.starred.contains(&place), one["starred"] == true, "seed {seed}: {place:?}");
        }
    }
}
