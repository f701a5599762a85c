//! Codes go over SMTP to a real mail server, over HTTP to gateways for SMS, and never into a log.

use crate::accounts::codes::{EMAIL, PHONE, challenge_of, grant, joining, otp, post, start, verify};
use crate::both;
use crate::operators::keys::Operator;
use crate::support::server::moved_clock;
use crate::support::sinks::{HttpSink, SmtpSink};
use crate::support::user::{answer, registration};
use crate::support::{Backend, TestServer, http_client};
use serde_json::{Value, json};
use std::time::Duration;

const SECRET: &str = "between us and the gateway";

/// The one run of this many digits in a text.
fn digits(text: &str, length: usize) -> String {
    let mut runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == length);
    runs.next().unwrap_or_else(|| panic!("a code in {text}")).to_owned()
}

both! {
    async fn a_full_registration_by_mail(backend) {
        let mut sink = SmtpSink::start(0).await;
        let server = otp(backend)
            .set("MAIL_URL", &format!("smtp://127.0.0.1:{}", sink.port))
            .set("MAIL_FROM", "Our chat <chat@example.org>")
            .set("INSTANCE_NAME", "Our chat")
            .start()
            .await;
        let challenge = challenge_of(start(&server, "register", "Ana@Bücher.example").await);
        let letter = sink.next().await;
        assert_eq!(letter["from"], "chat@example.org");
        assert_eq!(letter["to"], json!(["ana@xn--bcher-kva.example"]));
        let data = letter["data"].as_str().unwrap();
        let (head, body) = data.split_once("\r\n\r\n").or_else(|| data.split_once("\n\n")).unwrap();
        assert!(head.contains("Subject: Our chat: your code") && head.contains("text/plain"), "{head}");
        // The code is in the text alone: subjects show on locked screens.
        let code = digits(body, 6);
        assert!(!head.contains(&code));
        let granted = verify(&server, &challenge, &code).await.expect(200);
        let session = post(&server, "/auth/register", &joining("ana", granted["grant"].as_str().unwrap())).await;
        assert_eq!(session.expect(201)["user"]["email"], "ana@xn--bcher-kva.example");
        // Who has an account is told so, and a reset goes the same way.
        start(&server, "register", "ana@bücher.example").await.expect(202);
        assert!(sink.next().await["data"].as_str().unwrap().contains("already have an account"));
        let challenge = challenge_of(start(&server, "reset_password", "ana@bücher.example").await);
        let code = digits(sink.next().await["data"].as_str().unwrap().rsplit("\n\n").next().unwrap(), 8);
        verify(&server, &challenge, &code).await.expect(200);
        assert!(server.outbox().all().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_that_is_refused_for_the_moment_is_tried_again() {
    let clock = moved_clock();
    let mut sink = SmtpSink::start(2).await;
    let url = format!("smtp://127.0.0.1:{}", sink.port);
    let server = otp(Backend::Sqlite).set("MAIL_URL", &url).set("MAIL_FROM", "chat@example.org");
    let server = server.clock(&clock).start().await;
    let challenge = challenge_of(start(&server, "register", EMAIL).await);
    let ticking = tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            clock.advance(Duration::from_secs(1));
        }
    });
    let letter = sink.next().await;
    ticking.abort();
    let code = digits(letter["data"].as_str().unwrap().rsplit("\n\n").next().unwrap(), 6);
    verify(&server, &challenge, &code).await.expect(200);
}

both! {
    async fn a_full_registration_by_sms(backend) {
        let mut sink = HttpSink::start(&[]).await;
        let server = otp(backend)
            .set("SMS_URL", &format!("{}/send?account=7", sink.url))
            .set("SMS_SECRET", SECRET)
            .set("SMS_TEMPLATE", r#"{"recipients":["{to}"],"message":{"body":"{text}","kind":"{purpose}"}}"#)
            .set("SMS_COUNTRIES", "US")
            .start()
            .await;
        let challenge = challenge_of(start(&server, "register", "+1 415 555 2671").await);
        let request = sink.next().await;
        assert!(request.head.starts_with("POST /send?account=7 HTTP/1.1"), "{}", request.head);
        assert_eq!(request.header("content-type"), "application/json");
        let body: Value = serde_json::from_str(&request.body).unwrap();
        assert_eq!((&body["recipients"], &body["message"]["kind"]), (&json!([PHONE]), &json!("register")));
        // The gateway can tell that it was us, and when.
        let signature = request.header("x-parlance-signature").to_owned();
        let time: i64 = signature.strip_prefix("t=").unwrap().split(',').next().unwrap().parse().unwrap();
        let at = domain::Timestamp::from_millis(time * 1000);
        assert_eq!(auth::signature::webhook(SECRET.as_bytes(), at, request.body.as_bytes()), signature);
        assert!(app::Clock::System.now().since(at) < Duration::from_secs(60));

        let code = digits(body["message"]["body"].as_str().unwrap(), 6);
        let granted = verify(&server, &challenge, &code).await.expect(200);
        let session = post(&server, "/auth/register", &joining("ana", granted["grant"].as_str().unwrap())).await;
        assert_eq!(session.expect(201)["user"]["phone"], PHONE);
        start(&server, "register", "+34612345678").await.refused(422, "validation_failed");
        assert!(sink.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sms_the_way_twilio_takes_them() {
    let mut sink = HttpSink::start(&[]).await;
    let url = format!("twilio://AC0123:token@+14155550100?base={}", sink.url);
    let server = otp(Backend::Sqlite).set("SMS_URL", &url).set("SMS_COUNTRIES", "US").start().await;
    let challenge = challenge_of(start(&server, "register", PHONE).await);
    let request = sink.next().await;
    assert!(request.head.starts_with("POST /2010-04-01/Accounts/AC0123/Messages.json "), "{}", request.head);
    assert_eq!(request.header("content-type"), "application/x-www-form-urlencoded");
    // AC0123:token
    assert_eq!(request.header("authorization"), "Basic QUMwMTIzOnRva2Vu");
    assert!(request.body.starts_with("To=%2B14155552671&From=%2B14155550100&Body="), "{}", request.body);
    verify(&server, &challenge, &digits(request.body.split_once("Body=").unwrap().1, 6)).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_is_not_followed_and_is_retried_only_where_that_helps() {
    let mut sink = HttpSink::start(&[307, 400, 503, 200]).await;
    let clock = moved_clock();
    let server =
        otp(Backend::Sqlite).set("SMS_URL", &sink.url).set("SMS_SECRET", SECRET).set("SMS_COUNTRIES", "US");
    let server = server.clock(&clock).start().await;
    // A redirect and a refusal are final.
    for number in [PHONE, "+14155552672"] {
        start(&server, "register", number).await.expect(202);
        assert!(sink.next().await.body.contains(number));
    }
    start(&server, "register", "+14155552673").await.expect(202);
    let first = sink.next().await;
    assert!(first.body.contains("+14155552673"));
    let again = async {
        loop {
            clock.advance(Duration::from_secs(1));
            tokio::time::sleep(Duration::from_millis(20)).await;
            if let Ok(request) = tokio::time::timeout(Duration::from_millis(1), sink.next()).await {
                return request;
            }
        }
    };
    let again = tokio::time::timeout(crate::support::LIMIT, again).await.expect("asked again");
    assert_eq!(again.body, first.body);
}

both! {
    async fn codes_addresses_and_grants_reach_no_log(backend) {
        let operator = Operator::new(backend).await.set("LOG", "debug").set("REGISTRATION", "otp");
        let serving = operator.serve().await;
        let outbox = crate::support::Outbox::of(&operator.data());
        let call = |path: &str, body: Value| {
            answer(http_client().post(format!("{}/api/v1{path}", serving.url)).json(&body))
        };
        let mut secrets = vec![EMAIL.to_owned(), PHONE.to_owned(), PHONE.trim_start_matches('+').to_owned()];
        for (name, to) in [("ana", EMAIL), ("leo", PHONE)] {
            let started = call("/auth/codes", json!({"purpose": "register", "identifier": to})).await.expect(202);
            let code = outbox.code(to, 1).await;
            let path = format!("/auth/codes/{}/verify", started["challenge_id"].as_str().unwrap());
            let granted = call(&path, json!({"code": code})).await.expect(200);
            let grant = granted["grant"].as_str().unwrap().to_owned();
            call("/auth/register", joining(name, &grant)).await.expect(201);
            secrets.extend([format!("\"{code}\""), format!(" {code} "), grant]);
        }
        let said = serving.stop().await;
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(said.err.contains("message_sent"), "{}", said.err);
        for secret in &secrets {
            assert!(!said.err.contains(secret.as_str()) && !said.out.contains(secret.as_str()), "{secret}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_outbox_is_for_its_owner_and_for_no_public_server() {
    use std::os::unix::fs::PermissionsExt;
    let server = otp(Backend::Sqlite).start().await;
    grant(&server, "register", EMAIL, 1).await;
    let folder = server.folder().join("outbox");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for entry in std::fs::read_dir(&folder).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
    let public = || Operator::new(Backend::Sqlite);
    let there = public().await.set("PUBLIC_URL", "https://chat.example");
    let refused = there.set("MAIL_URL", "outbox:").set("SMS_URL", "outbox:").run(&["serve"]).await;
    refused.refused(&["mail_url", "sms_url", "the mail folder is on this machine"]);
    let secret = "smtp://ana:hunter2@mail.example.org";
    let wrong = public().await.set("MAIL_URL", secret).run(&["check-config"]).await;
    wrong.refused(&["mail_from is not set"]);
    let right =
        public().await.set("MAIL_URL", secret).set("MAIL_FROM", "chat@example.org").set("SMS_URL", "none:");
    let shown = right.set("PUBLIC_URL", "https://chat.example").run(&["check-config"]).await;
    assert!(!shown.out.contains("hunter2"), "{}", shown.out);
    assert!(shown.well().contains("smtp://ana:***@mail.example.org"));
    let gateway =
        public().await.set("SMS_URL", "https://sms.example.org").set("SMS_SECRET", "x").run(&["serve"]).await;
    gateway.refused(&["sms_countries", "list the countries they may be sent to"]);
}

both! {
    async fn a_server_without_a_channel_says_so(backend) {
        let server = TestServer::with(backend).set("MAIL_URL", "none:").set("SMS_URL", "none:").start().await;
        for to in [EMAIL, PHONE] {
            let refused = start(&server, "reset_password", to).await;
            refused.refused(422, "validation_failed");
            assert_eq!(refused.body["errors"][0]["code"], "no_channel");
        }
        post(&server, "/auth/register", &registration("ana")).await.expect(201);
        let instance = answer(http_client().get(format!("{}/api/v1/instance", server.url))).await;
        assert_eq!(instance.expect(200)["features"]["sms"], false);
    }
}
