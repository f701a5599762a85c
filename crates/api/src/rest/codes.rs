//! Serves one-time codes and what their grants allow: setting a password, changing an address or number. Signing in
//! with one is in `auth`, beside the cookie.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::body::AUTH;
use crate::extract::{Body, Guest, OfChallenge, OptionalBody, Signed, bearer, signed};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, delete, post, put};
use domain::identifier::Channel;
use std::collections::BTreeMap;
use utoipa::IntoResponses;
use utoipa::openapi::{self, ContentBuilder, Ref, RefOr, ResponseBuilder, ResponsesBuilder};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::account::{
    ChallengeAnswer, CodeBody, GrantAnswer, IdentifierBody, Me, ReauthBody, ResetBody, UndoBody, VerifyBody,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(request_code)
        .service(resend_code)
        .service(verify_code)
        .service(reset_password)
        .service(undo_identifier_change)
        .service(set_email)
        .service(remove_email)
        .service(set_phone)
        .service(remove_phone);
}

/// Request a one-time code
///
/// The answer is the same whether or not an account has the identifier. The purpose `confirm_identifier` adds an
/// identifier to your account; only this purpose needs an access token.
#[utoipa::path(
    tag = "auth",
    security((), ("bearer" = [])),
    request_body = CodeBody,
    responses(
        (status = 202, description = "A message is sent, if there is a reason to", body = ChallengeAnswer),
        (status = 401, description = "For `confirm_identifier`: `unauthenticated`, `token_invalid`, `token_expired` \
            or `session_revoked`"),
        (status = 403, description = "`registration_closed`; `forbidden`: signing in by code is off"),
    )
)]
#[post("/auth/codes")]
async fn request_code(
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

/// Request another code for the same challenge
///
/// The previous code becomes invalid. Wrong attempts stay counted.
#[utoipa::path(
    tag = "auth",
    security(()),
    params(OfChallenge),
    responses(
        (status = 202, description = "Another message is sent", body = ChallengeAnswer),
        (status = 404, description = "`not_found`: the challenge has expired; request a new code"),
    )
)]
#[post("/auth/codes/{challenge_id}/resend")]
async fn resend_code(api: Data<Api>, Guest(visitor, challenge): Guest<OfChallenge>) -> Response {
    Ok(accepted(api.app.ask_again(&visitor, challenge.challenge_id).await?))
}

/// Exchange a code for a grant
///
/// The code is single-use. The grant proves the identifier in one later request, for the purpose of the challenge.
#[utoipa::path(
    tag = "auth",
    security(()),
    params(OfChallenge),
    request_body = VerifyBody,
    responses(
        (status = 200, description = "The code was correct and is used up", body = GrantAnswer),
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
/// Ends all sessions of the account and closes its sockets.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body = ResetBody,
    responses(
        (status = 204, description = "The password is set, and all sessions have ended"),
        (status = 403, description = "`another_proof_required`: for this account a code by SMS is not enough"),
        (status = 422, description = "`grant_invalid`; `validation_failed`: the password is rejected"),
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

/// Undo a change of e-mail address or phone number
///
/// Needs the token that was sent to the previous address or number, within 72 hours. Ends all sessions.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body = UndoBody,
    responses(
        (status = 204, description = "The change is undone, and all sessions have ended"),
        (status = 422, description = "`grant_invalid`; `validation_failed`"),
    )
)]
#[post("/auth/undo")]
async fn undo_identifier_change(
    api: Data<Api>,
    Guest(visitor, Body(body)): Guest<Body<UndoBody, AUTH>>,
) -> Response {
    api.app.undo(&visitor, &body.token).await?;
    done()
}

/// What changing an e-mail address or phone number is answered with, whichever it is.
struct IdentifierChange;

impl IntoResponses for IdentifierChange {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        let described = |description: &str| ResponseBuilder::new().description(description);
        let me = ContentBuilder::new().schema(Some(Ref::from_schema_name("Me"))).build();
        let wrong_password = "`invalid_credentials`: the password is wrong; or `unauthenticated`, `token_invalid`, \
            `token_expired`, `session_revoked`";
        let too_old = "`reauth_required`: the last proof is too old and no password was sent";
        ResponsesBuilder::new()
            .response("200", described("Your profile").content("application/json", me))
            .response("401", described(wrong_password))
            .response("403", described(too_old))
            .build()
            .into()
    }
}

/// Set your e-mail address
///
/// The previous address gets a message with a link that undoes the change.
#[utoipa::path(
    tag = "me",
    request_body = IdentifierBody,
    responses(
        IdentifierChange,
        (status = 409, description = "`identifier_taken`"),
        (status = 422, description = "`grant_invalid`; `validation_failed`"),
    )
)]
#[put("/me/email")]
async fn set_email(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<IdentifierBody, AUTH>>,
) -> Answer<Me> {
    let (grant, password) = body.parse()?;
    Ok(Json(api.app.change_identifier(&caller, Channel::Email, &grant, password).await?.into()))
}

/// Remove your e-mail address
///
/// Rejected where it is the last way to sign in.
#[utoipa::path(
    tag = "me",
    request_body = Option<ReauthBody>,
    responses(
        IdentifierChange,
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

/// Set your phone number
///
/// The previous number gets a message with a link that undoes the change.
#[utoipa::path(
    tag = "me",
    request_body = IdentifierBody,
    responses(
        IdentifierChange,
        (status = 409, description = "`identifier_taken`"),
        (status = 422, description = "`grant_invalid`; `validation_failed`"),
    )
)]
#[put("/me/phone")]
async fn set_phone(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<IdentifierBody, AUTH>>,
) -> Answer<Me> {
    let (grant, password) = body.parse()?;
    Ok(Json(api.app.change_identifier(&caller, Channel::Sms, &grant, password).await?.into()))
}

/// Remove your phone number
///
/// Rejected where it is the last way to sign in.
#[utoipa::path(
    tag = "me",
    request_body = Option<ReauthBody>,
    responses(
        IdentifierChange,
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
