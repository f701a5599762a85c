//! Serves the public facts about this instance: rules, health, keys, its contract.

use super::{Answer, Response};
use crate::extract::Guest;
use crate::{Api, ws};
use actix_web::http::header;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::instance::{Features, Health, InstanceAnswer, Limits, PasswordRule};
use wire::translation::TranslationSource;

pub fn public(config: &mut ServiceConfig<'_>) {
    config.service(get_instance).service(get_instance_logo);
}

pub fn at_the_root(config: &mut ServiceConfig<'_>) {
    config.service(check_liveness).service(check_readiness).service(list_token_keys);
    // Not in the contract: they are the contract.
    config.map(|config| config.service(openapi_yaml).service(openapi_json).service(docs).service(docs_style));
}

/// Get the rules and features of the instance
///
/// Its name, limits, registration mode and features. Needs no session.
#[utoipa::path(
    tag = "instance",
    security(()),
    responses((status = 200, description = "The name, rules, limits and features", body = InstanceAnswer))
)]
#[get("/instance")]
async fn get_instance(api: Data<Api>, _: Guest) -> Json<InstanceAnswer> {
    let settings = api.app.settings();
    let most_members = u32::try_from(settings.bounds.most_members).unwrap_or(u32::MAX);
    Json(InstanceAnswer {
        name: settings.instance_name.clone(),
        logo: settings.instance_logo.is_some().then(|| LOGO.to_owned()),
        version: api.settings.version.clone(),
        registration: settings.registration.into(),
        password: PasswordRule::new(settings.password_required),
        limits: Limits::new(settings.edit_window, most_members, ws::MOST_BYTES),
        features: Features {
            mail: api.app.sends_mail(),
            sms: api.app.sends_sms(),
            oauth: api.app.providers().map(|provider| provider.name.clone()).collect(),
            push: true,
            translation: api
                .app
                .known_pairs()
                .iter()
                .map(|(source, targets)| TranslationSource::of(source, targets))
                .collect(),
            ..Features::default()
        },
    })
}

/// Where [`get_instance_logo`] answers.
pub(crate) const LOGO: &str = "/api/v1/instance/logo";

/// Get the instance's logo
///
/// A square of 320 pixels. Where the instance has none, clients show the product's logo.
#[utoipa::path(
    tag = "instance",
    security(()),
    responses(
        (status = 200, description = "The picture", content_type = "image/*"),
        (status = 404, description = "`not_found`: the instance has no logo"),
    )
)]
#[get("/instance/logo")]
async fn get_instance_logo(api: Data<Api>, _: Guest) -> Response {
    let settings = api.app.settings();
    let logo = settings.instance_logo.as_ref().ok_or(domain::Fault::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .content_type(logo.media_type())
        .body(logo.bytes()))
}

/// Check that the process is alive
///
/// Answers without asking the database: a failure means that the process should be restarted.
#[utoipa::path(
    tag = "instance",
    security(()),
    responses((status = 200, description = "The process is alive", body = Health))
)]
#[get("/healthz")]
async fn check_liveness() -> Json<Health> {
    Json(Health::ok())
}

/// Check that requests can be served
///
/// Asks the database: a failure means that a load balancer should send requests elsewhere.
#[utoipa::path(
    tag = "instance",
    security(()),
    responses(
        (status = 200, description = "Requests can be served", body = Health),
        (status = 503, description = "`unavailable`: the database does not answer"),
    )
)]
#[get("/readyz")]
async fn check_readiness(api: Data<Api>) -> Answer<Health> {
    api.app.ready().await?;
    Ok(Json(Health::ok()))
}

/// List the keys that verify access tokens
///
/// A JSON Web Key Set (RFC 7517). Every key that may have signed an unexpired access token is in it.
#[utoipa::path(
    tag = "instance",
    security(()),
    responses((status = 200, description = "A JSON Web Key Set (RFC 7517)", body = Object))
)]
#[get("/.well-known/jwks.json")]
async fn list_token_keys(api: Data<Api>) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=300")).json(api.app.jwks())
}

#[get("/openapi.yaml")]
async fn openapi_yaml(api: Data<Api>, request: HttpRequest) -> HttpResponse {
    api.contract.yaml.answer(&request)
}

#[get("/docs")]
async fn docs(api: Data<Api>, request: HttpRequest) -> HttpResponse {
    api.contract.page.answer(&request)
}

#[get("/docs/page.css")]
async fn docs_style(api: Data<Api>, request: HttpRequest) -> HttpResponse {
    api.contract.style.answer(&request)
}

#[get("/openapi.json")]
async fn openapi_json(api: Data<Api>, request: HttpRequest) -> HttpResponse {
    api.contract.json.answer(&request)
}
