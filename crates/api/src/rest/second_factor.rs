//! The second factor: finishing a sign-in with it, setting it up, proving oneself once more.

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
        .service(sign_in_second)
        .service(state)
        .service(begin)
        .service(confirm)
        .service(remove)
        .service(new_recovery_codes)
        .service(prove_again);
}

/// Finish a sign-in with the second factor
///
/// With `transport: "cookie"` the header `X-Parlance-CSRF: 1` and one of our own origins are required.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body = SecondFactorBody,
    responses(
        (status = 200, description = "Signed in", body = SessionAnswer),
        (status = 401, description = "`second_factor_invalid`: the code is wrong or was used before"),
        (status = 403, description = "`csrf` where a cookie would be set"),
        (status = 422, description = "`grant_invalid`: the `mfa_token` has ended, or its five tries are used up; \
            or `validation_failed`"),
    )
)]
#[post("/auth/login/second-factor")]
async fn sign_in_second(
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

/// Whether I have a second factor
#[utoipa::path(tag = "me", responses((status = 200, description = "How it stands", body = SecondFactorState)))]
#[get("/me/totp")]
async fn state(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<SecondFactorState> {
    let (enabled, recovery_codes_left) = api.app.second_factor(&caller).await?;
    Ok(Json(SecondFactorState { enabled, recovery_codes_left }))
}

/// Begin to set up an authenticator app
///
/// It is in force once a code of it was shown to `/me/totp/verify`. Asking again makes a new secret.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 200, description = "The secret for the app", body = NewSecondFactor),
        (status = 403, description = "`reauth_required`"),
        (status = 409, description = "`second_factor_exists`"),
    )
)]
#[post("/me/totp")]
async fn begin(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<NewSecondFactor> {
    let factor = api.app.begin_second_factor(&caller).await?;
    Ok(Json(NewSecondFactor { secret: factor.secret, uri: factor.uri }))
}

/// Show that the app is set up
#[utoipa::path(
    tag = "me",
    request_body = TotpCodeBody,
    responses(
        (status = 200, description = "It is in force; these codes stand in for it", body = RecoveryCodes),
        (status = 401, description = "`second_factor_invalid`: the code is wrong; or `unauthenticated`, \
            `token_invalid`, `token_expired`, `session_revoked`"),
        (status = 404, description = "`not_found`: nothing was begun"),
        (status = 409, description = "`second_factor_exists`"),
    )
)]
#[post("/me/totp/verify")]
async fn confirm(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<TotpCodeBody, AUTH>>,
) -> Answer<RecoveryCodes> {
    let recovery_codes = api.app.confirm_second_factor(&caller, &body.parse()?).await?;
    Ok(Json(RecoveryCodes { recovery_codes }))
}

/// Remove my second factor
#[utoipa::path(
    tag = "me",
    responses(
        (status = 204, description = "It is removed, with its recovery codes"),
        (status = 403, description = "`reauth_required`; `second_factor_needed` where this session has shown none"),
        (status = 404, description = "`not_found`: there is none"),
    )
)]
#[delete("/me/totp")]
async fn remove(api: Data<Api>, Signed(caller, ()): Signed) -> Response {
    api.app.remove_second_factor(&caller).await?;
    done()
}

/// Make new recovery codes
///
/// The former ones are void.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 200, description = "The new codes", body = RecoveryCodes),
        (status = 403, description = "`reauth_required`"),
        (status = 404, description = "`not_found`: there is no second factor"),
    )
)]
#[post("/me/recovery-codes")]
async fn new_recovery_codes(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<RecoveryCodes> {
    let recovery_codes = api.app.new_recovery_codes(&caller).await?;
    Ok(Json(RecoveryCodes { recovery_codes }))
}

/// Prove once more who I am
///
/// With everything the account has: the password, a code of the second factor, or both. What touches the ways
/// to sign in asks for a proof no older than five minutes.
#[utoipa::path(
    tag = "me",
    request_body = ProveAgainBody,
    responses(
        (status = 200, description = "An access token that says so", body = ReauthAnswer),
        (status = 401, description = "`invalid_credentials` or `second_factor_invalid`; or `unauthenticated`, \
            `token_invalid`, `token_expired`, `session_revoked`"),
    )
)]
#[post("/me/reauth")]
async fn prove_again(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<ProveAgainBody, AUTH>>,
) -> Answer<ReauthAnswer> {
    let (password, code) = body.parse()?;
    let proven = api.app.prove_again(&caller, password, code.as_deref()).await?;
    Ok(Json(ReauthAnswer::new(proven.access_token, proven.expires_in)))
}
