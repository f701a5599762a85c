//! Serves what readers do with a message: stars, pins, receipts, forwarding.

use super::bans::PeopleQuery;
use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, InChat, OfMessage, Query, Signed, ids};
use crate::problem::problem;
use crate::request::RequestId;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, delete, get, post, put};
use domain::message::Receipt;
use domain::page::Limit;
use domain::{ChatId, Seq, Timestamp};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::message::{ForwardAnswer, ForwardBody, Forwarded, MessagePage, ReceiptItem, ReceiptPage};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(star_message)
        .service(unstar_message)
        .service(list_starred_messages)
        .service(pin_message)
        .service(unpin_message)
        .service(list_pinned_messages)
        .service(list_receipts)
        .service(forward_message);
}

/// Star a message
///
/// Only you see your stars, on all your devices.
#[utoipa::path(
    tag = "messages",
    params(OfMessage),
    responses(
        (status = 204, description = "The message is starred"),
        (status = 409, description = "`message_deleted`"),
    )
)]
#[put("/chats/{chat_id}/messages/{seq}/star")]
async fn star_message(api: Data<Api>, Signed(caller, of): Signed<OfMessage>) -> Response {
    api.app.star(&caller, of.chat_id, of.seq, true).await?;
    done()
}

/// Remove your star from a message
///
/// Repeating it changes nothing.
#[utoipa::path(
    tag = "messages",
    params(OfMessage),
    responses((status = 204, description = "The message is not starred"))
)]
#[delete("/chats/{chat_id}/messages/{seq}/star")]
async fn unstar_message(api: Data<Api>, Signed(caller, of): Signed<OfMessage>) -> Response {
    api.app.star(&caller, of.chat_id, of.seq, false).await?;
    done()
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct StarredQuery {
    /// `next` of the previous page
    #[param(
        value_type = String, required = false,
        pattern = "^(0|[1-9][0-9]{0,14})_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}_[1-9][0-9]{0,15}$"
    )]
    cursor: Option<(Timestamp, ChatId, Seq)>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for StarredQuery {
    fn read(values: &mut Values) -> Self {
        let cursor = |text: &str| {
            let (at, rest) = text.split_once('_')?;
            let (chat, seq) = rest.split_once('_')?;
            Some((Timestamp::from_millis(ids::number(at)?), ids::id(chat)?, ids::seq(seq)?))
        };
        Self {
            cursor: values.parsed("cursor", "must be `next` of a previous page", cursor),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// List your starred messages
///
/// The most recently starred first; from chats you are in, as far as you may see them.
#[utoipa::path(
    tag = "messages",
    params(StarredQuery),
    responses((status = 200, description = "One page of messages", body = MessagePage))
)]
#[get("/me/starred")]
async fn list_starred_messages(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<StarredQuery>>,
) -> Answer<MessagePage> {
    Ok(Json(api.app.starred(&caller, query.cursor, query.limit).await?.into()))
}

/// Pin a message for everyone
///
/// A service message in the chat says so.
#[utoipa::path(
    tag = "messages",
    params(OfMessage),
    responses(
        (status = 204, description = "The message is pinned"),
        (status = 403, description = "`forbidden`: in a group, only owners and admins may"),
        (status = 409, description = "`too_many_pins` or `message_deleted`"),
    )
)]
#[put("/chats/{chat_id}/messages/{seq}/pin")]
async fn pin_message(api: Data<Api>, Signed(caller, of): Signed<OfMessage>) -> Response {
    api.app.pin(&caller, of.chat_id, of.seq, true).await?;
    done()
}

/// Unpin a message
///
/// Repeating it changes nothing.
#[utoipa::path(
    tag = "messages",
    params(OfMessage),
    responses(
        (status = 204, description = "The message is not pinned"),
        (status = 403, description = "`forbidden`: in a group, only owners and admins may"),
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
    /// `next` of the previous page
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    cursor: Option<i64>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for PinsQuery {
    fn read(values: &mut Values) -> Self {
        Self { cursor: values.whole("cursor", 1), limit: values.limit(Limit::OTHERS) }
    }
}

/// List the pinned messages of a chat
///
/// Newest first.
#[utoipa::path(
    tag = "messages",
    params(InChat, PinsQuery),
    responses((status = 200, description = "One page of messages", body = MessagePage))
)]
#[get("/chats/{chat_id}/pins")]
async fn list_pinned_messages(
    api: Data<Api>,
    Signed(caller, (at, Query(query))): Signed<(InChat, Query<PinsQuery>)>,
) -> Answer<MessagePage> {
    Ok(Json(api.app.pins(&caller, at.chat_id, query.cursor.map(Seq::from_number), query.limit).await?.into()))
}

/// List who received and who read a message
///
/// Empty for a caller who turned read receipts off. Delivery is tracked in chats of at most 50 people.
#[utoipa::path(
    tag = "messages",
    params(OfMessage, PeopleQuery),
    responses(
        (status = 200, description = "One page of people", body = ReceiptPage),
        (status = 403, description = "`forbidden`, or `request_pending`: the message request is not accepted \
            yet"),
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

/// Forward a message to other chats
///
/// Each chat has a result of its own. Repeating it with the same `client_id` returns what was stored under it.
#[utoipa::path(
    tag = "messages",
    params(OfMessage),
    request_body = ForwardBody,
    responses(
        (status = 200, description = "The result in each chat", body = ForwardAnswer),
        (status = 403, description = "`forbidden`: the message has no text"),
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
