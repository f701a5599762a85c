//! Serves reports of browsers about violations of our pages' policy. Must not know the policy.

use crate::extract::{Guest, PolicyReport};
use actix_web::{HttpResponse, post};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(report_csp_violation);
}

/// Report a violation of the content security policy
///
/// Browsers send these by themselves. The violated directive and the blocked source are logged, nothing else.
#[utoipa::path(
    tag = "instance",
    security(()),
    request_body(content = Object, content_type = "application/csp-report"),
    responses(
        (status = 204, description = "The report is logged"),
        (status = 415, description = "`unsupported_media_type`"),
        (status = 413, description = "`too_large`"),
    )
)]
#[post("/csp-report")]
async fn report_csp_violation(report: Guest<PolicyReport>) -> HttpResponse {
    let PolicyReport { directive, blocked } = report.1;
    tracing::warn!(event = "csp_violation", %directive, %blocked, "a page tried what its policy forbids");
    HttpResponse::NoContent().finish()
}
