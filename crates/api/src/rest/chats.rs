//! Serves chats: list, open, create, update, delete, join, leave, and message requests.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, InChat, OfUser, Query, Signed, ids};
use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, delete, get, patch, post, put};
use domain::Timestamp;
use domain::chat::{ChatsAsked, ListPlace};
use domain::page::Limit;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::chat::{ChatAnswer, ChatPage, EditChatBody, MyChatBody, NewChatBody};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_chats)
        .service(create_group)
        .service(open_direct_chat)
        .service(accept_message_request)
        .service(decline_message_request)
        .service(get_chat)
        .service(update_group)
        .service(update_chat_preferences)
        .service(delete_group)
        .service(join_group)
        .service(leave_group);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct ChatsQuery {
    /// `next` of the previous page
    #[param(
        value_type = String, required = false,
        pattern = "^[01]_(0|[1-9][0-9]{0,14})_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
    )]
    cursor: Option<ListPlace>,
    /// `true`: only chats you archived; `false`: only the others
    archived: Option<bool>,
    /// Maximum number of items
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
            cursor: values.parsed("cursor", "must be `next` of a previous page", cursor),
            archived: values.parsed("archived", "must be `true` or `false`", |text| text.parse().ok()),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// List your chats
///
/// Pinned ones first, then by latest activity.
#[utoipa::path(
    tag = "chats",
    params(ChatsQuery),
    responses((status = 200, description = "One page of your chats", body = ChatPage))
)]
#[get("/chats")]
async fn list_chats(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<ChatsQuery>>,
) -> Answer<ChatPage> {
    let ChatsQuery { cursor, archived, limit } = query;
    Ok(Json(api.app.chats(&caller, ChatsAsked { after: cursor, archived, limit }).await?.into()))
}

/// Create a group
///
/// You become its owner. Repeating the request with the same `client_id` creates nothing new.
#[utoipa::path(
    tag = "chats",
    request_body = NewChatBody,
    responses(
        (status = 200, description = "The group you created with this `client_id` before, as it is now", body = ChatAnswer),
        (status = 201, description = "The new group, with you as its owner", body = ChatAnswer),
        (status = 409, description = "`handle_taken`, `group_full` or `too_many_chats`"),
    )
)]
#[post("/chats")]
async fn create_group(api: Data<Api>, Signed(caller, Body(body)): Signed<Body<NewChatBody>>) -> Response {
    let (chat, new) = api.app.create_group(&caller, body.parse()?).await?;
    let mut response = if new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(response.json(ChatAnswer::from(chat)))
}

/// Open the direct chat with a user
///
/// There is one for each pair of people, no matter who opens it or how often. Between strangers it begins as a
/// message request: `me.request` says so. With your own id it is the chat in which you save messages for yourself.
#[utoipa::path(
    tag = "chats",
    params(OfUser),
    responses(
        (status = 200, description = "The existing chat", body = ChatAnswer),
        (status = 201, description = "The new chat", body = ChatAnswer),
        (status = 403, description = "`forbidden`: only friends may write to this person, or you have blocked \
            them"),
        (status = 409, description = "`too_many_chats`"),
    )
)]
#[put("/chats/direct/{user_id}")]
async fn open_direct_chat(api: Data<Api>, Signed(caller, peer): Signed<OfUser>) -> Response {
    let (chat, new) = api.app.open_direct(&caller, peer.user_id).await?;
    let mut response = if new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(response.json(ChatAnswer::from(chat)))
}

/// Accept a message request
///
/// Replying in the chat accepts it as well.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses((status = 200, description = "The chat, now open to both", body = ChatAnswer))
)]
#[post("/chats/{chat_id}/accept")]
async fn accept_message_request(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Answer<ChatAnswer> {
    Ok(Json(api.app.accept_message_request(&caller, at.chat_id).await?.into()))
}

/// Decline a message request
///
/// Removes the chat from your list; the sender is not notified. Opening the chat later accepts the request.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses((status = 204, description = "The chat is removed from your list"))
)]
#[post("/chats/{chat_id}/decline")]
async fn decline_message_request(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Response {
    api.app.decline_message_request(&caller, at.chat_id).await?;
    done()
}

/// Get a chat
///
/// With your own preferences and unread count in it.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses((status = 200, description = "The chat", body = ChatAnswer))
)]
#[get("/chats/{chat_id}")]
async fn get_chat(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Answer<ChatAnswer> {
    Ok(Json(api.app.chat(&caller, at.chat_id).await?.into()))
}

/// Change a group
///
/// Omitted fields keep their values. A service message announces a new title.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    request_body = EditChatBody,
    responses(
        (status = 200, description = "The group as it is now", body = ChatAnswer),
        (status = 403, description = "`forbidden`: only owners and admins of a group may"),
        (status = 409, description = "`handle_taken`"),
    )
)]
#[patch("/chats/{chat_id}")]
async fn update_group(
    api: Data<Api>,
    Signed(caller, (at, Body(body))): Signed<(InChat, Body<EditChatBody>)>,
) -> Answer<ChatAnswer> {
    Ok(Json(api.app.edit_group(&caller, at.chat_id, body.parse()?).await?.into()))
}

/// Change your preferences for a chat
///
/// They are sent to all your devices. A muted chat still counts unread messages, but sends no push notifications.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    request_body = MyChatBody,
    responses(
        (status = 200, description = "The chat as it is now", body = ChatAnswer),
        (status = 409, description = "`too_many_pinned_chats`"),
    )
)]
#[patch("/chats/{chat_id}/me")]
async fn update_chat_preferences(
    api: Data<Api>,
    Signed(caller, (at, Body(body))): Signed<(InChat, Body<MyChatBody>)>,
) -> Answer<ChatAnswer> {
    Ok(Json(api.app.edit_preferences(&caller, at.chat_id, body.parse()?).await?.into()))
}

/// Delete a group for everyone
///
/// Permanently, with all its messages.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses(
        (status = 204, description = "The group and all its messages are deleted"),
        (status = 403, description = "`forbidden`: only an owner of a group may"),
    )
)]
#[delete("/chats/{chat_id}")]
async fn delete_group(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Response {
    api.app.delete_group(&caller, at.chat_id).await?;
    done()
}

/// Join a public group
///
/// Also accepts a notification `group_invitation`.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses(
        (status = 200, description = "The group; also where you are a member already", body = ChatAnswer),
        (status = 409, description = "`group_full` or `too_many_chats`"),
    )
)]
#[post("/chats/{chat_id}/join")]
async fn join_group(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Answer<ChatAnswer> {
    Ok(Json(api.app.join(&caller, at.chat_id).await?.into()))
}

/// Leave a group
///
/// The last owner has to make another member an owner first.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses(
        (status = 204, description = "You are no longer a member"),
        (status = 403, description = "`forbidden`: a direct chat cannot be left"),
        (status = 409, description = "`last_owner`: another member has to be an owner first"),
    )
)]
#[post("/chats/{chat_id}/leave")]
async fn leave_group(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Response {
    api.app.leave(&caller, at.chat_id).await?;
    done()
}
