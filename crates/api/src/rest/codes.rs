//! One-time codes and what they open: signing in without a password, setting a new one, changing one's address or
//! number. Signing in is in `auth`, beside the cookie.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::body::AUTH;
use crate::extract::{Body, Guest, OfChallenge, OptionalBody, Signed, bearer, signed};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, delete, post, put};
use domain::identifier::Channel;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::account::{
    ChallengeAnswer, CodeBody, GrantAnswer, IdentifierBody, Me, ReauthBody, ResetBody, UndoBody, VerifyBody,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(ask_for_code)
        .service(ask_again)
        .service(verify_code)
        .service(reset_password)
        .service(undo)
        .service(change_email)
        .service(remove_email)
        .service(change_phone)
        .service(remove_phone);
}

/// Ask for a one-time code
///
/// The answer is the same whether the identifier is known or not. `confirm_identifier` adds one to the account of
/// the access token, which only this purpose needs.
#[utoipa::path(
    tag = "auth",
    security((), ("bearer" = [])),
    request_body = CodeBody,
    responses(
        (status = 202, description = "A message is on its way, if there is anything to say", body = ChallengeAnswer),
        (status = 401, description = "For `confirm_identifier`: `unauthenticated`, `token_invalid`, `token_expired` \
            or `session_revoked`"),
        (status = 403, description = "`registration_closed`; `forbidden`: signing in by code is off"),
    )
)]
#[post("/auth/codes")]
async fn ask_for_code(
    api: Data<Api>,
    request: HttpRequest,
    Guest(visitor, Body(body)): Guest<Body<CodeBody, AUTH>>,
) -> Response {
    let (purpose, identifier) = body.parse()?;
    let caller = match bearer(&request) {
        Some(_) => Some(signed(&request).await?),
        None => None,
    };
    let challenge = api.app.ask_for_code(&visitor, caller.as_ref(), purpose, identifier).await?;
    Ok(accepted(challenge))
}

/// Send another code
///
/// The one before is void. Wrong codes stay counted.
#[utoipa::path(
    tag = "auth",
    security(()),
    params(OfChallenge),
    responses(
        (status = 202, description = "Another message is on its way", body = ChallengeAnswer),
        (status = 404, description = "`not_found`: the challenge is over, start anew"),
    )
)]
#[post("/auth/codes/{challenge_id}/resend")]
async fn ask_again(api: Data<Api>, Guest(visitor, challenge): Guest<OfChallenge>) -> Response {
    Ok(accepted(api.app.ask_again(&visitor, challenge.challenge_id).await?))
}

/// Trade a code for a grant
#[utoipa::path(
    tag = "auth",
    security(()),
    params(OfChallenge),
    request_body = VerifyBody,
    responses(
        (status = 200, description = "The code is right and used up", body = GrantAnswer),
        (status = 422, description = "`otp_invalid_or_expired`, with `attempts_left`; `validation_failed`"),
    )
)]
#[post("/auth/codes/{challenge_id}/verify")]
async fn verify_code(
    api: Data<Api>,
    Guest(visitor, (challenge, Body(body))): Guest<(OfChallenge, Body<VerifyBody, AUTH>)>,
) -> Answer<GrantAnswer> {
    let granted = api.app.verify_code(&visitor, challenge.challenge_id, body.parse()?).await?;
    Ok(Json(GrantAnswer::new(granted.grant.text().as_str().to_owned(), granted.purpose, granted.expires_at)))
}

/// Set a new password with a grant
///
/// Ends all sessions and closes all sockets.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body = ResetBody,
    responses(
        (status = 204, description = "The password is set, and all sessions have ended"),
        (status = 403, description = "`another_proof_required`: for this account a code by SMS is not enough"),
        (status = 422, description = "`grant_invalid`; `validation_failed`: the password is refused"),
    )
)]
#[post("/auth/password/reset")]
async fn reset_password(
    api: Data<Api>,
    Guest(visitor, Body(body)): Guest<Body<ResetBody, AUTH>>,
) -> Response {
    let (grant, password) = body.parse()?;
    api.app.reset_password(&visitor, &grant, password).await?;
    done()
}

/// Take a change of address or number back
///
/// With the token that was sent to the former one, within 72 hours. Ends all sessions.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body = UndoBody,
    responses(
        (status = 204, description = "The former one is back, and all sessions have ended"),
        (status = 422, description = "`grant_invalid`; `validation_failed`"),
    )
)]
#[post("/auth/undo")]
async fn undo(api: Data<Api>, Guest(visitor, Body(body)): Guest<Body<UndoBody, AUTH>>) -> Response {
    api.app.undo(&visitor, &body.token).await?;
    done()
}

/// Set my e-mail address
///
/// The former one is told, and can take it back.
#[utoipa::path(
    tag = "me",
    request_body = IdentifierBody,
    responses(
        (status = 200, description = "My profile", body = Me),
        (status = 401, description = "`invalid_credentials`: the password is wrong; or `unauthenticated`, \
            `token_invalid`, `token_expired`, `session_revoked`"),
        (status = 403, description = "`reauth_required`: the sign-in is not fresh and no password came along"),
        (status = 409, description = "`identifier_taken`"),
        (status = 422, description = "`grant_invalid`; `validation_failed`"),
    )
)]
#[put("/me/email")]
async fn change_email(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<IdentifierBody, AUTH>>,
) -> Answer<Me> {
    let (grant, password) = body.parse()?;
    Ok(Json(api.app.change_identifier(&caller, Channel::Email, &grant, password).await?.into()))
}

/// Remove my e-mail address
#[utoipa::path(
    tag = "me",
    request_body = Option<ReauthBody>,
    responses(
        (status = 200, description = "My profile", body = Me),
        (status = 401, description = "`invalid_credentials`: the password is wrong; or `unauthenticated`, \
            `token_invalid`, `token_expired`, `session_revoked`"),
        (status = 403, description = "`reauth_required`: the sign-in is not fresh and no password came along"),
        (status = 409, description = "`last_sign_in_method`"),
    )
)]
#[delete("/me/email")]
async fn remove_email(
    api: Data<Api>,
    Signed(caller, OptionalBody(body)): Signed<OptionalBody<ReauthBody, AUTH>>,
) -> Answer<Me> {
    Ok(Json(api.app.remove_identifier(&caller, Channel::Email, body.parse()?).await?.into()))
}

/// Set my phone number
///
/// The former one is told, and can take it back.
#[utoipa::path(
    tag = "me",
    request_body = IdentifierBody,
    responses(
        (status = 200, description = "My profile", body = Me),
        (status = 401, description = "`invalid_credentials`: the password is wrong; or `unauthenticated`, \
            `token_invalid`, `token_expired`, `session_revoked`"),
        (status = 403, description = "`reauth_required`: the sign-in is not fresh and no password came along"),
        (status = 409, description = "`identifier_taken`"),
        (status = 422, description = "`grant_invalid`; `validation_failed`"),
    )
)]
#[put("/me/phone")]
async fn change_phone(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<IdentifierBody, AUTH>>,
) -> Answer<Me> {
    let (grant, password) = body.parse()?;
    Ok(Json(api.app.change_identifier(&caller, Channel::Sms, &grant, password).await?.into()))
}

/// Remove my phone number
#[utoipa::path(
    tag = "me",
    request_body = Option<ReauthBody>,
    responses(
        (status = 200, description = "My profile", body = Me),
        (status = 401, description = "`invalid_credentials`: the password is wrong; or `unauthenticated`, \
            `token_invalid`, `token_expired`, `session_revoked`"),
        (status = 403, description = "`reauth_required`: the sign-in is not fresh and no password came along"),
        (status = 409, description = "`last_sign_in_method`"),
    )
)]
#[delete("/me/phone")]
async fn remove_phone(
    api: Data<Api>,
    Signed(caller, OptionalBody(body)): Signed<OptionalBody<ReauthBody, AUTH>>,
) -> Answer<Me> {
    Ok(Json(api.app.remove_identifier(&caller, Channel::Sms, body.parse()?).await?.into()))
}

fn accepted(challenge: domain::code::Challenge) -> HttpResponse {
    HttpResponse::build(StatusCode::ACCEPTED).json(ChallengeAnswer::from(challenge))
}
