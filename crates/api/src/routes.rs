//! Lists everything that is served, once: it serves and documents. Must not know how anything is answered.

use crate::problem::Refused;
use crate::rest::{
    account_data, admin, admin_instance, auth, bans, blocks, changes, chats, codes, csp, friends, groups,
    instance, invites, me, media, members, message_actions, messages, notifications, oauth, people, push,
    reactions, recovery, reports, search, second_factor, translation,
};
use crate::{Api, spa, ws};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use domain::Fault;
use utoipa_actix_web::scope::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// Longer URLs are rejected.
const LONGEST_URI: usize = 4096;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(
        scope("/api/v1")
            .configure(instance::public)
            .configure(csp::routes)
            .configure(auth::routes)
            .configure(codes::routes)
            .configure(oauth::routes)
            .configure(second_factor::routes)
            .configure(me::routes)
            .configure(people::routes)
            .configure(friends::routes)
            .configure(blocks::routes)
            // Before `/chats/{chat_id}/...`: `direct` and `explore` are no ids.
            .configure(groups::routes)
            .configure(chats::routes)
            .configure(members::routes)
            .configure(bans::routes)
            .configure(invites::routes)
            .configure(messages::routes)
            .configure(message_actions::routes)
            .configure(reactions::routes)
            .configure(translation::routes)
            .configure(search::routes)
            .configure(changes::routes)
            .configure(notifications::routes)
            .configure(push::routes)
            .configure(account_data::routes)
            .configure(admin::routes)
            .configure(admin_instance::routes)
            .configure(recovery::routes)
            .configure(reports::routes)
            .configure(ws::routes),
    );
    config.configure(instance::at_the_root);
    config.configure(media::at_the_root);
}

/// Requests that match no route: the SPA, a wrong method, or a wrong path.
pub async fn unrouted(api: web::Data<Api>, request: HttpRequest) -> Result<HttpResponse, Refused> {
    if let Some(answer) = spa::answer(&api, &request) {
        return Ok(answer);
    }
    let fault = match api.contract.table.allow(request.path()) {
        Some(allow) if *request.method() != Method::CONNECT => Fault::MethodNotAllowed { allow },
        Some(_) | None => Fault::NotFound,
    };
    Err(Refused(fault))
}

pub async fn of_bounded_length(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let length = request.uri().path_and_query().map_or(0, |uri| uri.as_str().len());
    if length > LONGEST_URI {
        return Ok(request.into_response(HttpResponse::from_error(Refused(Fault::UriTooLong))));
    }
    next.call(request).await.map(ServiceResponse::map_into_boxed_body)
}
