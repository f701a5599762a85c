//! Serves sessions: creating, refreshing and ending them. The only operations that know the refresh cookie.

use super::{Response, done};
use crate::Api;
use crate::extract::body::AUTH;
use crate::extract::{Bearer, Body, Guest, OptionalBody, bearer, signed};
use crate::problem::Refused;
use crate::{cookies, csrf};
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, post};
use app::{Login, SignedIn};
use domain::session::Transport;
use domain::{Fault, Result};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::account::{CodeLoginBody, LoginBody, LogoutBody, RefreshBody, RegisterBody, SessionAnswer};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(register_account)
        .service(sign_in_with_password)
        .service(sign_in_with_code)
        .service(refresh_session)
        .service(end_current_session);
}

/// Register an account and sign in
///
/// With `transport: "cookie"`, the header `X-Parlance-CSRF: 1` and an allowed origin are required.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body = RegisterBody,
    responses(
        (status = 201, description = "The account is registered and signed in", body = SessionAnswer),
        (status = 403, description = "`registration_closed`; `invite_invalid`; `csrf` where a cookie would be set"),
        (status = 409, description = "`username_taken`; `identifier_taken`"),
        (status = 422, description = "`grant_invalid`; `validation_failed`: `errors` names every invalid \
            field"),
    )
)]
#[post("/auth/register")]
async fn register_account(
    api: Data<Api>,
    request: HttpRequest,
    Guest(visitor, Body(body)): Guest<Body<RegisterBody, AUTH>>,
) -> Response {
    let new = body.parse(api.app.clock().now())?;
    guard_sign_in(&api, &request, new.transport.unwrap_or(visitor.transport))?;
    let signed_in = api.app.register(&visitor, new).await?;
    Ok(session(StatusCode::CREATED, signed_in))
}

/// Sign in with a password
///
/// With `transport: "cookie"`, the header `X-Parlance-CSRF: 1` and an allowed origin are required.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body = LoginBody,
    responses(
        (status = 200, description = "Signed in", body = SessionAnswer),
        (status = 401, description = "`invalid_credentials`: wrong username or password; `second_factor_required` \
            with an `mfa_token`; `second_factor_invalid`"),
        (status = 403, description = "`csrf` where a cookie would be set"),
    )
)]
#[post("/auth/login")]
async fn sign_in_with_password(
    api: Data<Api>,
    request: HttpRequest,
    Guest(visitor, Body(body)): Guest<Body<LoginBody, AUTH>>,
) -> Response {
    let login = body.parse()?;
    guard_sign_in(&api, &request, login.transport.unwrap_or(visitor.transport))?;
    let device_token = login.device_token.or_else(|| cookies::device_presented(&request));
    let shown = Login {
        identifier: &login.identifier,
        password: login.password,
        code: login.totp.as_deref(),
        device_token: device_token.as_deref(),
        transport: login.transport,
    };
    Ok(session(StatusCode::OK, api.app.login(&visitor, shown).await?))
}

/// Sign in with a grant instead of a password
///
/// The grant comes from verifying a one-time code. With `transport: "cookie"`, the header `X-Parlance-CSRF: 1` and
/// an allowed origin are required.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body = CodeLoginBody,
    responses(
        (status = 200, description = "Signed in", body = SessionAnswer),
        (status = 403, description = "`forbidden`: signing in by code is off; `csrf` where a cookie would be set"),
        (status = 422, description = "`grant_invalid`; `validation_failed`"),
    )
)]
#[post("/auth/login/code")]
async fn sign_in_with_code(
    api: Data<Api>,
    request: HttpRequest,
    Guest(visitor, Body(body)): Guest<Body<CodeLoginBody, AUTH>>,
) -> Response {
    let transport = body.transport.map(Transport::from);
    guard_sign_in(&api, &request, transport.unwrap_or(visitor.transport))?;
    let signed_in = api.app.login_with_code(&visitor, &body.grant, transport).await?;
    Ok(session(StatusCode::OK, signed_in))
}

/// Exchange a refresh token for new tokens
///
/// The token comes in the body, or in the cookie together with the header `X-Parlance-CSRF: 1`. Each refresh token
/// is single-use: keep the new one.
#[utoipa::path(
    tag = "auth",
    security(()),
    request_body = Option<RefreshBody>,
    responses(
        (status = 200, description = "New tokens of the same session", body = SessionAnswer),
        (status = 401, description = "`unauthenticated`, `token_invalid` or `session_revoked`: sign in again"),
        (status = 403, description = "`csrf` where the cookie would be read"),
    )
)]
#[post("/auth/refresh")]
async fn refresh_session(
    api: Data<Api>,
    request: HttpRequest,
    Bearer(visitor, OptionalBody(body)): Bearer<OptionalBody<RefreshBody, AUTH>>,
) -> Response {
    if let Some(token) = body.refresh_token {
        return Ok(session(StatusCode::OK, api.app.refresh(&visitor, &token, Transport::Body).await?));
    }
    let Some(token) = cookies::presented(&request) else {
        return Err(api.app.unproven(&visitor, Fault::Unauthenticated).await.into());
    };
    guard(&api, &request)?;
    match api.app.refresh(&visitor, &token, Transport::Cookie).await {
        Ok(signed_in) => Ok(session(StatusCode::OK, signed_in)),
        Err(fault) => Ok(refused_for_good(fault)),
    }
}

/// Sign out
///
/// Ends the session of the refresh token in the body, of the cookie (with the header `X-Parlance-CSRF: 1`), or of
/// the access token.
#[utoipa::path(
    tag = "auth",
    security((), ("bearer" = [])),
    request_body = Option<LogoutBody>,
    responses(
        (status = 204, description = "The session has ended and its sockets are closed"),
        (status = 401, description = "`unauthenticated`, `token_invalid`, `token_expired` or `session_revoked`"),
        (status = 403, description = "`csrf` where the cookie would be read"),
    )
)]
#[post("/auth/logout")]
async fn end_current_session(
    api: Data<Api>,
    request: HttpRequest,
    Bearer(visitor, OptionalBody(body)): Bearer<OptionalBody<LogoutBody, AUTH>>,
) -> Response {
    if let Some(token) = body.refresh_token {
        api.app.logout_with_token(&visitor, &token, Transport::Body).await?;
        return done();
    }
    let guarded = guard(&api, &request);
    match cookies::presented(&request) {
        Some(token) if guarded.is_ok() => {
            api.app.logout_with_token(&visitor, &token, Transport::Cookie).await?;
            Ok(HttpResponse::NoContent().cookie(cookies::forgotten()).finish())
        }
        // The cookie alone proves nothing here; an access token still does.
        Some(_) if bearer(&request).is_none() => Err(guarded.err().unwrap_or(Fault::Csrf).into()),
        Some(_) | None => {
            api.app.logout(&signed(&request).await?).await?;
            done()
        }
    }
}

pub(super) fn guard_sign_in(api: &Api, request: &HttpRequest, transport: Transport) -> Result<()> {
    csrf::guard_sign_in(transport, request.headers(), &api.settings.allowed_origins)
}

pub(super) fn guard(api: &Api, request: &HttpRequest) -> Result<()> {
    csrf::guard(request.headers(), &api.settings.allowed_origins)
}

/// The refresh token goes the way this session's tokens go, and no other.
pub(super) fn session(status: StatusCode, signed_in: SignedIn) -> HttpResponse {
    let SignedIn { access_token, expires_in, profile, session, transport, refresh_token, device_token } =
        signed_in;
    let answer = SessionAnswer::new(access_token, expires_in, profile, session);
    let token = refresh_token.text().as_str().to_owned();
    let mut response = HttpResponse::build(status);
    match transport {
        Transport::Cookie => {
            if let Some(device) = device_token {
                response.cookie(cookies::device(device));
            }
            response.cookie(cookies::refresh(token)).json(answer)
        }
        Transport::Body => response.json(answer.with_tokens(token, device_token)),
    }
}

/// A cookie that is no good is taken back; one that could not be looked at is not.
fn refused_for_good(fault: Fault) -> HttpResponse {
    let dead = matches!(fault, Fault::SessionRevoked | Fault::TokenInvalid);
    let mut response = HttpResponse::from_error(Refused(fault));
    if dead {
        // Only a cookie that cannot be written fails, and this one can.
        let _ = response.add_cookie(&cookies::forgotten());
    }
    response
}
