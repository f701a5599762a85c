//! Defines the public facts about an instance. Must not know where its settings come from.

use crate::mirror::mirror;
use crate::translation::TranslationSource;
use domain::message::MessageText;
use domain::page::Limit;
use domain::user::Password;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InstanceAnswer {
    pub name: String,
    /// Where the instance's own logo is; absent where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub logo: Option<String>,
    pub version: String,
    pub registration: RegistrationMode,
    pub password: PasswordRule,
    pub limits: Limits,
    pub features: Features,
}

mirror! {
    /// How to get an account: with a one-time code, freely, with a registration invite, or not at all.
    RegistrationMode = domain::instance::Registration { Otp, Open, Invite, Closed }
}

/// In characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PasswordRule {
    pub min_length: usize,
    pub max_length: usize,
    /// Whether a person who proved an address or number needs a password as well.
    pub required: bool,
}

impl PasswordRule {
    pub fn new(required: bool) -> Self {
        Self { min_length: Password::SHORTEST, max_length: Password::LONGEST, required }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Limits {
    /// Characters in a message.
    pub message_length: usize,
    /// Items in a list where `limit` is omitted.
    pub page_size: usize,
    /// Messages in a page where `limit` is omitted.
    pub page_size_messages: usize,
    /// The largest `limit`.
    pub page_size_max: usize,
    /// How long after sending a message can be edited.
    pub edit_window_seconds: u64,
    pub group_members: u32,
    /// Bytes in a frame of the socket.
    pub frame_bytes: usize,
}

impl Limits {
    pub fn new(edit_window: Duration, group_members: u32, frame_bytes: usize) -> Self {
        Self {
            message_length: MessageText::LONGEST,
            page_size: Limit::OTHERS.len(),
            page_size_messages: Limit::MESSAGES.len(),
            page_size_max: Limit::LARGEST.len(),
            edit_window_seconds: edit_window.as_secs(),
            group_members,
            frame_bytes,
        }
    }
}

/// The optional features of this instance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Features {
    /// Whether codes can be sent to e-mail addresses.
    pub mail: bool,
    pub sms: bool,
    /// Names of sign-in providers.
    pub oauth: Vec<String>,
    /// Empty where translation is off.
    pub translation: Vec<TranslationSource>,
    pub push: bool,
    pub calls: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Health {
    #[schema(example = "ok")]
    pub status: String,
}

impl Health {
    pub fn ok() -> Self {
        Self { status: "ok".to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_introduces_itself() {
        let instance = InstanceAnswer {
            name: "Parlance".to_owned(),
            logo: None,
            version: "0.1.0".to_owned(),
            registration: RegistrationMode::Open,
            password: PasswordRule::new(true),
            limits: Limits::new(Duration::from_secs(900), 10_000, 65_536),
            features: Features::default(),
        };
        assert_eq!(
            serde_json::to_string(&instance).unwrap(),
            r#"{"name":"Parlance","version":"0.1.0","registration":"open","password":{"min_length":10,"max_length":128,"required":true},"limits":{"message_length":4000,"page_size":20,"page_size_messages":50,"page_size_max":200,"edit_window_seconds":900,"group_members":10000,"frame_bytes":65536},"features":{"mail":false,"sms":false,"oauth":[],"translation":[],"push":false,"calls":false}}"#
        );
    }
}
