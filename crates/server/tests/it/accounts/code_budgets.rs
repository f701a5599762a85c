//! What bounds guessing and sending, however an attacker goes about it: attempts, budgets, caps. They belong to
//! identifiers and outlive the flow, the challenge and the server.

use crate::accounts::codes::{
    EMAIL, PHONE, challenge_of, grant, otp, register, resend, start, verify, wrong,
};
use crate::both;
use crate::instance::query_plans::Past;
use crate::support::server::moved_clock;
use crate::support::{TestServer, TestUser};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);

both! {
    async fn fifty_guesses_at_once_are_five(backend) {
        let server = Arc::new(otp(backend).start().await);
        let past = Past::of(backend, &server.database_url);
        let challenge = challenge_of(start(&server, "register", EMAIL).await);
        let code = server.outbox().code(EMAIL, 1).await;
        let wrong = wrong(&code);
        let guesses = (0..50).map(|_| {
            let (server, challenge, wrong) = (server.clone(), challenge.clone(), wrong.clone());
            tokio::spawn(async move { verify(&server, &challenge, &wrong).await })
        });
        let mut left: BTreeMap<u64, usize> = BTreeMap::new();
        for guess in guesses.collect::<Vec<_>>() {
            let answer = guess.await.unwrap();
            answer.refused(422, "otp_invalid_or_expired");
            *left.entry(answer.body["attempts_left"].as_u64().unwrap()).or_default() += 1;
        }
        // Four say how many are left, the fifth and all that were never compared say none.
        assert_eq!(left, BTreeMap::from([(4, 1), (3, 1), (2, 1), (1, 1), (0, 46)]));
        assert_eq!(past.count("code_events WHERE kind = 2").await, "5");
        assert_eq!(past.count("challenges").await, "0");
        verify(&server, &challenge, &code).await.refused(422, "otp_invalid_or_expired");
    }
}

both! {
    async fn of_many_who_show_the_right_code_at_once_one_gets_a_grant(backend) {
        let server = Arc::new(otp(backend).start().await);
        let challenge = challenge_of(start(&server, "register", EMAIL).await);
        let code = server.outbox().code(EMAIL, 1).await;
        let tries = (0..20).map(|_| {
            let (server, challenge, code) = (server.clone(), challenge.clone(), code.clone());
            tokio::spawn(async move { verify(&server, &challenge, &code).await.status.as_u16() })
        });
        let mut granted = 0;
        for one in tries.collect::<Vec<_>>() {
            granted += usize::from(one.await.unwrap() == 200);
        }
        assert_eq!(granted, 1);
    }
}

both! {
    async fn a_thousand_abandoned_registrations_leave_no_account(backend) {
        let clock = moved_clock();
        let server = Arc::new(otp(backend).clock(&clock).start().await);
        let past = Past::of(backend, &server.database_url);
        let mut under_way = tokio::task::JoinSet::new();
        for n in 0..1000 {
            let server = server.clone();
            under_way.spawn(async move {
                challenge_of(start(&server, "register", &format!("abandoned{n}@example.org")).await);
            });
            if under_way.len() >= 20 {
                under_way.join_next().await.unwrap().unwrap();
            }
        }
        while let Some(one) = under_way.join_next().await {
            one.unwrap();
        }
        assert_eq!((&*past.count("users").await, &*past.count("challenges").await), ("0", "1000"));
        // A person with one of these addresses, and the name its first owner wanted, is in.
        register(&server, "abandoned7", "late@example.org").await;
        swept(&clock, &past, Duration::from_secs(301)).await;
        assert_eq!((&*past.count("users").await, &*past.count("grants").await), ("1", "0"));
    }
}

/// Waits for the sweeper, which comes every minute of the test's clock.
async fn swept(clock: &app::Moved, past: &Past, after: Duration) {
    clock.advance(after);
    let gone = async {
        while past.count("challenges").await != "0" {
            clock.advance(Duration::from_secs(61));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(crate::support::LIMIT, gone).await.expect("the sweeper came");
}

both! {
    async fn the_sweeper_leaves_nothing_but_the_counts(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        let past = Past::of(backend, &server.database_url);
        let challenge = challenge_of(start(&server, "register", EMAIL).await);
        let code = server.outbox().code(EMAIL, 1).await;
        verify(&server, &challenge, &wrong(&code)).await.refused(422, "otp_invalid_or_expired");
        swept(&clock, &past, Duration::from_secs(301)).await;
        assert_eq!(past.count("code_events WHERE kind = 1").await, "1");
        assert_eq!(past.count("code_events WHERE kind = 2").await, "1");
    }
}

both! {
    async fn ten_messages_a_day_however_often_one_starts_anew(backend) {
        let clock = moved_clock();
        let mut server = otp(backend).clock(&clock).start().await;
        let mut sent = 0;
        // Starting anew each time, for one purpose and another, and with the server started anew in between.
        for attempt in 0..40 {
            let purpose = ["register", "sign_in", "reset_password"][attempt % 3];
            let answer = start(&server, purpose, EMAIL).await;
            if answer.status.as_u16() == 202 {
                sent += 1;
            } else {
                answer.refused(429, "rate_limited");
                let wait: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
                if wait > 3600 {
                    break;
                }
                clock.advance(Duration::from_secs(wait));
            }
            if attempt == 7 {
                server.restart().await;
            }
        }
        assert_eq!(sent, 10);
        server.restart().await;
        start(&server, "register", " ANA@Example.org ").await.refused(429, "rate_limited");
        start(&server, "register", "leo@example.org").await.expect(202);
        clock.advance(DAY);
        start(&server, "register", EMAIL).await.expect(202);
    }
}

both! {
    async fn waiting_belongs_to_the_identifier_not_to_the_flow(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        let challenge = challenge_of(start(&server, "register", EMAIL).await);
        for _ in 0..5 {
            clock.advance(Duration::from_secs(10));
            resend(&server, &challenge).await.expect(202);
        }
        // Six have gone: a new challenge waits as the old one would.
        let early = start(&server, "register", EMAIL).await;
        early.refused(429, "rate_limited");
        assert_eq!(early.headers["retry-after"], "60");
        clock.advance(Duration::from_secs(60));
        start(&server, "register", EMAIL).await.expect(202);
    }
}

both! {
    async fn three_challenges_live_at_once(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        for _ in 0..3 {
            start(&server, "register", EMAIL).await.expect(202);
        }
        let fourth = start(&server, "register", EMAIL).await;
        fourth.refused(429, "rate_limited");
        assert_eq!(fourth.headers["retry-after"], "300");
        start(&server, "sign_in", EMAIL).await.expect(202);
        clock.advance(Duration::from_secs(300));
        start(&server, "register", EMAIL).await.expect(202);
    }
}

/// As many wrong codes as are let through; how many were compared until the day's budget was used up.
async fn guess_on(server: &TestServer, clock: &app::Moved, purpose: &str) -> usize {
    let mut compared = 0;
    loop {
        let started = start(server, purpose, EMAIL).await;
        if started.status.as_u16() == 429 {
            let wait: u64 = started.headers["retry-after"].to_str().unwrap().parse().unwrap();
            if wait > 3600 {
                return compared;
            }
            clock.advance(Duration::from_secs(wait));
            continue;
        }
        let challenge = challenge_of(started);
        for _ in 0..5 {
            let tried = verify(server, &challenge, "1").await;
            if tried.status.as_u16() == 429 {
                return compared;
            }
            tried.refused(422, "otp_invalid_or_expired");
            compared += 1;
        }
    }
}

both! {
    async fn thirty_wrong_codes_a_day_and_a_hundred_in_a_row_close_the_reset(backend) {
        let clock = moved_clock();
        let mut server = otp(backend).clock(&clock).start().await;
        register(&server, "ana", EMAIL).await;
        for day in 0..4 {
            clock.advance(DAY);
            let compared = guess_on(&server, &clock, "reset_password").await;
            assert_eq!(compared, 30, "day {day}");
            server.restart().await;
        }
        clock.advance(DAY);
        let before = server.outbox().to(EMAIL).len();
        // The answer is as ever; the message says why there is no code.
        let challenge = challenge_of(start(&server, "reset_password", EMAIL).await);
        let letter = server.outbox().letter(EMAIL, before + 1).await;
        assert_eq!((&letter["purpose"], letter.get("code")), (&json!("reset_closed"), None));
        verify(&server, &challenge, "12345678").await.refused(422, "otp_invalid_or_expired");
        // A sign-in with the password opens it again.
        TestUser::login(&server.url, "ana").await;
        start(&server, "reset_password", EMAIL).await.expect(202);
        let letter = server.outbox().letter(EMAIL, before + 2).await;
        assert_eq!((&letter["purpose"], letter["code"].as_str().map(str::len)), (&json!("reset_password"), Some(8)));
    }
}

both! {
    async fn an_address_asks_five_times_and_then_slowly(backend) {
        let clock = moved_clock();
        let server = otp(backend).set("LIMITS_SCALE", "1").clock(&clock).start().await;
        for n in 0..5 {
            start(&server, "register", &format!("n{n}@example.org")).await.expect(202);
        }
        let sixth = start(&server, "register", "n6@example.org").await;
        sixth.refused(429, "rate_limited");
        assert!(sixth.headers["ratelimit-policy"].to_str().unwrap().starts_with("\"codes\";q=10;w=3600"));
        clock.advance(Duration::from_secs(360));
        let challenge = challenge_of(start(&server, "register", "n6@example.org").await);
        for n in 0..16 {
            let tried = verify(&server, &challenge, "1").await;
            assert_eq!(tried.status.as_u16(), if n < 15 { 422 } else { 429 }, "{n}");
        }
    }
}

both! {
    async fn sms_are_capped_and_kept_within_countries(backend) {
        let server = otp(backend).set("SMS_DAILY_CAP", "2").set("SMS_COUNTRIES", "US,DE").start().await;
        let code = |number: &str| {
            let number = number.to_owned();
            let server = &server;
            async move {
                let refused = start(server, "register", &number).await;
                (refused.status.as_u16(), refused.body["errors"][0]["code"].as_str().map(str::to_owned))
            }
        };
        assert_eq!(code("+34612345678").await, (422, Some("country_not_allowed".to_owned())));
        assert_eq!(code("+19005551234").await, (422, Some("premium_number".to_owned())));
        assert_eq!(code(PHONE).await.0, 202);
        assert_eq!(code("+4915112345678").await.0, 202);
        // Known or not, for whatever purpose: nothing more today; mail goes on.
        start(&server, "sign_in", PHONE).await.refused(429, "rate_limited");
        assert_eq!(code("+14155552672").await.0, 429);
        start(&server, "register", EMAIL).await.expect(202);
    }
}

both! {
    async fn a_database_alone_gives_no_code_and_no_address(backend) {
        let server = otp(backend).start().await;
        let past = Past::of(backend, &server.database_url);
        start(&server, "register", EMAIL).await.expect(202);
        let code = server.outbox().code(EMAIL, 1).await;
        let grant = grant(&server, "register", PHONE, 1).await;
        let columns = [("challenges", vec!["lookup", "identifier_sealed", "code_mac"]), ("grants", vec!["hash", "lookup", "identifier_sealed"])];
        for (table, columns) in columns {
            for column in columns {
                let rows = past.texts(&format!("SELECT {} AS text FROM {table}", past.hex(column))).await;
                assert_eq!(rows.len(), 1);
                for clear in [EMAIL, PHONE, code.as_str(), grant.as_str()] {
                    let hex: String = clear.bytes().map(|byte| format!("{byte:02x}")).collect();
                    assert!(!rows[0].contains(&hex), "{table}.{column}");
                }
            }
        }
    }
}
