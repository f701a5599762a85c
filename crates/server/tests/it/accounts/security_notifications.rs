//! The owner of an account is told, in the product and at every proven address, of changes to the ways in; and the
//! log says what was tried.

use crate::accounts::codes::{EMAIL, PHONE, otp, post, register};
use crate::accounts::refresh::present;
use crate::accounts::second_factor::{set_up, shown};
use crate::accounts::takeover::{confirmed, told};
use crate::both;
use crate::instance::query_plans::Past;
use crate::operators::admin::bare;
use crate::support::server::moved_clock;
use crate::support::user::PASSWORD;
use crate::support::{TestServer, TestUser, http_client};
use serde_json::json;
use std::time::Duration;

async fn events(user: &TestUser) -> Vec<String> {
    let page = user.get("/notifications?limit=100").await.expect(200);
    let items = page["items"].as_array().expect("items").clone();
    items.iter().filter_map(|one| one["event"].as_str().map(str::to_owned)).collect()
}

both! {
    async fn every_change_of_how_one_gets_in_is_told_at_every_proven_address(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        let ana = register(&server, "ana", EMAIL).await;
        let number = confirmed(&server, &ana, PHONE).await;
        ana.put("/me/phone", json!({"grant": number})).await.expect(200);
        let phone = set_up(&ana, &clock).await;
        let codes = ana.post("/me/recovery-codes", json!({})).await.expect(200);
        ana.post("/me/export", json!({})).await;
        let letters = server.outbox();
        told(&letters, EMAIL, "phone_changed").await;
        for purpose in ["second_factor_on", "recovery_codes_made", "export_asked"] {
            for to in [EMAIL, PHONE] {
                told(&letters, to, purpose).await;
            }
        }
        let heard = events(&ana).await;
        for event in ["phone_changed", "second_factor_on", "recovery_codes_made", "export_asked"] {
            assert!(heard.iter().any(|one| one == event), "{event} in {heard:?}");
        }
        clock.advance(Duration::from_secs(30));
        let body = json!({"identifier": "ana", "password": PASSWORD, "totp": shown(&phone, &clock), "transport": "body"});
        let session = post(&server, "/auth/login", &body).await.expect(200);
        assert!(!events(&ana).await.iter().any(|one| one == "recovery_code_used"));
        let mut on_paper = body.clone();
        on_paper["totp"] = codes["recovery_codes"][0].clone();
        post(&server, "/auth/login", &on_paper).await.expect(200);
        told(&letters, EMAIL, "recovery_code_used").await;
        assert!(events(&ana).await.iter().any(|one| one == "recovery_code_used"));
        let other = TestUser::of(&server.url, http_client(), &session);
        present(&server.url, &other.refresh_token).await.expect(200);
        clock.advance(Duration::from_secs(60));
        present(&server.url, &other.refresh_token).await.refused(401, "session_revoked");
        told(&letters, EMAIL, "refresh_reused").await;
        ana.delete("/me").await.expect(204);
        told(&letters, EMAIL, "account_deleted").await;
    }
}

both! {
    async fn the_log_tells_what_was_tried(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let ana = server.user("ana").await;
        let phone = set_up(&ana, &clock).await;
        let login = |more: serde_json::Value| {
            let mut body = json!({"identifier": "ana", "password": PASSWORD, "transport": "body"});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        post(&server, "/auth/login", &login(json!({}))).await.refused(401, "second_factor_required");
        post(&server, "/auth/login", &login(json!({"totp": "000000"}))).await.refused(401, "second_factor_invalid");
        post(&server, "/auth/login", &login(json!({"password": "wrong"}))).await.refused(401, "invalid_credentials");
        let change = json!({"current": "wrong", "password": "a new password"});
        ana.put("/me/password", change).await.refused(401, "invalid_credentials");
        let past = Past::of(backend, &server.database_url);
        let written = async {
            for (act, count) in [
                ("second_factor_awaited", "1"), ("second_factor_failed", "1"), ("sign_in_failed", "1"), ("reauth_failed", "1"),
            ] {
                while past.count(&format!("audit_log WHERE act = '{act}'")).await != count {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        };
        tokio::time::timeout(crate::support::LIMIT, written).await.expect("all of it is written down");
        for act in ["second_factor_awaited", "second_factor_failed", "sign_in_failed"] {
            let from = past.text(&format!("SELECT address_prefix AS text FROM audit_log WHERE act = '{act}'")).await;
            assert_eq!(from, "127.0.0.0/24", "{act}");
        }
        drop(phone);
    }
}

both! {
    async fn an_administrator_needs_a_factor_in_force_and_a_refusal_leaves_a_trace(backend) {
        let clock = moved_clock();
        let server = TestServer::with(backend).clock(&clock).start().await;
        let chief = bare(&server, backend, "chief").await;
        let leo = server.user("leo").await;
        set_up(&chief, &clock).await;
        chief.get("/admin/overview").await.expect(200);
        chief.delete("/me/totp").await.expect(204);
        chief.get("/admin/overview").await.refused(403, "second_factor_needed");
        leo.get("/admin/overview").await.refused(403, "forbidden");
        let past = Past::of(backend, &server.database_url);
        assert_eq!(past.count("audit_log WHERE act = 'admin_refused'").await, "2");
    }
}

both! {
    async fn an_administrator_restores_access_and_the_owner_is_told(backend) {
        let clock = moved_clock();
        let server = otp(backend).clock(&clock).start().await;
        let chief = register(&server, "chief", "chief@example.org").await;
        let past = Past::of(backend, &server.database_url);
        past.run("UPDATE users SET is_admin = NOT is_admin WHERE username = 'chief'").await;
        let ana = register(&server, "ana", EMAIL).await;
        set_up(&ana, &clock).await;
        let factor = format!("/admin/users/{}/second-factor", ana.id);
        let way_in = format!("/admin/users/{}/way-in", ana.id);
        chief.delete(&factor).await.refused(403, "second_factor_needed");
        let app = set_up(&chief, &clock).await;
        chief.delete(&format!("/admin/users/{}/second-factor", chief.id)).await.refused(403, "forbidden");
        chief.delete(&factor).await.expect(204);
        chief.delete(&factor).await.refused(404, "not_found");
        let made = chief.post(&way_in, json!({})).await.expect(201);
        let letters = server.outbox();
        for purpose in ["second_factor_removed_by_admin", "way_in_made"] {
            told(&letters, EMAIL, purpose).await;
        }
        let heard = events(&ana).await;
        assert!(heard.iter().any(|event| event == "way_in_made"), "{heard:?}");
        let reset = json!({"grant": made["token"], "password": "a new password"});
        post(&server, "/auth/password/reset", &reset).await.expect(204);
        ana.get("/me").await.refused(401, "session_revoked");
        let body = json!({"identifier": "ana", "password": "a new password", "transport": "body"});
        post(&server, "/auth/login", &body).await.expect(200);
        // An administrator who is away from the screen changes no one's ways in.
        clock.advance(Duration::from_secs(360));
        chief.post(&way_in, json!({})).await.refused(403, "reauth_required");
        drop(app);
    }
}
