//! Tests tokens as an attacker would forge them. Must not know more of a kind than its `typ` and `aud`.

use super::*;
use crate::access_token::ACCESS;
use crate::testing::{ISSUER, NOW, SEED, claims, fixed, keys, parts};
use crate::ticket::TICKET;
use crate::{AccessTokens, Proof, SeedKey};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

fn tokens() -> AccessTokens {
    AccessTokens::new(keys(), ISSUER.into(), Duration::from_secs(900), fixed)
}

fn verify(token: &str) -> Result<Proof, TokenError> {
    tokens().verify(token, NOW)
}

fn good() -> (Value, Value) {
    parts(&tokens().mint(&claims(), NOW).unwrap().token)
}

fn message(header: &Value, body: &Value) -> String {
    [header, body].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".")
}

/// Signed with the server's own key, as a flaw elsewhere might allow.
fn signed(header: &Value, body: &Value) -> String {
    let message = message(header, body);
    let signature = Ed25519KeyPair::from_seed_unchecked(&SEED).unwrap().sign(message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn with(mut object: Value, name: &str, value: Value) -> Value {
    object[name] = value;
    object
}

fn without(mut object: Value, name: &str) -> Value {
    object.as_object_mut().unwrap().remove(name).unwrap();
    object
}

#[test]
fn what_these_tests_sign_is_good_until_it_is_changed() {
    let (header, body) = good();
    assert!(verify(&signed(&header, &body)).is_ok());
}

#[test]
fn other_algorithms_are_refused() {
    let (header, body) = good();
    for alg in ["none", "None", "NONE", "HS256", "RS256", "ES256", "eddsa", "Ed25519", ""] {
        let header = with(header.clone(), "alg", json!(alg));
        assert_eq!(verify(&signed(&header, &body)), Err(TokenError::Invalid), "{alg}");
        assert_eq!(verify(&format!("{}.", message(&header, &body))), Err(TokenError::Invalid), "{alg}");
    }
    let unsigned = message(&header, &body);
    assert_eq!(verify(&format!("{unsigned}.")), Err(TokenError::Invalid));
    assert_eq!(verify(&unsigned), Err(TokenError::Invalid));
}

#[test]
fn the_public_key_is_no_hmac_secret() {
    let (header, body) = good();
    let pair = Ed25519KeyPair::from_seed_unchecked(&SEED).unwrap();
    for alg in ["HS256", "EdDSA"] {
        let message = message(&with(header.clone(), "alg", json!(alg)), &body);
        let mut mac = Hmac::<Sha256>::new_from_slice(pair.public_key().as_ref()).unwrap();
        mac.update(message.as_bytes());
        let forged = format!("{message}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()));
        assert_eq!(verify(&forged), Err(TokenError::Invalid), "{alg}");
    }
}

#[test]
fn only_the_keys_of_the_ring_count() {
    let (header, body) = good();
    for kid in [json!("0000000c"), json!(""), json!("../0000000a"), json!(null), json!(10)] {
        let unknown = with(header.clone(), "kid", kid.clone());
        assert_eq!(verify(&signed(&unknown, &body)), Err(TokenError::Invalid), "{kid}");
    }
    assert_eq!(verify(&signed(&without(header.clone(), "kid"), &body)), Err(TokenError::Invalid));
    // Signed by one key under the name of another.
    let other = with(header, "kid", json!("0000000b"));
    assert_eq!(verify(&signed(&other, &body)), Err(TokenError::Invalid));
}

#[test]
fn a_former_key_still_verifies() {
    let former = SeedKey { kid: "0000000b".into(), seed: [2; 32], active: true };
    let earlier = Arc::new(SigningKeys::new(vec![former]).unwrap());
    let earlier = AccessTokens::new(earlier, ISSUER.into(), Duration::from_secs(900), fixed);
    assert!(verify(&earlier.mint(&claims(), NOW).unwrap().token).is_ok());
}

#[test]
fn a_header_that_says_more_is_refused() {
    let (header, body) = good();
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w" });
    for (name, value) in [
        ("jwk", jwk),
        ("jku", json!("https://evil.example/jwks.json")),
        ("x5u", json!("https://evil.example/cert.pem")),
        ("x5c", json!(["AAAA"])),
        ("crit", json!(["exp"])),
        ("crit", json!(null)),
        ("b64", json!(false)),
    ] {
        let more = with(header.clone(), name, value);
        assert_eq!(verify(&signed(&more, &body)), Err(TokenError::Invalid), "{name}");
    }
}

#[test]
fn every_claim_is_required_and_exact() {
    let (header, body) = good();
    for name in ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp", "auth_time", "amr", "ver"] {
        let missing = without(body.clone(), name);
        assert_eq!(verify(&signed(&header, &missing)), Err(TokenError::Invalid), "no {name}");
        let empty = with(body.clone(), name, json!(null));
        assert_eq!(verify(&signed(&header, &empty)), Err(TokenError::Invalid), "null {name}");
    }
    for (name, value) in [
        ("iss", json!("https://chat.example.org/")),
        ("iss", json!("https://evil.example")),
        ("iss", json!([ISSUER])),
        ("aud", json!("parlance-ws")),
        ("aud", json!(["parlance-api"])),
        ("aud", json!(["parlance-api", "parlance-ws"])),
        ("sub", json!("ada")),
        ("sid", json!("")),
        ("jti", json!("BwcH")),
        ("exp", json!("1790000900")),
        ("exp", json!(1_790_000_900.5)),
        ("exp", json!(-1)),
        ("iat", json!(1_790_000_061)),
        ("nbf", json!(1_790_000_061)),
        ("ver", json!("3")),
    ] {
        let wrong = with(body.clone(), name, value.clone());
        assert_eq!(verify(&signed(&header, &wrong)), Err(TokenError::Invalid), "{name} {value}");
    }
    let far = with(body, "exp", json!(i64::MAX));
    assert!(verify(&signed(&header, &far)).is_ok(), "far away is no overflow");
}

#[test]
fn a_ticket_that_says_it_is_an_access_token_is_none() {
    let (header, body) = good();
    let typ = with(header.clone(), "typ", json!(TICKET.typ));
    assert_eq!(verify(&signed(&typ, &body)), Err(TokenError::Invalid));
    let aud = with(body.clone(), "aud", json!(TICKET.aud));
    assert_eq!(verify(&signed(&header, &aud)), Err(TokenError::Invalid));
    for typ in [json!("JWT"), json!("AT+JWT"), json!("application/at+jwt"), json!(null)] {
        let header = with(header.clone(), "typ", typ.clone());
        assert_eq!(verify(&signed(&header, &body)), Err(TokenError::Invalid), "{typ}");
    }
    assert_eq!(verify(&signed(&without(header, "typ"), &body)), Err(TokenError::Invalid));
    assert_ne!((ACCESS.typ, ACCESS.aud), (TICKET.typ, TICKET.aud));
}

#[test]
fn a_changed_or_shapeless_token_is_refused() {
    let token = tokens().mint(&claims(), NOW).unwrap().token;
    for at in 0..token.len() {
        let mut changed = token.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert_eq!(verify(&changed), Err(TokenError::Invalid), "{at}");
    }
    let long = format!("{token}{}", "A".repeat(MAX_TOKEN));
    for shapeless in
        ["", ".", "..", "...", "a.b.c", "é.é.é", &long, &format!("{token}.x"), &format!(" {token}")]
    {
        assert_eq!(verify(shapeless), Err(TokenError::Invalid), "{shapeless}");
    }
}
