//! Serves the settings of the instance, for administrators: those in force, and those that can change while it runs.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::{Body, Picture, Signed};
use actix_web::web::{Data, Json};
use actix_web::{delete, get, patch, put};
use app::Caller;
use app::operators::chosen::Chosen;
use domain::Result;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::admin_instance::{AdminInstance, EditInstanceBody};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_instance_settings)
        .service(update_instance_settings)
        .service(set_instance_logo)
        .service(remove_instance_logo);
}

/// Get the settings in force
///
/// As far as they are not secret, and which of them were set here.
#[utoipa::path(
    tag = "admin",
    responses(
        (status = 200, description = "The settings in force", body = AdminInstance),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[get("/admin/instance")]
async fn get_instance_settings(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<AdminInstance> {
    Ok(Json(instance(&api, &caller).await?))
}

/// Change settings while the instance runs
///
/// What is set here overrides the configuration, on every node within seconds; `null` restores the configured
/// value.
#[utoipa::path(
    tag = "admin",
    request_body = EditInstanceBody,
    responses(
        (status = 200, description = "The settings in force now", body = AdminInstance),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
        (status = 422, description = "`validation_failed`: `no_channel` where no code could be sent, \
            `unknown_group` where there is no such public group"),
    )
)]
#[patch("/admin/instance")]
async fn update_instance_settings(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<EditInstanceBody>>,
) -> Answer<AdminInstance> {
    api.app.choose(&caller, body.parse()?).await?;
    Ok(Json(instance(&api, &caller).await?))
}

/// Set the instance's logo
///
/// A PNG, JPEG, WebP or GIF of at most 10 MiB. It is cropped to a square and scaled to 320 pixels.
#[utoipa::path(
    tag = "admin",
    request_body(content = Vec<u8>, content_type = "image/*", description = "The image file"),
    responses(
        (status = 204, description = "The logo is set"),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
        (status = 413, description = "`too_large`"),
        (status = 415, description = "`unsupported_media_type`"),
        (status = 422, description = "`validation_failed`: `unreadable` or `too_many_pixels`"),
    )
)]
#[put("/admin/instance/logo")]
async fn set_instance_logo(api: Data<Api>, Signed(caller, Picture(bytes)): Signed<Picture>) -> Response {
    api.app.choose_logo(&caller, Some(bytes)).await?;
    done()
}

/// Restore the configured logo
///
/// Or the product's logo, where the configuration names none.
#[utoipa::path(
    tag = "admin",
    responses(
        (status = 204, description = "The configured logo is restored"),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[delete("/admin/instance/logo")]
async fn remove_instance_logo(api: Data<Api>, Signed(caller, ()): Signed) -> Response {
    api.app.choose_logo(&caller, None).await?;
    done()
}

async fn instance(api: &Api, caller: &Caller) -> Result<AdminInstance> {
    let chosen = api.app.choices(caller).await?;
    let settings = api.app.settings();
    Ok(AdminInstance {
        name: settings.instance_name.clone(),
        logo: settings.instance_logo.is_some(),
        version: api.settings.version.clone(),
        registration: settings.registration.into(),
        default_room: settings.default_room.as_ref().map(|room| room.as_str().to_owned()),
        edit_window_seconds: settings.edit_window.as_secs(),
        group_members: settings.bounds.most_members,
        chats_per_user: settings.bounds.most_chats,
        connections_per_user: settings.connections_per_user,
        oauth: api.app.providers().map(|provider| provider.name.clone()).collect(),
        push_hosts: api.app.push_hosts().to_vec(),
        chosen: names(&chosen).into_iter().map(str::to_owned).collect(),
    })
}

fn names(chosen: &Chosen) -> Vec<&'static str> {
    let all = [
        ("name", chosen.name.is_some()),
        ("logo", chosen.logo.is_some()),
        ("registration", chosen.registration.is_some()),
        ("default_room", chosen.default_room.is_some()),
        ("edit_window_seconds", chosen.edit_window_seconds.is_some()),
        ("group_members", chosen.group_members.is_some()),
        ("chats_per_user", chosen.chats_per_user.is_some()),
    ];
    all.into_iter().filter_map(|(name, is_chosen)| is_chosen.then_some(name)).collect()
}
