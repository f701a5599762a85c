//! For administrators with a second factor: figures, accounts, the audit log. No call reads messages.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, OfUser, Query, Signed, ids};
use actix_web::web::{Data, Json};
use actix_web::{get, post, put};
use app::{Account, AccountDetail};
use domain::audit::{Act, AuditQuery};
use domain::page::Limit;
use domain::{AuditId, UserId};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::admin::{
    AdminOverview, AdminRoleBody, AdminSuspension, AdminUser, AdminUserDetail, AdminUserPage, SuspendBody,
};
use wire::audit::AuditPage;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(overview)
        .service(list_users)
        .service(show_account)
        .service(suspend)
        .service(unsuspend)
        .service(end_sessions)
        .service(set_account_role)
        .service(audit);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct UsersQuery {
    /// A part of the username
    #[param(min_length = 1, max_length = 64)]
    q: Option<String>,
    /// `next` of the page before
    #[param(value_type = Uuid, required = false)]
    cursor: Option<UserId>,
    /// At most so many
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for UsersQuery {
    fn read(values: &mut Values) -> Self {
        let part = |text: &str| {
            let fits = (1..=64).contains(&text.chars().count());
            fits.then(|| text.to_owned())
        };
        Self {
            q: values.parsed("q", "must have 1 to 64 characters", part),
            cursor: values.parsed("cursor", "must be `next` of a page before", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct EntriesQuery {
    /// Only acts of this name
    #[param(value_type = String, required = false, max_length = 64)]
    act: Option<Act>,
    /// Only what concerns this account
    #[param(value_type = Uuid, required = false)]
    user_id: Option<UserId>,
    /// Only what this person did
    #[param(value_type = Uuid, required = false)]
    actor_id: Option<UserId>,
    /// `next` of the page before
    #[param(value_type = Uuid, required = false)]
    cursor: Option<AuditId>,
    /// At most so many
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for EntriesQuery {
    fn read(values: &mut Values) -> Self {
        Self {
            act: values.parsed("act", "must be the name of an act", Act::parse),
            user_id: values.parsed("user_id", "must be a UUID", ids::id),
            actor_id: values.parsed("actor_id", "must be a UUID", ids::id),
            cursor: values.parsed("cursor", "must be `next` of a page before", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// What the instance comes to
#[utoipa::path(
    tag = "admin",
    responses(
        (status = 200, description = "Figures", body = AdminOverview),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[get("/admin/overview")]
async fn overview(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<AdminOverview> {
    let overview = api.app.admin_overview(&caller).await?;
    let figures = overview.figures;
    Ok(Json(AdminOverview {
        users: figures.users,
        suspended: figures.suspended,
        admins: figures.admins,
        active_day: figures.active_day,
        active_month: figures.active_month,
        chats: figures.chats,
        messages: figures.messages,
        database_bytes: figures.database_bytes,
        connections: overview.connections,
    }))
}

/// Accounts, newest first
#[utoipa::path(
    tag = "admin",
    params(UsersQuery),
    responses(
        (status = 200, description = "One page", body = AdminUserPage),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[get("/admin/users")]
async fn list_users(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<UsersQuery>>,
) -> Answer<AdminUserPage> {
    let page = api.app.admin_accounts(&caller, query.q.as_deref(), query.cursor, query.limit).await?;
    Ok(Json(AdminUserPage { items: page.items.into_iter().map(user).collect(), next: page.next }))
}

/// One account
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    responses(
        (status = 200, description = "What can be told without looking into any chat", body = AdminUserDetail),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[get("/admin/users/{user_id}")]
async fn show_account(api: Data<Api>, Signed(caller, of): Signed<OfUser>) -> Answer<AdminUserDetail> {
    Ok(Json(detail(api.app.admin_account(&caller, of.user_id).await?)))
}

/// Keep somebody out
///
/// His sessions end and his sockets close at once; no token of his is good any more.
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    request_body = SuspendBody,
    responses(
        (status = 204, description = "He is out"),
        (status = 403, description = "`forbidden`: not an administrator, or oneself; `second_factor_needed`"),
        (status = 409, description = "`last_admin`"),
    )
)]
#[post("/admin/users/{user_id}/suspend")]
async fn suspend(
    api: Data<Api>,
    Signed(caller, (of, Body(body))): Signed<(OfUser, Body<SuspendBody>)>,
) -> Response {
    let (reason, until) = body.parse(api.app.clock().now())?;
    api.app.suspend(&caller, of.user_id, reason, until).await?;
    done()
}

/// Let somebody in again
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    responses(
        (status = 204, description = "He can sign in"),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[post("/admin/users/{user_id}/unsuspend")]
async fn unsuspend(api: Data<Api>, Signed(caller, of): Signed<OfUser>) -> Response {
    api.app.unsuspend(&caller, of.user_id).await?;
    done()
}

/// End all sessions of somebody
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    responses(
        (status = 204, description = "They have ended and their sockets are closed"),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[post("/admin/users/{user_id}/end-sessions")]
async fn end_sessions(api: Data<Api>, Signed(caller, of): Signed<OfUser>) -> Response {
    api.app.end_sessions_of(&caller, of.user_id).await?;
    done()
}

/// Make somebody an administrator, or no longer
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    request_body = AdminRoleBody,
    responses(
        (status = 204, description = "It is so"),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
        (status = 409, description = "`last_admin`: an instance keeps one"),
    )
)]
#[put("/admin/users/{user_id}/role")]
async fn set_account_role(
    api: Data<Api>,
    Signed(caller, (of, Body(body))): Signed<(OfUser, Body<AdminRoleBody>)>,
) -> Response {
    api.app.set_role_of(&caller, of.user_id, body.is_admin).await?;
    done()
}

/// The audit log, newest first
#[utoipa::path(
    tag = "admin",
    params(EntriesQuery),
    responses(
        (status = 200, description = "One page", body = AuditPage),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[get("/admin/audit")]
async fn audit(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<EntriesQuery>>,
) -> Answer<AuditPage> {
    let EntriesQuery { act, user_id: user, actor_id: actor, cursor: before, limit } = query;
    let ask = AuditQuery { before, act, user, actor };
    Ok(Json(api.app.admin_audit(&caller, ask, limit).await?.into()))
}

fn user(account: Account) -> AdminUser {
    AdminUser {
        id: account.id.uuid(),
        username: account.username,
        display_name: account.display_name,
        is_admin: account.is_admin,
        is_active: account.is_active,
        created_at: account.created_at.to_string(),
        suspended_at: account.suspended_at.map(|at| at.to_string()),
        deleted_at: account.deleted_at.map(|at| at.to_string()),
    }
}

fn detail(detail: AccountDetail) -> AdminUserDetail {
    let suspension = detail.suspension.map(|suspension| AdminSuspension {
        by_id: suspension.by.map(|by| by.uuid()),
        reason: suspension.reason,
        at: suspension.at.to_string(),
        until: suspension.until.map(|until| until.to_string()),
    });
    AdminUserDetail {
        user: user(detail.account),
        has_email: detail.has_email,
        email_verified: detail.email_verified,
        has_phone: detail.has_phone,
        second_factor: detail.second_factor,
        sessions: detail.sessions,
        chats: detail.chats,
        suspension,
    }
}
