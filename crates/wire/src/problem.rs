//! Defines a problem as clients read it (RFC 9457). Must not know which status goes with which fault, nor any cause:
//! causes reach logs only.

mod words;

use domain::{Fault, FieldFault};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// `urn:parlance:problem:<code>`
    #[serde(rename = "type")]
    #[schema(example = "urn:parlance:problem:not_found")]
    pub kind: String,
    #[schema(example = "Not found")]
    pub title: String,
    #[schema(minimum = 400, maximum = 599, example = 404)]
    pub status: u16,
    /// What went wrong and what can be done, for people.
    pub detail: String,
    /// What went wrong, for programs: it never changes.
    #[schema(schema_with = codes)]
    pub code: String,
    /// Every invalid field, where `code` is `validation_failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub errors: Option<Vec<FieldError>>,
    /// Tell it to the operator: the log has the same one.
    pub request_id: String,
    /// With `second_factor_required`: send it to `/auth/login/second-factor` together with a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub mfa_token: Option<String>,
    /// Attempts left, where `code` is `otp_invalid_or_expired`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0)]
    pub attempts_left: Option<u32>,
    /// Seconds to wait before the next try.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0)]
    pub retry_after: Option<u64>,
    /// With `rate_limited`: which limit was reached, by its name in `RateLimit-Policy`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "send")]
    pub limit: Option<String>,
}

impl Problem {
    pub fn of(fault: &Fault, status: u16, request_id: &str) -> Self {
        let (title, detail) = words::of(fault);
        Self {
            kind: format!("urn:parlance:problem:{}", fault.code()),
            title: title.to_owned(),
            status,
            detail,
            code: fault.code().to_owned(),
            errors: errors(fault),
            request_id: request_id.to_owned(),
            mfa_token: mfa_token(fault),
            attempts_left: attempts_left(fault),
            retry_after: fault.retry_after().map(whole_seconds),
            limit: limit(fault),
        }
    }
}

/// One invalid field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// A JSON pointer into the body, or the name of a query parameter.
    #[schema(example = "/learning_languages/0/code")]
    pub pointer: String,
    #[schema(example = "unknown_language")]
    pub code: String,
    #[schema(example = "must be a two-letter ISO 639-1 code")]
    pub detail: String,
}

impl From<&FieldFault> for FieldError {
    fn from(fault: &FieldFault) -> Self {
        Self { pointer: fault.pointer.clone(), code: fault.code.to_owned(), detail: fault.detail.clone() }
    }
}

fn errors(fault: &Fault) -> Option<Vec<FieldError>> {
    if let Fault::Validation(fields) = fault { Some(fields.iter().map(Into::into).collect()) } else { None }
}

fn limit(fault: &Fault) -> Option<String> {
    if let Fault::RateLimited(limited) = fault { Some(limited.policy.to_owned()) } else { None }
}

fn mfa_token(fault: &Fault) -> Option<String> {
    if let Fault::SecondFactorRequired(token) = fault { Some(token.0.clone()) } else { None }
}

fn attempts_left(fault: &Fault) -> Option<u32> {
    if let Fault::OtpInvalidOrExpired { attempts_left } = fault { Some(*attempts_left) } else { None }
}

/// Rounded up, so that no client comes back a moment too early.
pub(crate) fn whole_seconds(span: Duration) -> u64 {
    span.as_secs() + u64::from(span.subsec_nanos() > 0)
}

/// Every code there is, from the one list.
fn codes() -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .description(Some("What went wrong, for programs: it never changes."))
        .enum_values(Some(Fault::examples().iter().map(Fault::code)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::fault::Limited;
    use std::collections::HashSet;

    #[test]
    fn every_fault_says_what_to_do_under_a_code_of_its_own() {
        let mut codes = HashSet::new();
        for fault in Fault::examples() {
            let problem = Problem::of(&fault, 500, "r1");
            assert!(!problem.title.is_empty() && problem.detail.ends_with('.'), "{fault:?}");
            assert_eq!(problem.kind, format!("urn:parlance:problem:{}", problem.code));
            assert!(codes.insert(problem.code), "{fault:?}");
        }
    }

    #[test]
    fn waiting_is_rounded_up() {
        let limited = Limited {
            policy: "send",
            quota: 60,
            window: Duration::from_secs(60),
            retry_after: Duration::from_millis(1_001),
        };
        let problem = Problem::of(&Fault::RateLimited(limited), 429, "r1");
        assert_eq!(problem.retry_after, Some(2));
        assert_eq!(problem.detail, "At most 60 in 60 seconds are allowed. Try again in 2 seconds.");
        assert_eq!(Problem::of(&Fault::unavailable(), 503, "r1").retry_after, Some(2));
    }

    #[test]
    fn wrong_fields_are_listed_and_nothing_else_is() {
        let problem = Problem::of(&Fault::field("/text", "empty", "must not be empty"), 422, "r1");
        assert_eq!(
            serde_json::to_string(&problem).unwrap(),
            r#"{"type":"urn:parlance:problem:validation_failed","title":"Some fields are invalid","status":422,"detail":"`errors` names each invalid field and what is expected.","code":"validation_failed","errors":[{"pointer":"/text","code":"empty","detail":"must not be empty"}],"request_id":"r1"}"#
        );
        let problem = serde_json::to_value(Problem::of(&Fault::NotFound, 404, "r1")).unwrap();
        assert!(problem.get("errors").is_none() && problem.get("retry_after").is_none());
    }
}
