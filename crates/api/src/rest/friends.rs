//! Friends, requests, blocks, reports, invitations.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, Guest, OfInvitation, OfRequest, OfUser, Query, Signed, ids};
use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, delete, get, post, put};
use domain::RequestId;
use domain::friend::Direction;
use domain::page::Limit;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::people::{
    AskBody, Asking, BlockPage, ContactAsked, FriendInvitationAnswer, FriendPage, FriendRequestItem,
    FriendRequestPage, ReportBody, ReportMade,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_friends)
        .service(unfriend)
        .service(list_friend_requests)
        .service(ask_friend)
        .service(accept_friend)
        .service(decline_friend)
        .service(cancel_friend_request)
        .service(list_blocks)
        .service(block_user)
        .service(unblock_user)
        .service(report_abuse)
        .service(show_invitation)
        .service(accept_invitation);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct NamesQuery {
    /// `next` of the page before
    #[param(value_type = String, required = false, max_length = 32)]
    cursor: Option<String>,
    /// At most so many
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for NamesQuery {
    fn read(values: &mut Values) -> Self {
        Self { cursor: values.cursor(), limit: values.limit(Limit::OTHERS) }
    }
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct RequestsQuery {
    /// `incoming` (the default) or `outgoing`
    #[param(value_type = String, required = false, pattern = "^(incoming|outgoing)$", default = "incoming")]
    direction: Direction,
    /// `next` of the page before
    #[param(value_type = String, required = false, format = "uuid")]
    cursor: Option<RequestId>,
    /// At most so many
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for RequestsQuery {
    fn read(values: &mut Values) -> Self {
        let direction = |text: &str| match text {
            "incoming" => Some(Direction::Incoming),
            "outgoing" => Some(Direction::Outgoing),
            _ => None,
        };
        Self {
            direction: values
                .parsed("direction", "must be incoming or outgoing", direction)
                .unwrap_or(Direction::Incoming),
            cursor: values.parsed("cursor", "must be `next` of a page before", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// My friends, by username
#[utoipa::path(
    tag = "friends",
    params(NamesQuery),
    responses((status = 200, description = "One page of my friends", body = FriendPage))
)]
#[get("/friends")]
async fn list_friends(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<NamesQuery>>,
) -> Answer<FriendPage> {
    Ok(Json(api.app.friends(&caller, query.cursor, query.limit).await?.into()))
}

/// End a friendship
#[utoipa::path(
    tag = "friends",
    params(OfUser),
    responses((status = 204, description = "We are friends no longer"))
)]
#[delete("/friends/{user_id}")]
async fn unfriend(api: Data<Api>, Signed(caller, user): Signed<OfUser>) -> Response {
    api.app.unfriend(&caller, user.user_id).await?;
    done()
}

/// My open friend requests, newest first
#[utoipa::path(
    tag = "friends",
    params(RequestsQuery),
    responses((status = 200, description = "One page of requests", body = FriendRequestPage))
)]
#[get("/friend-requests")]
async fn list_friend_requests(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<RequestsQuery>>,
) -> Answer<FriendRequestPage> {
    let RequestsQuery { direction, cursor, limit } = query;
    Ok(Json(api.app.friend_requests(&caller, direction, cursor, limit).await?.into()))
}

/// Ask somebody to become friends
///
/// One request for each two people: asking again changes nothing, and one that crosses another makes both friends.
/// By `contact` the answer is the same whether or not somebody here has the address.
#[utoipa::path(
    tag = "friends",
    request_body = AskBody,
    responses(
        (status = 200, description = "The request there was already, or that crossed mine", body = FriendRequestItem),
        (status = 201, description = "The new request", body = FriendRequestItem),
        (status = 202, description = "It goes to the address", body = ContactAsked),
        (status = 403, description = "`forbidden`: this person takes none from me, or I have blocked him"),
        (status = 404, description = "`not_found`: nobody I can ask"),
        (status = 409, description = "`already_friends`"),
    )
)]
#[post("/friend-requests")]
async fn ask_friend(api: Data<Api>, Signed(caller, Body(body)): Signed<Body<AskBody>>) -> Response {
    let (request, new) = match body.parse()? {
        Asking::User(user) => api.app.ask_friend(&caller, user).await?,
        Asking::Named(name) => api.app.ask_friend_named(&caller, name).await?,
        Asking::Contact(contact) => {
            let id = api.app.invite_by_contact(&caller, contact).await?;
            return Ok(HttpResponse::Accepted().json(ContactAsked::new(id)));
        }
    };
    let mut response = if new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(response.json(FriendRequestItem::from(request)))
}

/// Become friends
#[utoipa::path(
    tag = "friends",
    params(OfRequest),
    responses((status = 200, description = "The request; we are friends", body = FriendRequestItem))
)]
#[post("/friend-requests/{request_id}/accept")]
async fn accept_friend(api: Data<Api>, Signed(caller, of): Signed<OfRequest>) -> Answer<FriendRequestItem> {
    Ok(Json(api.app.accept_friend(&caller, of.request_id).await?.into()))
}

/// Decline a request
///
/// Whoever sent it is not told.
#[utoipa::path(
    tag = "friends",
    params(OfRequest),
    responses((status = 200, description = "The request as I see it now", body = FriendRequestItem))
)]
#[post("/friend-requests/{request_id}/decline")]
async fn decline_friend(api: Data<Api>, Signed(caller, of): Signed<OfRequest>) -> Answer<FriendRequestItem> {
    Ok(Json(api.app.decline_friend(&caller, of.request_id).await?.into()))
}

/// Take a request of mine back
#[utoipa::path(
    tag = "friends",
    params(OfRequest),
    responses((status = 204, description = "It is gone"))
)]
#[delete("/friend-requests/{request_id}")]
async fn cancel_friend_request(api: Data<Api>, Signed(caller, of): Signed<OfRequest>) -> Response {
    api.app.cancel_request(&caller, of.request_id).await?;
    done()
}

/// Whom I have blocked, by username
#[utoipa::path(
    tag = "friends",
    params(NamesQuery),
    responses((status = 200, description = "One page of people", body = BlockPage))
)]
#[get("/me/blocks")]
async fn list_blocks(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<NamesQuery>>,
) -> Answer<BlockPage> {
    Ok(Json(api.app.blocks(&caller, query.cursor, query.limit).await?.into()))
}

/// Block somebody
///
/// Ends friendship and requests. We see nothing of each other's presence, and for the other I do not exist.
#[utoipa::path(
    tag = "friends",
    params(OfUser),
    responses(
        (status = 204, description = "Blocked; also where it was before"),
        (status = 422, description = "`validation_failed`: not myself"),
    )
)]
#[put("/me/blocks/{user_id}")]
async fn block_user(api: Data<Api>, Signed(caller, user): Signed<OfUser>) -> Response {
    api.app.block(&caller, user.user_id).await?;
    done()
}

/// Block somebody no longer
///
/// What the block ended does not come back.
#[utoipa::path(
    tag = "friends",
    params(OfUser),
    responses((status = 204, description = "Not blocked; also where it was so before"))
)]
#[delete("/me/blocks/{user_id}")]
async fn unblock_user(api: Data<Api>, Signed(caller, user): Signed<OfUser>) -> Response {
    api.app.unblock(&caller, user.user_id).await?;
    done()
}

/// Report a person, a chat or a message
///
/// To whoever looks after this server. A message goes with the report as it is now, and only if I may see it.
#[utoipa::path(
    tag = "friends",
    request_body = ReportBody,
    responses(
        (status = 201, description = "It waits to be looked at", body = ReportMade),
        (status = 404, description = "`not_found`: no such person, chat or message for me"),
    )
)]
#[post("/reports")]
async fn report_abuse(api: Data<Api>, Signed(caller, Body(body)): Signed<Body<ReportBody>>) -> Response {
    let id = api.app.report_abuse(&caller, body.parse()?).await?;
    Ok(HttpResponse::Created().json(ReportMade::new(id)))
}

/// Who invites me
///
/// For somebody who has a letter with this code and no account yet.
#[utoipa::path(
    tag = "friends",
    security(()),
    params(OfInvitation),
    responses((status = 200, description = "The invitation", body = FriendInvitationAnswer))
)]
#[get("/invitations/{code}")]
async fn show_invitation(
    api: Data<Api>,
    Guest(_visitor, of): Guest<OfInvitation>,
) -> Answer<FriendInvitationAnswer> {
    let (inviter, expires_at) = api.app.invitation(&of.code).await?;
    Ok(Json(FriendInvitationAnswer::new(inviter, expires_at)))
}

/// Accept an invitation by letter
///
/// For a person who has an account already: we become friends. It works once.
#[utoipa::path(
    tag = "friends",
    params(OfInvitation),
    responses(
        (status = 204, description = "We are friends"),
        (status = 404, description = "`not_found`: it is over, used, or my own"),
    )
)]
#[post("/invitations/{code}/accept")]
async fn accept_invitation(api: Data<Api>, Signed(caller, of): Signed<OfInvitation>) -> Response {
    api.app.accept_invitation(&caller, &of.code).await?;
    done()
}
