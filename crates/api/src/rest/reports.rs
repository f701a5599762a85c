//! Serves the queue of reports, for administrators with a second factor. It shows what was reported and nothing
//! around it.

use super::Answer;
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, OfReport, Query, Signed, ids};
use actix_web::web::{Data, Json};
use actix_web::{get, post};
use app::Step;
use domain::ReportId;
use domain::page::Limit;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::report::{DecideReportBody, ReportItem, ReportPage, ReportStep};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_reports).service(decide_report);
}

#[derive(Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "snake_case")]
enum Queue {
    Open,
    Decided,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct ReportsQuery {
    /// Open or decided ones
    #[param(inline, required = false)]
    state: Queue,
    /// `next` of the previous page
    #[param(value_type = Uuid, required = false)]
    cursor: Option<ReportId>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for ReportsQuery {
    fn read(values: &mut Values) -> Self {
        let state = |text: &str| match text {
            "open" => Some(Queue::Open),
            "decided" => Some(Queue::Decided),
            _ => None,
        };
        Self {
            state: values.parsed("state", "must be `open` or `decided`", state).unwrap_or(Queue::Open),
            cursor: values.parsed("cursor", "must be `next` of a previous page", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// List reports
///
/// Open ones, oldest first; or decided ones, newest first.
#[utoipa::path(
    tag = "admin",
    params(ReportsQuery),
    responses(
        (status = 200, description = "One page", body = ReportPage),
        (status = 403, description = "`forbidden`: not an administrator; `second_factor_needed`"),
    )
)]
#[get("/admin/reports")]
async fn list_reports(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<ReportsQuery>>,
) -> Answer<ReportPage> {
    let decided = query.state == Queue::Decided;
    Ok(Json(api.app.admin_reports(&caller, decided, query.cursor, query.limit).await?.into()))
}

/// Decide a report
///
/// A decision is final. The person who reported is notified that it was made.
#[utoipa::path(
    tag = "admin",
    params(OfReport),
    request_body = DecideReportBody,
    responses(
        (status = 200, description = "The report as it is now", body = ReportItem),
        (status = 403, description = "`forbidden`: not an administrator, or there is no account to suspend; \
            `second_factor_needed`"),
        (status = 409, description = "`report_decided`; `last_admin`"),
    )
)]
#[post("/admin/reports/{report_id}/decide")]
async fn decide_report(
    api: Data<Api>,
    Signed(caller, (of, Body(body))): Signed<(OfReport, Body<DecideReportBody>)>,
) -> Answer<ReportItem> {
    let (step, note) = body.parse()?;
    let step = match step {
        ReportStep::Dismiss => Step::Dismiss,
        ReportStep::Acted => Step::Acted,
        ReportStep::RemoveMessage => Step::RemoveMessage,
        ReportStep::Suspend => Step::Suspend { reason: note },
    };
    Ok(Json(api.app.decide_report(&caller, of.report_id, step).await?.into()))
}
