//! Serves administration, for administrators with a second factor: statistics, accounts, the audit log. No operation
//! reads messages.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, OfUser, Query, Signed, ids};
use actix_web::web::{Data, Json};
use actix_web::{get, post, put};
use domain::account::{Account, AccountDetail};
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
        .service(get_statistics)
        .service(list_accounts)
        .service(get_account)
        .service(suspend_account)
        .service(lift_suspension)
        .service(end_account_sessions)
        .service(set_account_role)
        .service(list_audit_log);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct UsersQuery {
    /// A part of the username
    #[param(min_length = 1, max_length = 64)]
    q: Option<String>,
    /// `next` of the previous page
    #[param(value_type = Uuid, required = false)]
    cursor: Option<UserId>,
    /// Maximum number of items
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
            cursor: values.parsed("cursor", "must be `next` of a previous page", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct EntriesQuery {
    /// Only entries of this act
    #[param(value_type = String, required = false, max_length = 64)]
    act: Option<Act>,
    /// Only entries about this account
    #[param(value_type = Uuid, required = false)]
    user_id: Option<UserId>,
    /// Only entries caused by this person
    #[param(value_type = Uuid, required = false)]
    actor_id: Option<UserId>,
    /// `next` of the previous page
    #[param(value_type = Uuid, required = false)]
    cursor: Option<AuditId>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for EntriesQuery {
    fn read(values: &mut Values) -> Self {
        Self {
            act: values.parsed("act", "must be the name of an act", Act::parse),
            user_id: values.parsed("user_id", "must be a UUID", ids::id),
            actor_id: values.parsed("actor_id", "must be a UUID", ids::id),
            cursor: values.parsed("cursor", "must be `next` of a previous page", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// Get instance statistics
///
/// Counts of accounts, chats, messages and sockets.
#[utoipa::path(
    tag = "admin",
    responses(
        (status = 200, description = "The counts", body = AdminOverview),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[get("/admin/overview")]
async fn get_statistics(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<AdminOverview> {
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

/// List accounts
///
/// Newest first.
#[utoipa::path(
    tag = "admin",
    params(UsersQuery),
    responses(
        (status = 200, description = "One page", body = AdminUserPage),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[get("/admin/users")]
async fn list_accounts(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<UsersQuery>>,
) -> Answer<AdminUserPage> {
    let page = api.app.admin_accounts(&caller, query.q.as_deref(), query.cursor, query.limit).await?;
    Ok(Json(AdminUserPage { items: page.items.into_iter().map(user).collect(), next: page.next }))
}

/// Get an account
///
/// What can be told without reading any chat.
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    responses(
        (status = 200, description = "The account", body = AdminUserDetail),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[get("/admin/users/{user_id}")]
async fn get_account(api: Data<Api>, Signed(caller, of): Signed<OfUser>) -> Answer<AdminUserDetail> {
    Ok(Json(detail(api.app.admin_account(&caller, of.user_id).await?)))
}

/// Suspend an account
///
/// Its sessions end and its sockets close at once; all its tokens become invalid.
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    request_body = SuspendBody,
    responses(
        (status = 204, description = "The account is suspended"),
        (status = 403, description = "`forbidden`: not an administrator, or your own account; \
            `second_factor_needed`"),
        (status = 409, description = "`last_admin`"),
    )
)]
#[post("/admin/users/{user_id}/suspend")]
async fn suspend_account(
    api: Data<Api>,
    Signed(caller, (of, Body(body))): Signed<(OfUser, Body<SuspendBody>)>,
) -> Response {
    let (reason, until) = body.parse(api.app.clock().now())?;
    api.app.suspend(&caller, of.user_id, reason, until).await?;
    done()
}

/// Lift a suspension
///
/// The person can sign in again.
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    responses(
        (status = 204, description = "The suspension is lifted"),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[post("/admin/users/{user_id}/unsuspend")]
async fn lift_suspension(api: Data<Api>, Signed(caller, of): Signed<OfUser>) -> Response {
    api.app.unsuspend(&caller, of.user_id).await?;
    done()
}

/// End all sessions of an account
///
/// Its tokens become invalid and its sockets are closed.
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    responses(
        (status = 204, description = "All sessions have ended and their sockets are closed"),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[post("/admin/users/{user_id}/end-sessions")]
async fn end_account_sessions(api: Data<Api>, Signed(caller, of): Signed<OfUser>) -> Response {
    api.app.end_sessions_of(&caller, of.user_id).await?;
    done()
}

/// Change an account's role in the instance
///
/// Makes a person an administrator, or an ordinary user again.
#[utoipa::path(
    tag = "admin",
    params(OfUser),
    request_body = AdminRoleBody,
    responses(
        (status = 204, description = "The account has the role"),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
        (status = 409, description = "`last_admin`: an instance needs at least one"),
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

/// List the audit log
///
/// Newest first.
#[utoipa::path(
    tag = "admin",
    params(EntriesQuery),
    responses(
        (status = 200, description = "One page", body = AuditPage),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[get("/admin/audit")]
async fn list_audit_log(
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
