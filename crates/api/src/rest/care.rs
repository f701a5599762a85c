//! The care of one's account: what was done to it, an export of its data, its end.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Query, Signed, ids};
use actix_web::http::header;
use actix_web::web::{Bytes, Data, Json};
use actix_web::{HttpResponse, delete, get, post};
use app::Export;
use domain::AuditId;
use domain::page::Limit;
use futures_util::stream;
use std::io;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::audit::AuditPage;
use wire::export::{ExportStanding, ExportState};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(security_events)
        .service(begin_export)
        .service(export_state)
        .service(fetch_export)
        .service(delete_account);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct EventsQuery {
    /// `next` of the page before
    #[param(value_type = Uuid, required = false)]
    cursor: Option<AuditId>,
    /// At most so many
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for EventsQuery {
    fn read(values: &mut Values) -> Self {
        Self {
            cursor: values.parsed("cursor", "must be `next` of a page before", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// What was done to my account
///
/// Sign-ins, failed ones too, and every change of the ways to sign in; newest first.
#[utoipa::path(
    tag = "me",
    params(EventsQuery),
    responses((status = 200, description = "One page", body = AuditPage))
)]
#[get("/me/security-events")]
async fn security_events(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<EventsQuery>>,
) -> Answer<AuditPage> {
    Ok(Json(api.app.security_events(&caller, query.cursor, query.limit).await?.into()))
}

/// Have my data exported
///
/// A TAR archive of JSON files: my profile, sessions, notifications, security events, and my chats with all
/// messages I may read in them. One that is being made is not begun again; one that is ready is replaced.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 202, description = "It is being made", body = ExportState),
        (status = 403, description = "`reauth_required`"),
    )
)]
#[post("/me/export")]
async fn begin_export(api: Data<Api>, Signed(caller, ()): Signed) -> Response {
    Ok(HttpResponse::Accepted().json(state(&api.app.begin_export(&caller).await?)))
}

/// How far my export is
#[utoipa::path(
    tag = "me",
    responses(
        (status = 200, description = "How far it is", body = ExportState),
        (status = 404, description = "`not_found`: there is none"),
    )
)]
#[get("/me/export")]
async fn export_state(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<ExportState> {
    Ok(Json(state(&api.app.export(&caller).await?)))
}

/// Fetch my export
#[utoipa::path(
    tag = "me",
    responses(
        (status = 200, description = "A TAR archive", body = Vec<u8>, content_type = "application/x-tar"),
        (status = 403, description = "`reauth_required`"),
        (status = 404, description = "`not_found`: there is none, or it is not ready yet"),
    )
)]
#[get("/me/export/download")]
async fn fetch_export(api: Data<Api>, Signed(caller, ()): Signed) -> Response {
    let export = api.app.fetch_export(&caller).await?;
    let size = u64::try_from(export.size).unwrap_or_default();
    let parts = stream::try_unfold((api, export, 0_i64), |(api, export, no)| async move {
        if no >= export.parts {
            return Ok::<_, io::Error>(None);
        }
        // The answer has begun: all there is left is to break it off.
        let part = api.app.export_part(&export, no).await.map_err(|fault| io::Error::other(fault.code()))?;
        Ok(Some((Bytes::from(part), (api, export, no + 1))))
    });
    Ok(HttpResponse::Ok()
        .content_type("application/x-tar")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"parlance-export.tar\""))
        .no_chunking(size)
        .streaming(Box::pin(parts)))
}

/// Delete my account
///
/// For good. Who I was is gone at once: address, birth date, name, sessions, everything that was mine alone.
/// What I wrote stays with those I wrote to, as the words of a deleted user.
#[utoipa::path(
    tag = "me",
    responses(
        (status = 204, description = "The account is gone"),
        (status = 403, description = "`reauth_required`"),
        (status = 409, description = "`last_admin`: somebody else must be an administrator first"),
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
