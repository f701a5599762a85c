//! Renders the contract as a page for people: every operation by its tag, every schema, without a script. Must not
//! know how it is served.

use serde_json::{Map, Value};
use std::fmt::Write;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The page's style has a URL of its own, so that the page may be forbidden everything else.
pub const STYLE: &str = include_str!("page.css");

pub fn of(contract: &Value) -> String {
    let mut page = String::new();
    let title = escaped(text(at(contract, "/info/title")));
    let _ = write!(
        page,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/docs/page.css\"></head><body><main><h1>{title}</h1>"
    );
    paragraphs(&mut page, text(at(contract, "/info/description")));
    page.push_str("<p>For programs: <a href=\"/openapi.yaml\">openapi.yaml</a>, <a href=\"/openapi.json\">openapi.json</a>.</p>");
    let tags = tags(contract);
    page.push_str("<nav aria-label=\"Tags\"><ul>");
    for tag in &tags {
        let tag = escaped(tag);
        let _ = write!(page, "<li><a href=\"#tag-{tag}\">{tag}</a></li>");
    }
    page.push_str("<li><a href=\"#schemas\">schemas</a></li></ul></nav>");
    for tag in &tags {
        let name = escaped(tag);
        let _ = write!(page, "<section><h2 id=\"tag-{name}\">{name}</h2>");
        for (path, method, operation) in operations(contract) {
            if text(at(operation, "/tags/0")) == *tag {
                one_operation(&mut page, path, method, operation);
            }
        }
        page.push_str("</section>");
    }
    page.push_str("<section><h2 id=\"schemas\">schemas</h2>");
    for (name, schema) in members(at(contract, "/components/schemas")) {
        one_schema(&mut page, name, schema);
    }
    page.push_str("</section></main></body></html>");
    page
}

fn operations(contract: &Value) -> impl Iterator<Item = (&String, &'static str, &Value)> {
    members(at(contract, "/paths")).flat_map(|(path, item)| {
        METHODS.into_iter().filter_map(move |method| Some((path, method, item.get(method)?)))
    })
}

/// The document's own order comes first, because that is how a person looks for an operation.
fn tags(contract: &Value) -> Vec<&str> {
    let named = at(contract, "/tags").as_array().into_iter().flatten();
    let mut tags: Vec<&str> = named.map(|tag| text(at(tag, "/name"))).collect();
    for (_, _, operation) in operations(contract) {
        let tag = text(at(operation, "/tags/0"));
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn one_operation(page: &mut String, path: &str, method: &str, operation: &Value) {
    let id = escaped(text(at(operation, "/operationId")));
    let summary = escaped(text(at(operation, "/summary")));
    let path = escaped(path);
    let _ = write!(
        page,
        "<details id=\"{id}\"><summary><b>{}</b> <code>{path}</code> <span>{summary}</span></summary>",
        method.to_uppercase()
    );
    paragraphs(page, text(at(operation, "/description")));
    let open = at(operation, "/security")
        .as_array()
        .is_some_and(|all| all.iter().any(|one| *one == Value::Object(Map::new())));
    page.push_str(if open { "<p>Needs no token.</p>" } else { "<p>Needs an access token.</p>" });
    let parameters = at(operation, "/parameters").as_array().map(Vec::as_slice).unwrap_or_default();
    if !parameters.is_empty() {
        page.push_str("<table><caption>Parameters</caption>");
        for one in parameters {
            let required = if at(one, "/required") == true { ", required" } else { "" };
            row(
                page,
                text(at(one, "/name")),
                &format!("{}, {}{required}", escaped(text(at(one, "/in"))), kind(at(one, "/schema"))),
                text(at(one, "/description")),
            );
        }
        page.push_str("</table>");
    }
    for (media, content) in members(at(operation, "/requestBody/content")) {
        let _ =
            write!(page, "<p>Body: {} as <code>{}</code></p>", kind(at(content, "/schema")), escaped(media));
    }
    page.push_str("<table><caption>Answers</caption>");
    for (status, answer) in members(at(operation, "/responses")) {
        let body = members(at(answer, "/content")).next().map(|(_, content)| kind(at(content, "/schema")));
        row(page, status, &body.unwrap_or_default(), text(at(answer, "/description")));
    }
    page.push_str("</table></details>");
}

fn one_schema(page: &mut String, name: &str, schema: &Value) {
    let id = escaped(name);
    let _ = write!(page, "<details id=\"schema-{id}\"><summary><code>{id}</code></summary>");
    paragraphs(page, text(at(schema, "/description")));
    if at(schema, "/properties").is_object() {
        let required = at(schema, "/required").as_array().map(Vec::as_slice).unwrap_or_default();
        page.push_str("<table><caption>Fields</caption>");
        for (field, of) in members(at(schema, "/properties")) {
            let needed = if required.iter().any(|one| one == field) { ", always there" } else { "" };
            row(page, field, &format!("{}{needed}", kind(of)), text(at(of, "/description")));
        }
        page.push_str("</table>");
    } else {
        let _ = write!(page, "<p>{}</p>", kind(schema));
    }
    page.push_str("</details>");
}

/// The type of a field: a link to a schema, or words. Already escaped.
fn kind(schema: &Value) -> String {
    if let Some(name) = at(schema, "/$ref").as_str().and_then(|path| path.rsplit('/').next()) {
        let name = escaped(name);
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(all) = schema.get(several).and_then(Value::as_array) {
            return all.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(words) = at(schema, "/enum").as_array() {
        let words = words.iter().map(|word| format!("<code>{}</code>", escaped(&word.to_string())));
        return words.collect::<Vec<_>>().join(" or ");
    }
    let kinds = at(schema, "/type");
    let several = kinds.as_array().map(|all| all.iter().map(text).collect::<Vec<_>>().join(" or "));
    let name = several.unwrap_or_else(|| text(kinds).to_owned());
    let of = if at(schema, "/items").is_object() {
        format!(" of {}", kind(at(schema, "/items")))
    } else {
        String::new()
    };
    let format =
        at(schema, "/format").as_str().map_or(String::new(), |format| format!(" ({})", escaped(format)));
    format!("{}{format}{of}", escaped(&name))
}

/// The middle is HTML already.
fn row(page: &mut String, name: &str, middle: &str, description: &str) {
    let (name, description) = (escaped(name), escaped(description));
    let _ = write!(
        page,
        "<tr><th scope=\"row\"><code>{name}</code></th><td>{middle}</td><td>{description}</td></tr>"
    );
}

fn paragraphs(page: &mut String, words: &str) {
    for paragraph in words.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        let _ = write!(page, "<p>{}</p>", escaped(paragraph));
    }
}

/// The value at a pointer, or `null`.
fn at<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_operation_and_schema_has_its_place() {
        let contract = serde_json::to_value(crate::openapi()).unwrap();
        let page = of(&contract);
        for (_, _, operation) in operations(&contract) {
            assert!(page.contains(&format!("<details id=\"{}\">", text(&operation["operationId"]))));
        }
        for link in page.split("href=\"#").skip(1) {
            let id = link.split('"').next().unwrap();
            assert!(page.contains(&format!("id=\"{id}\"")), "{id} leads nowhere");
        }
        assert!(!page.contains("<script"));
    }

    #[test]
    fn words_of_the_contract_are_words_on_the_page() {
        let hostile = "<img src=x onerror=\"alert(1)\">";
        let page = of(&json!({
            "info": {"title": hostile, "description": hostile},
            "paths": {"/x": {"get": {"tags": [hostile], "operationId": hostile, "responses": {"200": {"description": hostile}}}}},
        }));
        assert!(!page.contains("<img"), "{page}");
    }
}
