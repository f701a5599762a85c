//! People sign in by another provider: a real one, and ones that lie. No one gets into another's account.

use crate::accounts::second_factor::{set_up, shown};
use crate::both;
use crate::support::provider::{CLIENT, PUBLIC_URL, SECRET, TestProvider, walk};
use crate::support::server::moved_clock;
use crate::support::user::{Answer, answer, registration};
use crate::support::{Backend, TestServer, TestUser, http_client};
use reqwest::RequestBuilder;
use reqwest::header::SET_COOKIE;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A browser on its way to a provider.
struct Away {
    authorize_url: String,
    cookie: String,
}

async fn server(backend: Backend, provider: &TestProvider) -> TestServer {
    TestServer::with(backend)
        .set("PUBLIC_URL", PUBLIC_URL)
        .set("OAUTH_IDP_ISSUER", &provider.issuer)
        .set("OAUTH_IDP_CLIENT_ID", CLIENT)
        .set("OAUTH_IDP_CLIENT_SECRET", SECRET)
        .start()
        .await
}

fn from_our_page(request: RequestBuilder) -> RequestBuilder {
    request
        .header("Origin", PUBLIC_URL)
        .header("X-Parlance-CSRF", "1")
        .header("Content-Type", "application/json")
}

async fn depart(server: &TestServer) -> Away {
    let request = http_client().post(format!("{}/api/v1/auth/oauth/idp/start", server.url));
    let answer = answer(from_our_page(request)).await;
    let cookie = answer.headers[SET_COOKIE].to_str().expect("text").to_owned();
    for part in ["__Host-parlance_oauth=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let authorize_url = answer.expect(200)["authorize_url"].as_str().expect("an address").to_owned();
    Away { authorize_url, cookie: cookie.split(';').next().expect("a pair").to_owned() }
}

async fn arrive(server: &TestServer, cookie: &str, back: &BTreeMap<String, String>) -> Answer {
    let mut body = json!({"code": back["code"], "state": back["state"], "transport": "body"});
    if let Some(issuer) = back.get("iss") {
        body["iss"] = json!(issuer);
    }
    let request = http_client().post(format!("{}/api/v1/auth/oauth/idp/complete", server.url));
    answer(from_our_page(request).header("Cookie", cookie).body(body.to_string())).await
}

/// There and back as this person.
async fn round(server: &TestServer, person: &str) -> Answer {
    let away = depart(server).await;
    let back = walk(&away.authorize_url, person).await;
    arrive(server, &away.cookie, &back).await
}

async fn call(server: &TestServer, path: &str, body: &Value) -> Answer {
    answer(http_client().post(format!("{}/api/v1/auth{path}", server.url)).json(body)).await
}

async fn register(server: &TestServer, body: &Value) -> Answer {
    call(server, "/register", body).await
}

/// Proof of an address by a code.
async fn grant(server: &TestServer, email: &str) -> Value {
    let asked = json!({"purpose": "register", "identifier": email});
    let challenge = call(server, "/codes", &asked).await.expect(202)["challenge_id"].clone();
    let code = server.outbox().code(email, 1).await;
    let path = format!("/codes/{}/verify", challenge.as_str().expect("an id"));
    call(server, &path, &json!({"code": code})).await.expect(200)["grant"].clone()
}

async fn link(user: &TestUser, pending: &Value) -> Answer {
    user.post("/me/identities", json!({"grant": pending["grant"]})).await
}

both! {
    async fn a_linked_identity_signs_in(backend) {
        let provider = TestProvider::real("idp").await;
        let server = server(backend, &provider).await;
        let ana = server.user("ana").await;
        let features = ana.get("/instance").await.expect(200);
        assert_eq!(features["features"]["oauth"], json!(["idp"]));

        // The provider vouches for the address; no account has it.
        let pending = round(&server, "ana").await.expect(202);
        assert_eq!((&pending["outcome"], &pending["email"]), (&json!("register"), &json!("ana@example.org")));
        assert_eq!(link(&ana, &pending).await.expect(201)["provider"], "idp");
        link(&ana, &pending).await.refused(422, "grant_invalid");

        let session = round(&server, "ana").await.expect(200);
        assert_eq!(session["user"]["id"], ana.id.as_str());
        assert_eq!(ana.get("/me/identities").await.expect(200)["items"].as_array().map(Vec::len), Some(1));

        // The same identity belongs to no other account, and goes when it is unlinked.
        let leo = server.user("leo").await;
        let other = round(&server, "leo").await.expect(202);
        assert_eq!(other["email"], Value::Null, "an address that is not verified is none");
        assert_eq!(link(&leo, &other).await.status, 201);
        assert_eq!(ana.delete("/me/identities/idp").await.status, 204);
        ana.delete("/me/identities/idp").await.refused(404, "not_found");
        assert_eq!(round(&server, "ana").await.expect(202)["outcome"], "register");
    }
}

both! {
    async fn a_shared_address_links_nothing_by_itself(backend) {
        let provider = TestProvider::real("idp").await;
        let server = server(backend, &provider).await;
        let mut body = registration("ana");
        body["grant"] = json!(grant(&server, "ana@example.org").await);
        let ana = TestUser::of(&server.url, http_client(), &register(&server, &body).await.expect(201));

        for _ in 0..2 {
            let pending = round(&server, "ana").await.expect(202);
            assert_eq!(pending["outcome"], "link_required");
            assert_eq!(pending["email"], Value::Null);
        }
        assert_eq!(ana.get("/me/identities").await.expect(200)["items"], json!([]));
        // She signed in the usual way and says herself that it is hers.
        let pending = round(&server, "ana").await.expect(202);
        assert_eq!(link(&ana, &pending).await.status, 201);
        assert_eq!(round(&server, "ana").await.expect(200)["user"]["id"], ana.id.as_str());
    }
}

both! {
    async fn a_newcomer_still_gives_age_country_and_languages(backend) {
        let provider = TestProvider::real("idp").await;
        let server = TestServer::with(backend)
            .set("REGISTRATION", "otp")
            .set("PUBLIC_URL", PUBLIC_URL)
            .set("OAUTH_IDP_ISSUER", &provider.issuer)
            .set("OAUTH_IDP_CLIENT_ID", CLIENT)
            .set("OAUTH_IDP_CLIENT_SECRET", SECRET)
            .start()
            .await;
        let pending = round(&server, "ana").await.expect(202);
        let mut body = registration("ana");
        body["identity_grant"] = pending["grant"].clone();
        body.as_object_mut().expect("an object").remove("password");
        for field in ["birth_date", "country", "native_languages", "learning_languages"] {
            let mut without = body.clone();
            without.as_object_mut().expect("an object").remove(field);
            register(&server, &without).await.refused(422, "validation_failed");
        }
        body["birth_date"] = json!("2020-01-01");
        register(&server, &body).await.refused(422, "validation_failed");
        body["birth_date"] = json!("1990-12-31");
        body["email"] = json!("other@example.org");
        register(&server, &body).await.refused(422, "validation_failed");
        body.as_object_mut().expect("an object").remove("email");

        // The provider's word takes the place of a code.
        let session = register(&server, &body).await.expect(201);
        assert_eq!(session["user"]["email"], "ana@example.org");
        assert_eq!(session["user"]["email_verified"], true);
        assert_eq!(round(&server, "ana").await.expect(200)["user"]["id"], session["user"]["id"]);
        body["username"] = json!("eva");
        register(&server, &body).await.refused(422, "grant_invalid");

        // Without a verified address one has to be proven with a code.
        let pending = round(&server, "leo").await.expect(202);
        let mut body = registration("leo");
        body["identity_grant"] = pending["grant"].clone();
        register(&server, &body).await.refused(422, "validation_failed");
        body["grant"] = grant(&server, "leo@example.org").await;
        let session = register(&server, &body).await.expect(201);
        assert_eq!(round(&server, "leo").await.expect(200)["user"]["id"], session["user"]["id"]);
    }
}

both! {
    async fn a_second_factor_is_asked_for_here_too(backend) {
        let clock = moved_clock();
        let provider = TestProvider::liar("nothing").await;
        let server = TestServer::with(backend)
            .clock(&clock)
            .set("PUBLIC_URL", PUBLIC_URL)
            .set("OAUTH_IDP_ISSUER", &provider.issuer)
            .set("OAUTH_IDP_CLIENT_ID", CLIENT)
            .set("OAUTH_IDP_CLIENT_SECRET", SECRET)
            .start()
            .await;
        let ana = server.user("ana").await;
        assert_eq!(link(&ana, &round(&server, "1").await.expect(202)).await.status, 201);
        let phone = set_up(&ana, &clock).await;
        let half = round(&server, "1").await;
        half.refused(401, "second_factor_required");
        let body = json!({"mfa_token": half.body["mfa_token"], "code": shown(&phone, &clock), "transport": "body"});
        call(&server, "/login/second-factor", &body).await.expect(200);
    }
}

both! {
    async fn the_way_belongs_to_one_browser_and_is_good_once(backend) {
        let provider = TestProvider::real("idp").await;
        let server = server(backend, &provider).await;
        let (mine, theirs) = (depart(&server).await, depart(&server).await);
        let back = walk(&mine.authorize_url, "ana").await;
        // Another browser is handed my way back, and the other way round.
        arrive(&server, &theirs.cookie, &back).await.refused(401, "oauth_failed");
        arrive(&server, "a=b", &back).await.refused(401, "oauth_failed");
        assert_eq!(arrive(&server, &mine.cookie, &back).await.status, 202);
        arrive(&server, &mine.cookie, &back).await.refused(401, "oauth_failed");

        let mine = depart(&server).await;
        let mut back = walk(&mine.authorize_url, "ana").await;
        back.insert("iss".to_owned(), "https://accounts.google.com".to_owned());
        arrive(&server, &mine.cookie, &back).await.refused(401, "oauth_failed");

        // Without our page's word nothing begins.
        let request = http_client().post(format!("{}/api/v1/auth/oauth/idp/start", server.url));
        answer(request).await.refused(403, "csrf");
        let request = http_client().post(format!("{}/api/v1/auth/oauth/other/start", server.url));
        answer(from_our_page(request)).await.refused(404, "not_found");
    }
}

both! {
    async fn a_lying_provider_signs_no_one_in(backend) {
        for lie in ["issuer", "audience"] {
            let provider = TestProvider::liar(lie).await;
            let server = server(backend, &provider).await;
            round(&server, "ana").await.refused(401, "oauth_failed");
        }

        let provider = TestProvider::liar("nothing").await;
        let server = server(backend, &provider).await;
        let ana = server.user("ana").await;
        provider.claims("1", json!({"email": "ana@example.org", "email_verified": true})).await;
        let pending = round(&server, "1").await.expect(202);
        assert_eq!(link(&ana, &pending).await.status, 201);

        // The token answers another question than ours.
        let away = depart(&server).await;
        let mut url = reqwest::Url::parse(&away.authorize_url).expect("an address");
        let pairs: Vec<(String, String)> = url.query_pairs().map(|(n, v)| (n.into(), v.into())).collect();
        url.query_pairs_mut().clear().extend_pairs(pairs.iter().map(|(name, value)| {
            (name.as_str(), if name == "nonce" { "another" } else { value.as_str() })
        }));
        let back = walk(url.as_str(), "1").await;
        arrive(&server, &away.cookie, &back).await.refused(401, "oauth_failed");

        // Another subject with her address, or one that looks like hers, is another identity.
        for subject in ["01", "2"] {
            for verified in [json!(false), json!("true"), Value::Null] {
                let claims = json!({"email": "ana@example.org", "email_verified": verified});
                provider.claims(subject, claims).await;
                let pending = round(&server, subject).await.expect(202);
                assert_eq!((&pending["outcome"], &pending["email"]), (&json!("register"), &Value::Null));
            }
        }
    }
}
