//! Serves reactions to messages: who reacts, who has, and what an author has seen of it.

use super::bans::PeopleQuery;
use super::{Answer, Response, done};
use crate::Api;
use crate::extract::{Body, InChat, OfReaction, Query, Signed};
use actix_web::web::{Data, Json};
use actix_web::{delete, get, put};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::frame::emoji;
use wire::message::{Message, SeenReactionsBody};
use wire::people::UserPage;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(add_reaction).service(remove_reaction).service(list_reactors).service(mark_reactions_seen);
}

/// React to a message
///
/// Repeating it changes nothing.
#[utoipa::path(
    tag = "messages",
    params(OfReaction),
    responses(
        (status = 200, description = "The message as it is now", body = Message),
        (status = 403, description = "`forbidden`, or `request_pending`: the message request is not accepted \
            yet"),
        (status = 409, description = "`too_many_reactions` or `message_deleted`"),
        (status = 422, description = "`validation_failed`: not an emoji"),
    )
)]
#[put("/chats/{chat_id}/messages/{seq}/reactions/{emoji}")]
async fn add_reaction(api: Data<Api>, Signed(caller, of): Signed<OfReaction>) -> Answer<Message> {
    let emoji = emoji(&of.emoji)?;
    Ok(Json(api.app.react(&caller, of.chat_id, of.seq, emoji, true).await?.into()))
}

/// Remove a reaction of yours
///
/// Repeating it changes nothing.
#[utoipa::path(
    tag = "messages",
    params(OfReaction),
    responses(
        (status = 200, description = "The message as it is now", body = Message),
        (status = 403, description = "`forbidden`, or `request_pending`: the message request is not accepted \
            yet"),
        (status = 409, description = "`message_deleted`"),
        (status = 422, description = "`validation_failed`: not an emoji"),
    )
)]
#[delete("/chats/{chat_id}/messages/{seq}/reactions/{emoji}")]
async fn remove_reaction(api: Data<Api>, Signed(caller, of): Signed<OfReaction>) -> Answer<Message> {
    let emoji = emoji(&of.emoji)?;
    Ok(Json(api.app.react(&caller, of.chat_id, of.seq, emoji, false).await?.into()))
}

/// List who reacted to a message with an emoji
///
/// In an order that stays while pages are read.
#[utoipa::path(
    tag = "messages",
    params(OfReaction, PeopleQuery),
    responses(
        (status = 200, description = "One page of people", body = UserPage),
        (status = 403, description = "`forbidden`, or `request_pending`: the message request is not accepted \
            yet"),
        (status = 409, description = "`message_deleted`"),
        (status = 422, description = "`validation_failed`: not an emoji"),
    )
)]
#[get("/chats/{chat_id}/messages/{seq}/reactions/{emoji}")]
async fn list_reactors(
    api: Data<Api>,
    Signed(caller, (of, Query(query))): Signed<(OfReaction, Query<PeopleQuery>)>,
) -> Answer<UserPage> {
    let page = (query.cursor, query.limit);
    Ok(Json(api.app.reactors(&caller, of.chat_id, of.seq, emoji(&of.emoji)?, page).await?.into()))
}

/// Mark reactions to your messages as seen
///
/// Takes these messages out of `reacted_to`, on all your devices. Repeating it changes nothing.
#[utoipa::path(
    tag = "messages",
    params(InChat),
    request_body = SeenReactionsBody,
    responses((status = 204, description = "The reactions count as seen"))
)]
#[put("/chats/{chat_id}/seen-reactions")]
async fn mark_reactions_seen(
    api: Data<Api>,
    Signed(caller, (at, Body(body))): Signed<(InChat, Body<SeenReactionsBody>)>,
) -> Response {
    api.app.see_reactions(&caller, at.chat_id, body.parse()?).await?;
    done()
}
