//! A client that is cut off at random and comes back with its `rev` ends with exactly the state of one that
//! never left.

mod cache;

use crate::both;
use crate::support::user::client_id;
use crate::support::{TestServer, TestSocket, TestUser};
use cache::Cache;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const CUTS: usize = 100;

/// Catches up over REST, from wherever the cache stands.
async fn catch_up(user: &TestUser, chat: &str, cache: &mut Cache) {
    loop {
        let path = format!("/chats/{chat}/changes?after={}&limit=40", cache.rev);
        let answer = user.get(&path).await.expect(200);
        if answer["reset"] == true {
            load(user, chat, cache, answer["rev"].as_i64().unwrap()).await;
            cache.resets += 1;
            continue;
        }
        cache.changes(&answer);
        if answer["more"] == false {
            return;
        }
    }
}

/// A client without a cache: it stands at `rev` and loads pages.
async fn load(user: &TestUser, chat: &str, cache: &mut Cache, rev: i64) {
    *cache = Cache { rev, resets: cache.resets, jumps: cache.jumps, ..Cache::default() };
    for message in user.history(chat).await {
        cache.message(&message);
    }
    // Members who left are not listed; their rows come with the changes from the beginning.
    let mut members = Cache::default();
    loop {
        let path = format!("/chats/{chat}/changes?after={}&limit=200", members.rev);
        let answer = user.get(&path).await.expect(200);
        if answer["reset"] == true {
            break;
        }
        members.changes(&answer);
        if answer["more"] == false {
            break;
        }
    }
    cache.members = members.members;
    cache.chat = members.chat;
}

/// Connects, catches up where `ready` says so, then applies what comes for a while.
async fn listen(user: &TestUser, chat: &str, cache: &mut Cache, span: Option<Duration>, stop: &AtomicBool) {
    let mut socket: TestSocket = user.socket().await;
    let ready =
        socket.ready["chats"].as_array().unwrap().iter().find(|one| one["id"] == chat).cloned().unwrap();
    if ready["rev"].as_i64().unwrap() != cache.rev {
        catch_up(user, chat, cache).await;
    }
    let until = span.map(|span| tokio::time::Instant::now() + span);
    loop {
        let silence = tokio::time::Instant::now() + Duration::from_millis(400);
        let deadline = until.map_or(silence, |until| until.min(silence));
        match tokio::time::timeout_at(deadline, socket.next()).await {
            Ok(Ok(event)) => {
                if !cache.apply(&event) {
                    cache.jumps += 1;
                    catch_up(user, chat, cache).await;
                }
            }
            Ok(Err(closed)) => panic!("{closed:?}"),
            Err(_) if until.is_some_and(|until| until <= tokio::time::Instant::now()) => return,
            Err(_) if span.is_none() && stop.load(Ordering::Relaxed) => return,
            Err(_) => {}
        }
    }
}

/// Writes, edits, deletes, adds, removes and renames until told to stop.
async fn churn(
    owner: TestUser,
    [other, outsider]: [TestUser; 2],
    chat: String,
    stop: Arc<AtomicBool>,
) -> usize {
    let (mut own, mut turn) = (Vec::new(), 0_usize);
    while !stop.load(Ordering::Relaxed) {
        turn += 1;
        let path = format!("/chats/{chat}");
        match turn % 10 {
            7 => {
                let seq = own[turn * 7 % own.len()];
                owner
                    .patch(&format!("{path}/messages/{seq}"), json!({"text": format!("edited {turn}")}))
                    .await;
            }
            8 => {
                let seq = own[turn * 11 % own.len()];
                owner.delete(&format!("{path}/messages/{seq}")).await;
            }
            5 => {
                // Reacting to it, taking that back, and pinning: a few of them meet what is deleted already.
                let message = format!("{path}/messages/{}", own[turn * 13 % own.len()]);
                owner.put(&format!("{message}/reactions/%F0%9F%91%8D"), json!({})).await;
                owner.delete(&format!("{message}/reactions/%F0%9F%91%8D")).await;
                owner.put(&format!("{message}/reactions/%E2%98%95"), json!({})).await;
                owner.put(&format!("{message}/pin"), json!({})).await;
                if turn % 20 == 5 {
                    owner.delete(&format!("{message}/pin")).await;
                }
            }
            6 => {
                let text = format!("@{} and @all, {turn}", other.name);
                let reply = json!({"client_id": client_id(), "text": text, "reply_to": own[0]});
                owner.post(&format!("{path}/messages"), reply).await.expect(201);
            }
            9 if turn % 40 == 9 => {
                // Of a person who was never in; the two who write may meet over it.
                owner.post(&format!("{path}/members/{}/ban", outsider.id), json!({})).await.expect(204);
                owner.delete(&format!("{path}/bans/{}", outsider.id)).await;
            }
            9 if turn % 20 == 9 => {
                owner.delete(&format!("{path}/members/{}", other.id)).await;
                owner.post(&format!("{path}/members"), json!({"user_ids": [other.id]})).await.expect(200);
            }
            9 => {
                let settings = json!({"title": format!("Title {turn}"), "description": format!("{turn}")});
                owner.patch(&path, settings).await.expect(200);
                owner.patch(&path, json!({"description": format!("only {turn}")})).await.expect(200);
            }
            _ => {
                let sent = owner.send(&chat, &format!("message {turn}")).await.expect(201);
                own.push(sent["seq"].as_i64().unwrap());
            }
        }
    }
    turn
}

both! {
    async fn a_client_cut_off_a_hundred_times_misses_nothing(backend) {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "100000").start().await;
        let (ana, leo, mia, zoe) =
            tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"), server.user("zoe"));
        let max = server.user("max").await;
        let chat = ana.group(&[&leo, &mia, &zoe]).await;
        let stop = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..2)
            .map(|_| tokio::spawn(churn(ana.clone(), [zoe.clone(), max.clone()], chat.clone(), stop.clone())))
            .collect();
        let steady = {
            let (mia, chat, stop) = (mia.clone(), chat.clone(), stop.clone());
            tokio::spawn(async move {
                let mut cache = Cache::default();
                listen(&mia, &chat, &mut cache, None, &stop).await;
                cache
            })
        };
        let mut cut = Cache::default();
        for n in 0..CUTS {
            let span = Duration::from_millis(u64::try_from(n * 37 % 45).unwrap());
            // Every tenth time it comes back from a future that never was, as after a restored backup.
            if n % 10 == 9 {
                cut.rev += 100_000;
            }
            listen(&leo, &chat, &mut cut, Some(span), &stop).await;
        }
        stop.store(true, Ordering::Relaxed);
        let mut turns = 0;
        for writer in writers {
            turns += writer.await.unwrap();
        }
        let steady = steady.await.unwrap();
        catch_up(&leo, &chat, &mut cut).await;
        assert_eq!(cut.state(), steady.state());

        // Both are what a newcomer reads.
        let mut fresh = Cache::default();
        load(&mia, &chat, &mut fresh, steady.rev).await;
        assert_eq!(fresh.state(), steady.state());
        assert_eq!(steady.resets, 0);
        assert_eq!(cut.resets, CUTS / 10);
        let chat = ana.get(&format!("/chats/{chat}")).await.expect(200);
        assert_eq!((&chat["rev"], &chat["title"]), (&json!(steady.rev), &steady.chat["title"]));
        println!("{CUTS} cuts during {turns} changes, rev {}, {} resets, {} jumps", cut.rev, cut.resets, cut.jumps);
    }
}

both! {
    async fn too_far_behind_is_a_reset_and_not_a_hole(backend) {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "1000000").start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let senders = (0..50).map(|sender| {
            let (ana, chat) = (ana.clone(), chat.clone());
            tokio::spawn(async move {
                for n in 0..201 {
                    ana.send(&chat, &format!("{sender} {n}")).await.expect(201);
                }
            })
        });
        for sender in senders.collect::<Vec<_>>() {
            sender.await.unwrap();
        }
        let rev = leo.get(&format!("/chats/{chat}")).await.expect(200)["rev"].as_i64().unwrap();
        let path = format!("/chats/{chat}/changes");
        assert_eq!(leo.get(&format!("{path}?after=0")).await.expect(200), json!({"reset": true, "rev": rev}));
        assert_eq!(leo.get(&format!("{path}?after={}", rev + 1)).await.expect(200)["reset"], true);
        let page = leo.get(&format!("{path}?after={}&limit=200", rev - 10_000)).await.expect(200);
        assert_eq!((page["messages"].as_array().unwrap().len(), page["more"].as_bool()), (200, Some(true)));
        let mut socket = leo.socket().await;
        let asked = socket.ask(json!({"type": "changes", "chats": [{"chat_id": chat, "after": rev - 3}]})).await;
        assert_eq!(asked["ok"]["chats"][0]["changes"]["messages"].as_array().unwrap().len(), 3);
        let many = leo.post("/changes", json!({"chats": [{"chat_id": chat, "after": rev - 2}]})).await.expect(200);
        assert_eq!(many["items"][0]["changes"]["messages"].as_array().unwrap().len(), 2);
    }
}
