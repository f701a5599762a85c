//! Wraps every request: its id, its span, one line in the log, and the body of a problem. Never logs bodies, tokens
//! or queries.

use crate::Api;
use crate::problem::{self, whole_seconds};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};
use app::Stopwatch;
use app::rate_limit::Left;
use domain::random;
use std::rc::Rc;
use tracing::Instrument;
use uuid::Builder;

pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Generated for each request; an id sent by a client is ignored.
#[derive(Clone)]
pub struct RequestId(Rc<str>);

impl RequestId {
    /// The id of this request, as its log lines and problems carry it.
    pub fn of(request: &HttpRequest) -> String {
        request.extensions().get::<Self>().map(|id| id.0.to_string()).unwrap_or_default()
    }
}

pub async fn observe(
    api: web::Data<Api>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // `HEAD` is `GET` whose answer is sent without its body.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let began = Stopwatch::start();
    let id = fresh(&api);
    request.extensions_mut().insert(RequestId(id.as_str().into()));
    let method = request.method().clone();
    let route = api.contract.table.pattern(request.path()).unwrap_or("none");
    let span =
        tracing::info_span!("request", %method, route, request_id = %id, status = tracing::field::Empty);
    let answered = async {
        let response = problem::render(next.call(request).await?, &id);
        let status = response.status().as_u16();
        tracing::Span::current().record("status", status);
        let took = began.elapsed();
        let labels = [("method", known(&method).to_owned()), ("route", route.to_owned())];
        metrics::histogram!("parlance_request_seconds", &labels).record(took);
        metrics::counter!("parlance_requests_total", "status" => status.to_string()).increment(1);
        let took_ms = took.as_millis();
        if status >= 500 {
            tracing::warn!(status, took_ms, "answered");
        } else {
            tracing::debug!(status, took_ms, "answered");
        }
        Ok::<_, Error>(response)
    };
    let mut response = answered.instrument(span).await?;
    let left = response.request().extensions().get::<Left>().copied();
    let headers = response.headers_mut();
    put(headers, X_REQUEST_ID, &id);
    if let Some(left) = left.filter(|_| !headers.contains_key("ratelimit")) {
        let (name, quota, window) = (left.policy, left.quota, whole_seconds(left.window));
        let (remaining, reset) = (left.remaining, whole_seconds(left.reset));
        put(headers, RATE_LIMIT_POLICY, &format!("\"{name}\";q={quota};w={window}"));
        put(headers, RATE_LIMIT, &format!("\"{name}\";r={remaining};t={reset}"));
    }
    Ok(response)
}

/// An invented method must not become the label of a series.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn fresh(api: &Api) -> String {
    let millis = u64::try_from(api.app.clock().now().millis()).unwrap_or_default();
    let bytes = random::bytes::<10>(api.app.random());
    Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid().to_string()
}
