//! Finding sealed messages: in every script what was said, and nothing of chats and times the reader may not see;
//! from the index, before it is filled, and without one.

use crate::both;
use crate::plans::Past;
use crate::support::{Backend, LIMIT, TestServer, TestUser};
use reqwest::Method;
use reqwest::Url;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{interval, timeout};

fn path(chat: &str, query: &[(&str, &str)]) -> String {
    let base = format!("http://x/chats/{chat}/search");
    let url = Url::parse_with_params(&base, query).unwrap();
    format!("/chats/{chat}/search?{}", url.query().unwrap())
}

fn everywhere(query: &[(&str, &str)]) -> String {
    let url = Url::parse_with_params("http://x/search", query).unwrap();
    format!("/search?{}", url.query().unwrap())
}

/// The texts of the hits, newest first, with what is highlighted between brackets.
fn shown(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(shown_hit).collect()
}

fn shown_hit(hit: &Value) -> String {
    let wide: Vec<u16> = hit["message"]["text"].as_str().unwrap().encode_utf16().collect();
    let (mut text, mut done) = (String::new(), 0);
    let part = |from: usize, to: usize| String::from_utf16(&wide[from..to]).unwrap();
    for range in hit["highlights"].as_array().unwrap() {
        let [from, to] = [0, 1].map(|n| usize::try_from(range[n].as_u64().unwrap()).unwrap());
        text += &format!("{}[{}]", part(done, from), part(from, to));
        done = to;
    }
    text + &part(done, wide.len())
}

async fn found(user: &TestUser, chat: &str, q: &str) -> Vec<String> {
    shown(&user.get(&path(chat, &[("q", q)])).await.expect(200))
}

/// Waits until every message of every chat is in the index.
async fn indexed(server: &TestServer, backend: Backend) {
    let past = Past::of(backend, &server.database_url);
    let behind = "chats LEFT JOIN search_chats ON search_chats.chat_id = chats.id \
        WHERE chats.seq > coalesce(search_chats.seq, 0)";
    let filled = async {
        let mut turn = interval(Duration::from_millis(20));
        while past.count(behind).await != "0" {
            turn.tick().await;
        }
    };
    timeout(LIMIT, filled).await.expect("the index is filled in time");
}

/// What was said, what somebody may look for, and what of it is highlighted.
const SAID: [(&str, &str, &str); 12] = [
    ("Shall we meet at the Café tomorrow?", "cafe TOMORROW", "Shall we meet at the [Café] [tomorrow]?"),
    ("¿Dónde está la estación de autobuses?", "estacion", "¿Dónde está la [estación] de autobuses?"),
    ("Die Straße ist heute größer als gestern", "strasse", "Die [Straße] ist heute größer als gestern"),
    ("IŞIK açık, İstanbul'da kar yağıyor", "istanbul isik", "[IŞIK] açık, [İstanbul]'da kar yağıyor"),
    ("مَرْحَبًا بِكُمْ فِي المدرسة الجديدة", "مرحبا", "[مَرْحَبًا] بِكُمْ فِي المدرسة الجديدة"),
    ("昨日は東京タワーへ行きました", "東京タワー", "昨日は[東京タワー]へ行きました"),
    ("ｶﾀｶﾅで書いてもいいですか", "カタカナ", "[ｶﾀｶﾅ]で書いてもいいですか"),
    ("我们明天去图书馆学习中文", "图书馆", "我们明天去[图书馆]学习中文"),
    ("วันนี้อากาศดีมากเลยนะครับ", "อากาศดี", "วันนี้[อากาศดี]มากเลยนะครับ"),
    ("저는 요즘 한국어를 배우고 있어요", "한국어", "저는 요즘 [한국어]를 배우고 있어요"),
    (
        "Ich lerne \"unregelmäßige Verben\" auswendig",
        "\"unregelmassige verben\"",
        "Ich lerne \"[unregelmäßige] [Verben]\" auswendig",
    ),
    (
        "🙂 emoji first, then https://parlance.example/docs",
        "parlance.example",
        "🙂 emoji first, then https://[parlance].[example]/docs",
    ),
];

async fn says_and_finds(server: &TestServer) -> (TestUser, TestUser, String) {
    let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
    let (chat, other) = (ana.direct(&leo).await, ana.group(&[]).await);
    for (text, _, _) in SAID {
        ana.send(&chat, text).await.expect(201);
    }
    ana.send(&other, "the same café, elsewhere").await.expect(201);
    (ana, leo, chat)
}

async fn finds_all(user: &TestUser, chat: &str) {
    for (_, query, shown) in SAID {
        assert_eq!(found(user, chat, query).await, [shown], "{query}");
    }
    for absent in ["cafeteria", "京東", "\"verben unregelmäßige\"", "tower", "aturday", "馆书"] {
        assert_eq!(found(user, chat, absent).await, [""; 0], "{absent}");
    }
}

both! {
    async fn feature_68_a_chat_is_searched_in_many_scripts_while_it_is_being_indexed_and_after(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, chat) = says_and_finds(&server).await;
        finds_all(&leo, &chat).await;
        indexed(&server, backend).await;
        finds_all(&leo, &chat).await;
        // Words of one message in any order; all of them must be there.
        assert_eq!(found(&ana, &chat, "heute strasse gestern").await.len(), 1);
        assert_eq!(found(&ana, &chat, "heute morgen").await.len(), 0);
        // The beginning of a word, from three letters on.
        assert_eq!(found(&ana, &chat, "gest").await, ["Die Straße ist heute größer als [gestern]"]);
        assert_eq!(found(&ana, &chat, "de").await, ["¿Dónde está la estación [de] autobuses?"]);
    }
}

both! {
    async fn feature_68_without_an_index_the_same_is_found_and_off_is_off(backend) {
        let server = TestServer::with(backend).set("SEARCH", "scan").start().await;
        let (_, leo, chat) = says_and_finds(&server).await;
        finds_all(&leo, &chat).await;
        let past = Past::of(backend, &server.database_url);
        assert_eq!(past.count("search_terms").await, "0");
        let off = TestServer::with(backend).set("SEARCH", "off").start().await;
        let (ana, leo) = tokio::join!(off.user("ana"), off.user("leo"));
        let chat = ana.direct(&leo).await;
        ana.get(&path(&chat, &[("q", "anything")])).await.refused(403, "search_off");
        ana.get(&everywhere(&[("q", "leo"), ("scope", "messages")])).await.refused(403, "search_off");
        let all = ana.get(&everywhere(&[("q", "leo")])).await.expect(200);
        assert_eq!((all["people"][0]["username"].as_str(), all.get("messages")), (Some("leo"), None));
    }
}

both! {
    async fn what_the_reader_may_not_see_is_not_found(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo, mia, outsider) =
            tokio::join!(server.user("ana"), server.user("leo"), server.user("mia"), server.user("outsider"));
        let group = json!({"title": "Book club", "history": "since_join", "member_ids": [leo.id]});
        let chat = ana.post("/chats", group).await.expect(201)["id"].as_str().unwrap().to_owned();
        ana.send(&chat, "pineapple before").await.expect(201);
        let members = format!("/chats/{chat}/members");
        ana.post(&members, json!({"user_ids": [mia.id]})).await.expect(200);
        ana.send(&chat, "pineapple after").await.expect(201);
        for filled in [false, true] {
            if filled {
                indexed(&server, backend).await;
            }
            assert_eq!(found(&mia, &chat, "pineapple").await, ["[pineapple] after"]);
            assert_eq!(found(&leo, &chat, "pineapple").await.len(), 2);
            let all = mia.get(&everywhere(&[("q", "pineapple")])).await.expect(200);
            assert_eq!(shown(&all["messages"]), ["[pineapple] after"]);
            outsider.get(&path(&chat, &[("q", "pineapple")])).await.refused(404, "not_found");
            let nothing = outsider.get(&everywhere(&[("q", "pineapple")])).await.expect(200);
            assert_eq!((nothing["messages"]["items"].as_array().unwrap().len(), nothing["chats"].as_array().unwrap().len()), (0, 0));
            outsider.get(&everywhere(&[("q", "pineapple"), ("in", &chat)])).await.refused(404, "not_found");
        }
        ana.delete(&format!("{members}/{}", leo.id)).await.expect(204);
        leo.get(&path(&chat, &[("q", "pineapple")])).await.refused(404, "not_found");
        let all = leo.get(&everywhere(&[("q", "pineapple")])).await.expect(200);
        assert_eq!(shown(&all["messages"]), [""; 0]);
    }
}

both! {
    async fn words_that_were_edited_away_or_deleted_are_not_found(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let past = Past::of(backend, &server.database_url);
        let terms = async || match backend {
            Backend::Sqlite => past.count("search_terms").await,
            Backend::Postgres => past.count("(SELECT unnest(tokens) FROM search_terms) t").await,
        };
        for n in 1..=3 {
            ana.send(&chat, &format!("elephant number {n}")).await.expect(201);
        }
        indexed(&server, backend).await;
        // elephant, number, the digit, and two beginnings.
        assert_eq!(terms().await, "15");
        let message = |seq: i64| format!("/chats/{chat}/messages/{seq}");
        ana.patch(&message(1), json!({"text": "giraffe"})).await.expect(200);
        ana.delete(&message(2)).await.expect(200);
        assert_eq!(found(&leo, &chat, "elephant").await, ["[elephant] number 3"]);
        assert_eq!(found(&leo, &chat, "giraffe").await, ["[giraffe]"]);
        assert_eq!(terms().await, "7");
        // The same while they are not in the index yet.
        ana.send(&chat, "zebra").await.expect(201);
        ana.patch(&message(4), json!({"text": "okapi"})).await.expect(200);
        assert_eq!((found(&leo, &chat, "zebra").await.len(), found(&leo, &chat, "okapi").await.len()), (0, 1));
        indexed(&server, backend).await;
        assert_eq!((found(&leo, &chat, "zebra").await.len(), found(&leo, &chat, "okapi").await.len()), (0, 1));
    }
}

both! {
    async fn the_index_of_a_chat_goes_with_it(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let (chat, kept) = (ana.group(&[&leo]).await, ana.group(&[&leo]).await);
        ana.send(&chat, "gone soon").await.expect(201);
        ana.send(&kept, "kept").await.expect(201);
        indexed(&server, backend).await;
        let past = Past::of(backend, &server.database_url);
        let rows = past.count("search_terms").await;
        ana.delete(&format!("/chats/{chat}")).await.expect(204);
        let swept = async {
            let mut turn = interval(Duration::from_millis(20));
            while past.count(&format!("chats WHERE id = {}", past.id(&chat))).await != "0" {
                turn.tick().await;
            }
        };
        timeout(LIMIT, swept).await.expect("the rows are removed in time");
        assert_eq!(past.count("search_chats").await, "1");
        assert_ne!(past.count("search_terms").await, rows);
        assert_eq!(found(&leo, &kept, "kept").await, ["[kept]"]);
    }
}

both! {
    async fn filters_narrow_down_and_pages_go_on(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chats = [ana.direct(&leo).await, ana.group(&[&leo]).await, ana.group(&[&leo]).await];
        let mut times = Vec::new();
        for n in 0..30 {
            let (chat, who) = (&chats[n % 3], if n % 2 == 0 { &ana } else { &leo });
            let link = if n % 5 == 0 { " https://x.example/a" } else { "" };
            let sent = who.send(chat, &format!("apple {n}{link}")).await.expect(201);
            times.push(sent["created_at"].as_str().unwrap().to_owned());
        }
        for filled in [false, true] {
            if filled {
                indexed(&server, backend).await;
            }
            let first = leo.get(&path(&chats[0], &[("q", "apple"), ("limit", "4")])).await.expect(200);
            let next = first["next"].as_i64().unwrap().to_string();
            let second = leo.get(&path(&chats[0], &[("q", "apple"), ("limit", "4"), ("before", &next)])).await.expect(200);
            let numbers = |page: &Value| -> Vec<String> {
                shown(page).iter().map(|text| text.split(' ').nth(1).unwrap().to_owned()).collect()
            };
            assert_eq!([numbers(&first), numbers(&second)].concat(), ["27", "24", "21", "18", "15", "12", "9", "6"]);
            let (mut all, mut cursor) = (Vec::new(), None::<String>);
            loop {
                let mut query = vec![("q", "apple"), ("scope", "messages"), ("limit", "7")];
                query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
                let page = leo.get(&everywhere(&query)).await.expect(200);
                all.extend(numbers(&page["messages"]));
                match page["messages"]["next"].as_str() {
                    Some(next) => cursor = Some(next.to_owned()),
                    None => break,
                }
            }
            let newest_first: Vec<String> = (0..30).rev().map(|n| n.to_string()).collect();
            assert_eq!(all, newest_first);
            let count = async |filter: &[(&str, &str)]| {
                let query = [&[("q", "apple"), ("scope", "messages"), ("limit", "100")], filter].concat();
                let page = leo.get(&everywhere(&query)).await.expect(200);
                page["messages"]["items"].as_array().unwrap().len()
            };
            assert_eq!(count(&[("from", &ana.id)]).await, 15);
            assert_eq!(count(&[("in", &chats[1])]).await, 10);
            assert_eq!(count(&[("has", "link")]).await, 6);
            assert_eq!(count(&[("has", "media")]).await, 0);
            assert_eq!(count(&[("kind", "text")]).await, 30);
            assert_eq!(count(&[("has", "link"), ("from", &leo.id), ("in", &chats[2])]).await, 1);
            // Messages may share a millisecond.
            let early = times.iter().filter(|time| **time < times[10]).count();
            assert_eq!(count(&[("until", &times[10])]).await, early);
            assert_eq!(count(&[("since", &times[10])]).await, 30 - early);
        }
    }
}

both! {
    async fn feature_69_one_box_finds_chats_people_and_messages_and_a_hit_leads_to_its_place(backend) {
        let server = TestServer::start(backend).await;
        let (me, peer) = tokio::join!(server.user("me_here"), server.user("maria"));
        let direct = me.direct(&peer).await;
        let group = json!({"title": "María's cooking", "member_ids": [peer.id]});
        let group = me.post("/chats", group).await.expect(201)["id"].clone();
        for n in 0..40 {
            me.send(&direct, &format!("filler {n}")).await.expect(201);
        }
        let hit = me.send(&direct, "ask Maria about it").await.expect(201);
        for n in 40..80 {
            me.send(&direct, &format!("filler {n}")).await.expect(201);
        }
        let all = me.get(&everywhere(&[("q", "maria")])).await.expect(200);
        let ids: Vec<&Value> = all["chats"].as_array().unwrap().iter().map(|chat| &chat["id"]).collect();
        assert_eq!(ids, [&json!(direct), &group]);
        assert_eq!(all["people"][0]["username"], "maria");
        assert_eq!(shown(&all["messages"]), ["ask [Maria] about it"]);
        let seq = &all["messages"]["items"][0]["message"]["seq"];
        assert_eq!(*seq, hit["seq"]);
        let around = me.get(&format!("/chats/{direct}/messages?around={seq}&limit=10")).await.expect(200);
        assert!(around["items"].as_array().unwrap().iter().any(|message| message["seq"] == *seq));
        let people = me.get(&everywhere(&[("q", "maria"), ("scope", "people")])).await.expect(200);
        assert_eq!(people.as_object().unwrap().keys().collect::<Vec<_>>(), ["people"]);
        // A direct chat is also found by the other one's name from his side.
        let mine = peer.get(&everywhere(&[("q", "me_here"), ("scope", "chats")])).await.expect(200);
        assert_eq!(mine["chats"][0]["id"], json!(direct));
    }
}

both! {
    async fn what_cannot_be_looked_for_is_named_and_searching_has_a_limit(backend) {
        let server = TestServer::with(backend).set("LIMITS_SCALE", "1").start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        for (query, pointer) in [
            (vec![("q", "a")], "q"),
            (vec![("q", "...")], "q"),
            (vec![("q", "a b c d e f g h i")], "q"),
            (vec![("from", "x"), ("q", "word")], "from"),
            (vec![("q", "word"), ("has", "legs")], "has"),
            (vec![("q", "word"), ("since", "yesterday")], "since"),
            (vec![("q", "word"), ("kind", "poem")], "kind"),
            (vec![("q", "word"), ("cursor", "1_2")], "cursor"),
            (vec![], "q"),
        ] {
            let address = if pointer == "cursor" { everywhere(&query) } else { path(&chat, &query) };
            let answer = ana.get(&address).await;
            answer.refused(422, "validation_failed");
            assert_eq!(answer.body["errors"][0]["pointer"], pointer, "{}", answer.body);
        }
        for _ in 0..30 {
            leo.get(&path(&chat, &[("q", "word")])).await.expect(200);
        }
        leo.get(&path(&chat, &[("q", "word")])).await.refused(429, "rate_limited");
        let guest = reqwest::Client::new().request(Method::GET, format!("{}/api/v1/search?q=word", leo.url));
        crate::support::user::answer(guest).await.refused(401, "unauthenticated");
    }
}
