//! Chats: list, open, make, change, end, join, leave.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, InChat, OfUser, Query, Signed, ids};
use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, delete, get, patch, post, put};
use app::{ChatsAsked, ListPlace};
use domain::Timestamp;
use domain::page::Limit;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::chat::{ChatAnswer, ChatPage, EditChatBody, MyChatBody, NewChatBody};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_chats)
        .service(create_group)
        .service(open_direct)
        .service(accept_knock)
        .service(decline_knock)
        .service(show_chat)
        .service(edit_chat)
        .service(change_my_chat)
        .service(delete_chat)
        .service(join_chat)
        .service(leave_chat);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct ChatsQuery {
    /// `next` of the page before
    #[param(
        value_type = String, required = false,
        pattern = "^[01]_(0|[1-9][0-9]{0,14})_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
    )]
    cursor: Option<ListPlace>,
    /// `true`: only those I have archived; `false`: only the others
    archived: Option<bool>,
    /// At most so many
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for ChatsQuery {
    fn read(values: &mut Values) -> Self {
        let cursor = |text: &str| {
            let (pinned, rest) = text.split_once('_')?;
            let (at, chat) = rest.split_once('_')?;
            let pinned = match pinned {
                "0" => false,
                "1" => true,
                _ => return None,
            };
            let active_at = Timestamp::from_millis(ids::number(at)?);
            Some(ListPlace { pinned, active_at, chat: ids::id(chat)? })
        };
        Self {
            cursor: values.parsed("cursor", "must be `next` of a page before", cursor),
            archived: values.parsed("archived", "must be `true` or `false`", |text| text.parse().ok()),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// My chats: pinned ones first, then by newest activity
#[utoipa::path(
    tag = "chats",
    params(ChatsQuery),
    responses((status = 200, description = "One page of my chats", body = ChatPage))
)]
#[get("/chats")]
async fn list_chats(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<ChatsQuery>>,
) -> Answer<ChatPage> {
    let ChatsQuery { cursor, archived, limit } = query;
    Ok(Json(api.app.chats(&caller, ChatsAsked { after: cursor, archived, limit }).await?.into()))
}

/// Make a group
#[utoipa::path(
    tag = "chats",
    request_body = NewChatBody,
    responses(
        (status = 200, description = "The group I made with this `client_id` before, as it is now", body = ChatAnswer),
        (status = 201, description = "The new group, with me as its owner", body = ChatAnswer),
        (status = 409, description = "`handle_taken`, `group_full` or `too_many_chats`"),
    )
)]
#[post("/chats")]
async fn create_group(api: Data<Api>, Signed(caller, Body(body)): Signed<Body<NewChatBody>>) -> Response {
    let (chat, new) = api.app.create_group(&caller, body.parse()?).await?;
    let mut response = if new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(response.json(ChatAnswer::from(chat)))
}

/// Open the direct chat with somebody
///
/// There is one for each pair of people, whoever opens it and however often. A stranger may have to be let in
/// first: `me.request` says so.
#[utoipa::path(
    tag = "chats",
    params(OfUser),
    responses(
        (status = 200, description = "The chat there was already", body = ChatAnswer),
        (status = 201, description = "The new chat", body = ChatAnswer),
        (status = 403, description = "`forbidden`: only friends may write to him, or I have blocked him"),
        (status = 409, description = "`too_many_chats`"),
        (status = 422, description = "`validation_failed`: a direct chat is with somebody else"),
    )
)]
#[put("/chats/direct/{user_id}")]
async fn open_direct(api: Data<Api>, Signed(caller, peer): Signed<OfUser>) -> Response {
    let (chat, new) = api.app.open_direct(&caller, peer.user_id).await?;
    let mut response = if new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(response.json(ChatAnswer::from(chat)))
}

/// Let somebody in who wants to write to me
///
/// Answering him does the same.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses((status = 200, description = "The chat, open to both from now on", body = ChatAnswer))
)]
#[post("/chats/{chat_id}/accept")]
async fn accept_knock(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Answer<ChatAnswer> {
    Ok(Json(api.app.accept_knock(&caller, at.chat_id).await?.into()))
}

/// Leave a message request unanswered
///
/// The chat is gone for me; the other one does not learn it. Opening it from my side lets him in after all.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses((status = 204, description = "The chat is gone, for me alone"))
)]
#[post("/chats/{chat_id}/decline")]
async fn decline_knock(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Response {
    api.app.decline_knock(&caller, at.chat_id).await?;
    done()
}

/// A chat of mine
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses((status = 200, description = "The chat as I see it", body = ChatAnswer))
)]
#[get("/chats/{chat_id}")]
async fn show_chat(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Answer<ChatAnswer> {
    Ok(Json(api.app.chat(&caller, at.chat_id).await?.into()))
}

/// Change a group
#[utoipa::path(
    tag = "chats",
    params(InChat),
    request_body = EditChatBody,
    responses(
        (status = 200, description = "The group as it is now", body = ChatAnswer),
        (status = 403, description = "`forbidden`: owners and admins may, and only in groups"),
        (status = 409, description = "`handle_taken`"),
    )
)]
#[patch("/chats/{chat_id}")]
async fn edit_chat(
    api: Data<Api>,
    Signed(caller, (at, Body(body))): Signed<(InChat, Body<EditChatBody>)>,
) -> Answer<ChatAnswer> {
    Ok(Json(api.app.edit_group(&caller, at.chat_id, body.parse()?).await?.into()))
}

/// Choose what I want of a chat for myself
///
/// All my devices are told. A silent chat counts all the same, but no browser is told of it.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    request_body = MyChatBody,
    responses(
        (status = 200, description = "The chat as I see it now", body = ChatAnswer),
        (status = 409, description = "`too_many_pinned_chats`"),
    )
)]
#[patch("/chats/{chat_id}/me")]
async fn change_my_chat(
    api: Data<Api>,
    Signed(caller, (at, Body(body))): Signed<(InChat, Body<MyChatBody>)>,
) -> Answer<ChatAnswer> {
    Ok(Json(api.app.edit_mine(&caller, at.chat_id, body.parse()?).await?.into()))
}

/// End a group, for everybody and for good
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses(
        (status = 204, description = "The group and all its messages are gone"),
        (status = 403, description = "`forbidden`: an owner may, and only in groups"),
    )
)]
#[delete("/chats/{chat_id}")]
async fn delete_chat(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Response {
    api.app.delete_group(&caller, at.chat_id).await?;
    done()
}

/// Join a public group
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses(
        (status = 200, description = "The group; also where I am in it already", body = ChatAnswer),
        (status = 409, description = "`group_full` or `too_many_chats`"),
    )
)]
#[post("/chats/{chat_id}/join")]
async fn join_chat(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Answer<ChatAnswer> {
    Ok(Json(api.app.join(&caller, at.chat_id).await?.into()))
}

/// Leave a group
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses(
        (status = 204, description = "I am out"),
        (status = 403, description = "`forbidden`: a direct chat cannot be left"),
        (status = 409, description = "`last_owner`: somebody else must be an owner first"),
    )
)]
#[post("/chats/{chat_id}/leave")]
async fn leave_chat(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Response {
    api.app.leave(&caller, at.chat_id).await?;
    done()
}
