//! Adds to every operation what it can refuse by its shape alone: a proof, a path, a query, a body, a limit.
//! Must not know single operations.

use crate::problem::PROBLEM_JSON;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::request_body::RequestBody;
use utoipa::openapi::response::Response;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Content, Header, OpenApi, Ref, RefOr, Required};

const UNAUTHENTICATED: &str = "`unauthenticated`, `token_invalid`, `token_expired` or `session_revoked`";

pub fn complete(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let ours = path.starts_with("/api/");
        for operation in operations_mut(item) {
            settle_security(operation);
            if ours {
                add_refusals(operation);
            }
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response {
                    describe(status, response);
                }
            }
        }
    }
}

fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}

/// An operation for everybody needs nothing, rather than "nothing in particular".
fn settle_security(operation: &mut Operation) {
    if operation.security.as_deref() == Some(&[SecurityRequirement::default()]) {
        operation.security = Some(vec![]);
    }
}

fn add_refusals(operation: &mut Operation) {
    let has = |place: ParameterIn| {
        let parameters = operation.parameters.iter().flatten();
        parameters.into_iter().any(|one| matches!(one, RefOr::T(one) if one.parameter_in == place))
    };
    let (in_path, in_query) = (has(ParameterIn::Path), has(ParameterIn::Query));
    let body = operation.request_body.is_some();
    for (wanted, status, description) in [
        (body, 400, "`malformed_json`: the body is not one JSON object"),
        (operation.security.is_none(), 401, UNAUTHENTICATED),
        (in_path, 404, "`not_found`: it does not exist, or not for me"),
        (body, 413, "`too_large`: the body has too many bytes"),
        (in_path || in_query, 414, "`uri_too_long`"),
        (body, 415, "`unsupported_media_type`: the body is not JSON"),
        (body || in_query, 422, "`validation_failed`: `errors` names everything that is wrong"),
        (true, 429, "`rate_limited`: not so often"),
        (true, 500, "`internal`: our fault"),
        (true, 503, "`unavailable`: not just now"),
    ] {
        if wanted {
            let responses = &mut operation.responses.responses;
            responses.entry(status.to_string()).or_insert_with(|| RefOr::T(Response::new(description)));
        }
    }
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        require(body);
    }
}

/// A body of which every field may be left out may be left out itself.
fn require(body: &mut RequestBody) {
    if body.required.is_none() {
        body.required = Some(Required::True);
    }
}

/// What goes with a status, wherever it is answered.
fn describe(status: &str, response: &mut Response) {
    if !status.starts_with('2') {
        let problem = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
        response.content.insert(PROBLEM_JSON.to_owned(), RefOr::T(problem));
    }
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
    for (name, description) in headers.iter().chain(&[("X-Request-Id", "The request, as the log names it")]) {
        response.headers.insert((*name).to_owned(), RefOr::T(header(description)));
    }
}

fn header(description: &str) -> Header {
    let schema = ObjectBuilder::new().schema_type(Type::String);
    HeaderBuilder::new().schema(Some(schema)).description(Some(description)).build()
}
