//! Tests that the document is complete: generators and contract tests rely on every word of it.

use super::*;
use domain::Fault;
use serde_json::Value;
use std::collections::HashSet;

fn document() -> Value {
    serde_json::to_value(openapi()).unwrap()
}

/// Path, method and operation.
fn all(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = vec![];
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            found.push((path.clone(), method.clone(), operation.clone()));
        }
    }
    found
}

#[test]
fn every_operation_is_named_and_described() {
    let document = document();
    let mut ids = HashSet::new();
    let tags: HashSet<&str> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap()).collect();
    let operations = all(&document);
    assert!(operations.len() >= 34, "{}", operations.len());
    for (path, method, operation) in operations {
        assert!(ids.insert(operation["operationId"].clone()), "{method} {path}: operationId");
        assert!(operation["operationId"].is_string(), "{method} {path}");
        for words in ["summary", "description"] {
            assert!(
                operation[words].as_str().is_some_and(|text| !text.is_empty()),
                "{method} {path}: {words}"
            );
        }
        let mine = operation["tags"].as_array().unwrap();
        assert!(mine.len() == 1 && tags.contains(mine[0].as_str().unwrap()), "{method} {path}: {mine:?}");
    }
}

#[test]
fn every_answer_is_described_and_every_refusal_is_a_problem() {
    let document = document();
    for (path, method, operation) in all(&document) {
        let responses = operation["responses"].as_object().unwrap();
        for (status, response) in responses {
            let at = format!("{method} {path} {status}");
            let shared = response["$ref"].as_str().and_then(|name| name.rsplit('/').next());
            let response = shared.map_or(response, |name| &document["components"]["responses"][name]);
            assert!(response["description"].as_str().is_some_and(|words| !words.is_empty()), "{at}");
            let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(schema == "#/components/schemas/Problem", status.starts_with(['4', '5']), "{at}");
        }
        if path.starts_with("/api/") {
            assert!(responses.keys().any(|status| status.starts_with('4')), "{method} {path}");
            let open = operation["security"].as_array().is_some();
            assert!(open || responses.contains_key("401"), "{method} {path}");
            // These two name a person in their body.
            let in_body =
                ["/friend-requests", "/reports"].iter().any(|end| path.ends_with(end) && method == "post");
            // These ask for something of the caller's that may not exist.
            let mine = [
                ("get", "/me/export"),
                ("get", "/me/export/download"),
                ("delete", "/me/totp"),
                ("post", "/me/totp/verify"),
                ("post", "/me/recovery-codes"),
            ];
            let of_mine = mine.iter().any(|(of, end)| method == *of && path.ends_with(end));
            // This one may name a chat in its query.
            let in_query = method == "get" && path.ends_with("/search");
            // An instance may have no logo.
            let logo = method == "get" && path.ends_with("/instance/logo");
            let names = logo || in_body || in_query || of_mine || path.contains('{') || path.ends_with("/ws");
            assert_eq!(names, responses.contains_key("404"), "{method} {path}");
        }
    }
}

#[test]
fn only_what_is_for_everybody_needs_no_token() {
    let mut open: Vec<String> = all(&document())
        .into_iter()
        .filter(|(_, _, operation)| operation["security"] == serde_json::json!([]))
        .map(|(path, method, _)| format!("{method} {}", path.trim_start_matches("/api/v1")))
        .collect();
    open.sort_unstable();
    assert_eq!(
        open,
        [
            "get /.well-known/jwks.json",
            "get /auth/oauth/providers",
            "get /countries",
            "get /healthz",
            "get /instance",
            "get /instance/logo",
            "get /invitations/{code}",
            "get /languages",
            "get /media/{file_id}",
            "get /media/{file_id}/thumb/{size}",
            "get /readyz",
            "post /auth/codes/{challenge_id}/resend",
            "post /auth/codes/{challenge_id}/verify",
            "post /auth/login",
            "post /auth/login/code",
            "post /auth/login/second-factor",
            "post /auth/oauth/{provider}/complete",
            "post /auth/oauth/{provider}/start",
            "post /auth/password/reset",
            "post /auth/refresh",
            "post /auth/register",
            "post /auth/undo",
            "post /csp-report",
        ]
    );
}

#[test]
fn every_code_frame_and_reference_is_there() {
    let document = document();
    let text = document.to_string();
    for fault in Fault::examples() {
        let codes = document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"].as_array();
        assert!(codes.unwrap().contains(&fault.code().into()), "{}", fault.code());
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    assert!(schemas.contains_key("ClientFrame") && schemas.contains_key("ServerFrame"));
    for name in text.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(schemas.contains_key(name), "{name}");
    }
}

#[test]
fn parameters_say_what_they_take() {
    for (path, method, operation) in all(&document()) {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let at = format!("{method} {path} {}", parameter["name"]);
            let schema = &parameter["schema"];
            assert!(parameter["description"].is_string(), "{at}");
            assert!(schema["type"].is_string(), "{at}: {schema}");
            if schema["type"] == "integer" {
                assert!(schema["minimum"].is_number() && schema["maximum"].is_number(), "{at}: {schema}");
            }
            let known = path.contains(&format!("{{{}}}", parameter["name"].as_str().unwrap()));
            assert_eq!(parameter["in"] == "path", known, "{at}");
        }
        let named = operation["parameters"]
            .as_array()
            .map_or(0, |all| all.iter().filter(|parameter| parameter["in"] == "path").count());
        assert_eq!(path.matches('{').count(), named, "{method} {path}");
    }
}

#[test]
fn a_body_is_one_of_ours_and_may_be_left_out_only_with_another_proof() {
    let mut optional = vec![];
    for (path, _, operation) in all(&document()) {
        let body = &operation["requestBody"];
        let schema = &body["content"]["application/json"]["schema"]["$ref"];
        assert!(
            body.is_null()
                || body["content"]["image/*"].is_object()
                // Written by browsers, not by us.
                || body["content"]["application/csp-report"].is_object()
                || schema.as_str().is_some_and(|name| name.ends_with("Body")),
            "{path}: {body}"
        );
        if body.is_object() && body["required"] != true {
            optional.push(path);
        }
    }
    // Right after signing in, removing needs no password.
    let fresh = ["/api/v1/me/email", "/api/v1/me/phone"];
    assert_eq!(optional, [["/api/v1/auth/logout", "/api/v1/auth/refresh"], fresh].concat());
}

#[test]
fn it_can_be_written() {
    let yaml = openapi_yaml();
    assert!(yaml.starts_with("openapi: 3.1.0") && yaml.contains("operationId: send_message"));
}

#[test]
fn older_readers_of_yaml_find_no_switches_in_it() {
    assert_eq!(quoted("      - on"), "      - 'on'");
    assert_eq!(quoted("        on:"), "        'on':");
    assert_eq!(quoted("          example: no"), "          example: 'no'");
    for same in ["  - one", "  description: on", "    one: on the way", "on and on"] {
        let expected = if same.ends_with(": on") { "  description: 'on'" } else { same };
        assert_eq!(quoted(same), expected);
    }
    let yaml = openapi_yaml();
    assert!(yaml.contains("'on':") && !yaml.lines().any(|line| line.trim_start() == "on:"));
}
