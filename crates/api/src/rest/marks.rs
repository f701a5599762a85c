//! What can be done with a message besides writing it: reactions, stars, pins, receipts, carrying it on.

use super::bans::PeopleQuery;
use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, InChat, OfMessage, OfReaction, Query, Signed, ids};
use crate::problem::problem;
use crate::request::RequestId;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, delete, get, post, put};
use app::Receipt;
use domain::page::Limit;
use domain::{ChatId, Timestamp};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::frame::emoji;
use wire::message::{ForwardAnswer, ForwardBody, Forwarded, Message, MessagePage, ReceiptItem, ReceiptPage};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(set_reaction)
        .service(clear_reaction)
        .service(star_message)
        .service(unstar_message)
        .service(list_starred)
        .service(pin_message)
        .service(unpin_message)
        .service(list_pins)
        .service(list_receipts)
        .service(forward_message);
}

/// React to a message
///
/// Doing it again changes nothing.
#[utoipa::path(
    tag = "messages",
    params(OfReaction),
    responses(
        (status = 200, description = "The message as I see it now", body = Message),
        (status = 403, description = "`forbidden` or `request_pending`: not before the other one has let me in"),
        (status = 409, description = "`too_many_reactions` or `message_deleted`"),
        (status = 422, description = "`validation_failed`: not an emoji"),
    )
)]
#[put("/chats/{chat_id}/messages/{seq}/reactions/{emoji}")]
async fn set_reaction(api: Data<Api>, Signed(caller, of): Signed<OfReaction>) -> Answer<Message> {
    let emoji = emoji(&of.emoji)?;
    Ok(Json(api.app.react(&caller, of.chat_id, of.seq, emoji, true).await?.into()))
}

/// Take a reaction of mine back
#[utoipa::path(
    tag = "messages",
    params(OfReaction),
    responses(
        (status = 200, description = "The message as I see it now", body = Message),
        (status = 403, description = "`forbidden` or `request_pending`: not before the other one has let me in"),
        (status = 409, description = "`message_deleted`"),
        (status = 422, description = "`validation_failed`: not an emoji"),
    )
)]
#[delete("/chats/{chat_id}/messages/{seq}/reactions/{emoji}")]
async fn clear_reaction(api: Data<Api>, Signed(caller, of): Signed<OfReaction>) -> Answer<Message> {
    let emoji = emoji(&of.emoji)?;
    Ok(Json(api.app.react(&caller, of.chat_id, of.seq, emoji, false).await?.into()))
}

/// Star a message
///
/// Nobody else learns it; all my devices do.
#[utoipa::path(
    tag = "messages",
    params(OfMessage),
    responses(
        (status = 204, description = "It is among my starred messages"),
        (status = 409, description = "`message_deleted`"),
    )
)]
#[put("/chats/{chat_id}/messages/{seq}/star")]
async fn star_message(api: Data<Api>, Signed(caller, of): Signed<OfMessage>) -> Response {
    api.app.star(&caller, of.chat_id, of.seq, true).await?;
    done()
}

/// Take a star of mine away
#[utoipa::path(
    tag = "messages",
    params(OfMessage),
    responses((status = 204, description = "It is not among my starred messages"))
)]
#[delete("/chats/{chat_id}/messages/{seq}/star")]
async fn unstar_message(api: Data<Api>, Signed(caller, of): Signed<OfMessage>) -> Response {
    api.app.star(&caller, of.chat_id, of.seq, false).await?;
    done()
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct StarredQuery {
    /// `next` of the page before
    #[param(
        value_type = String, required = false,
        pattern = "^(0|[1-9][0-9]{0,14})_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}_[1-9][0-9]{0,15}$"
    )]
    cursor: Option<(Timestamp, ChatId, i64)>,
    /// At most so many
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for StarredQuery {
    fn read(values: &mut Values) -> Self {
        let cursor = |text: &str| {
            let (at, rest) = text.split_once('_')?;
            let (chat, seq) = rest.split_once('_')?;
            Some((Timestamp::from_millis(ids::number(at)?), ids::id(chat)?, ids::number(seq)?))
        };
        Self {
            cursor: values.parsed("cursor", "must be `next` of a page before", cursor),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// My starred messages, starred last first
///
/// Of the chats I am in, as far as I may see them.
#[utoipa::path(
    tag = "messages",
    params(StarredQuery),
    responses((status = 200, description = "One page of messages", body = MessagePage))
)]
#[get("/me/starred")]
async fn list_starred(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<StarredQuery>>,
) -> Answer<MessagePage> {
    Ok(Json(api.app.starred(&caller, query.cursor, query.limit).await?.into()))
}

/// Pin a message, for everybody
///
/// The chat is told by a service message.
#[utoipa::path(
    tag = "messages",
    params(OfMessage),
    responses(
        (status = 204, description = "It is pinned"),
        (status = 403, description = "`forbidden`: in groups, owners and admins may"),
        (status = 409, description = "`too_many_pins` or `message_deleted`"),
    )
)]
#[put("/chats/{chat_id}/messages/{seq}/pin")]
async fn pin_message(api: Data<Api>, Signed(caller, of): Signed<OfMessage>) -> Response {
    api.app.pin(&caller, of.chat_id, of.seq, true).await?;
    done()
}

/// Unpin a message
#[utoipa::path(
    tag = "messages",
    params(OfMessage),
    responses(
        (status = 204, description = "It is not pinned"),
        (status = 403, description = "`forbidden`: in groups, owners and admins may"),
        (status = 409, description = "`message_deleted`"),
    )
)]
#[delete("/chats/{chat_id}/messages/{seq}/pin")]
async fn unpin_message(api: Data<Api>, Signed(caller, of): Signed<OfMessage>) -> Response {
    api.app.pin(&caller, of.chat_id, of.seq, false).await?;
    done()
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct PinsQuery {
    /// `next` of the page before
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    cursor: Option<i64>,
    /// At most so many
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for PinsQuery {
    fn read(values: &mut Values) -> Self {
        Self { cursor: values.whole("cursor", 1), limit: values.limit(Limit::OTHERS) }
    }
}

/// A chat's pinned messages, newest first
#[utoipa::path(
    tag = "messages",
    params(InChat, PinsQuery),
    responses((status = 200, description = "One page of messages", body = MessagePage))
)]
#[get("/chats/{chat_id}/pins")]
async fn list_pins(
    api: Data<Api>,
    Signed(caller, (at, Query(query))): Signed<(InChat, Query<PinsQuery>)>,
) -> Answer<MessagePage> {
    Ok(Json(api.app.pins(&caller, at.chat_id, query.cursor, query.limit).await?.into()))
}

/// Who has got a message, and who has read it
///
/// Empty for whoever lets nobody know what he reads. That it was delivered is known in chats of at most 50 people.
#[utoipa::path(
    tag = "messages",
    params(OfMessage, PeopleQuery),
    responses(
        (status = 200, description = "One page of people", body = ReceiptPage),
        (status = 403, description = "`forbidden` or `request_pending`: not before the other one has let me in"),
        (status = 409, description = "`message_deleted`"),
    )
)]
#[get("/chats/{chat_id}/messages/{seq}/receipts")]
async fn list_receipts(
    api: Data<Api>,
    Signed(caller, (of, Query(query))): Signed<(OfMessage, Query<PeopleQuery>)>,
) -> Answer<ReceiptPage> {
    let page = api.app.receipts(&caller, of.chat_id, of.seq, query.cursor, query.limit).await?;
    let item = |receipt: Receipt| ReceiptItem::of(receipt.person, receipt.read);
    Ok(Json(ReceiptPage { items: page.items.into_iter().map(item).collect(), next: page.next }))
}

/// Carry a message into other chats
///
/// Each chat has an answer of its own. The same `client_id` again answers with what was stored under it.
#[utoipa::path(
    tag = "messages",
    params(OfMessage),
    request_body = ForwardBody,
    responses(
        (status = 200, description = "What became of it in each chat", body = ForwardAnswer),
        (status = 403, description = "`forbidden`: it holds no text"),
        (status = 409, description = "`message_deleted`"),
    )
)]
#[post("/chats/{chat_id}/messages/{seq}/forward")]
async fn forward_message(
    api: Data<Api>,
    request: HttpRequest,
    Signed(caller, (of, Body(body))): Signed<(OfMessage, Body<ForwardBody>)>,
) -> Answer<ForwardAnswer> {
    let sent = api.app.forward(&caller, of.chat_id, of.seq, body.parse()?).await?;
    let id = RequestId::of(&request);
    let items = sent
        .into_iter()
        .map(|(chat, answer)| Forwarded::of(chat, answer.map_err(|fault| problem(&fault, &id))));
    Ok(Json(ForwardAnswer { items: items.collect() }))
}
