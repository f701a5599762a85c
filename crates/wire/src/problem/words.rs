//! What each refusal is called and what can be done about it, in plain English.
//! Must not know statuses, causes, or anything the fault itself does not say.

use super::whole_seconds;
use domain::Fault;

/// Longer than any type of frame we know, short enough to repeat.
const MOST_REPEATED: usize = 64;

/// A title and a detail.
pub(super) fn of(fault: &Fault) -> (&'static str, String) {
    let (title, detail) = match fault {
        Fault::MalformedJson(why) if why.is_empty() => {
            ("Not well-formed JSON", "The body must be one JSON object.")
        }
        Fault::MalformedJson(why) => {
            return ("Not well-formed JSON", format!("The body must be one JSON object, but: {why}."));
        }
        Fault::Validation(_) => {
            ("Some fields are wrong", "`errors` names each wrong field and what it must be.")
        }
        Fault::TooLarge { limit } => {
            return ("Too large", format!("At most {limit} bytes are accepted here."));
        }
        Fault::UnsupportedMediaType => {
            ("Not a format we read", "Send what this path describes, with the `Content-Type` it names.")
        }
        Fault::MethodNotAllowed { allow } => {
            return ("This method does not work here", format!("This path knows: {allow}."));
        }
        Fault::UriTooLong => ("The address is too long", "Shorten the query and try again."),
        Fault::Unauthenticated => {
            ("Sign in first", "Send an access token in the header `Authorization: Bearer <token>`.")
        }
        Fault::InvalidCredentials => {
            ("Sign-in failed", "The name and the password do not belong together. Check both and try again.")
        }
        Fault::SecondFactorRequired(_) => (
            "One more proof",
            "Send a code of the authenticator app, or a recovery code, together with the `mfa_token`.",
        ),
        Fault::SecondFactorInvalid => {
            ("The code is not right", "Codes last half a minute and are good once. Try the next one.")
        }
        Fault::OauthFailed => {
            ("The other provider's word was not accepted", "Start again, or sign in another way.")
        }
        Fault::GrantInvalid => ("The grant is not valid", "It is good once and not for long. Start again."),
        Fault::ReauthRequired => (
            "Prove again who you are",
            "This needs a proof no older than five minutes: sign in again or call `/me/reauth`.",
        ),
        Fault::SecondFactorNeeded => {
            ("A second factor is needed", "Administrators set up an authenticator app and sign in with it.")
        }
        Fault::TokenInvalid => ("The token is not valid", "Sign in again to get a new one."),
        Fault::TokenExpired => {
            ("The token has expired", "Refresh the session to get a new one, then try again.")
        }
        Fault::TicketInvalid => {
            ("The ticket is not valid", "A ticket opens one socket, once, and soon. Ask for a new one.")
        }
        Fault::SessionRevoked => ("This session has ended", "Sign in again."),
        Fault::OtpInvalidOrExpired { .. } => {
            ("This code is not valid", "It is wrong, too old, or was used. Check it, or ask for a new one.")
        }
        Fault::InviteInvalid => {
            ("This invitation is not valid", "It is wrong, too old, or used up. Ask for a new one.")
        }
        Fault::AnotherProofRequired => (
            "This number alone is not enough",
            "For this account a code by SMS does not set a password. Use another way you have given.",
        ),
        Fault::Csrf => {
            ("The request is not protected", "With a cookie, send the header `X-Parlance-CSRF: 1` as well.")
        }
        Fault::OriginRefused => ("This site may not call here", "Use the site that belongs to this server."),
        Fault::TokenInUrl => (
            "No access token in an address",
            "Addresses are logged. Send the token in the `Authorization` header, or ask for a ticket.",
        ),
        Fault::NotFound => ("Not found", "It does not exist, or not for you."),
        Fault::Forbidden => ("Not allowed", "You may see this, but not do that with it."),
        Fault::RegistrationClosed => {
            ("Registration is closed", "Ask whoever runs this server for an account.")
        }
        Fault::EditWindowClosed => {
            ("Too late to edit", "A message can be edited for a while only. Send a new one instead.")
        }
        Fault::RequestPending => {
            ("Wait for an answer", "You have said hello. You can write more once the other one lets you in.")
        }
        Fault::UsernameTaken => ("This username is taken", "Choose another one."),
        Fault::IdentityTaken => {
            ("This identity belongs to an account", "Sign in with it, or unlink it there first.")
        }
        Fault::SecondFactorExists => {
            ("There is a second factor already", "Remove it before you set up another one.")
        }
        Fault::IdentifierTaken => (
            "This address or number is taken",
            "It belongs to another account. Sign in to that one, or use another.",
        ),
        Fault::LastSignInMethod => (
            "You would lock yourself out",
            "It is the last way to sign in. Set a password or add another address or number first.",
        ),
        Fault::HandleTaken => ("This handle is taken", "Choose another one."),
        Fault::IdempotencyConflict => (
            "This client id was used before",
            "Another message was sent with this `client_id`. Make a new one for each message.",
        ),
        Fault::LastOwner => ("A group keeps an owner", "Make somebody else an owner first."),
        Fault::LastAdmin => {
            ("An instance keeps an administrator", "Make somebody else an administrator first.")
        }
        Fault::GroupFull => ("The group is full", "Somebody must leave before anybody can join."),
        Fault::TooManyPinnedChats => {
            ("Too many pinned chats", "Take one from the top of your list before you pin another.")
        }
        Fault::SearchOff => ("No search here", "This instance does not search messages."),
        Fault::TranslationOff => ("No translation here", "This instance does not translate messages."),
        Fault::TooManyChats => ("Too many chats", "Leave a chat before you join or open another one."),
        Fault::AlreadyFriends => ("You are friends already", "There is nothing left to ask for."),
        Fault::ReportDecided => ("The report was decided", "It can be decided once only."),
        Fault::MessageDeleted => ("The message was deleted", "Nothing can be done with it any more."),
        Fault::TooManyReactions => ("Too many reactions", "A message takes at most 20 different ones."),
        Fault::TooManyPins => ("Too many pins", "A chat has at most 100 pinned messages."),
        Fault::BadFrame(why) if why.is_empty() => ("Not a frame", "A frame is one JSON object."),
        Fault::BadFrame(why) => {
            return ("Not a frame", format!("A frame is one JSON object, but: {why}."));
        }
        Fault::UnknownType(kind) => {
            let kind: String = kind.chars().take(MOST_REPEATED).collect();
            return ("Not a type we know", format!("There is no frame of type `{kind}`."));
        }
        Fault::RateLimited(limited) => {
            let (quota, window) = (limited.quota, whole_seconds(limited.window));
            let wait = whole_seconds(limited.retry_after);
            let detail = format!("{quota} in {window} seconds are allowed. Try again in {wait} seconds.");
            return ("Too many requests", detail);
        }
        Fault::Unavailable { retry_after } => {
            let wait = whole_seconds(*retry_after);
            return ("Not just now", format!("The server cannot do this now. Try again in {wait} seconds."));
        }
        Fault::TranslationUnavailable { retry_after } => {
            let wait = whole_seconds(*retry_after);
            return (
                "No translation just now",
                format!("The engine does not answer. Try again in {wait} seconds."),
            );
        }
        Fault::Internal => (
            "Our fault",
            "Something went wrong on the server. If it stays so, tell whoever runs it the `request_id`.",
        ),
    };
    (title, detail.to_owned())
}
