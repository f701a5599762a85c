//! Answers faults over HTTP: the status, the headers and the body of each. The one place that knows statuses. Must
//! not know causes: they reach logs only.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use domain::Fault;
use domain::fault::Limited;
use std::fmt;
use std::time::Duration;
use wire::Problem;

pub const PROBLEM_JSON: &str = "application/problem+json";

/// A fault as a response. Its body is written last, by [`render`], which knows the request's id.
#[derive(Debug)]
pub struct Refused(pub Fault);

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code())
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        status(&self.0)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        if self.status_code() == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if let Fault::MethodNotAllowed { allow } = &self.0 {
            response.insert_header((header::ALLOW, allow.as_str()));
        } else if let Fault::RateLimited(limited) = &self.0 {
            limited_headers(&mut response, limited);
        } else if let Some(retry_after) = self.0.retry_after() {
            response.insert_header((header::RETRY_AFTER, whole_seconds(retry_after)));
        }
        let mut response = response.finish();
        // Not as the response's own error: the framework drops that where a middleware answers.
        response.extensions_mut().insert(self.0.clone());
        response
    }
}

pub fn status(fault: &Fault) -> StatusCode {
    match fault {
        Fault::MalformedJson(_) | Fault::TokenInUrl | Fault::BadFrame(_) | Fault::UnknownType(_) => {
            StatusCode::BAD_REQUEST
        }
        Fault::Unauthenticated
        | Fault::InvalidCredentials
        | Fault::SecondFactorRequired(_)
        | Fault::SecondFactorInvalid
        | Fault::OauthFailed
        | Fault::TokenInvalid
        | Fault::TokenExpired
        | Fault::TicketInvalid
        | Fault::SessionRevoked => StatusCode::UNAUTHORIZED,
        Fault::Csrf
        | Fault::OriginRefused
        | Fault::Forbidden
        | Fault::ReauthRequired
        | Fault::SecondFactorNeeded
        | Fault::RegistrationClosed
        | Fault::InviteInvalid
        | Fault::AnotherProofRequired
        | Fault::RequestPending
        | Fault::EditWindowClosed
        | Fault::SearchOff
        | Fault::TranslationOff => StatusCode::FORBIDDEN,
        Fault::NotFound => StatusCode::NOT_FOUND,
        Fault::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
        Fault::UsernameTaken
        | Fault::IdentityTaken
        | Fault::SecondFactorExists
        | Fault::IdentifierTaken
        | Fault::LastSignInMethod
        | Fault::HandleTaken
        | Fault::IdempotencyConflict
        | Fault::LastOwner
        | Fault::LastAdmin
        | Fault::GroupFull
        | Fault::TooManyChats
        | Fault::TooManyPinnedChats
        | Fault::MessageDeleted
        | Fault::TooManyReactions
        | Fault::TooManyPins
        | Fault::AlreadyFriends
        | Fault::ReportDecided => StatusCode::CONFLICT,
        Fault::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Fault::UriTooLong => StatusCode::URI_TOO_LONG,
        Fault::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Fault::Validation(_) | Fault::OtpInvalidOrExpired { .. } | Fault::GrantInvalid => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Fault::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
        Fault::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Fault::Unavailable { .. } | Fault::TranslationUnavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// The body of a fault that is a part of an answer.
pub fn problem(fault: &Fault, request_id: &str) -> Problem {
    Problem::of(fault, status(fault).as_u16(), request_id)
}

/// Gives every rejection its body, also those of the framework itself.
pub fn render<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
    request_id: &str,
) -> ServiceResponse<BoxBody> {
    let Some(fault) = fault_of(response.response()) else {
        return response.map_into_boxed_body();
    };
    let problem = problem(&fault, request_id);
    response.map_body(|head, _| {
        head.status = status(&fault);
        head.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        // Plain strings and numbers always serialize.
        BoxBody::new(serde_json::to_vec(&problem).unwrap_or_default())
    })
}

/// Whole seconds, rounded up: a client must not retry a moment too early.
pub fn whole_seconds(span: Duration) -> u64 {
    span.as_secs() + u64::from(span.subsec_nanos() > 0)
}

fn fault_of<B>(response: &HttpResponse<B>) -> Option<Fault> {
    if let Some(fault) = response.extensions().get::<Fault>() {
        return Some(fault.clone());
    }
    match response.status() {
        StatusCode::NOT_FOUND => Some(Fault::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => {
            let allow = response.headers().get(header::ALLOW).and_then(|allow| allow.to_str().ok());
            Some(Fault::MethodNotAllowed { allow: allow.unwrap_or("GET").to_owned() })
        }
        status if status.is_client_error() => Some(Fault::MalformedJson(String::new())),
        status if status.is_server_error() => Some(Fault::Internal),
        _ => None,
    }
}

fn limited_headers(response: &mut HttpResponseBuilder, limited: &Limited) {
    let (name, quota, window) = (limited.policy, limited.quota, whole_seconds(limited.window));
    let wait = whole_seconds(limited.retry_after);
    response
        .insert_header((header::RETRY_AFTER, wait))
        .insert_header(("RateLimit-Policy", format!("\"{name}\";q={quota};w={window}")))
        .insert_header(("RateLimit", format!("\"{name}\";r=0;t={wait}")));
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn rendered(fault: Fault) -> (StatusCode, serde_json::Value, ServiceResponse<BoxBody>) {
        let response = HttpResponse::from_error(Refused(fault));
        let response = render(TestRequest::get().to_srv_response(response), "r1");
        let (request, response) = response.into_parts();
        let (response, body) = response.into_parts();
        let bytes = body.try_into_bytes().unwrap_or_default();
        let body = serde_json::from_slice(&bytes).unwrap();
        let response = response.set_body(BoxBody::new(bytes));
        (response.status(), body, ServiceResponse::new(request, response))
    }

    #[test]
    fn every_refusal_is_a_problem_with_its_own_status() {
        for fault in Fault::examples() {
            let (status, body, response) = rendered(fault.clone());
            assert!(status.as_u16() >= 400, "{fault:?}");
            assert_eq!(body["status"], status.as_u16());
            assert_eq!((&body["code"], &body["request_id"]), (&fault.code().into(), &"r1".into()));
            assert_eq!(response.headers().get("content-type").unwrap(), PROBLEM_JSON);
        }
    }

    #[test]
    fn refusals_say_how_to_go_on() {
        let limited = Limited {
            policy: "send",
            quota: 60,
            window: Duration::from_secs(60),
            retry_after: Duration::from_millis(1_500),
        };
        let (_, _, response) = rendered(Fault::RateLimited(limited));
        let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap();
        assert_eq!(header("retry-after"), "2");
        assert_eq!(header("ratelimit-policy"), "\"send\";q=60;w=60");
        assert_eq!(header("ratelimit"), "\"send\";r=0;t=2");
        let (_, _, response) = rendered(Fault::MethodNotAllowed { allow: "GET, PUT".into() });
        assert_eq!(response.headers().get("allow").unwrap(), "GET, PUT");
        let (_, _, response) = rendered(Fault::TokenExpired);
        assert_eq!(response.headers().get("www-authenticate").unwrap(), "Bearer");
    }

    #[test]
    fn what_the_framework_refuses_is_a_problem_too() {
        let response = TestRequest::get().to_srv_response(HttpResponse::BadGateway().body("secret"));
        let response = render(response, "r1");
        assert_eq!(response.status(), 500);
        let body = response.into_body().try_into_bytes().unwrap();
        assert!(!body.windows(6).any(|part| part == b"secret"));
        let fine = render(TestRequest::get().to_srv_response(HttpResponse::Ok().body("x")), "r1");
        assert_eq!(fine.into_body().try_into_bytes().unwrap(), "x");
    }
}
