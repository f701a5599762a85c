//! What somebody sees and does about himself: profile, password, sessions, tickets.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::body::AUTH;
use crate::extract::{Body, OfSession, Signed};
use actix_web::web::{Data, Json};
use actix_web::{delete, get, post, put};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::account::{Me, PasswordBody, SessionList, TicketAnswer};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(my_profile)
        .service(change_password)
        .service(my_sessions)
        .service(end_session)
        .service(end_other_sessions)
        .service(make_ticket);
}

/// My profile
#[utoipa::path(tag = "me", responses((status = 200, description = "My profile", body = Me)))]
#[get("/me")]
async fn my_profile(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<Me> {
    Ok(Json(api.app.me(&caller).await?.into()))
}

/// Change my password
///
/// Ends all my other sessions.
#[utoipa::path(
    tag = "me",
    request_body = PasswordBody,
    responses(
        (status = 204, description = "The password is changed"),
        (status = 401, description = "`invalid_credentials`: the current password is wrong; or `unauthenticated`, \
            `token_invalid`, `token_expired`, `session_revoked`"),
    )
)]
#[put("/me/password")]
async fn change_password(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<PasswordBody, AUTH>>,
) -> Response {
    let change = body.parse()?;
    api.app.change_password(&caller, change.current, change.password).await?;
    done()
}

/// My sessions
#[utoipa::path(tag = "me", responses((status = 200, description = "All my sessions", body = SessionList)))]
#[get("/me/sessions")]
async fn my_sessions(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<SessionList> {
    Ok(Json(SessionList::of(api.app.sessions(&caller).await?, caller.session)))
}

/// End one of my sessions
#[utoipa::path(
    tag = "me",
    params(OfSession),
    responses((status = 204, description = "The session has ended and its sockets are closed"))
)]
#[delete("/me/sessions/{session_id}")]
async fn end_session(api: Data<Api>, Signed(caller, session): Signed<OfSession>) -> Response {
    api.app.end_session(&caller, session.session_id).await?;
    done()
}

/// End all my sessions but this one
#[utoipa::path(tag = "me", responses((status = 204, description = "All others have ended")))]
#[delete("/me/sessions")]
async fn end_other_sessions(api: Data<Api>, Signed(caller, ()): Signed) -> Response {
    api.app.end_other_sessions(&caller).await?;
    done()
}

/// Get a ticket for one socket
///
/// For browsers, which cannot send a header when they open a socket. It is good once, for half a minute.
#[utoipa::path(tag = "me", responses((status = 200, description = "A ticket", body = TicketAnswer)))]
#[post("/ws/ticket")]
async fn make_ticket(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<TicketAnswer> {
    let ticket = api.app.ticket(&caller)?;
    Ok(Json(TicketAnswer::new(ticket.ticket, ticket.expires_at)))
}
