//! Tests valid ID tokens, and every way in which one can be invalid. Must not know how one is fetched.

use super::*;
use crate::one_time::Use;
use crate::testing::{NOW, SEED, fixed};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};

const EXPECTED: Expected<'static> =
    Expected { issuer: "https://idp.example", client_id: "parlance", nonce: "n-1" };

fn pair() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&SEED).unwrap()
}

fn keys() -> ProviderKeys {
    let public = URL_SAFE_NO_PAD.encode(pair().public_key().as_ref());
    let set = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "k1", "alg": "EdDSA", "x": public}]});
    ProviderKeys::parse(set.to_string().as_bytes()).unwrap()
}

fn claims() -> Value {
    let now = NOW.seconds();
    json!({
        "iss": "https://idp.example", "sub": "1234", "aud": "parlance", "nonce": "n-1",
        "iat": now, "exp": now + 300, "email": "ana@example.org", "email_verified": true,
    })
}

fn signed(claims: &Value) -> String {
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some("k1".to_owned());
    let key = EncodingKey::from_ed_der(pair().to_pkcs8v1().unwrap().as_ref());
    jsonwebtoken::encode(&header, claims, &key).unwrap()
}

fn with(name: &str, value: Value) -> Result<Vouched, NotVouched> {
    let mut claims = claims();
    claims[name] = value;
    keys().verify(&signed(&claims), EXPECTED, NOW)
}

#[test]
fn a_right_token_vouches() {
    let vouched = keys().verify(&signed(&claims()), EXPECTED, NOW).unwrap();
    assert_eq!(
        vouched,
        Vouched { subject: "1234".into(), email: Address::Verified("ana@example.org".into()) }
    );
}

#[test]
fn everything_else_does_not() {
    let now = NOW.seconds();
    for (name, value, why) in [
        ("iss", json!("https://idp.example/"), NotVouched::Issuer),
        ("iss", json!("https://evil.example"), NotVouched::Issuer),
        ("aud", json!("another"), NotVouched::Audience),
        ("aud", json!(["parlance", "another"]), NotVouched::Audience),
        ("azp", json!("another"), NotVouched::Audience),
        ("nonce", json!("n-2"), NotVouched::Nonce),
        ("nonce", Value::Null, NotVouched::Nonce),
        ("exp", json!(now - 60), NotVouched::Time),
        ("iat", json!(now + 61), NotVouched::Time),
        ("nbf", json!(now + 61), NotVouched::Time),
        ("sub", json!(""), NotVouched::Subject),
        ("sub", json!(7), NotVouched::Signature),
    ] {
        assert_eq!(with(name, value.clone()), Err(why), "{name} = {value}");
    }
    assert!(with("aud", json!(["parlance"])).is_ok());
    let several = json!({
        "iss": "https://idp.example", "sub": "1", "aud": ["a", "parlance"], "azp": "parlance",
        "nonce": "n-1", "iat": now, "exp": now + 5,
    });
    assert!(keys().verify(&signed(&several), EXPECTED, NOW).is_ok());
}

#[test]
fn an_address_counts_only_when_it_is_literally_verified() {
    for value in [json!(false), json!("true"), json!(1), Value::Null] {
        assert_eq!(with("email_verified", value.clone()).unwrap().email, Address::Unverified, "{value}");
    }
    assert_eq!(with("email", Value::Null).unwrap().email, Address::Unsaid);
    let profile = |sub: &str, verified: Value| {
        let json = json!({"sub": sub, "email": "ana@example.org", "email_verified": verified});
        address_in_profile(json.to_string().as_bytes(), "1234")
    };
    assert_eq!(profile("1234", json!(true)), Address::Verified("ana@example.org".into()));
    assert_eq!(profile("1234", json!("true")), Address::Unverified);
    assert_eq!(profile("4321", json!(true)), Address::Unsaid);
    assert_eq!(address_in_profile(b"[]", "1234"), Address::Unsaid);
}

#[test]
fn signatures_are_checked_by_the_provider_s_key_alone() {
    let token = signed(&claims());
    let mut other = token.clone();
    other.replace_range(token.len() - 8..token.len() - 4, "AAAA");
    assert_eq!(keys().verify(&other, EXPECTED, NOW), Err(NotVouched::Signature));

    let header = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let body = token.split('.').nth(1).unwrap();
    let unsigned = format!("{}.{body}.", header(json!({"alg": "none"})));
    assert_eq!(keys().verify(&unsigned, EXPECTED, NOW), Err(NotVouched::Signature));

    let secret = EncodingKey::from_secret(pair().public_key().as_ref()).unwrap();
    let mut hs = Header::new(Algorithm::HS256);
    hs.kid = Some("k1".to_owned());
    let symmetric = jsonwebtoken::encode(&hs, &claims(), &secret).unwrap();
    assert_eq!(keys().verify(&symmetric, EXPECTED, NOW), Err(NotVouched::Signature));

    let stranger = format!("{}.{body}.AAAA", header(json!({"alg": "EdDSA", "kid": "k2"})));
    assert_eq!(keys().verify(&stranger, EXPECTED, NOW), Err(NotVouched::UnknownKey));
}

/// Computed with Python's hashlib.
#[test]
fn the_challenge_hides_the_verifier() {
    assert_eq!(
        challenge("dBjftJeZ4CVP-mB92K27uhbUJU1r1p_wW1gFWFOEjXk"),
        "l3CV-awEesn3McD2JTC9Gq0yvZxCH_Zf-bZPXVV32nM"
    );
    let browser = OneTime::generate(Use::OauthBrowser, fixed);
    let (verifier, nonce) = verifier_and_nonce(&browser);
    assert_eq!(verifier.len(), 43);
    assert_ne!(verifier, nonce);
}
