//! Sealed messages are found in every script, and nothing of chats and times the reader may not see; from the index,
//! before it is filled, and without one.

use crate::both;
use crate::instance::query_plans::Past;
use crate::support::{Backend, LIMIT, TestServer, TestUser};
use reqwest::Url;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{interval, timeout};

pub fn path(chat: &str, query: &[(&str, &str)]) -> String {
    let base = format!("http://x/chats/{chat}/search");
    let url = Url::parse_with_params(&base, query).unwrap();
    format!("/chats/{chat}/search?{}", url.query().unwrap())
}

pub fn everywhere(query: &[(&str, &str)]) -> String {
    let url = Url::parse_with_params("http://x/search", query).unwrap();
    format!("/search?{}", url.query().unwrap())
}

/// The texts of the hits, newest first, with what is highlighted between brackets.
pub fn shown(page: &Value) -> Vec<String> {
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
pub async fn indexed(server: &TestServer, backend: Backend) {
    filled(&Past::of(backend, &server.database_url)).await;
}

pub async fn filled(past: &Past) {
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

/// What was said, what a reader may look for, and what of it is highlighted.
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
            Backend::Postgres => past.count("(SELECT unnest(places) FROM search_terms) t").await,
        };
        for n in 1..=3 {
            ana.send(&chat, &format!("elephant number {n}")).await.expect(201);
        }
        indexed(&server, backend).await;
        // elephant, number, the digit, and two beginnings of either word.
        assert_eq!(terms().await, "21");
        let message = |seq: i64| format!("/chats/{chat}/messages/{seq}");
        ana.patch(&message(1), json!({"text": "giraffe"})).await.expect(200);
        ana.delete(&message(2)).await.expect(200);
        assert_eq!(found(&leo, &chat, "elephant").await, ["[elephant] number 3"]);
        assert_eq!(found(&leo, &chat, "giraffe").await, ["[giraffe]"]);
        assert_eq!(terms().await, "10");
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
    async fn no_word_lies_open_and_no_token_is_the_same_in_two_chats(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        for _ in 0..2 {
            let chat = ana.group(&[&leo]).await;
            ana.send(&chat, "the same rhinoceros in both, 東京タワー").await.expect(201);
        }
        indexed(&server, backend).await;
        let past = Past::of(backend, &server.database_url);
        let mut tokens = past.texts("SELECT CAST(token AS text) AS text FROM search_terms").await;
        // Five words, four beginnings of three letters and three of four, four pairs; each twice.
        assert_eq!(tokens.len(), 32);
        tokens.sort();
        tokens.dedup();
        assert_eq!(tokens.len(), 32);
        let words = crate::instance::at_rest::loot(&server, backend);
        crate::instance::at_rest::holds_none_of(&words, &["rhinoceros", "東京タワー", "prhi"]);
    }
}

both! {
    async fn candidates_come_from_the_index(backend) {
        let server = TestServer::start(backend).await;
        let past = Past::of(backend, &server.database_url);
        let (query, index) = match backend {
            Backend::Sqlite => (
                "SELECT t.seq FROM search_terms t WHERE t.no = 1 AND t.seq >= 1 AND t.seq < 9 AND t.token = 5 AND EXISTS \
                 (SELECT 1 FROM search_terms o WHERE o.no = t.no AND o.seq = t.seq AND o.token = 6) \
                 ORDER BY t.seq DESC LIMIT 20",
                "PRIMARY KEY (no=? AND token=? AND seq>? AND seq<?)",
            ),
            Backend::Postgres => (
                "SELECT p.part * 1024 + s.place FROM search_terms p CROSS JOIN LATERAL unnest(p.places) AS s (place) \
                 WHERE p.no = 1 AND p.token = 5 AND p.part BETWEEN 0 AND 9 \
                 ORDER BY p.part DESC, s.place DESC LIMIT 20",
                "Index Scan Backward using search_terms_pkey",
            ),
        };
        let plan = past.plan(query).await;
        assert!(plan.iter().any(|line| line.contains(index)), "{plan:#?}");
        assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE") || line.contains("Seq Scan")), "{plan:#?}");
    }
}
