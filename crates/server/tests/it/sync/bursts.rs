//! Under bursts, readers who read are never closed, what is asked for comes in pieces, what is answered arrives; and
//! frames that are too big or against the protocol end a socket at once.

use crate::both;
use crate::support::cluster::{Cluster, tells};
use crate::support::user::client_id;
use crate::support::{Backend, LIMIT, TestServer, TestSocket, TestUser};
use futures_util::SinkExt;
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

/// Sends all of these without waiting, and reads until each is answered; their `seq`s in the order they were sent in.
pub async fn pipeline(socket: &mut TestSocket, chat: &str, texts: &[String]) -> Vec<i64> {
    let said = |(n, text): (usize, &String)| json!({"type": "message.send", "ref": n.to_string(), "chat_id": chat, "client_id": client_id(), "text": text});
    for frame in texts.iter().enumerate().map(said) {
        socket.stream.feed(Message::text(frame.to_string())).await.unwrap();
    }
    socket.stream.flush().await.unwrap();
    let mut seqs = vec![None; texts.len()];
    while seqs.iter().any(Option::is_none) {
        let frame = socket.frame().await;
        if frame["type"] == "reply" {
            let n: usize = frame["ref"].as_str().unwrap().parse().unwrap();
            seqs[n] = Some(frame["ok"]["message"]["seq"].as_i64().unwrap_or_else(|| panic!("{frame}")));
        }
    }
    seqs.into_iter().flatten().collect()
}

both! {
    async fn readers_who_read_are_not_closed_by_a_burst(backend) {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "100000").start().await;
        let people = join_all((0..20).map(async |n| server.user(&format!("reader{n}")).await)).await;
        let chat = people[0].group(&people[1..].iter().collect::<Vec<_>>()).await;
        // Each message is nearly as long as it may be, in letters of four bytes.
        let long: Vec<String> = (0..40).map(|n| format!("{n} {}", "🦆".repeat(3_900))).collect();
        let mut sockets = join_all(people.iter().map(TestUser::socket)).await;
        let last = async |socket: &mut TestSocket, seq: i64| {
            socket.until(|frame| frame["message"]["seq"] == seq).await;
        };
        let (first, rest) = sockets.split_first_mut().unwrap();
        let reading = rest.iter_mut().map(|socket| last(socket, 41));
        let (seqs, _) = tokio::join!(pipeline(first, &chat, &long), join_all(reading));
        assert_eq!(seqs, (2..42).collect::<Vec<_>>());
        // And all at once, each answered everything.
        let short: Vec<String> = (0..60).map(|n| format!("short {n}")).collect();
        let all = join_all(sockets.iter_mut().map(|socket| pipeline(socket, &chat, &short))).await;
        let told: HashSet<i64> = all.iter().flatten().copied().collect();
        assert_eq!((all.iter().map(Vec::len).sum::<usize>(), told.len()), (1_200, 1_200));
        for seqs in all {
            assert!(seqs.is_sorted(), "{seqs:?}");
        }
    }
}

both! {
    async fn a_large_catch_up_comes_in_pieces_over_one_socket(backend) {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "100000").start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let mut from = ana.socket().await;
        // Rows, letters of each: short and long ones, some more than one answer holds.
        for (rows, letters) in [(90, 3_900), (300, 10), (25, 4_000), (3, 1)] {
            let chat = ana.group(&[&leo]).await;
            let texts: Vec<String> = (0..rows).map(|n| format!("{n} {}", "ü".repeat(letters - 1))).collect();
            let texts: Vec<String> = texts.into_iter().map(|text| text.chars().take(4_000).collect()).collect();
            pipeline(&mut from, &chat, &texts).await;
            let mut socket = leo.socket().await;
            let (mut after, mut found, mut asked) = (1, Vec::new(), 0);
            loop {
                let ask = json!({"type": "changes", "chats": [{"chat_id": chat, "after": after}]});
                let reply = socket.ask(ask).await;
                asked += 1;
                let changes = &reply["ok"]["chats"][0]["changes"];
                assert!(reply.to_string().len() < 600_000, "{}", reply.to_string().len());
                found.extend(changes["messages"].as_array().unwrap().iter().map(|one| one["text"].clone()));
                let rev = changes["rev"].as_i64().unwrap_or_else(|| panic!("{reply}"));
                if changes["more"] != true {
                    break;
                }
                assert!(rev > after, "no progress at {rev}");
                after = rev;
            }
            let bytes: usize = texts.iter().map(String::len).sum();
            assert_eq!(found, texts);
            assert!(asked <= 3 + rows / 200 + bytes / 150_000, "{asked} answers for {bytes} bytes");
        }
    }
}

both! {
    async fn many_chats_and_many_drafts_are_caught_up_with(backend) {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "100000").start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let mut from = ana.socket().await;
        let mut chats = Vec::new();
        for n in 0..70 {
            let chat = ana.group(&[&leo]).await;
            let path = format!("/chats/{chat}/me");
            leo.patch(&path, json!({"draft": format!("{n} {}", "🦆".repeat(3_900))})).await.expect(200);
            chats.push(chat);
        }
        for chat in &chats[..8] {
            let texts: Vec<String> = (0..40).map(|n| format!("{n} {}", "x".repeat(3_500))).collect();
            pipeline(&mut from, chat, &texts).await;
        }
        let mut socket = leo.socket().await;
        let (mut drafts, mut after) = (HashSet::new(), 0);
        loop {
            let reply = socket.ask(json!({"type": "me.changes", "after": after})).await;
            let ok = &reply["ok"];
            let with_draft = ok["chats"].as_array().unwrap().iter().filter(|one| one["draft"].is_string());
            drafts.extend(with_draft.map(|one| one["chat_id"].as_str().unwrap().to_owned()));
            let my_rev = ok["my_rev"].as_i64().unwrap_or_else(|| panic!("{reply}"));
            if ok["more"] != true {
                break;
            }
            assert!(my_rev > after, "no progress at {my_rev}");
            after = my_rev;
        }
        assert_eq!(drafts, chats.iter().cloned().collect());
        let mut behind: Vec<(String, i64)> = chats[..8].iter().map(|chat| (chat.clone(), 1)).collect();
        let (mut found, mut rounds) = (0, 0);
        while !behind.is_empty() {
            rounds += 1;
            assert!(rounds < 20, "{behind:?}");
            let asked: Vec<Value> =
                behind.iter().map(|(chat, after)| json!({"chat_id": chat, "after": after})).collect();
            let reply = socket.ask(json!({"type": "changes", "chats": asked})).await;
            behind.clear();
            for one in reply["ok"]["chats"].as_array().unwrap_or_else(|| panic!("{reply}")) {
                let changes = &one["changes"];
                found += changes["messages"].as_array().unwrap().len();
                if changes["more"] == true {
                    behind.push((one["chat_id"].as_str().unwrap().to_owned(), changes["rev"].as_i64().unwrap()));
                }
            }
        }
        assert_eq!(found, 8 * 40);
    }
}

both! {
    async fn one_senders_messages_keep_their_order_in_a_slow_group(backend) {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "100000").start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        ana.patch(&format!("/chats/{chat}"), json!({"slow_mode": 60})).await.expect(200);
        let mut socket = ana.socket().await;
        for round in 0..3 {
            let texts: Vec<String> = (0..100).map(|n| format!("{round} {n}")).collect();
            let seqs = pipeline(&mut socket, &chat, &texts).await;
            assert!(seqs.is_sorted(), "{seqs:?}");
        }
        // Nor does it help to be later, when the chat stops being slow between two batches.
        let texts: Vec<String> = (0..600).map(|n| format!("last {n}")).collect();
        let sending = pipeline(&mut socket, &chat, &texts);
        let changing = async {
            for pause in [0, 60].into_iter().cycle() {
                ana.patch(&format!("/chats/{chat}"), json!({"slow_mode": pause})).await.expect(200);
            }
        };
        let seqs = tokio::select! {
            seqs = sending => seqs,
            () = changing => unreachable!(),
        };
        assert!(seqs.is_sorted(), "{seqs:?}");
    }
}

both! {
    async fn sockets_that_open_while_people_write_hear_the_newest_message(backend) {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "100000").start().await;
        let people = join_all((0..10).map(async |n| server.user(&format!("person{n}")).await)).await;
        let chat = people[0].group(&people[1..].iter().collect::<Vec<_>>()).await;
        for round in 0..12 {
            let writing = async {
                for n in 0..12 {
                    people[0].send(&chat, &format!("{round} {n}")).await.expect(201);
                }
                people[0].send(&chat, &format!("{round} last")).await.expect(201)["rev"].as_i64().unwrap()
            };
            let opening = join_all(people.iter().cycle().take(40).map(TestUser::socket));
            let (last, sockets) = tokio::join!(writing, opening);
            let hears = async |mut socket: TestSocket| {
                let chats = socket.ready["chats"].as_array().unwrap();
                let mut rev = chats.iter().find(|one| one["id"] == chat.as_str()).unwrap()["rev"].as_i64().unwrap();
                let hearing = async {
                    while rev < last {
                        let frame = socket.frame().await;
                        // What `ready` spoke of already may still be on its way.
                        if let Some(next) = frame["rev"].as_i64().filter(|next| *next > rev) {
                            let whole = frame["type"] == "changes" || next == rev + 1;
                            assert!(whole, "{rev} is followed by {next}");
                            rev = next;
                        }
                    }
                };
                timeout(LIMIT, hearing).await.unwrap_or_else(|_| panic!("left behind at {rev} of {last}"));
            };
            join_all(sockets.into_iter().map(hears)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn listeners_of_other_nodes_take_in_a_range_that_was_lost() {
    let cluster = Cluster::start(2).await;
    let (ana, leo) = tokio::join!(cluster.user("ana"), cluster.user("leo"));
    let chat = ana.direct(&leo).await;
    let (mut from, mut to) = (cluster.socket(0, &ana).await, cluster.socket(1, &leo).await);
    cluster.united(&ana, &mut to, &chat).await;
    let texts: Vec<String> = (0..60).map(|n| format!("{n} {}", "🦆".repeat(3_990))).collect();
    let last = texts.last().unwrap().clone();
    let reading = to.until(|frame| tells(frame, &last));
    tokio::join!(pipeline(&mut from, &chat, &texts), reading);
    cluster.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frame_is_judged_by_its_header() {
    let server = TestServer::start(Backend::Sqlite).await;
    let ana = server.user("ana").await;
    let long = |length: u64| [&[0x81, 0x80 | 127][..], &length.to_be_bytes(), &[0; 4]].concat();
    for (bytes, code) in [
        (long(8 << 30), 1009),
        (long(10 << 20), 1009),
        (long(u64::MAX / 2), 1009),
        (vec![0xc1, 0x85, 0, 0, 0, 0, 1, 2, 3, 4, 5], 1002),
        (vec![0x91, 0x80, 0, 0, 0, 0], 1002),
        (vec![0x83, 0x80, 0, 0, 0, 0], 1002),
        (vec![0x81, 0x01, b'x'], 1002),
        (vec![0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28], 1007),
    ] {
        let mut socket = ana.socket().await;
        socket.stream.get_mut().write_all(&bytes).await.unwrap();
        let began = Instant::now();
        assert_eq!(socket.closed().await.code, code, "{bytes:x?}");
        assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    }
    // In fragments, with a ping between them.
    let mut socket = ana.socket().await;
    let masked = |first: u8, text: &[u8]| {
        [&[first, 0x80 | u8::try_from(text.len()).unwrap(), 0, 0, 0, 0], text].concat()
    };
    let pieces =
        [masked(0x01, br#"{"type":"#), masked(0x89, b"x"), masked(0x80, br#""ping","ref":"r"}"#)].concat();
    for byte in pieces {
        socket.stream.get_mut().write_all(&[byte]).await.unwrap();
    }
    assert_eq!(socket.until(|frame| frame["ref"] == "r").await["type"], "pong");
}
