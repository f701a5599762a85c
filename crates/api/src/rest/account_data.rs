//! Serves a person's own account data: security events, exports, deletion.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Query, Signed, ids};
use actix_web::http::header;
use actix_web::web::{Bytes, Data, Json};
use actix_web::{HttpResponse, delete, get, post};
use domain::AuditId;
use domain::account::Export;
use domain::page::Limit;
use futures_util::stream;
use std::io;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::audit::AuditPage;
use wire::export::{ExportStanding, ExportState};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_security_events)
        .service(start_export)
        .service(get_export)
        .service(download_export)
        .service(delete_account);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct EventsQuery {
    /// `next` of the previous page
    #[param(value_type = Uuid, required = false)]
    cursor: Option<AuditId>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for EventsQuery {
    fn read(values: &mut Values) -> Self {
        Self {
            cursor: values.parsed("cursor", "must be `next` of a previous page", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// List the security events of your account
///
/// Sign-ins, failed ones included, and every change of the ways to sign in; newest first.
#[utoipa::path(
    tag = "me",
    params(EventsQuery),
    responses((status = 200, description = "One page", body = AuditPage))
)]
#[get("/me/security-events")]
async fn list_security_events(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<EventsQuery>>,
) -> Answer<AuditPage> {
    Ok(Json(api.app.security_events(&caller, query.cursor, query.limit).await?.into()))
}

/// Start an export of your data
///
/// A TAR archive of JSON files: your profile, sessions, notifications, security events, and your chats with all
/// messages you may read in them. A running export is not started again; a finished one is replaced.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 202, description = "The export is running", body = ExportState),
        (status = 403, description = "`reauth_required`"),
    )
)]
#[post("/me/export")]
async fn start_export(api: Data<Api>, Signed(caller, ()): Signed) -> Response {
    Ok(HttpResponse::Accepted().json(state(&api.app.begin_export(&caller).await?)))
}

/// Get the state of your export
///
/// Its progress, and how long it can be downloaded.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 200, description = "The state of the export", body = ExportState),
        (status = 404, description = "`not_found`: there is none"),
    )
)]
#[get("/me/export")]
async fn get_export(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<ExportState> {
    Ok(Json(state(&api.app.export(&caller).await?)))
}

/// Download your export
///
/// As one TAR archive, once it is ready.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 200, description = "A TAR archive", body = Vec<u8>, content_type = "application/x-tar"),
        (status = 403, description = "`reauth_required`"),
        (status = 404, description = "`not_found`: there is none, or it is not ready"),
    )
)]
#[get("/me/export/download")]
async fn download_export(api: Data<Api>, Signed(caller, ()): Signed) -> Response {
    let export = api.app.fetch_export(&caller).await?;
    let size = u64::try_from(export.size).unwrap_or_default();
    let parts = stream::try_unfold((api, export, 0_i64), |(api, export, no)| async move {
        if no >= export.parts {
            return Ok::<_, io::Error>(None);
        }
        // The answer has begun: all that is left is to break it off.
        let part = api.app.export_part(&export, no).await.map_err(|fault| io::Error::other(fault.code()))?;
        Ok(Some((Bytes::from(part), (api, export, no + 1))))
    });
    Ok(HttpResponse::Ok()
        .content_type("application/x-tar")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"parlance-export.tar\""))
        .no_chunking(size)
        .streaming(Box::pin(parts)))
}

/// Delete your account
///
/// Permanently. Your address, birth date, name, sessions and everything only you could read are erased at once.
/// Messages you sent stay with their recipients, as those of a deleted user.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 204, description = "The account is deleted"),
        (status = 403, description = "`reauth_required`"),
        (status = 409, description = "`last_admin`: another account has to be an administrator first"),
    )
)]
#[delete("/me")]
async fn delete_account(api: Data<Api>, Signed(caller, ()): Signed) -> Response {
    api.app.delete_account(&caller).await?;
    done()
}

fn state(export: &Export) -> ExportState {
    let progress = match (export.ready, export.total) {
        (true, _) => 100,
        (false, 0) => 0,
        (false, total) => (export.done * 100 / total).clamp(0, 99),
    };
    ExportState {
        state: if export.ready { ExportStanding::Ready } else { ExportStanding::Running },
        progress,
        size: export.size,
        asked_at: export.asked_at.to_string(),
        expires_at: export.expires_at.map(|at| at.to_string()),
    }
}
