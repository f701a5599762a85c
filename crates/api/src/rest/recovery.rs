//! Serves account recovery by administrators, and deletion. No operation reveals anything about the account.

use super::{Response, done};
use crate::Api;
use crate::extract::{OfUser, Signed};
use actix_web::web::Data;
use actix_web::{HttpResponse, delete, post};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::admin::WayInAnswer;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(remove_account_second_factor).service(create_recovery_token).service(delete_user_account);
}

/// Remove an account's second factor
///
/// For a person who lost both the app and the recovery codes. Needs a proof that is at most five minutes old. The
/// owner is notified at every proven address.
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    responses(
        (status = 204, description = "The second factor is removed, with its recovery codes"),
        (status = 403, description = "`forbidden`: not an administrator, or your own account; \
            `second_factor_needed`; `reauth_required`"),
        (status = 404, description = "`not_found`: there is none"),
    )
)]
#[delete("/admin/users/{user_id}/second-factor")]
async fn remove_account_second_factor(api: Data<Api>, Signed(caller, of): Signed<OfUser>) -> Response {
    api.app.remove_factor_of(&caller, of.user_id).await?;
    done()
}

/// Create a recovery token for an account
///
/// The token sets a new password at `/auth/password/reset` within a day, and ends all sessions. The second factor
/// is still needed. Needs a proof that is at most five minutes old. The owner is notified at every proven address.
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    responses(
        (status = 201, description = "The token; a previous one becomes invalid", body = WayInAnswer),
        (status = 403, description = "`forbidden`: not an administrator, or your own account; \
            `second_factor_needed`; `reauth_required`"),
        (status = 404, description = "`not_found`"),
    )
)]
#[post("/admin/users/{user_id}/way-in")]
async fn create_recovery_token(api: Data<Api>, Signed(caller, of): Signed<OfUser>) -> Response {
    let way_in = api.app.make_way_in_for(&caller, of.user_id).await?;
    let answer = WayInAnswer { token: way_in.token, expires_at: way_in.expires_at.to_string() };
    Ok(HttpResponse::Created().json(answer))
}

/// Delete a user's account
///
/// As if they had done it themselves: the keys of what only they could read are destroyed, and they leave their
/// chats. Needs a proof that is at most five minutes old. The owner is notified at every proven address.
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    responses(
        (status = 204, description = "The account is deleted"),
        (status = 403, description = "`forbidden`: not an administrator, or your own account; \
            `second_factor_needed`; `reauth_required`"),
        (status = 404, description = "`not_found`"),
        (status = 409, description = "`last_admin`"),
    )
)]
#[delete("/admin/users/{user_id}")]
async fn delete_user_account(api: Data<Api>, Signed(caller, of): Signed<OfUser>) -> Response {
    api.app.delete_account_of(&caller, of.user_id).await?;
    done()
}
