//! Extracts ids from paths. A malformed one is answered like an unknown one: 404. Must not know what an id stands
//! for.

use crate::problem::Refused;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use domain::{
    ChallengeId, ChatId, Fault, FileId, InviteId, NotificationId, PushId, ReportId, RequestId, Seq,
    SessionId, UserId,
};
use std::future::{Ready, ready};
use std::str::FromStr;
use utoipa::IntoParams;

/// The largest integer that JSON numbers represent exactly everywhere.
pub const MOST_SEQ: i64 = 9_007_199_254_740_991;

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct InChat {
    /// The chat
    #[param(value_type = Uuid)]
    pub chat_id: ChatId,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfMessage {
    /// The chat
    #[param(value_type = Uuid)]
    pub chat_id: ChatId,
    /// The message's number in the chat
    #[param(value_type = i64, minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub seq: Seq,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfReaction {
    /// The chat
    #[param(value_type = Uuid)]
    pub chat_id: ChatId,
    /// The message's number in the chat
    #[param(value_type = i64, minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub seq: Seq,
    /// One emoji, percent-encoded
    #[param(max_length = 32)]
    pub emoji: String,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfInvite {
    /// The chat
    #[param(value_type = Uuid)]
    pub chat_id: ChatId,
    /// The invite
    #[param(value_type = Uuid)]
    pub invite_id: InviteId,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfMember {
    /// The chat
    #[param(value_type = Uuid)]
    pub chat_id: ChatId,
    /// The person
    #[param(value_type = Uuid)]
    pub user_id: UserId,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfChallenge {
    /// The `challenge_id` that requesting a code returned
    #[param(value_type = Uuid)]
    pub challenge_id: ChallengeId,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfUser {
    /// The person
    #[param(value_type = Uuid)]
    pub user_id: UserId,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfSession {
    /// The session
    #[param(value_type = Uuid)]
    pub session_id: SessionId,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfProvider {
    /// The sign-in provider's name
    #[param(max_length = 32)]
    pub provider: String,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfNotification {
    /// The notification
    #[param(value_type = Uuid)]
    pub notification_id: NotificationId,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfRequest {
    /// The friend request, or the invitation by contact
    #[param(value_type = Uuid)]
    pub request_id: RequestId,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct Named {
    /// The person's username
    pub username: String,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfInvitation {
    /// The code of the invite or invitation
    pub code: String,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfMedia {
    /// The file
    #[param(value_type = Uuid)]
    pub file_id: FileId,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfThumb {
    /// The file
    #[param(value_type = Uuid)]
    pub file_id: FileId,
    /// Pixels per side: 64 or 320
    #[param(value_type = i64, minimum = 64, maximum = 320)]
    pub size: i64,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfPush {
    /// The push subscription
    #[param(value_type = Uuid)]
    pub subscription_id: PushId,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfReport {
    /// The report
    #[param(value_type = Uuid)]
    pub report_id: ReportId,
}

/// A segment that is no id names nothing. It may be a word of another route, which has other methods.
fn stranger(request: &HttpRequest) -> Fault {
    let known = super::api(request).ok().and_then(|api| api.contract.table.allow(request.path()));
    let here = |allow: &String| allow.split(", ").any(|method| method == request.method().as_str());
    known.filter(|allow| !here(allow)).map_or(Fault::NotFound, |allow| Fault::MethodNotAllowed { allow })
}

macro_rules! from_path {
    ($($name:ident { $($field:ident = $read:ident),+ })*) => {$(
        impl FromRequest for $name {
            type Error = Refused;
            type Future = Ready<Result<Self, Refused>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let found = || Some(Self { $($field: $read(segment(request, stringify!($field))?)?),+ });
                ready(found().ok_or_else(|| Refused(stranger(request))))
            }
        }
    )*};
}

from_path! {
    InChat { chat_id = id }
    OfMessage { chat_id = id, seq = seq }
    OfReaction { chat_id = id, seq = seq, emoji = word }
    OfInvite { chat_id = id, invite_id = id }
    OfMember { chat_id = id, user_id = id }
    OfChallenge { challenge_id = id }
    OfUser { user_id = id }
    OfSession { session_id = id }
    OfRequest { request_id = id }
    OfMedia { file_id = id }
    OfThumb { file_id = id, size = number }
    Named { username = word }
    OfInvitation { code = word }
    OfProvider { provider = name }
    OfNotification { notification_id = id }
    OfPush { subscription_id = id }
    OfReport { report_id = id }
}

fn name(text: &str) -> Option<String> {
    word(text).filter(|text| !text.is_empty() && text.len() <= 32)
}

/// Digits only, as we write them: no sign, no leading zeros.
pub fn number(text: &str) -> Option<i64> {
    let number = text.parse().ok()?;
    (text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'))).then_some(number)
}

pub fn seq(text: &str) -> Option<Seq> {
    number(text).map(Seq::from_number)
}

/// Hyphenated, as we write them; the parser would also take three other forms.
pub fn id<T: FromStr>(text: &str) -> Option<T> {
    if text.len() == 36 { text.parse().ok() } else { None }
}

fn word(text: &str) -> Option<String> {
    (text.len() <= 64 && !text.contains('\0')).then(|| text.to_owned())
}

fn segment<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.match_info().get(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    const ID: &str = "0198c0de-0000-7000-8000-000000000001";

    fn message(chat: &'static str, seq: &'static str) -> bool {
        let request = TestRequest::get().param("chat_id", chat).param("seq", seq).to_http_request();
        OfMessage::from_request(&request, &mut Payload::None).into_inner().is_ok()
    }

    #[test]
    fn only_what_we_would_write_names_something() {
        assert!(message(ID, "1") && message(ID, "9007199254740991") && message(ID, "0"));
        for seq in ["", "-1", "+1", "01", "1.0", "x", "99999999999999999999", "1 "] {
            assert!(!message(ID, seq), "{seq}");
        }
        for chat in ["", "x", "0198c0de000070008000000000000001", "{0198c0de-0000-7000-8000-000000000001}"] {
            assert!(!message(chat, "1"), "{chat}");
        }
    }
}
