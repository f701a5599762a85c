//! Messages are translated by a real engine and by one that fails, and translations are kept.

use crate::both;
use crate::instance::at_rest::{holds_none_of, loot};
use crate::instance::query_plans::Past;
use crate::support::engine::{Apertium, Libre};
use crate::support::server::moved_clock;
use crate::support::user::{Answer, answer};
use crate::support::{Backend, TestServer, TestUser};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

async fn translated(user: &TestUser, path: &str, target: &str) -> Answer {
    user.post(&format!("{path}/translation"), json!({"target": target})).await
}

async fn say(user: &TestUser, chat: &str, text: &str) -> String {
    let seq = user.send(chat, text).await.expect(201)["seq"].clone();
    format!("/chats/{chat}/messages/{seq}")
}

both! {
    async fn feature_79_a_member_reads_a_message_in_their_language(backend) {
        let engine = Apertium::start().await;
        let server = TestServer::with(backend).set("TRANSLATION_URL", &engine.url).start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let known = leo.get("/translation/languages").await.expect(200);
        assert_eq!((&known["engine"], &known["host"]), (&json!("Apertium"), &json!("127.0.0.1")));
        let pairs = json!([{"source": "en", "targets": ["es"]}, {"source": "es", "targets": ["en"]}]);
        assert_eq!(known["pairs"], pairs);
        assert_eq!(leo.get("/instance").await.expect(200)["features"]["translation"], pairs);

        let text = "Los niños juegan en la casa grande cerca del río, @leo: https://x.example/niños `la casa`";
        let message = say(&ana, &chat, text).await;
        let made = translated(&leo, &message, "en").await.expect(200);
        let english =
            "The boys play in the big house near of the river, @leo: https://x.example/niños `la casa`";
        assert_eq!(made, json!({"text": english, "source": "es", "target": "en", "engine": "Apertium"}));
        // The other way, and what is in the wanted language already.
        let other = say(&leo, &chat, "The children are playing in the big house near the river.").await;
        let back = translated(&ana, &other, "es").await.expect(200);
        assert_eq!((&back["source"], back["text"].as_str().unwrap().contains("casa")), (&json!("en"), true));
        assert_eq!(translated(&ana, &other, "en").await.expect(200)["text"], "The children are playing in the big house near the river.");
        let refused = translated(&ana, &other, "de").await.expect(422);
        assert_eq!(refused["errors"][0]["code"], "unsupported_pair");
        assert_eq!(translated(&ana, &other, "xx").await.expect(422)["errors"][0]["code"], "unknown_language");
        // Before something is sent.
        let mine = json!({"text": "Buenos días", "source": "es", "target": "en"});
        assert_eq!(leo.post("/translation", mine).await.expect(200)["text"], "Good morning");

        // It is kept, sealed: no one has to wait for the engine again.
        let past = Past::of(backend, &server.database_url);
        assert_eq!(past.count("translations").await, "3");
        holds_none_of(&loot(&server, backend), &["big house", "casa grande"]);
        drop(engine);
        assert_eq!(translated(&ana, &message, "en").await.expect(200), made);
        let broken = translated(&ana, &message, "es").await.expect(200);
        assert_eq!(broken["source"], "es");
        let fresh = say(&ana, &chat, "Los niños juegan en la casa grande.").await;
        assert_eq!(translated(&leo, &fresh, "en").await.expect(503)["code"], "translation_unavailable");

        // It goes with the wording it was made of, and with the message.
        ana.patch(&message, json!({"text": "Otra cosa"})).await.expect(200);
        assert_eq!(past.count("translations").await, "2");
        assert_eq!(translated(&leo, &message, "en").await.expect(503)["code"], "translation_unavailable");
        leo.delete(&other).await.expect(200);
        assert_eq!(past.count("translations").await, "0");
        assert_eq!(translated(&ana, &other, "es").await.expect(409)["code"], "message_deleted");
    }
}

both! {
    async fn a_translation_that_is_moved_is_made_anew(backend) {
        let url = Libre::start().await.shouting();
        let server = TestServer::with(backend).set("TRANSLATION_URL", &url).start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let (one, other) = (say(&ana, &chat, "uno").await, say(&ana, &chat, "dos").await);
        assert_eq!(translated(&leo, &one, "en").await.expect(200)["text"], "UNO");
        assert_eq!(translated(&leo, &other, "en").await.expect(200)["text"], "DOS");
        let past = Past::of(backend, &server.database_url);
        past.run("UPDATE translations SET sealed = (SELECT sealed FROM translations WHERE seq = 1)").await;
        assert_eq!(translated(&leo, &one, "en").await.expect(200)["text"], "UNO");
        assert_eq!(translated(&leo, &other, "en").await.expect(200)["text"], "DOS");
        // What a reader hid does not exist for them; the others still have it.
        answer(leo.request(Method::DELETE, &format!("{one}?for=me"))).await.expect(200);
        translated(&leo, &one, "en").await.expect(404);
        translated(&ana, &one, "en").await.expect(200);
    }
}

both! {
    async fn an_engine_that_fails_delays_nothing_and_is_left_alone(backend) {
        let mut engine = Libre::start().await;
        let clock = moved_clock();
        let server = TestServer::with(backend).set("TRANSLATION_URL", &engine.url).clock(&clock).start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let message = say(&ana, &chat, "<img src=x onerror=alert(1)>hola `<b>`").await;
        // The engine gets words alone, with what it needs to know.
        let (made, ()) = tokio::join!(translated(&leo, &message, "en"), async {
            let asked = engine.next().await;
            let wanted = json!({"q": "hola", "source": "auto", "target": "en", "format": "text", "api_key": "between-us"});
            assert_eq!(asked.body, wanted);
            asked.translated("hello\u{7} <script>");
        });
        let made = made.expect(200);
        assert_eq!(made["text"], "<img src=x onerror=alert(1)>hello <script> `<b>`");
        assert_eq!((&made["source"], &made["engine"]), (&json!("es"), &json!("LibreTranslate")));

        for n in 0..3 {
            let failing = say(&ana, &chat, &format!("fallo {n}")).await;
            let (refused, ()) = tokio::join!(translated(&leo, &failing, "en"), async {
                let asked = engine.next().await;
                // While a reader waits for the engine, everything else goes on.
                let began = Instant::now();
                ana.send(&chat, "meanwhile").await.expect(201);
                assert!(began.elapsed() < Duration::from_secs(2));
                asked.answer(500, &json!({"error": "no"}));
            });
            assert_eq!(refused.headers["retry-after"], "30");
            assert_eq!(refused.expect(503)["code"], "translation_unavailable");
        }
        // Enough: for half a minute it is not asked.
        translated(&leo, &message, "de").await.expect(503);
        assert!(engine.is_idle());
        clock.advance(Duration::from_secs(31));
        let (made, ()) = tokio::join!(translated(&leo, &message, "de"), async {
            engine.next().await.translated("hallo");
        });
        assert_eq!(made.expect(200)["text"], "<img src=x onerror=alert(1)>hallo `<b>`");
    }
}

both! {
    async fn nothing_is_kept_of_what_is_deleted_meanwhile(backend) {
        let mut engine = Libre::start().await;
        let server = TestServer::with(backend).set("TRANSLATION_URL", &engine.url).start().await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let message = say(&ana, &chat, "hola").await;
        let (made, ()) = tokio::join!(translated(&leo, &message, "en"), async {
            let asked = engine.next().await;
            ana.delete(&message).await.expect(200);
            asked.translated("hello");
        });
        assert_eq!(made.expect(200)["text"], "hello");
        assert_eq!(Past::of(backend, &server.database_url).count("translations").await, "0");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_instance_without_an_engine_says_so() {
    let server = TestServer::start(Backend::Sqlite).await;
    let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
    let chat = ana.direct(&leo).await;
    let message = say(&ana, &chat, "hola").await;
    for refused in [
        translated(&leo, &message, "en").await,
        leo.get("/translation/languages").await,
        leo.post("/translation", json!({"text": "hola", "target": "en"})).await,
    ] {
        assert_eq!(refused.expect(403)["code"], "translation_off");
    }
    let instance: Value = leo.get("/instance").await.expect(200);
    assert_eq!(instance["features"]["translation"], json!([]));
}
