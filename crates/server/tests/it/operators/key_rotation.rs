//! Keys are rotated without loss, and forgotten ones are rejected.

use crate::both;
use crate::operators::keys::{Operator, mode};
use crate::support::{Backend, TestUser};
use std::fs;

both! {
    async fn a_new_key_wraps_every_data_key_and_changes_no_message(backend) {
        let operator = Operator::new(backend).await;
        let serving = operator.serve().await;
        let (ana, leo) =
            tokio::join!(TestUser::register(&serving.url, "ana"), TestUser::register(&serving.url, "leo"));
        let chat = ana.direct(&leo).await;
        ana.send(&chat, "before").await.expect(201);
        serving.stop().await.well();
        let past = operator.past();
        let all = past.count("data_keys").await;
        let bodies = format!("SELECT {} AS text FROM messages", past.hex("body"));
        let (sealed, mut former) = (past.texts(&bodies).await, vec![operator.active_kid()]);
        for _ in 0..2 {
            let said = operator.run(&["keys", "rotate-kek"]).await.well();
            let kid = operator.active_kid();
            assert!(said.contains(&kid) && !former.contains(&kid), "{said}");
            assert_eq!(past.text("SELECT DISTINCT kid AS text FROM data_keys").await, kid);
            assert_eq!(past.text("SELECT canary_kid AS text FROM instance").await, kid);
            assert_eq!(mode(&operator.ring()), 0o600);

            let status = operator.run(&["keys", "status"]).await.well();
            let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut expected: Vec<_> = former.iter().map(|kid| format!("{kid} decrypt-only 0")).collect();
            expected.push(format!("{kid} active {all}"));
            let wrapping = status.lines().skip(1).filter(|line| !line.ends_with("access tokens"));
            assert_eq!(wrapping.map(words).collect::<Vec<_>>(), expected);
            former.push(kid);
        }
        assert_eq!(past.texts(&bodies).await, sealed);
        let [oldest, older, active] = former.as_slice() else { panic!("three keys: {former:?}") };
        operator.run(&["keys", "retire", active]).await.refused(&["is the active one"]);
        operator.run(&["keys", "retire", "nonsense"]).await.refused(&["is not the name of a key"]);
        operator.run(&["keys", "retire", oldest]).await.well();
        operator.run(&["keys", "retire", oldest]).await.refused(&["there is no key"]);
        // As if the rewrapping had been broken off.
        past.run(&format!("UPDATE data_keys SET kid = '{older}' WHERE owner_kind = 1")).await;
        operator.run(&["keys", "retire", older]).await.refused(&["still wraps", "rotate-kek"]);
        past.run(&format!("UPDATE data_keys SET kid = '{active}'")).await;
        let serving = operator.serve().await;
        let ana = TestUser::login(&serving.url, "ana").await;
        ana.send(&chat, "after").await.expect(201);
        let texts: Vec<_> = ana.history(&chat).await.iter().map(|one| one["text"].clone()).collect();
        assert_eq!(texts, ["before", "after"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ring_in_use_is_not_changed() {
    let operator = Operator::new(Backend::Sqlite).await;
    let serving = operator.serve().await;
    let ring = fs::read(operator.ring()).unwrap();
    operator.run(&["keys", "rotate-kek"]).await.refused(&["another parlance process uses"]);
    assert_eq!(fs::read(operator.ring()).unwrap(), ring);
    serving.stop().await.well();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_signing_key_is_published_a_day_before_it_signs() {
    // At one address, because tokens name it.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let operator = Operator::new(Backend::Sqlite).await.set("LISTEN", &free.to_string());
    let serving = operator.serve().await;
    let ana = TestUser::register(&serving.url, "ana").await;
    serving.stop().await.well();
    assert!(
        operator
            .run(&["keys", "rotate-signing"])
            .await
            .well()
            .contains("is published from the next start on")
    );
    operator.run(&["keys", "rotate-signing"]).await.refused(&["published less than a day ago", "--now"]);
    assert!(
        operator
            .run(&["keys", "rotate-signing", "--now"])
            .await
            .well()
            .contains("signs from the next start on")
    );
    let status = operator.run(&["keys", "status"]).await.well();
    let former = status.lines().find(|line| line.contains("verifying")).unwrap().split(' ').next().unwrap();

    // What the former key signed is good until it runs out, unless the key is forgotten.
    let again = |url: &str| TestUser { url: url.to_owned(), ..ana.clone() };
    let serving = operator.serve().await;
    again(&serving.url).get("/me").await.expect(200);
    let jwks = ana.http.get(format!("{}/.well-known/jwks.json", serving.url)).send().await.unwrap();
    assert!(jwks.text().await.unwrap().contains(former));
    TestUser::login(&serving.url, "ana").await.get("/me").await.expect(200);
    serving.stop().await.well();
    operator.run(&["keys", "retire", former]).await.well();
    let serving = operator.serve().await;
    again(&serving.url).get("/me").await.expect(401);
    TestUser::login(&serving.url, "ana").await.get("/me").await.expect(200);
}
