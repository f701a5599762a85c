//! Lets administrators help a person back into their account, or delete it. No call shows anything of the account.

use super::{Response, done};
use crate::Api;
use crate::extract::{OfUser, Signed};
use actix_web::web::Data;
use actix_web::{HttpResponse, delete, post};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::admin::WayInAnswer;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(remove_second_factor).service(make_way_in).service(delete_account_of_person);
}

/// Remove a person's second factor
///
/// For a person who lost both the app and the recovery codes. Asks for a proof no older than five minutes. The owner is
/// told at every proven address.
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    responses(
        (status = 204, description = "It is removed, with its recovery codes"),
        (status = 403, description = "`forbidden`: not an administrator, or oneself; `second_factor_needed`; \
            `reauth_required`"),
        (status = 404, description = "`not_found`: there is none"),
    )
)]
#[delete("/admin/users/{user_id}/second-factor")]
async fn remove_second_factor(api: Data<Api>, Signed(caller, of): Signed<OfUser>) -> Response {
    api.app.remove_factor_of(&caller, of.user_id).await?;
    done()
}

/// Make a one-time way in to a person's account
///
/// Its token sets a new password at `/auth/password/reset`, within a day, and ends all sessions. A second factor is
/// still asked for. Asks for a proof no older than five minutes. The owner is told at every proven address.
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    responses(
        (status = 201, description = "The token; a former one is void", body = WayInAnswer),
        (status = 403, description = "`forbidden`: not an administrator, or oneself; `second_factor_needed`; \
            `reauth_required`"),
        (status = 404, description = "`not_found`"),
    )
)]
#[post("/admin/users/{user_id}/way-in")]
async fn make_way_in(api: Data<Api>, Signed(caller, of): Signed<OfUser>) -> Response {
    let way_in = api.app.make_way_in_for(&caller, of.user_id).await?;
    let answer = WayInAnswer { token: way_in.token, expires_at: way_in.expires_at.to_string() };
    Ok(HttpResponse::Created().json(answer))
}

/// Delete a person's account
///
/// As if they had done it themselves: the keys of what they alone could read are destroyed, their chats are left. Asks
/// for a proof no older than five minutes. The owner is told at every proven address.
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    responses(
        (status = 204, description = "The account is gone"),
        (status = 403, description = "`forbidden`: not an administrator, or oneself; `second_factor_needed`; \
            `reauth_required`"),
        (status = 404, description = "`not_found`"),
        (status = 409, description = "`last_admin`"),
    )
)]
#[delete("/admin/users/{user_id}")]
async fn delete_account_of_person(api: Data<Api>, Signed(caller, of): Signed<OfUser>) -> Response {
    api.app.delete_account_of(&caller, of.user_id).await?;
    done()
}
