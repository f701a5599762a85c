//! Builds the document of the contract: the parts that hold for all operations. Operations describe themselves beside
//! their code, and problems that any of them can have are added here. Must not know single operations.

mod refusals;

use crate::routes;
use utoipa::OpenApi as _;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, OpenApi};
use utoipa_actix_web::AppExt;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Parlance",
        description = "A chat server whose messages are encrypted at rest. Errors are `application/problem+json` \
            (RFC 9457) with a stable `code`. Every answer carries `X-Request-Id`, as the server's log \
            names it. The socket at `/api/v1/ws` speaks `ClientFrame` and `ServerFrame`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = "/", description = "This server")),
    security(("bearer" = [])),
    tags(
        (name = "auth", description = "Registering, signing in and out"),
        (name = "me", description = "Your profile, settings, sessions and data"),
        (name = "people", description = "People, languages and countries"),
        (name = "friends", description = "Friends, friend requests, blocks, reports"),
        (name = "chats", description = "Direct chats and groups"),
        (name = "members", description = "Members, bans, invites and join requests of groups"),
        (name = "messages", description = "Messages: send, read, edit, react, pin, search, translate"),
        (name = "media", description = "Files, by links that answers contain"),
        (name = "changes", description = "Catch-up: what changed after a revision"),
        (name = "socket", description = "Changes as they happen"),
        (name = "notifications", description = "Notifications and push subscriptions"),
        (name = "instance", description = "The instance itself: rules, health, keys"),
        (name = "admin", description = "For administrators with a second factor; no operation reads messages"),
    ),
    components(schemas(wire::Problem, wire::ClientFrame, wire::ServerFrame))
)]
struct Document;

/// The document as it is served, made from the routes that are served.
pub fn openapi() -> OpenApi {
    let app = actix_web::App::new().into_utoipa_app().openapi(Document::openapi());
    let (_, mut document) = app.configure(routes::routes).split_for_parts();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("The access token of a session"));
    let components = document.components.get_or_insert_with(Components::new);
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer.build()));
    refusals::complete(&mut document);
    document
}

pub fn openapi_yaml() -> String {
    // Strings, numbers and maps always serialize; a test reads it back.
    let plain = openapi().to_yaml().unwrap_or_default();
    plain.lines().map(|line| quoted(line) + "\n").collect()
}

/// Words that YAML 1.1, which many generators read, takes for booleans.
const TAKEN_FOR_SWITCHES: [&str; 6] = ["on", "off", "yes", "no", "y", "n"];

fn quoted(line: &str) -> String {
    let is_word = |word: &str| TAKEN_FOR_SWITCHES.contains(&word);
    let (start, rest) = line.split_at(line.len() - line.trim_start_matches([' ', '-']).len());
    match rest.split_once(':') {
        Some((key, "")) if is_word(key) => format!("{start}'{key}':"),
        Some((key, value)) if is_word(value.trim()) => format!("{start}{key}: '{}'", value.trim()),
        None if is_word(rest) => format!("{start}'{rest}'"),
        Some(_) | None => line.to_owned(),
    }
}

/// The operations of a path with their methods.
pub(crate) fn operations(item: &PathItem) -> Vec<(&'static str, &Operation)> {
    let all = [
        ("GET", &item.get),
        ("PUT", &item.put),
        ("POST", &item.post),
        ("DELETE", &item.delete),
        ("PATCH", &item.patch),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?))).collect()
}

#[cfg(test)]
mod tests;
