//! Serves signing in with another provider, and the identities of an account.

use super::auth::{guard, guard_sign_in, session};
use super::{Answer, Response, done};
use crate::extract::body::AUTH;
use crate::extract::{Body, Guest, OfProvider, Signed};
use crate::{Api, cookies};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use app::{Arrival, Return};
use domain::Fault;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::account::{
    IdentityBody, IdentityItem, IdentityList, OauthCompleteBody, OauthPending, OauthStart, ProviderItem,
    ProviderList, SessionAnswer,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_oauth_providers)
        .service(start_oauth_sign_in)
        .service(complete_oauth_sign_in)
        .service(list_identities)
        .service(link_identity)
        .service(unlink_identity);
}

/// List the providers people can sign in with
///
/// Those the operator configured; often none.
#[utoipa::path(
    tag = "auth",
    security(()),
    responses((status = 200, description = "All configured providers", body = ProviderList))
)]
#[get("/auth/oauth/providers")]
async fn list_oauth_providers(api: Data<Api>, Guest(_visitor, ()): Guest) -> Answer<ProviderList> {
    let items = api.app.providers();
    let items = items.map(|one| ProviderItem { name: one.name.clone(), label: one.label.clone() });
    Ok(Json(ProviderList { items: items.collect(), next: None }))
}

/// Start signing in with a provider
///
/// Sets a cookie that recognizes the same browser when it comes back. The header `X-Parlance-CSRF: 1` and an
/// allowed origin are required.
#[utoipa::path(
    tag = "auth",
    security(()),
    params(OfProvider),
    responses(
        (status = 200, description = "The address to send the browser to", body = OauthStart),
        (status = 401, description = "`oauth_failed`: the provider cannot be reached"),
        (status = 403, description = "`csrf`"),
        (status = 404, description = "`not_found`: there is no such provider"),
    )
)]
#[post("/auth/oauth/{provider}/start")]
async fn start_oauth_sign_in(
    api: Data<Api>,
    request: HttpRequest,
    Guest(visitor, provider): Guest<OfProvider>,
) -> Response {
    guard(&api, &request)?;
    let departure = api.app.start_oauth(&visitor, &provider.provider).await?;
    let answer = OauthStart { authorize_url: departure.url };
    Ok(HttpResponse::Ok().cookie(cookies::oauth(departure.browser)).json(answer))
}

/// Complete signing in with a provider
///
/// Takes what the provider added to the address of the page `/oauth/{provider}/callback`, from the browser that
/// started. The header `X-Parlance-CSRF: 1` and an allowed origin are required.
#[utoipa::path(
    tag = "auth",
    security(()),
    params(OfProvider),
    request_body = OauthCompleteBody,
    responses(
        (status = 200, description = "Signed in", body = SessionAnswer),
        (status = 202, description = "No account has this identity yet", body = OauthPending),
        (status = 401, description = "`oauth_failed`; `second_factor_required` with an `mfa_token`"),
        (status = 403, description = "`csrf`"),
        (status = 404, description = "`not_found`: there is no such provider"),
    )
)]
#[post("/auth/oauth/{provider}/complete")]
async fn complete_oauth_sign_in(
    api: Data<Api>,
    request: HttpRequest,
    Guest(visitor, (provider, Body(body))): Guest<(OfProvider, Body<OauthCompleteBody, AUTH>)>,
) -> Response {
    let back = body.parse()?;
    guard(&api, &request)?;
    guard_sign_in(&api, &request, back.transport.unwrap_or(visitor.transport))?;
    let browser = cookies::oauth_presented(&request).ok_or(Fault::OauthFailed)?;
    let shown = Return { code: back.code, state: back.state, issuer: back.iss, browser };
    let mut response =
        match api.app.complete_oauth(&visitor, &provider.provider, shown, back.transport).await? {
            Arrival::SignedIn(signed_in) => session(StatusCode::OK, *signed_in),
            Arrival::Register { grant, email, expires_at } => {
                HttpResponse::Accepted().json(OauthPending::register(grant, email, expires_at))
            }
            Arrival::LinkRequired { grant, expires_at } => {
                HttpResponse::Accepted().json(OauthPending::link_required(grant, expires_at))
            }
        };
    // Only a cookie that cannot be written fails, and this one can.
    let _ = response.add_cookie(&cookies::oauth_forgotten());
    Ok(response)
}

/// List your identities at other providers
///
/// An identity is an account at a provider that can sign in to yours.
#[utoipa::path(tag = "me", responses((status = 200, description = "All of them", body = IdentityList)))]
#[get("/me/identities")]
async fn list_identities(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<IdentityList> {
    let all = api.app.identities(&caller).await?.into_iter();
    let items = all.map(|one| IdentityItem::new(one.provider, one.linked_at)).collect();
    Ok(Json(IdentityList { items, next: None }))
}

/// Link an identity to your account
///
/// Takes the grant of a completed sign-in at the provider.
#[utoipa::path(
    tag = "me",
    request_body = IdentityBody,
    responses(
        (status = 201, description = "The identity is linked", body = IdentityItem),
        (status = 403, description = "`reauth_required`"),
        (status = 409, description = "`identity_taken`: it belongs to another account"),
        (status = 422, description = "`grant_invalid`, or `validation_failed`"),
    )
)]
#[post("/me/identities")]
async fn link_identity(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<IdentityBody, AUTH>>,
) -> Response {
    let identity = api.app.link_identity(&caller, &body.parse()?).await?;
    Ok(HttpResponse::Created().json(IdentityItem::new(identity.provider, identity.linked_at)))
}

/// Unlink an identity from your account
///
/// Rejected where it is the last way to sign in.
#[utoipa::path(
    tag = "me",
    params(OfProvider),
    responses(
        (status = 204, description = "The identity is unlinked"),
        (status = 403, description = "`reauth_required`"),
        (status = 404, description = "`not_found`: you have no identity at this provider"),
        (status = 409, description = "`last_sign_in_method`: there would be no way left to sign in"),
    )
)]
#[delete("/me/identities/{provider}")]
async fn unlink_identity(api: Data<Api>, Signed(caller, provider): Signed<OfProvider>) -> Response {
    api.app.unlink_identity(&caller, &provider.provider).await?;
    done()
}
