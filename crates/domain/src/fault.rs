//! Defines every fault a caller can get, with its stable code. The one list: HTTP statuses are made from it in `api`,
//! and openapi.yaml shows it. Must not know statuses or how a fault is worded.

use std::fmt;
use std::time::Duration;

pub type Result<T> = std::result::Result<T, Fault>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    // The request itself
    MalformedJson(String),
    Validation(Vec<FieldFault>),
    TooLarge {
        limit: usize,
    },
    UnsupportedMediaType,
    MethodNotAllowed {
        allow: String,
    },
    UriTooLong,
    // Proof
    Unauthenticated,
    InvalidCredentials,
    /// The first proof was right; this token goes with the second one.
    SecondFactorRequired(Hidden),
    SecondFactorInvalid,
    OauthFailed,
    GrantInvalid,
    ReauthRequired,
    /// Administrators need a second factor for whatever they do.
    SecondFactorNeeded,
    TokenInvalid,
    TokenExpired,
    TicketInvalid,
    SessionRevoked,
    /// A code that is wrong, late, used or for another purpose.
    OtpInvalidOrExpired {
        attempts_left: u32,
    },
    InviteInvalid,
    /// For this account, a code by SMS is not enough to set a password.
    AnotherProofRequired,
    Csrf,
    OriginRefused,
    TokenInUrl,
    // The request's subject
    NotFound,
    Forbidden,
    RegistrationClosed,
    EditWindowClosed,
    /// The caller's message request is not accepted yet.
    RequestPending,
    UsernameTaken,
    IdentityTaken,
    SecondFactorExists,
    IdentifierTaken,
    LastSignInMethod,
    HandleTaken,
    IdempotencyConflict,
    LastOwner,
    LastAdmin,
    GroupFull,
    TooManyChats,
    TooManyPinnedChats,
    /// This instance does not search messages.
    SearchOff,
    /// This instance does not translate messages.
    TranslationOff,
    MessageDeleted,
    TooManyReactions,
    TooManyPins,
    AlreadyFriends,
    ReportDecided,
    // Sockets
    BadFrame(String),
    UnknownType(String),
    // Temporary
    RateLimited(Limited),
    Unavailable {
        retry_after: Duration,
    },
    /// The engine is unreachable or overloaded.
    TranslationUnavailable {
        retry_after: Duration,
    },
    Internal,
}

/// A secret on its way to the caller; it does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(pub String);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// What a rate limit reports when it is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limited {
    pub policy: &'static str,
    pub quota: u32,
    pub window: Duration,
    pub retry_after: Duration,
}

/// One invalid field. `pointer` is a JSON pointer into the request body, or the name of a query parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    pub pointer: String,
    pub code: &'static str,
    pub detail: String,
}

/// Why one value does not parse; the caller, who knows its place, turns it into a [`FieldFault`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: &'static str,
    pub detail: String,
}

impl Refusal {
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }

    pub fn at(self, pointer: impl Into<String>) -> FieldFault {
        FieldFault { pointer: pointer.into(), code: self.code, detail: self.detail }
    }
}

impl Fault {
    pub fn field(pointer: &str, code: &'static str, detail: impl Into<String>) -> Self {
        Self::Validation(vec![Refusal::new(code, detail).at(pointer)])
    }

    /// The database or another dependency is away; a retry soon is right.
    pub fn unavailable() -> Self {
        Self::Unavailable { retry_after: Duration::from_secs(2) }
    }

    /// When a retry may help.
    pub fn retry_after(&self) -> Option<Duration> {
        if let Self::Unavailable { retry_after }
        | Self::TranslationUnavailable { retry_after }
        | Self::RateLimited(Limited { retry_after, .. }) = self
        {
            Some(*retry_after)
        } else {
            None
        }
    }

    pub fn code(&self) -> &'static str {
        match self {
            Self::MalformedJson(_) => "malformed_json",
            Self::Validation(_) => "validation_failed",
            Self::TooLarge { .. } => "too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::MethodNotAllowed { .. } => "method_not_allowed",
            Self::UriTooLong => "uri_too_long",
            Self::Unauthenticated => "unauthenticated",
            Self::InvalidCredentials => "invalid_credentials",
            Self::SecondFactorRequired(_) => "second_factor_required",
            Self::SecondFactorInvalid => "second_factor_invalid",
            Self::OauthFailed => "oauth_failed",
            Self::GrantInvalid => "grant_invalid",
            Self::ReauthRequired => "reauth_required",
            Self::SecondFactorNeeded => "second_factor_needed",
            Self::TokenInvalid => "token_invalid",
            Self::TokenExpired => "token_expired",
            Self::TicketInvalid => "ticket_invalid",
            Self::SessionRevoked => "session_revoked",
            Self::OtpInvalidOrExpired { .. } => "otp_invalid_or_expired",
            Self::InviteInvalid => "invite_invalid",
            Self::AnotherProofRequired => "another_proof_required",
            Self::Csrf => "csrf",
            Self::OriginRefused => "origin_refused",
            Self::TokenInUrl => "token_in_url",
            Self::NotFound => "not_found",
            Self::Forbidden => "forbidden",
            Self::RegistrationClosed => "registration_closed",
            Self::EditWindowClosed => "edit_window_closed",
            Self::RequestPending => "request_pending",
            Self::UsernameTaken => "username_taken",
            Self::IdentityTaken => "identity_taken",
            Self::SecondFactorExists => "second_factor_exists",
            Self::IdentifierTaken => "identifier_taken",
            Self::LastSignInMethod => "last_sign_in_method",
            Self::HandleTaken => "handle_taken",
            Self::IdempotencyConflict => "idempotency_conflict",
            Self::LastOwner => "last_owner",
            Self::LastAdmin => "last_admin",
            Self::GroupFull => "group_full",
            Self::TooManyChats => "too_many_chats",
            Self::TooManyPinnedChats => "too_many_pinned_chats",
            Self::SearchOff => "search_off",
            Self::TranslationOff => "translation_off",
            Self::MessageDeleted => "message_deleted",
            Self::TooManyReactions => "too_many_reactions",
            Self::TooManyPins => "too_many_pins",
            Self::AlreadyFriends => "already_friends",
            Self::ReportDecided => "report_decided",
            Self::BadFrame(_) => "bad_frame",
            Self::UnknownType(_) => "unknown_type",
            Self::RateLimited(_) => "rate_limited",
            Self::Unavailable { .. } => "unavailable",
            Self::TranslationUnavailable { .. } => "translation_unavailable",
            Self::Internal => "internal",
        }
    }

    /// One of each, so that documents and tests can walk the whole list.
    pub fn examples() -> Vec<Self> {
        let text = String::new;
        vec![
            Self::MalformedJson(text()),
            Self::Validation(vec![]),
            Self::TooLarge { limit: 0 },
            Self::UnsupportedMediaType,
            Self::MethodNotAllowed { allow: text() },
            Self::UriTooLong,
            Self::Unauthenticated,
            Self::InvalidCredentials,
            Self::SecondFactorRequired(Hidden(text())),
            Self::SecondFactorInvalid,
            Self::OauthFailed,
            Self::GrantInvalid,
            Self::ReauthRequired,
            Self::SecondFactorNeeded,
            Self::TokenInvalid,
            Self::TokenExpired,
            Self::TicketInvalid,
            Self::SessionRevoked,
            Self::OtpInvalidOrExpired { attempts_left: 0 },
            Self::InviteInvalid,
            Self::AnotherProofRequired,
            Self::Csrf,
            Self::OriginRefused,
            Self::TokenInUrl,
            Self::NotFound,
            Self::Forbidden,
            Self::RegistrationClosed,
            Self::EditWindowClosed,
            Self::RequestPending,
            Self::UsernameTaken,
            Self::IdentityTaken,
            Self::SecondFactorExists,
            Self::IdentifierTaken,
            Self::LastSignInMethod,
            Self::HandleTaken,
            Self::IdempotencyConflict,
            Self::LastOwner,
            Self::LastAdmin,
            Self::GroupFull,
            Self::TooManyChats,
            Self::TooManyPinnedChats,
            Self::SearchOff,
            Self::TranslationOff,
            Self::MessageDeleted,
            Self::TooManyReactions,
            Self::TooManyPins,
            Self::AlreadyFriends,
            Self::ReportDecided,
            Self::BadFrame(text()),
            Self::UnknownType(text()),
            Self::RateLimited(Limited {
                policy: "",
                quota: 0,
                window: Duration::ZERO,
                retry_after: Duration::ZERO,
            }),
            Self::unavailable(),
            Self::TranslationUnavailable { retry_after: Duration::ZERO },
            Self::Internal,
        ]
    }
}
