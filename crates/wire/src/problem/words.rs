//! Defines the title and detail of each fault, in plain English: what happened, and what can be done. Must not know
//! statuses, causes, or anything the fault itself does not say.

use super::whole_seconds;
use domain::Fault;

/// Longer than any type of frame we know, short enough to repeat.
const MOST_REPEATED: usize = 64;

/// A title and a detail.
pub(super) fn of(fault: &Fault) -> (&'static str, String) {
    let (title, detail) = match fault {
        Fault::MalformedJson(why) if why.is_empty() => ("Invalid JSON", "The body must be one JSON object."),
        Fault::MalformedJson(why) => {
            return ("Invalid JSON", format!("The body must be one JSON object, but: {why}."));
        }
        Fault::Validation(_) => {
            ("Some fields are invalid", "`errors` names each invalid field and what is expected.")
        }
        Fault::TooLarge { limit } => {
            return ("Too large", format!("At most {limit} bytes are accepted here."));
        }
        Fault::UnsupportedMediaType => {
            ("Unsupported media type", "Send one of the types this path describes, with its `Content-Type`.")
        }
        Fault::MethodNotAllowed { allow } => {
            return ("Method not allowed", format!("Allowed on this path: {allow}."));
        }
        Fault::UriTooLong => ("The URL is too long", "Shorten the query and try again."),
        Fault::Unauthenticated => {
            ("Sign in first", "Send an access token in the header `Authorization: Bearer <token>`.")
        }
        Fault::InvalidCredentials => {
            ("Sign-in failed", "Wrong username or password. Check both and try again.")
        }
        Fault::SecondFactorRequired(_) => (
            "A second factor is required",
            "Send a code of the authenticator app, or a recovery code, together with the `mfa_token`.",
        ),
        Fault::SecondFactorInvalid => {
            ("Wrong code", "A code is single-use and valid for about 30 seconds. Try the next one.")
        }
        Fault::OauthFailed => ("Sign-in with this provider failed", "Start again, or sign in another way."),
        Fault::GrantInvalid => {
            ("The grant is invalid", "A grant is single-use and expires soon. Start again.")
        }
        Fault::ReauthRequired => (
            "Confirm that it is you",
            "This needs a proof that is at most five minutes old: sign in again or call `/me/reauth`.",
        ),
        Fault::SecondFactorNeeded => {
            ("A second factor is needed", "Set up an authenticator app and sign in with it.")
        }
        Fault::TokenInvalid => ("The token is invalid", "Sign in again to get a new one."),
        Fault::TokenExpired => {
            ("The token has expired", "Refresh the session to get a new one, then try again.")
        }
        Fault::TicketInvalid => {
            ("The ticket is invalid", "A ticket is single-use and expires soon. Request a new one.")
        }
        Fault::SessionRevoked => ("This session has ended", "Sign in again."),
        Fault::OtpInvalidOrExpired { .. } => {
            ("The code is invalid", "It is wrong, expired, or was used. Check it, or request a new one.")
        }
        Fault::InviteInvalid => {
            ("The invite is invalid", "It is wrong, expired, or used up. Ask for a new one.")
        }
        Fault::AnotherProofRequired => (
            "This number alone is not enough",
            "For this account, a code by SMS cannot set a password. Use another way to sign in.",
        ),
        Fault::Csrf => {
            ("CSRF header missing", "With a cookie, send the header `X-Parlance-CSRF: 1` as well.")
        }
        Fault::OriginRefused => ("This origin is not allowed", "Use the site that belongs to this server."),
        Fault::TokenInUrl => (
            "No access token in a URL",
            "URLs are logged. Send the token in the `Authorization` header, or request a ticket.",
        ),
        Fault::NotFound => ("Not found", "It does not exist, or you may not see it."),
        Fault::Forbidden => ("Not allowed", "You can view this, but you are not allowed to do that."),
        Fault::RegistrationClosed => {
            ("Registration is closed", "Ask the operator of this server for an account.")
        }
        Fault::EditWindowClosed => {
            ("Too late to edit", "A message can be edited only for a while. Send a new one instead.")
        }
        Fault::RequestPending => (
            "Your message request is pending",
            "Your first message was sent. You can write again once the request is accepted.",
        ),
        Fault::UsernameTaken => ("This username is taken", "Choose another one."),
        Fault::IdentityTaken => {
            ("This identity is linked to another account", "Sign in with it, or unlink it there first.")
        }
        Fault::SecondFactorExists => {
            ("A second factor exists already", "Remove it before you set up another one.")
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
        Fault::LastOwner => ("A group needs at least one owner", "Make another member an owner first."),
        Fault::LastAdmin => {
            ("An instance needs at least one administrator", "Make another account an administrator first.")
        }
        Fault::GroupFull => ("The group is full", "A member has to leave before another person can join."),
        Fault::TooManyPinnedChats => ("Too many pinned chats", "Unpin a chat before you pin another one."),
        Fault::SearchOff => ("Search is off", "This instance does not search messages."),
        Fault::TranslationOff => ("Translation is off", "This instance does not translate messages."),
        Fault::TooManyChats => ("Too many chats", "Leave a chat before you join or open another one."),
        Fault::AlreadyFriends => ("You are friends already", "No friend request is needed."),
        Fault::ReportDecided => ("The report is decided already", "A decision is final."),
        Fault::MessageDeleted => ("The message was deleted", "Deleted messages cannot be changed or used."),
        Fault::TooManyReactions => ("Too many reactions", "A message has at most 20 different reactions."),
        Fault::TooManyPins => ("Too many pins", "A chat has at most 100 pinned messages."),
        Fault::BadFrame(why) if why.is_empty() => ("Invalid frame", "A frame is one JSON object."),
        Fault::BadFrame(why) => {
            return ("Invalid frame", format!("A frame is one JSON object, but: {why}."));
        }
        Fault::UnknownType(kind) => {
            let kind: String = kind.chars().take(MOST_REPEATED).collect();
            return ("Unknown frame type", format!("There is no frame of type `{kind}`."));
        }
        Fault::RateLimited(limited) => {
            let (quota, window) = (limited.quota, whole_seconds(limited.window));
            let wait = whole_seconds(limited.retry_after);
            let detail =
                format!("At most {quota} in {window} seconds are allowed. Try again in {wait} seconds.");
            return ("Too many requests", detail);
        }
        Fault::Unavailable { retry_after } => {
            let wait = whole_seconds(*retry_after);
            return (
                "Temporarily unavailable",
                format!("The server cannot do this now. Try again in {wait} seconds."),
            );
        }
        Fault::TranslationUnavailable { retry_after } => {
            let wait = whole_seconds(*retry_after);
            return (
                "Translation is temporarily unavailable",
                format!("The engine does not answer. Try again in {wait} seconds."),
            );
        }
        Fault::Internal => (
            "Internal error",
            "Something went wrong on the server. If it happens again, tell the operator the `request_id`.",
        ),
    };
    (title, detail.to_owned())
}
