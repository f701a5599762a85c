//! Adds to every operation the problems that follow from its shape: a proof, a path, a query, a body, a limit. Must
//! not know single operations.

use crate::problem::PROBLEM_JSON;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::response::Response;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Components, Content, OpenApi, Ref, RefOr};

/// Statuses an operation has by its shape, each described once.
const SHARED: [(&str, &str, &str); 10] = [
    ("400", "MalformedJson", "`malformed_json`: the body is not one JSON object"),
    ("401", "Unauthenticated", "`unauthenticated`, `token_invalid`, `token_expired` or `session_revoked`"),
    ("404", "NotFound", "`not_found`: it does not exist, or not for you"),
    ("413", "TooLarge", "`too_large`: the body has too many bytes"),
    ("414", "UriTooLong", "`uri_too_long`"),
    ("415", "UnsupportedMediaType", "`unsupported_media_type`: the body is not JSON"),
    ("422", "ValidationFailed", "`validation_failed`: `errors` names every invalid field"),
    ("429", "RateLimited", "`rate_limited`: too many requests; `Retry-After` says when to try again"),
    ("500", "Internal", "`internal`: a fault of the server"),
    ("503", "Unavailable", "`unavailable`: temporarily; try again later"),
];

pub fn complete(document: &mut OpenApi) {
    let components = document.components.get_or_insert_with(Components::new);
    for (status, name, description) in SHARED {
        let mut response = Response::new(description);
        make_problem(status, &mut response);
        components.responses.insert(name.to_owned(), RefOr::T(response));
    }
    for (path, item) in &mut document.paths.paths {
        for operation in operations_mut(item) {
            settle_security(operation);
            settle_body(operation);
            for (status, response) in &mut operation.responses.responses {
                match response {
                    RefOr::T(response) if status.starts_with(['4', '5']) => make_problem(status, response),
                    RefOr::T(_) | RefOr::Ref(_) => {}
                }
            }
            if path.starts_with("/api/") {
                add_shared(operation);
            }
        }
    }
}

fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}

/// A public operation requires nothing; utoipa would write "nothing in particular".
fn settle_security(operation: &mut Operation) {
    if operation.security.as_deref() == Some(&[SecurityRequirement::default()]) {
        operation.security = Some(vec![]);
    }
}

/// An optional body may be omitted, but not be `null`.
fn settle_body(operation: &mut Operation) {
    let Some(RefOr::T(body)) = &mut operation.request_body else { return };
    for content in body.content.values_mut() {
        let RefOr::T(content) = content else { continue };
        if let Some(RefOr::T(Schema::OneOf(choice))) = &content.schema {
            content.schema = choice.items.iter().find(|one| matches!(one, RefOr::Ref(_))).cloned();
        }
    }
}

/// What the operation declared itself stays.
fn add_shared(operation: &mut Operation) {
    let has = |place: ParameterIn| {
        let mut parameters = operation.parameters.iter().flatten();
        parameters.any(|one| matches!(one, RefOr::T(one) if one.parameter_in == place))
    };
    let (in_path, in_query) = (has(ParameterIn::Path), has(ParameterIn::Query));
    let body = operation.request_body.is_some();
    for (status, name, _) in SHARED {
        let wanted = match status {
            "400" | "413" | "415" => body,
            "401" => operation.security.is_none(),
            "404" => in_path,
            "414" => in_path || in_query,
            "422" => body || in_query,
            _ => true,
        };
        if wanted {
            let shared = || RefOr::Ref(Ref::from_response_name(name));
            operation.responses.responses.entry(status.to_owned()).or_insert_with(shared);
        }
    }
}

fn make_problem(status: &str, response: &mut Response) {
    let problem = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
    response.content.insert(PROBLEM_JSON.to_owned(), RefOr::T(problem));
    let headers: &[(&str, &str)] = match status {
        "401" => &[("WWW-Authenticate", "`Bearer`")],
        "429" => &[
            ("Retry-After", "Seconds to wait"),
            ("RateLimit-Policy", "The limit: `\"name\";q=quota;w=seconds`"),
            ("RateLimit", "What is left of it: `\"name\";r=requests;t=seconds`"),
        ],
        "503" => &[("Retry-After", "Seconds to wait")],
        _ => &[],
    };
    for (name, description) in headers {
        let schema = ObjectBuilder::new().schema_type(Type::String);
        let header = HeaderBuilder::new().schema(Some(schema)).description(Some(*description)).build();
        response.headers.insert((*name).to_owned(), RefOr::T(header));
    }
}
