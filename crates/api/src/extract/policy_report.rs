//! Extracts a browser's report of a policy violation. Its other fields (the page, a sample of the text) are ignored.
//! Must not know what becomes of it.

use super::body::{AUTH, in_time};
use crate::problem::Refused;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use domain::Fault;
use futures_util::future::LocalBoxFuture;
use serde_json::Value;

/// Characters kept of each field.
const MOST: usize = 200;

pub struct PolicyReport {
    pub directive: String,
    pub blocked: String,
}

impl FromRequest for PolicyReport {
    type Error = Refused;
    type Future = LocalBoxFuture<'static, Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
            if !kind.is_some_and(|kind| kind.starts_with("application/csp-report")) {
                return Err(Refused(Fault::UnsupportedMediaType));
            }
            Ok(Self::read(&in_time(&request, payload, AUTH).await?))
        })
    }
}

impl PolicyReport {
    /// Browsers differ in what they leave out; an empty report is still one.
    fn read(bytes: &[u8]) -> Self {
        let report: Value = serde_json::from_slice(bytes).unwrap_or_default();
        let field = |name: &str| {
            let field = report.get("csp-report").and_then(|report| report.get(name)).and_then(Value::as_str);
            field.unwrap_or("unknown").chars().take(MOST).collect::<String>()
        };
        // The path and query of a URL may be private.
        let blocked = field("blocked-uri");
        let blocked = blocked.split(['?', '#']).next().unwrap_or_default().to_owned();
        Self { directive: field("effective-directive"), blocked }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_cut_down_to_what_is_logged() {
        let said =
            br#"{"csp-report":{"effective-directive":"img-src","blocked-uri":"https://x.example/a?secret=1",
            "script-sample":"text"}}"#;
        let report = PolicyReport::read(said);
        assert_eq!((report.directive.as_str(), report.blocked.as_str()), ("img-src", "https://x.example/a"));
        for said in [b"".as_slice(), b"[1]", b"{\"csp-report\":7}"] {
            assert_eq!(PolicyReport::read(said).directive, "unknown");
        }
        let long = format!("{{\"csp-report\":{{\"blocked-uri\":\"{}\"}}}}", "x".repeat(999));
        assert_eq!(PolicyReport::read(long.as_bytes()).blocked.len(), MOST);
    }
}
