//! Defines the body of a registration. Must not know whether registration is open.

use super::{LearningLanguage, Transport};
use crate::faults::Faults;
use crate::json;
use domain::country::Country;
use domain::language::{Language, Learning, Level, Side, Tongues};
use domain::user::{Background, BirthDate, DisplayName, Email, Newcomer, Password, Username};
use domain::{Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

// No `Debug`: it holds a password.
/// A new account.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "username": "ana", "password": "correct horse battery", "display_name": "Ana", "birth_date": "1990-12-31",
    "country": "ES", "native_languages": ["es"], "learning_languages": [{"code": "en", "level": "B1"}]
}))]
pub struct RegisterBody {
    /// The grant of a code for the purpose `register`; needed where the mode is `otp`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub grant: Option<String>,
    /// A registration invite; needed where the mode is `invite`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub invite: Option<String>,
    /// The code of an invitation by contact: both people become friends. An expired one is ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub invitation: Option<String>,
    /// The grant of a sign-in at a provider: its identity becomes a way to sign in, and an address it vouches for
    /// needs no code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub identity_grant: Option<String>,
    /// Without a grant, where the mode allows that, it stays unverified.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 254, format = "email")]
    pub email: Option<String>,
    /// Letters a-z, digits, `_` and `.`, starting with a letter; converted to lowercase.
    #[schema(min_length = 3, max_length = 32)]
    pub username: String,
    /// Optional with an `identity_grant`, or with a grant where `password_required` is off.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 10, max_length = 128, format = "password")]
    pub password: Option<String>,
    /// Where a form asks twice: has to equal `password`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "password")]
    pub password_confirm: Option<String>,
    #[schema(min_length = 1, max_length = 64)]
    pub display_name: String,
    #[schema(format = "date")]
    pub birth_date: String,
    /// ISO 3166-1 alpha-2
    #[schema(min_length = 2, max_length = 2)]
    pub country: String,
    /// ISO 639-1
    #[schema(min_items = 1, max_items = 3)]
    pub native_languages: Vec<String>,
    #[serde(deserialize_with = "json::objects")]
    #[schema(min_items = 1, max_items = 5)]
    pub learning_languages: Vec<LearningLanguage>,
    /// Default: `cookie` for browsers, `body` for others.
    #[serde(default, deserialize_with = "json::maybe_word", skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
}

/// A [`RegisterBody`] that satisfies every rule.
#[derive(Debug)]
pub struct Registration {
    pub newcomer: Newcomer,
    pub password: Option<Password>,
    pub grant: Option<String>,
    pub invite: Option<String>,
    pub invitation: Option<String>,
    pub identity_grant: Option<String>,
    pub transport: Option<domain::session::Transport>,
}

impl RegisterBody {
    pub fn parse(self, now: Timestamp) -> Result<Registration> {
        let mut faults = Faults::default();
        let email = faults.take_some("/email", self.email.as_deref(), Email::parse);
        let username = faults.take("/username", Username::parse(&self.username));
        if self.password_confirm.is_some() && self.password_confirm != self.password {
            faults.note("/password_confirm", "mismatch", "must equal the password");
        }
        let password = faults.take_some("/password", self.password, Password::parse);
        let display_name = faults.take("/display_name", DisplayName::parse(&self.display_name));
        let birth_date = faults.take("/birth_date", BirthDate::parse(&self.birth_date, now));
        let country = faults.take("/country", Country::parse(&self.country));
        let tongues = tongues(&mut faults, &self.native_languages, &self.learning_languages);
        let registration = || {
            let newcomer = Newcomer {
                username: username?,
                display_name: display_name?,
                email: email?,
                background: Background { birth_date: birth_date?, country: country?, tongues: tongues? },
            };
            Some(Registration {
                newcomer,
                password: password?,
                grant: self.grant,
                invite: self.invite,
                invitation: self.invitation,
                identity_grant: self.identity_grant,
                transport: self.transport.map(Into::into),
            })
        };
        let registration = registration();
        faults.finish(registration)
    }
}

fn tongues(faults: &mut Faults, native: &[String], learning: &[LearningLanguage]) -> Option<Tongues> {
    let native = native_parsed(faults, native);
    let learning = learning_parsed(faults, learning);
    match Tongues::new(native?, learning?) {
        Ok(tongues) => Some(tongues),
        Err((Side::Native, refusal)) => faults.take("/native_languages", Err(refusal)),
        Err((Side::Learning, refusal)) => faults.take("/learning_languages", Err(refusal)),
    }
}

/// Each by itself; whether they fit together is checked where both are known.
pub(crate) fn native_parsed(faults: &mut Faults, native: &[String]) -> Option<Vec<Language>> {
    let native: Vec<_> = (0..)
        .zip(native)
        .map(|(at, code): (usize, _)| faults.take(&format!("/native_languages/{at}"), Language::parse(code)))
        .collect();
    native.into_iter().collect()
}

pub(crate) fn learning_parsed(faults: &mut Faults, learning: &[LearningLanguage]) -> Option<Vec<Learning>> {
    let learning: Vec<_> = (0..)
        .zip(learning)
        .map(|(at, one): (usize, _)| {
            let language = faults.take(&format!("/learning_languages/{at}/code"), Language::parse(&one.code));
            let level = faults.take(&format!("/learning_languages/{at}/level"), Level::parse(&one.level));
            Some(Learning { language: language?, level: level? })
        })
        .collect();
    learning.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{pointers, read};
    use serde_json::{Value, json};

    fn body() -> Value {
        json!({
            "email": "A@x.org", "username": "Ana", "password": "long enough", "password_confirm": "long enough",
            "display_name": "Ana", "birth_date": "1990-12-31", "country": "ES", "native_languages": ["es"],
            "learning_languages": [{"code": "en", "level": "B1"}], "transport": "body"
        })
    }

    fn parse(body: &Value) -> Result<Registration> {
        read::<RegisterBody>(body).unwrap().parse("2026-11-20T12:00:00Z".parse().unwrap())
    }

    #[test]
    fn a_newcomer_is_parsed() {
        let registration = parse(&body()).unwrap();
        assert_eq!(registration.newcomer.username.as_str(), "ana");
        assert_eq!(registration.newcomer.email.unwrap().as_str(), "a@x.org");
        assert_eq!(registration.transport, Some(domain::session::Transport::Body));
        assert_eq!(registration.password.as_ref().unwrap().expose(), "long enough");
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let mut wrong = body();
        for (field, value) in [
            ("email", json!("x")),
            ("username", json!("a")),
            ("password", json!("short")),
            ("display_name", json!(" ")),
            ("birth_date", json!("2020-01-01")),
            ("country", json!("XX")),
            ("native_languages", json!(["es", "xx"])),
            ("learning_languages", json!([{"code": "xx", "level": "B9"}])),
        ] {
            wrong[field] = value;
        }
        assert_eq!(
            pointers(parse(&wrong)),
            [
                "/email: format",
                "/username: length",
                "/password_confirm: mismatch",
                "/password: too_short",
                "/display_name: empty",
                "/birth_date: too_young",
                "/country: unknown_country",
                "/native_languages/1: unknown_language",
                "/learning_languages/0/code: unknown_language",
                "/learning_languages/0/level: unknown_level",
            ]
        );
    }

    #[test]
    fn a_mismatch_alone_refuses_and_so_does_one_language_on_both_sides() {
        let mut wrong = body();
        wrong["password_confirm"] = json!("something else");
        assert_eq!(pointers(parse(&wrong)), ["/password_confirm: mismatch"]);
        let mut wrong = body();
        wrong["learning_languages"] = json!([{"code": "es", "level": "B1"}]);
        assert_eq!(pointers(parse(&wrong)), ["/learning_languages: same_language"]);
    }

    #[test]
    fn nothing_else_can_be_set() {
        let mut more = body();
        more["is_admin"] = json!(true);
        assert_eq!(pointers(read::<RegisterBody>(&more)), ["/is_admin: unknown_field"]);
    }
}
