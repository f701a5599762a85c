//! Serves the caller's own account: profile, picture, privacy settings, password, sessions, tickets.

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
        .service(get_profile)
        .service(update_profile)
        .service(set_avatar)
        .service(remove_avatar)
        .service(get_privacy_settings)
        .service(set_privacy_settings)
        .service(change_password)
        .service(list_sessions)
        .service(end_session)
        .service(end_other_sessions)
        .service(create_socket_ticket);
}

/// Get your profile
///
/// With the parts that only you can see.
#[utoipa::path(tag = "me", responses((status = 200, description = "Your profile", body = Me)))]
#[get("/me")]
async fn get_profile(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<Me> {
    Ok(Json(api.app.me(&caller).await?.into()))
}

/// Change your profile
///
/// Omitted fields keep their values. The change is published to everyone who may see it.
#[utoipa::path(
    tag = "me",
    request_body = EditMeBody,
    responses(
        (status = 200, description = "Your profile as it is now", body = Me),
        (status = 409, description = "`username_taken`"),
        (status = 422, description = "`validation_failed`; for `/learning_languages` the code `too_soon` says \
            when they can be changed again"),
    )
)]
#[patch("/me")]
async fn update_profile(api: Data<Api>, Signed(caller, Body(body)): Signed<Body<EditMeBody>>) -> Answer<Me> {
    Ok(Json(api.app.edit_me(&caller, body.parse()?).await?.into()))
}

/// Set your picture
///
/// A PNG, JPEG, WebP or GIF of at most 10 MiB, 8192 pixels a side and 40 million in total. It is cropped to a
/// square and re-encoded: only its pixels remain.
#[utoipa::path(
    tag = "me",
    request_body(content = Vec<u8>, content_type = "image/*", description = "The image file"),
    responses(
        (status = 200, description = "Your profile with the new picture", body = Me),
        (status = 413, description = "`too_large`"),
        (status = 415, description = "`unsupported_media_type`: the content is none of the four types, whatever \
            the header says"),
        (status = 422, description = "`validation_failed`: `unreadable` or `too_many_pixels`"),
    )
)]
#[put("/me/avatar")]
async fn set_avatar(api: Data<Api>, Signed(caller, Picture(bytes)): Signed<Picture>) -> Answer<Me> {
    api.app.set_avatar(&caller, bytes).await?;
    Ok(Json(api.app.me(&caller).await?.into()))
}

/// Remove your picture
///
/// Succeeds as well where there is none.
#[utoipa::path(tag = "me", responses((status = 204, description = "The picture is removed")))]
#[delete("/me/avatar")]
async fn remove_avatar(api: Data<Api>, Signed(caller, ()): Signed) -> Response {
    api.app.remove_avatar(&caller).await?;
    done()
}

/// Get your privacy settings
///
/// What you let others see and do.
#[utoipa::path(tag = "me", responses((status = 200, description = "All settings", body = PrivacyBody)))]
#[get("/me/privacy")]
async fn get_privacy_settings(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<PrivacyBody> {
    Ok(Json(api.app.privacy(&caller).await?.into()))
}

/// Set your privacy settings
///
/// Replaces all of them.
#[utoipa::path(
    tag = "me",
    request_body = PrivacyBody,
    responses((status = 200, description = "All settings as they are now", body = PrivacyBody))
)]
#[put("/me/privacy")]
async fn set_privacy_settings(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<PrivacyBody>>,
) -> Answer<PrivacyBody> {
    Ok(Json(api.app.set_privacy(&caller, body.into()).await?.into()))
}

/// Change your password
///
/// Ends all your other sessions.
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

/// List your sessions
///
/// Each is one signed-in device; `current` marks the one that asks.
#[utoipa::path(tag = "me", responses((status = 200, description = "All sessions", body = SessionList)))]
#[get("/me/sessions")]
async fn list_sessions(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<SessionList> {
    Ok(Json(SessionList::of(api.app.sessions(&caller).await?, caller.session)))
}

/// End one of your sessions
///
/// Its tokens become invalid and its sockets are closed.
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

/// End all your other sessions
///
/// The session that asks stays.
#[utoipa::path(tag = "me", responses((status = 204, description = "All other sessions have ended")))]
#[delete("/me/sessions")]
async fn end_other_sessions(api: Data<Api>, Signed(caller, ()): Signed) -> Response {
    api.app.end_other_sessions(&caller).await?;
    done()
}

/// Create a ticket that opens one socket
///
/// For browsers, which cannot send a header when they open a socket. It is single-use and expires after 30 seconds.
#[utoipa::path(tag = "me", responses((status = 200, description = "A ticket", body = TicketAnswer)))]
#[post("/ws/ticket")]
async fn create_socket_ticket(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<TicketAnswer> {
    let ticket = api.app.ticket(&caller).await?;
    Ok(Json(TicketAnswer::new(ticket.ticket, ticket.expires_at)))
}
