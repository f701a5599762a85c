//! Adds the headers that every answer carries, including those of the framework. Must not know what the answer says.

use crate::{Api, cors};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web};

const ALWAYS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
    (header::PERMISSIONS_POLICY, "geolocation=(), camera=(), microphone=()"),
];
/// The default, where an answer does not set its own.
const UNLESS_SAID: [(HeaderName, &str); 3] = [
    (header::CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::CACHE_CONTROL, "no-store"),
];
const HSTS: &str = "max-age=31536000; includeSubDomains";

pub async fn add_security_headers(
    api: web::Data<Api>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let origin = cors::listed(request.headers(), &api.settings.allowed_origins);
    let preflight = origin.as_ref().and_then(|_| cors::preflight(request.method(), request.headers()));
    let mut response = match preflight {
        Some(answer) => request.into_response(answer),
        None => next.call(request).await?.map_into_boxed_body(),
    };
    let path = response.request().path().to_owned();
    let headers = response.headers_mut();
    secure(headers, &path, api.settings.https);
    if let Some(origin) = origin {
        cors::permit(headers, origin, &path);
    }
    Ok(response)
}

fn secure(headers: &mut HeaderMap, path: &str, https: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in UNLESS_SAID {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    if path.starts_with("/api/") {
        headers.insert(header::VARY, HeaderValue::from_static("Authorization, Cookie, Origin"));
    } else if !headers.contains_key(header::VARY) {
        headers.insert(header::VARY, HeaderValue::from_static("Origin"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_not_stored_unless_they_say_so() {
        let mut headers = HeaderMap::new();
        secure(&mut headers, "/api/v1/me", false);
        assert_eq!(headers.get("cache-control").unwrap(), "no-store");
        assert_eq!(headers.get("vary").unwrap(), "Authorization, Cookie, Origin");
        assert!(!headers.contains_key("strict-transport-security"));
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=300"));
        secure(&mut headers, "/.well-known/jwks.json", true);
        assert_eq!(headers.get("cache-control").unwrap(), "max-age=300");
        assert!(headers.contains_key("strict-transport-security"));
    }
}
