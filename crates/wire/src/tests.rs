//! Tests promises of the schema as a whole. Must not know any single body.

use crate::*;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::{OpenApi, PartialSchema, ToSchema};

#[derive(OpenApi)]
#[openapi(components(schemas(
    account::RegisterBody,
    account::LoginBody,
    account::RefreshBody,
    account::LogoutBody,
    account::PasswordBody,
    account::SessionAnswer,
    account::SessionList,
    account::TicketAnswer,
    account::LanguageList,
    account::CountryList,
    chat::NewChatBody,
    chat::EditChatBody,
    chat::ReadBody,
    chat::AddMembersBody,
    chat::RoleBody,
    chat::ChatPage,
    chat::MemberPage,
    message::SendBody,
    message::EditBody,
    message::HistoryPage,
    message::RevisionList,
    changes::ManyChangesBody,
    changes::ManyChangesAnswer,
    changes::MyChangesAnswer,
    instance::InstanceAnswer,
    instance::Health,
    ClientFrame,
    ServerFrame,
)))]
struct Whole;

fn schemas() -> BTreeMap<String, Value> {
    let whole = serde_json::to_value(Whole::openapi()).unwrap();
    serde_json::from_value(whole["components"]["schemas"].clone()).unwrap()
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value.as_str() {
                    Some(name) if key == "$ref" || name.starts_with("#/") => found.push(name.to_owned()),
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_schema_that_is_named_is_there() {
    let schemas = schemas();
    let mut found = Vec::new();
    schemas.values().for_each(|schema| references(schema, &mut found));
    assert!(found.len() > 50);
    for name in found {
        assert!(schemas.contains_key(name.trim_start_matches("#/components/schemas/")), "{name}");
    }
    assert!(!serde_json::to_string(&schemas).unwrap().contains("allOf"), "a field that fits nothing");
    assert!(!schemas.contains_key("True") && !schemas.keys().any(|name| name.ends_with("Tag")));
}

#[test]
fn one_name_means_one_schema() {
    let mut all = Vec::new();
    ClientFrame::schemas(&mut all);
    ServerFrame::schemas(&mut all);
    chat::ChatPage::schemas(&mut all);
    changes::ManyChangesAnswer::schemas(&mut all);
    let mut known = BTreeMap::new();
    for (name, schema) in all {
        let schema = serde_json::to_value(schema).unwrap();
        assert_eq!(known.entry(name.clone()).or_insert(schema.clone()), &schema, "{name}");
    }
}

#[test]
fn whatever_clients_send_is_closed() {
    let schemas = schemas();
    let ours = |name: &str| {
        name.ends_with("Body")
            || serde_json::to_string(&ClientFrame::schema()).unwrap().contains(&format!("/{name}\""))
    };
    let mut count = 0;
    for (name, schema) in schemas.iter().filter(|(name, _)| ours(name)) {
        assert_eq!(schema["additionalProperties"], false, "{name}");
        count += 1;
    }
    assert_eq!(count, 13 + 12);
    assert_eq!(schemas["LearningLanguage"]["additionalProperties"], false);
    assert_eq!(schemas["ChatAfter"]["additionalProperties"], false);
}

#[test]
fn frames_are_told_apart_by_a_type_that_allows_one_word() {
    let schemas = schemas();
    for union in ["ClientFrame", "ServerFrame"] {
        let mapping = schemas[union]["discriminator"]["mapping"].as_object().unwrap();
        assert_eq!(mapping.len(), schemas[union]["oneOf"].as_array().unwrap().len());
        for (word, name) in mapping {
            let schema = &schemas[name.as_str().unwrap().trim_start_matches("#/components/schemas/")];
            assert_eq!(schema["properties"]["type"]["enum"], serde_json::json!([word]), "{union} {word}");
            assert!(schema["required"].as_array().unwrap().contains(&"type".into()), "{word}");
        }
    }
}

#[test]
fn what_is_always_there_is_required_though_it_may_be_null() {
    let schemas = schemas();
    let required =
        |name: &str, field: &str| schemas[name]["required"].as_array().unwrap().contains(&Value::from(field));
    assert!(
        required("ChatPage", "next") && required("ChatAnswer", "peer") && required("HistoryPage", "prev")
    );
    assert!(!required("Message", "text") && !required("SessionAnswer", "refresh_token"));
    assert_eq!(schemas["ChatPage"]["properties"]["next"]["type"], serde_json::json!(["string", "null"]));
    assert_eq!(
        schemas["Problem"]["properties"]["code"]["enum"].as_array().unwrap().len(),
        domain::Fault::examples().len()
    );
    assert_eq!(schemas["Message"]["properties"]["text"]["type"], "string", "absent, never null");
    assert!(required("ChangesReset", "reset") && !required("Message", "unreadable"));
    assert_eq!(schemas["Message"]["properties"]["unreadable"]["type"], "boolean");
}
