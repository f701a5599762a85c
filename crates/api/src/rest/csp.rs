//! What browsers say of our own pages: that one tried what its policy forbids. Must not know the policy.

use crate::extract::{Guest, PolicyReport};
use actix_web::{HttpResponse, post};
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(report_violation);
}

/// Report a breach of the page's policy
///
/// Browsers send these by themselves. What forbade it and what was forbidden is logged, nothing else.
#[utoipa::path(
    tag = "instance",
    security(()),
    request_body(content = Object, content_type = "application/csp-report"),
    responses(
        (status = 204, description = "Noted"),
        (status = 415, description = "`unsupported_media_type`"),
        (status = 413, description = "`too_large`"),
    )
)]
#[post("/csp-report")]
async fn report_violation(report: Guest<PolicyReport>) -> HttpResponse {
    let PolicyReport { directive, blocked } = report.1;
    tracing::warn!(event = "csp_violation", %directive, %blocked, "a page tried what its policy forbids");
    HttpResponse::NoContent().finish()
}
