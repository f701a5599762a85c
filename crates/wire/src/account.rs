//! Defines accounts, people and sign-ins as JSON. Must not know how a password is checked or a session kept.

mod body;
mod card;
mod code;
mod oauth;
mod register;
mod second_factor;

pub use body::{Login, LoginBody, LogoutBody, PasswordBody, PasswordChange, RefreshBody};
pub use card::{AvatarLinks, UserCard};
pub use code::{
    ChallengeAnswer, CodeBody, CodeLoginBody, GrantAnswer, IdentifierBody, Purpose, ReauthBody, ResetBody,
    UndoBody, VerifyBody,
};
pub use oauth::{
    IdentityBody, IdentityItem, IdentityList, OauthComplete, OauthCompleteBody, OauthOutcome, OauthPending,
    OauthStart, ProviderItem, ProviderList,
};
pub use register::{RegisterBody, Registration};
pub(crate) use register::{learning_parsed, native_parsed};
pub use second_factor::{
    NewSecondFactor, ProveAgainBody, ReauthAnswer, RecoveryCodes, SecondFactor, SecondFactorBody,
    SecondFactorState, TotpCodeBody,
};

use crate::mirror::mirror;
use domain::country::COUNTRIES;
use domain::language::LANGUAGES;
use domain::session::Session;
use domain::user::OwnProfile;
use domain::{SessionId, Timestamp};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;
use uuid::Uuid;

mirror! {
    /// How the refresh token travels: in an HttpOnly cookie, or in the body of the answer.
    Transport = domain::session::Transport { Cookie, Body }

    /// Your gender. Only you can see it, and it can be set once.
    Gender = domain::user::Gender { Woman, Man, NonBinary, Other }
}

/// A language a person is learning, and the level in the European framework (CEFR).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LearningLanguage {
    /// ISO 639-1
    #[schema(min_length = 2, max_length = 2, example = "en")]
    pub code: String,
    #[schema(pattern = "^[ABC][12]$", example = "B1")]
    pub level: String,
}

impl LearningLanguage {
    pub(crate) fn all(learning: Vec<(String, String)>) -> Vec<Self> {
        learning.into_iter().map(|(code, level)| Self { code, level }).collect()
    }
}

/// A successful sign-in.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct SessionAnswer {
    pub access_token: String,
    pub token_type: TokenType,
    /// Seconds until the access token expires.
    #[schema(minimum = 0)]
    pub expires_in: u64,
    pub user: Me,
    pub session_id: Uuid,
    /// Only with `transport: "body"`; otherwise it is in a cookie no script can read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub refresh_token: Option<String>,
    /// Only with `transport: "body"`, and only after a sign-in. Present it at the next sign-in: wrong guesses by
    /// strangers do not lock this device out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub device_token: Option<String>,
}

impl SessionAnswer {
    pub fn new(access_token: String, expires_in: Duration, user: OwnProfile, session: SessionId) -> Self {
        Self {
            access_token,
            token_type: TokenType::Bearer,
            expires_in: expires_in.as_secs(),
            user: user.into(),
            session_id: session.uuid(),
            refresh_token: None,
            device_token: None,
        }
    }

    pub fn with_tokens(self, refresh_token: String, device_token: Option<String>) -> Self {
        Self { refresh_token: Some(refresh_token), device_token, ..self }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum TokenType {
    Bearer,
}

/// A person's own profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Me {
    pub id: Uuid,
    pub username: String,
    pub display_name: String,
    #[schema(required)]
    pub avatar_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub avatar: Option<AvatarLinks>,
    pub bio: String,
    #[schema(required)]
    pub email: Option<String>,
    pub email_verified: bool,
    /// With its country code (E.164).
    #[schema(required)]
    pub phone: Option<String>,
    pub phone_verified: bool,
    #[schema(required, format = "date")]
    pub birth_date: Option<String>,
    #[schema(required)]
    pub gender: Option<Gender>,
    /// ISO 3166-1 alpha-2
    #[schema(required)]
    pub country: Option<String>,
    pub native_languages: Vec<String>,
    pub learning_languages: Vec<LearningLanguage>,
    /// When you may choose other languages to learn; `null` where you may now.
    #[schema(required, format = "date-time")]
    pub learning_free_at: Option<String>,
    pub is_admin: bool,
    #[schema(format = "date-time")]
    pub created_at: String,
}

impl From<OwnProfile> for Me {
    fn from(own: OwnProfile) -> Self {
        let UserCard { id, username, display_name, native_languages, learning_languages, avatar_id, avatar } =
            own.person.into();
        Self {
            id,
            username,
            display_name,
            avatar_id,
            avatar,
            bio: own.bio,
            learning_free_at: own.learning_free_at.map(|at| at.to_string()),
            email: own.email.map(|email| email.as_str().to_owned()),
            email_verified: own.email_verified,
            phone: own.phone.map(|phone| phone.as_str().to_owned()),
            phone_verified: own.phone_verified,
            birth_date: own.birth_date,
            gender: own.gender.map(Into::into),
            country: own.country,
            native_languages,
            learning_languages,
            is_admin: own.is_admin,
            created_at: own.created_at.to_string(),
        }
    }
}

/// One session of yours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionItem {
    pub id: Uuid,
    /// Whether this request came from it.
    pub current: bool,
    pub transport: Transport,
    #[schema(required)]
    pub user_agent: Option<String>,
    /// The network it was created from, never the full address.
    pub address_prefix: String,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(format = "date-time")]
    pub last_seen_at: String,
    #[schema(format = "date-time")]
    pub expires_at: String,
}

impl SessionItem {
    pub fn of(session: Session, current: SessionId) -> Self {
        Self {
            id: session.id.uuid(),
            current: session.id == current,
            transport: session.transport.into(),
            user_agent: session.origin.user_agent,
            address_prefix: session.origin.address_prefix,
            created_at: session.created_at.to_string(),
            last_seen_at: session.last_seen_at.to_string(),
            expires_at: session.expires_at.to_string(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionList {
    pub items: Vec<SessionItem>,
    #[schema(required)]
    pub next: Option<String>,
}

impl SessionList {
    pub fn of(sessions: Vec<Session>, current: SessionId) -> Self {
        let items = sessions.into_iter().map(|session| SessionItem::of(session, current));
        Self { items: items.collect(), next: None }
    }
}

/// Single-use: opens one socket.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct TicketAnswer {
    pub ticket: String,
    #[schema(format = "date-time")]
    pub expires_at: String,
}

impl TicketAnswer {
    pub fn new(ticket: String, expires_at: Timestamp) -> Self {
        Self { ticket, expires_at: expires_at.to_string() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LanguageItem {
    /// ISO 639-1
    pub code: String,
    #[schema(example = "German")]
    pub name: String,
    /// The name in the language itself.
    #[schema(example = "Deutsch")]
    pub endonym: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LanguageList {
    pub items: Vec<LanguageItem>,
    #[schema(required)]
    pub next: Option<String>,
}

impl LanguageList {
    pub fn all() -> Self {
        let items = LANGUAGES.iter().map(|language| LanguageItem {
            code: language.code.to_owned(),
            name: language.name.to_owned(),
            endonym: language.endonym.to_owned(),
        });
        Self { items: items.collect(), next: None }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CountryItem {
    /// ISO 3166-1 alpha-2
    pub code: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CountryList {
    pub items: Vec<CountryItem>,
    #[schema(required)]
    pub next: Option<String>,
}

impl CountryList {
    pub fn all() -> Self {
        let items = COUNTRIES
            .iter()
            .map(|(code, name)| CountryItem { code: (*code).to_owned(), name: (*name).to_owned() });
        Self { items: items.collect(), next: None }
    }
}
