//! The search box takes filters and pages, finds chats and people beside messages, and rejects the rest.

use crate::both;
use crate::operators::keys::Operator;
use crate::search::results::{everywhere, filled, indexed, path, shown};
use crate::support::user::answer;
use crate::support::{Backend, TestServer, TestUser, http_client};
use reqwest::Method;
use serde_json::{Value, json};

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
            // In one chat a condition may stand alone.
            let links = leo.get(&path(&chats[0], &[("has", "link"), ("limit", "2")])).await.expect(200);
            let before = links["next"].as_i64().map(|next| next.to_string());
            assert_eq!(links["items"][0]["highlights"], json!([]));
            let rest = [("has", "link"), ("before", before.as_deref().unwrap_or("1"))];
            let rest = leo.get(&path(&chats[0], &rest)).await.expect(200);
            assert_eq!([numbers(&links), numbers(&rest)].concat(), ["15", "0"]);
            let of_ana = leo.get(&path(&chats[0], &[("from", &ana.id)])).await.expect(200);
            assert_eq!(numbers(&of_ana), ["24", "18", "12", "6", "0"]);
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
        // A direct chat is also found by the other person's name from their side.
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
        let guest = http_client().request(Method::GET, format!("{}/api/v1/search?q=word", leo.url));
        crate::support::user::answer(guest).await.refused(401, "unauthenticated");
    }
}

both! {
    async fn an_index_that_lost_something_is_made_anew_beside_the_running_server(backend) {
        let operator = Operator::new(backend).await;
        let serving = operator.serve().await;
        let (ana, leo) =
            tokio::join!(TestUser::register(&serving.url, "ana"), TestUser::register(&serving.url, "leo"));
        let chat = ana.direct(&leo).await;
        for n in 0..300 {
            ana.send(&chat, &format!("walnut {n}")).await.expect(201);
        }
        let past = operator.past();
        filled(&past).await;
        past.run(match backend {
            Backend::Sqlite => "DELETE FROM search_terms WHERE seq <> 7",
            Backend::Postgres => "UPDATE search_terms SET places = array(SELECT 7::smallint WHERE 7 = ANY(places))",
        })
        .await;
        let found = async || {
            let page = leo.get(&path(&chat, &[("q", "walnut"), ("limit", "200")])).await.expect(200);
            page["items"].as_array().unwrap().len()
        };
        assert_eq!(found().await, 1);
        let said = operator.run(&["search", "rebuild"]).await;
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(said.out.contains("100 %: 300 of 300 messages\nrebuilt the search index\n"), "{}", said.out);
        assert_eq!(found().await, 200);
        // What the former number had is gone with it.
        assert_eq!(past.count("search_terms WHERE no NOT IN (SELECT no FROM search_chats)").await, "0");
        serving.stop().await;
    }
}

both! {
    async fn a_hit_is_what_its_reader_sees_of_the_message(backend) {
        let server = TestServer::start(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.group(&[&leo]).await;
        let mut seqs = Vec::new();
        for text in ["quince one", "quince two"] {
            seqs.push(ana.send(&chat, text).await.expect(201)["seq"].as_i64().unwrap());
        }
        let message = |n: usize| format!("/chats/{chat}/messages/{}", seqs[n]);
        answer(leo.request(Method::PUT, &format!("{}/star", message(0)))).await.expect(204);
        answer(leo.request(Method::PUT, &format!("{}/reactions/👍", message(0)))).await.expect(200);
        leo.delete(&format!("{}?for=me", message(1))).await.expect(200);
        indexed(&server, backend).await;
        let found = leo.get(&path(&chat, &[("q", "quince")])).await.expect(200);
        assert_eq!(shown(&found), ["[quince] one"]);
        let one = leo.get(&path(&chat, &[("q", "quince"), ("limit", "1"), ("before", "1")])).await.expect(200);
        assert_eq!(shown(&one), Vec::<String>::new());
        let hit = &found["items"][0]["message"];
        assert_eq!((&hit["starred"], &hit["reactions"][0]["mine"]), (&json!(true), &json!(true)));
        assert_eq!(shown(&ana.get(&path(&chat, &[("q", "quince")])).await.expect(200)).len(), 2);
        // Nor does the list show what the reader has hidden.
        let last = async |user: &TestUser| {
            user.get("/chats").await.expect(200)["items"][0]["last_message"].clone()
        };
        assert_eq!((last(&leo).await, &last(&ana).await["text"]), (Value::Null, &json!("quince two")));
    }
}
