//! What somebody sees and does about himself: profile, picture, privacy, password, sessions, tickets.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::body::AUTH;
use crate::extract::{Body, OfSession, Picture, Signed};
use actix_web::web::{Data, Json};
use actix_web::{delete, get, patch, post, put};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::account::{Me, PasswordBody, SessionList, TicketAnswer};
use wire::people::{EditMeBody, PrivacyBody};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(my_profile)
        .service(edit_profile)
        .service(set_avatar)
        .service(remove_avatar)
        .service(my_privacy)
        .service(set_privacy)
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

/// Change my profile
///
/// Fields left out stay. Everybody who may show me is told.
#[utoipa::path(
    tag = "me",
    request_body = EditMeBody,
    responses(
        (status = 200, description = "My profile as it is now", body = Me),
        (status = 409, description = "`username_taken`"),
        (status = 422, description = "`validation_failed`; for `/learning_languages` the code `too_soon` says \
            when they can be changed again"),
    )
)]
#[patch("/me")]
async fn edit_profile(api: Data<Api>, Signed(caller, Body(body)): Signed<Body<EditMeBody>>) -> Answer<Me> {
    Ok(Json(api.app.edit_me(&caller, body.parse()?).await?.into()))
}

/// Set my picture
///
/// A PNG, JPEG, WebP or GIF of at most 10 MiB, 8192 pixels a side and 40 million in all. It is cut square and
/// written anew: nothing remains but its pixels.
#[utoipa::path(
    tag = "me",
    request_body(content = Vec<u8>, content_type = "image/*", description = "The picture itself"),
    responses(
        (status = 200, description = "My profile with the new picture", body = Me),
        (status = 413, description = "`too_large`"),
        (status = 415, description = "`unsupported_media_type`: not one of the four, whatever it is called"),
        (status = 422, description = "`validation_failed`: `unreadable` or `too_many_pixels`"),
    )
)]
#[put("/me/avatar")]
async fn set_avatar(api: Data<Api>, Signed(caller, Picture(bytes)): Signed<Picture>) -> Answer<Me> {
    api.app.set_avatar(&caller, bytes).await?;
    Ok(Json(api.app.me(&caller).await?.into()))
}

/// Take my picture away
#[utoipa::path(tag = "me", responses((status = 204, description = "There is no picture any more")))]
#[delete("/me/avatar")]
async fn remove_avatar(api: Data<Api>, Signed(caller, ()): Signed) -> Response {
    api.app.remove_avatar(&caller).await?;
    done()
}

/// What I let others see and do
#[utoipa::path(tag = "me", responses((status = 200, description = "All switches", body = PrivacyBody)))]
#[get("/me/privacy")]
async fn my_privacy(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<PrivacyBody> {
    Ok(Json(api.app.privacy(&caller).await?.into()))
}

/// Set what I let others see and do
#[utoipa::path(
    tag = "me",
    request_body = PrivacyBody,
    responses((status = 200, description = "All switches as they are now", body = PrivacyBody))
)]
#[put("/me/privacy")]
async fn set_privacy(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<PrivacyBody>>,
) -> Answer<PrivacyBody> {
    Ok(Json(api.app.set_privacy(&caller, body.into()).await?.into()))
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
    let ticket = api.app.ticket(&caller).await?;
    Ok(Json(TicketAnswer::new(ticket.ticket, ticket.expires_at)))
}
