//! Serves the second factor: signing in with it, setting it up, and proving one's identity again.

use super::auth::{guard_sign_in, session};
use super::{Answer, Response, done};
use crate::Api;
use crate::extract::body::AUTH;
use crate::extract::{Body, Guest, Signed};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, delete, get, post};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::account::{
    NewSecondFactor, ProveAgainBody, ReauthAnswer, RecoveryCodes, SecondFactorBody, SecondFactorState,
    SessionAnswer, TotpCodeBody,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(sign_in_with_second_factor)
        .service(get_second_factor)
        .service(begin_second_factor)
        .service(confirm_second_factor)
        .service(remove_second_factor)
        .service(create_recovery_codes)
        .service(reauthenticate_session);
}

/// Complete a sign-in with the second factor
///
/// With `transport: "cookie"`, the header `X-Parlance-CSRF: 1` and an allowed origin are required.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body = SecondFactorBody,
    responses(
        (status = 200, description = "Signed in", body = SessionAnswer),
        (status = 401, description = "`second_factor_invalid`: the code is wrong or was used before"),
        (status = 403, description = "`csrf` where a cookie would be set"),
        (status = 422, description = "`grant_invalid`: the `mfa_token` has expired, or its five attempts are used \
            up; or `validation_failed`"),
    )
)]
#[post("/auth/login/second-factor")]
async fn sign_in_with_second_factor(
    api: Data<Api>,
    request: HttpRequest,
    Guest(visitor, Body(body)): Guest<Body<SecondFactorBody, AUTH>>,
) -> Response {
    let second = body.parse()?;
    guard_sign_in(&api, &request, second.transport.unwrap_or(visitor.transport))?;
    let signed_in =
        api.app.sign_in_second(&visitor, &second.mfa_token, &second.code, second.transport).await?;
    Ok(session(StatusCode::OK, signed_in))
}

/// Get the state of your second factor
///
/// Whether it is enabled, and how many recovery codes are left.
#[utoipa::path(tag = "me", responses((status = 200, description = "The state", body = SecondFactorState)))]
#[get("/me/totp")]
async fn get_second_factor(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<SecondFactorState> {
    let (enabled, recovery_codes_left) = api.app.second_factor(&caller).await?;
    Ok(Json(SecondFactorState { enabled, recovery_codes_left }))
}

/// Begin to set up an authenticator app
///
/// The app counts as second factor once a code of it was sent to `/me/totp/verify`. Beginning again makes a new
/// secret.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 200, description = "The secret for the app", body = NewSecondFactor),
        (status = 403, description = "`reauth_required`"),
        (status = 409, description = "`second_factor_exists`"),
    )
)]
#[post("/me/totp")]
async fn begin_second_factor(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<NewSecondFactor> {
    let factor = api.app.begin_second_factor(&caller).await?;
    Ok(Json(NewSecondFactor { secret: factor.secret, uri: factor.uri }))
}

/// Confirm the authenticator app with a code
///
/// Enables the second factor and returns its recovery codes, which are shown only here.
#[utoipa::path(
    tag = "me",
    request_body = TotpCodeBody,
    responses(
        (status = 200, description = "The second factor is enabled; these are its recovery codes", body = RecoveryCodes),
        (status = 401, description = "`second_factor_invalid`: the code is wrong; or `unauthenticated`, \
            `token_invalid`, `token_expired`, `session_revoked`"),
        (status = 404, description = "`not_found`: no setup was begun"),
        (status = 409, description = "`second_factor_exists`"),
    )
)]
#[post("/me/totp/verify")]
async fn confirm_second_factor(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<TotpCodeBody, AUTH>>,
) -> Answer<RecoveryCodes> {
    let recovery_codes = api.app.confirm_second_factor(&caller, &body.parse()?).await?;
    Ok(Json(RecoveryCodes { recovery_codes }))
}

/// Remove your second factor
///
/// Its recovery codes become invalid as well.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 204, description = "The second factor is removed, with its recovery codes"),
        (status = 403, description = "`reauth_required`; `second_factor_needed`: this session signed in without \
            it"),
        (status = 404, description = "`not_found`: there is none"),
    )
)]
#[delete("/me/totp")]
async fn remove_second_factor(api: Data<Api>, Signed(caller, ()): Signed) -> Response {
    api.app.remove_second_factor(&caller).await?;
    done()
}

/// Create new recovery codes
///
/// The previous ones become invalid.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 200, description = "The new codes", body = RecoveryCodes),
        (status = 403, description = "`reauth_required`"),
        (status = 404, description = "`not_found`: there is no second factor"),
    )
)]
#[post("/me/recovery-codes")]
async fn create_recovery_codes(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<RecoveryCodes> {
    let recovery_codes = api.app.new_recovery_codes(&caller).await?;
    Ok(Json(RecoveryCodes { recovery_codes }))
}

/// Prove your identity again
///
/// Takes everything the account has: the password, a code of the second factor, or both. Changes of the ways to
/// sign in need a proof that is at most five minutes old.
#[utoipa::path(
    tag = "me",
    request_body = ProveAgainBody,
    responses(
        (status = 200, description = "An access token with a fresh proof", body = ReauthAnswer),
        (status = 401, description = "`invalid_credentials` or `second_factor_invalid`; or `unauthenticated`, \
            `token_invalid`, `token_expired`, `session_revoked`"),
    )
)]
#[post("/me/reauth")]
async fn reauthenticate_session(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<ProveAgainBody, AUTH>>,
) -> Answer<ReauthAnswer> {
    let (password, code) = body.parse()?;
    let proven = api.app.prove_again(&caller, password, code.as_deref()).await?;
    Ok(Json(ReauthAnswer::new(proven.access_token, proven.expires_in)))
}
