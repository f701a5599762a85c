//! Answers CORS: it lists the other origins whose pages may read our answers, compared exactly. No wildcard, no
//! `null`. Must not know what is requested.

use actix_web::HttpResponse;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderValue};

/// The cookie is sent to these only.
const WITH_COOKIE: &str = "/api/v1/auth/";
const METHODS: &str = "GET, POST, PUT, PATCH, DELETE";
const HEADERS: &str = "Authorization, Content-Type, X-Parlance-CSRF";
const READABLE: &str = "X-Request-Id, Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate";

/// The request's origin, if it is listed.
pub fn listed(headers: &HeaderMap, origins: &[String]) -> Option<HeaderValue> {
    let mut all = headers.get_all(header::ORIGIN);
    let origin = all.next().filter(|_| all.next().is_none())?;
    origins.iter().any(|listed| listed.as_bytes() == origin.as_bytes()).then(|| origin.clone())
}

/// The answer to a preflight request.
pub fn preflight(method: &Method, headers: &HeaderMap) -> Option<HttpResponse> {
    let asks = *method == Method::OPTIONS && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    asks.then(|| {
        HttpResponse::NoContent()
            .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, METHODS))
            .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS))
            .insert_header((header::ACCESS_CONTROL_MAX_AGE, "600"))
            .finish()
    })
}

pub fn permit(answer: &mut HeaderMap, origin: HeaderValue, path: &str) {
    answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    answer.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(READABLE));
    if path.starts_with(WITH_COOKIE) {
        answer.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn only_the_very_same_origin_is_listed() {
        let origins = ["https://chat.example".to_owned()];
        let from = |origin: &str| {
            let request = TestRequest::get().insert_header(("Origin", origin)).to_http_request();
            listed(request.headers(), &origins).is_some()
        };
        assert!(from("https://chat.example"));
        for origin in
            ["https://chat.example.evil", "https://Chat.example", "http://chat.example", "null", "*"]
        {
            assert!(!from(origin), "{origin}");
        }
        let twice = TestRequest::get()
            .append_header(("Origin", "https://chat.example"))
            .append_header(("Origin", "https://evil.example"));
        assert!(listed(twice.to_http_request().headers(), &origins).is_none());
    }

    #[test]
    fn the_cookie_is_for_signing_in_only() {
        let credentials = |path: &str| {
            let mut headers = HeaderMap::new();
            permit(&mut headers, HeaderValue::from_static("https://chat.example"), path);
            headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS)
        };
        assert!(credentials("/api/v1/auth/refresh") && !credentials("/api/v1/chats"));
    }
}
