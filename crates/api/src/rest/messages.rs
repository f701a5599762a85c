//! Serves messages of a chat: read, send, edit, delete, and the read mark.

use super::{Answer, Response};
use crate::Api;
use crate::extract::ids::number;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, InChat, OfMessage, Query, Signed};
use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, delete, get, patch, post, put};
use domain::page::{Limit, Place};
use domain::{Seq, Timestamp};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::chat::{ReadAnswer, ReadBody};
use wire::message::{EditBody, HistoryPage, Message, RevisionList, SeenMessage, SendBody};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_messages)
        .service(send_message)
        .service(get_message)
        .service(edit_message)
        .service(delete_message)
        .service(list_message_versions)
        .service(set_read_mark);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct HistoryQuery {
    /// Only messages before this `seq`; not together with `after` or `around`
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    before: Option<i64>,
    /// Only messages after this `seq`; not together with `before` or `around`
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    after: Option<i64>,
    /// Messages around this `seq`; not together with `before` or `after`
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    around: Option<i64>,
    /// Messages from the first one on that was sent at this time or later; not together with another position
    #[param(value_type = String, format = DateTime, required = false)]
    since: Option<Timestamp>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 50)]
    limit: Limit,
}

impl Parameters for HistoryQuery {
    fn read(values: &mut Values) -> Self {
        let query = Self {
            before: values.whole("before", 1),
            after: values.whole("after", 0),
            around: values.whole("around", 1),
            since: values.parsed("since", TIME, |text| text.parse().ok()),
            limit: values.limit(Limit::MESSAGES),
        };
        let given = [
            ("before", query.before.is_some()),
            ("after", query.after.is_some()),
            ("around", query.around.is_some()),
            ("since", query.since.is_some()),
        ];
        for (name, _) in given.iter().filter(|(_, is_given)| *is_given).skip(1) {
            values.refuse(
                name,
                "exclusive",
                "only one of `before`, `after`, `around` and `since` can be given",
            );
        }
        query
    }
}

impl HistoryQuery {
    fn place(&self) -> Place {
        let before = self.before.map(Seq::from_number).map(Place::Before);
        let after = || self.after.map(Seq::from_number).map(Place::After);
        before
            .or_else(after)
            .or_else(|| self.around.map(Seq::from_number).map(Place::Around))
            .or_else(|| self.since.map(Place::Since))
            .unwrap_or(Place::Latest)
    }
}

const TIME: &str = "must be a time like 2026-12-31T20:00:00Z";

/// Who loses the message.
#[derive(Clone, Copy, ToSchema)]
#[schema(rename_all = "snake_case")]
enum Audience {
    All,
    Me,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct DeleteQuery {
    /// For everyone (`all`) or only for you (`me`)
    #[param(inline, rename = "for", required = false)]
    audience: Audience,
}

impl Parameters for DeleteQuery {
    fn read(values: &mut Values) -> Self {
        let word = |text: &str| match text {
            "all" => Some(Audience::All),
            "me" => Some(Audience::Me),
            _ => None,
        };
        Self { audience: values.parsed("for", "must be `all` or `me`", word).unwrap_or(Audience::All) }
    }
}

/// List the messages of a chat
///
/// Ascending by `seq` in every page; without a position, the newest ones.
#[utoipa::path(
    tag = "messages",
    params(InChat, HistoryQuery),
    responses((status = 200, description = "One page of messages", body = HistoryPage))
)]
#[get("/chats/{chat_id}/messages")]
async fn list_messages(
    api: Data<Api>,
    Signed(caller, (at, Query(query))): Signed<(InChat, Query<HistoryQuery>)>,
) -> Answer<HistoryPage> {
    let page = api.app.history(&caller, at.chat_id, query.place(), query.limit).await?;
    Ok(Json(HistoryPage::of(page.messages, page.prev, page.next)))
}

/// Send a message
///
/// Repeating it with the same `client_id` returns the message that was stored first.
#[utoipa::path(
    tag = "messages",
    params(InChat),
    request_body = SendBody,
    responses(
        (status = 200, description = "The message stored with this `client_id` before, as it is now", body = Message),
        (status = 201, description = "The message, durably stored", body = Message),
        (status = 403, description = "`forbidden`, or `request_pending`: the message request is not accepted \
            yet"),
        (status = 409, description = "`idempotency_conflict`: the `client_id` belongs to another message"),
    )
)]
#[post("/chats/{chat_id}/messages")]
async fn send_message(
    api: Data<Api>,
    Signed(caller, (at, Body(body))): Signed<(InChat, Body<SendBody>)>,
) -> Response {
    let new = body.parse(at.chat_id, caller.user, api.app.clock().now())?;
    let sent = api.app.send(&caller, new).await?.sent().await?;
    let mut response = if sent.duplicate { HttpResponse::Ok() } else { HttpResponse::Created() };
    Ok(response.json(Message::from(sent.message)))
}

/// Get a message
///
/// A deleted message keeps its number and has no text.
#[utoipa::path(
    tag = "messages",
    params(OfMessage),
    responses((status = 200, description = "The message; without a text where it was deleted", body = SeenMessage))
)]
#[get("/chats/{chat_id}/messages/{seq}")]
async fn get_message(api: Data<Api>, Signed(caller, of): Signed<OfMessage>) -> Answer<SeenMessage> {
    Ok(Json(api.app.message(&caller, of.chat_id, of.seq).await?.into()))
}

/// Edit a message of yours
///
/// Only within the edit window of the instance. The earlier versions stay readable.
#[utoipa::path(
    tag = "messages",
    params(OfMessage),
    request_body = EditBody,
    responses(
        (status = 200, description = "The message as it is now", body = Message),
        (status = 403, description = "`forbidden`: it is not yours, or you blocked the other person; \
            `edit_window_closed`; `request_pending`: the message request is not accepted yet"),
        (status = 409, description = "`message_deleted`"),
    )
)]
#[patch("/chats/{chat_id}/messages/{seq}")]
async fn edit_message(
    api: Data<Api>,
    Signed(caller, (of, Body(body))): Signed<(OfMessage, Body<EditBody>)>,
) -> Answer<Message> {
    Ok(Json(api.app.edit_message(&caller, of.chat_id, of.seq, body.parse()?).await?.into()))
}

/// Delete a message, for everyone or only for you
///
/// Its number stays, without a text. Repeating it changes nothing. A message you delete only for yourself is hidden
/// on all your devices, permanently; the others keep it.
#[utoipa::path(
    tag = "messages",
    params(OfMessage, DeleteQuery),
    responses(
        (status = 200, description = "The message without its text", body = SeenMessage),
        (status = 403, description = "`forbidden`: for everyone, only the sender and a group's owners and admins \
            may"),
    )
)]
#[delete("/chats/{chat_id}/messages/{seq}")]
async fn delete_message(
    api: Data<Api>,
    Signed(caller, (of, Query(query))): Signed<(OfMessage, Query<DeleteQuery>)>,
) -> Answer<SeenMessage> {
    let left = match query.audience {
        Audience::All => api.app.delete_message(&caller, of.chat_id, of.seq).await?,
        Audience::Me => api.app.hide_message(&caller, of.chat_id, of.seq).await?,
    };
    Ok(Json(left.into()))
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct RevisionsQuery {
    /// `next` of the previous page
    #[param(minimum = 1, maximum = 2_147_483_647_i64)]
    cursor: Option<i32>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for RevisionsQuery {
    fn read(values: &mut Values) -> Self {
        let number = |text: &str| number(text).and_then(|number| number.try_into().ok()).filter(|n| *n > 0);
        Self {
            cursor: values.parsed("cursor", "must be `next` of a previous page", number),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// List the versions of a message
///
/// A message keeps its first version and the latest 99 before the current one.
#[utoipa::path(
    tag = "messages",
    params(OfMessage, RevisionsQuery),
    responses((status = 200, description = "One page of versions, the first one first", body = RevisionList))
)]
#[get("/chats/{chat_id}/messages/{seq}/revisions")]
async fn list_message_versions(
    api: Data<Api>,
    Signed(caller, (of, Query(query))): Signed<(OfMessage, Query<RevisionsQuery>)>,
) -> Answer<RevisionList> {
    let asked = (query.cursor.unwrap_or(0), query.limit);
    Ok(Json(api.app.revisions(&caller, of.chat_id, of.seq, asked).await?.into()))
}

/// Set how far you have read
///
/// It only moves forward.
#[utoipa::path(
    tag = "messages",
    params(InChat),
    request_body = ReadBody,
    responses((status = 200, description = "The read mark and the unread count now", body = ReadAnswer))
)]
#[put("/chats/{chat_id}/read")]
async fn set_read_mark(
    api: Data<Api>,
    Signed(caller, (at, Body(body))): Signed<(InChat, Body<ReadBody>)>,
) -> Answer<ReadAnswer> {
    let (read_seq, unread) = api.app.read(&caller, at.chat_id, body.parse()?).await?;
    Ok(Json(ReadAnswer { read_seq: read_seq.number(), unread }))
}
