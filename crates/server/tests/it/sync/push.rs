//! Web Push is readable by one browser, silent where it should be, and never sent where it could do harm.

use crate::both;
use crate::support::push_service::{Browser, PushService, vouched};
use crate::support::{Backend, LIMIT, TestServer, TestUser};
use serde_json::{Value, json};
use std::time::Duration;

async fn with_service(backend: Backend) -> (TestServer, PushService) {
    let service = PushService::start().await;
    let server = TestServer::with(backend).set("PUSH_TEST_ORIGIN", &service.origin).start().await;
    (server, service)
}

async fn browser(user: &TestUser, service: &PushService, path: &str) -> Browser {
    let browser = Browser::new(&format!("{}/{path}", service.origin));
    browser.subscribe(user).await;
    browser
}

async fn subscriptions(user: &TestUser) -> Vec<Value> {
    user.get("/push/subscriptions").await.expect(200)["items"].as_array().expect("items").clone()
}

async fn until_none(user: &TestUser) {
    let wait = async {
        while !subscriptions(user).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(LIMIT, wait).await.expect("the subscription goes");
}

both! {
    async fn a_push_is_read_by_its_browser_alone_and_says_little(backend) {
        let (server, mut service) = with_service(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let at_leo = browser(&leo, &service, "leo").await;
        for text in ["between us", "and again"] {
            ana.send(&chat, text).await.expect(201);
        }
        let pushed = service.next().await;
        assert_eq!(pushed.path, "/leo");
        assert_eq!(at_leo.open(&pushed), json!({"type": "message", "chat_id": chat, "count": 2}));
        assert!(!pushed.body.windows(10).any(|part| part == b"between us"));
        let key = leo.get("/push/key").await.expect(200)["key"].as_str().unwrap().to_owned();
        let claims = vouched(&pushed, &key);
        assert_eq!(claims["aud"], service.origin.as_str());
        assert!(claims["sub"].as_str().unwrap().starts_with("http"));
        assert_eq!((&*pushed.headers["ttl"], &*pushed.headers["urgency"]), ("86400", "high"));
        assert_eq!(pushed.headers["topic"], chat.replace('-', ""));

        // Only where the recipient wants it, a push carries what was written, and no more of it than a glance takes.
        leo.put("/me/notification-settings", json!({"push_enabled": true, "push_content": true})).await.expect(200);
        ana.send(&chat, &"x".repeat(100)).await.expect(201);
        let said = at_leo.open(&service.next().await);
        assert_eq!((&said["author"], &said["count"]), (&json!("ana"), &json!(3)));
        assert_eq!(said["text"], format!("{}…", "x".repeat(59)));
    }
}

both! {
    async fn people_who_are_present_or_muted_get_no_push(backend) {
        let (server, mut service) = with_service(backend).await;
        // One after the other: people are thought of in the order they came, eve last.
        let (ana, leo) = (server.user("ana").await, server.user("leo").await);
        let eve = server.user("eve").await;
        let chats = [ana.group(&[&leo, &eve]).await, ana.group(&[&leo, &eve]).await];
        let at_eve = browser(&eve, &service, "eve").await;
        browser(&leo, &service, "leo").await;
        browser(&ana, &service, "ana").await;
        // After a push to eve all others of that chat have been handled as well: there is one turn later.
        let told = async |service: &mut PushService, chat: &str| {
            ana.send(chat, "hello").await.expect(201);
            let mut paths = vec![];
            for _ in 0..2 {
                let pushed = service.next().await;
                paths.push(pushed.path.clone());
                if pushed.path == "/eve" && paths.len() == 1 {
                    assert_eq!(at_eve.open(&pushed)["chat_id"], *chat);
                    ana.send(chat, "again").await.expect(201);
                }
            }
            paths
        };
        // A silent chat.
        leo.patch(&format!("/chats/{}/me", chats[0]), json!({"muted_until": "forever"})).await.expect(200);
        assert_eq!(told(&mut service, &chats[0]).await, ["/eve", "/eve"]);
        // A person with an open client.
        let socket = leo.socket().await;
        assert_eq!(told(&mut service, &chats[1]).await, ["/eve", "/eve"]);
        drop(socket);
        // Quiet hours, all day but for a minute that is not now.
        let now: jiff::ZonedDateTime = jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC);
        let minute = i32::from(now.hour()) * 60 + i32::from(now.minute());
        let clock = |minute: i32| format!("{:02}:{:02}", minute.rem_euclid(1440) / 60, minute.rem_euclid(60));
        let quiet = json!({"from": clock(minute - 60), "to": clock(minute - 61), "time_zone": "UTC"});
        leo.put("/me/notification-settings", json!({"push_enabled": true, "quiet_hours": quiet})).await.expect(200);
        assert_eq!(told(&mut service, &chats[1]).await, ["/eve", "/eve"]);
        // Nothing at all.
        leo.put("/me/notification-settings", json!({"push_enabled": false})).await.expect(200);
        assert_eq!(told(&mut service, &chats[1]).await, ["/eve", "/eve"]);
        // And what was counted meanwhile.
        leo.put("/me/notification-settings", json!({"push_enabled": true})).await.expect(200);
        ana.send(&chats[1], "now").await.expect(201);
        let mut paths = vec![service.next().await.path, service.next().await.path];
        paths.sort();
        assert_eq!(paths, ["/eve", "/leo"]);
        assert!(service.is_empty());
    }
}

both! {
    async fn a_browser_that_is_gone_is_forgotten_and_a_tired_service_asked_again(backend) {
        let (server, mut service) = with_service(backend).await;
        let (ana, leo) = tokio::join!(server.user("ana"), server.user("leo"));
        let chat = ana.direct(&leo).await;
        let at_leo = browser(&leo, &service, "leo").await;
        *service.answers.lock().unwrap() = vec![503, 429, 201];
        ana.send(&chat, "hello").await.expect(201);
        for _ in 0..3 {
            assert_eq!(at_leo.open(&service.next().await)["count"], 1);
        }
        assert_eq!(subscriptions(&leo).await.len(), 1);
        *service.answers.lock().unwrap() = vec![410];
        ana.send(&chat, "hello?").await.expect(201);
        service.next().await;
        until_none(&leo).await;
    }
}

both! {
    async fn a_subscription_ends_with_its_session(backend) {
        let (server, mut service) = with_service(backend).await;
        let leo = server.user("leo").await;
        let second = TestUser::login(&server.url, "leo").await;
        browser(&second, &service, "second").await;
        let first = browser(&leo, &service, "first").await;
        assert_eq!(subscriptions(&leo).await.len(), 2);
        assert_eq!(subscriptions(&leo).await[0]["session_id"], second.session.as_str());
        leo.delete(&format!("/me/sessions/{}", second.session)).await.expect(204);
        assert_eq!(subscriptions(&leo).await.len(), 1);
        // A sign-in from elsewhere reaches the browser that is left.
        let http = reqwest::Client::builder().user_agent("Browser 9").build().unwrap();
        let body = json!({"identifier": "leo", "password": crate::support::user::PASSWORD, "transport": "body"});
        let login = http.post(format!("{}/api/v1/auth/login", server.url)).json(&body);
        crate::support::user::answer(login).await.expect(200);
        let pushed = service.next().await;
        let said = first.open(&pushed);
        assert_eq!((&said["type"], &said["kind"], &said["count"]), (&json!("notification"), &json!("security"), &json!(1)));
        assert_eq!(said["event"], Value::Null);
        // The same browser again is the same row, whichever account it belongs to by then.
        let eve = server.user("eve").await;
        first.subscribe(&eve).await;
        assert_eq!((subscriptions(&leo).await.len(), subscriptions(&eve).await.len()), (0, 1));
        let id = subscriptions(&eve).await[0]["id"].as_str().unwrap().to_owned();
        leo.delete(&format!("/push/subscriptions/{id}")).await.refused(404, "not_found");
        eve.delete(&format!("/push/subscriptions/{id}")).await.expect(204);
    }
}

both! {
    async fn addresses_that_are_no_push_service_are_refused(backend) {
        let (server, service) = with_service(backend).await;
        let leo = server.user("leo").await;
        let port = service.origin.rsplit(':').next().unwrap().to_owned();
        for endpoint in [
            "http://fcm.googleapis.com/fcm/send/x",
            "https://fcm.googleapis.com:8443/x",
            "https://fcm.googleapis.com.evil.example/x",
            "https://evil.example/x",
            "https://push.services.mozilla.com/x",
            "https://user:pass@web.push.apple.com/x",
            "https://127.0.0.1/x",
            "https://10.0.0.1/x",
            "https://100.64.0.1/x",
            "https://169.254.169.254/latest/meta-data/",
            "https://192.168.1.1/x",
            "https://[::1]/x",
            "https://[fe80::1]/x",
            "https://[::ffff:10.0.0.1]/x",
            "https://[64:ff9b::a00:1]/x",
            "https://2130706433/x",
            "https://localhost/x",
            "http://127.0.0.1:1/x",
            &format!("https://127.0.0.1:{port}/x"),
            &format!("http://localhost:{port}/x"),
            "gopher://web.push.apple.com/x",
            "x",
            "",
        ] {
            let refused = leo.post("/push/subscriptions", Browser::new(endpoint).subscription()).await;
            refused.refused(422, "validation_failed");
            assert_eq!(refused.body["errors"][0]["pointer"], "/endpoint", "{endpoint}");
        }
        for endpoint in ["https://fcm.googleapis.com/fcm/send/x", "https://db5p.notify.windows.com/w/?token=x"] {
            Browser::new(endpoint).subscribe(&leo).await;
        }
        let mut wrong = Browser::new("https://web.push.apple.com/x").subscription();
        wrong["keys"]["p256dh"] = json!("AAAA");
        let refused = leo.post("/push/subscriptions", wrong).await;
        assert_eq!(refused.body["errors"][0]["pointer"], "/keys");
        // Beyond twenty the oldest goes.
        for n in 0..20 {
            Browser::new(&format!("https://web.push.apple.com/{n}")).subscribe(&leo).await;
        }
        let kept = subscriptions(&leo).await;
        assert_eq!((kept.len(), &kept[0]["service"]), (20, &json!("web.push.apple.com")));
        // The way to try things out is open only on a machine of one's own.
        let settings = |public: &str, test: &str| {
            let mut environment = parlance_server::config::Environment::default();
            environment.insert("PARLANCE_PUBLIC_URL".into(), public.into());
            environment.insert("PARLANCE_PUSH_TEST_ORIGIN".into(), test.into());
            let read = |_: &std::path::Path| Err(std::io::ErrorKind::NotFound.into());
            parlance_server::config::load(&Default::default(), &environment, &read).is_ok()
        };
        assert!(settings("http://localhost:8080", "http://127.0.0.1:9"));
        assert!(!settings("https://chat.example", "http://127.0.0.1:9"));
        assert!(!settings("http://localhost:8080", "http://10.0.0.1:9"));
    }
}
