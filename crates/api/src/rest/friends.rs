//! Serves friends, friend requests, reports, invitations by contact.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, Guest, OfInvitation, OfRequest, OfUser, Query, Signed, ids};
use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, delete, get, post};
use domain::RequestId;
use domain::friend::Direction;
use domain::page::Limit;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::people::{
    AskBody, Asking, ContactAsked, FriendInvitationAnswer, FriendPage, FriendRequestItem, FriendRequestPage,
    ReportBody, ReportMade,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_friends)
        .service(remove_friend)
        .service(list_friend_requests)
        .service(send_friend_request)
        .service(accept_friend_request)
        .service(decline_friend_request)
        .service(cancel_friend_request)
        .service(create_report)
        .service(get_contact_invitation)
        .service(accept_contact_invitation);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NamesQuery {
    /// `next` of the previous page
    #[param(value_type = String, required = false, max_length = 32)]
    pub(super) cursor: Option<String>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    pub(super) limit: Limit,
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
    /// `next` of the previous page
    #[param(value_type = String, required = false, format = "uuid")]
    cursor: Option<RequestId>,
    /// Maximum number of items
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
            cursor: values.parsed("cursor", "must be `next` of a previous page", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// List your friends
///
/// Ordered by username.
#[utoipa::path(
    tag = "friends",
    params(NamesQuery),
    responses((status = 200, description = "One page of your friends", body = FriendPage))
)]
#[get("/friends")]
async fn list_friends(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<NamesQuery>>,
) -> Answer<FriendPage> {
    Ok(Json(api.app.friends(&caller, query.cursor, query.limit).await?.into()))
}

/// End a friendship
///
/// It ends for both people.
#[utoipa::path(
    tag = "friends",
    params(OfUser),
    responses((status = 204, description = "The friendship has ended"))
)]
#[delete("/friends/{user_id}")]
async fn remove_friend(api: Data<Api>, Signed(caller, user): Signed<OfUser>) -> Response {
    api.app.unfriend(&caller, user.user_id).await?;
    done()
}

/// List your open friend requests
///
/// Incoming or outgoing ones, newest first.
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

/// Send a friend request
///
/// There is one request between two people: repeating it changes nothing, and two that cross make both friends. By
/// `contact`, the answer is the same whether or not an account has the address.
#[utoipa::path(
    tag = "friends",
    request_body = AskBody,
    responses(
        (status = 200, description = "The existing request, or the one that crossed yours", body = FriendRequestItem),
        (status = 201, description = "The new request", body = FriendRequestItem),
        (status = 202, description = "An invitation is sent to the address", body = ContactAsked),
        (status = 403, description = "`forbidden`: this person accepts no requests from you, or you have blocked \
            them"),
        (status = 404, description = "`not_found`: there is no such person for you"),
        (status = 409, description = "`already_friends`"),
    )
)]
#[post("/friend-requests")]
async fn send_friend_request(api: Data<Api>, Signed(caller, Body(body)): Signed<Body<AskBody>>) -> Response {
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

/// Accept a friend request
///
/// Both people are friends from then on.
#[utoipa::path(
    tag = "friends",
    params(OfRequest),
    responses((status = 200, description = "The request, now accepted", body = FriendRequestItem))
)]
#[post("/friend-requests/{request_id}/accept")]
async fn accept_friend_request(
    api: Data<Api>,
    Signed(caller, of): Signed<OfRequest>,
) -> Answer<FriendRequestItem> {
    Ok(Json(api.app.accept_friend(&caller, of.request_id).await?.into()))
}

/// Decline a friend request
///
/// The sender is not notified.
#[utoipa::path(
    tag = "friends",
    params(OfRequest),
    responses((status = 200, description = "The request as it is now", body = FriendRequestItem))
)]
#[post("/friend-requests/{request_id}/decline")]
async fn decline_friend_request(
    api: Data<Api>,
    Signed(caller, of): Signed<OfRequest>,
) -> Answer<FriendRequestItem> {
    Ok(Json(api.app.decline_friend(&caller, of.request_id).await?.into()))
}

/// Withdraw a friend request
///
/// The request disappears for the recipient as well.
#[utoipa::path(
    tag = "friends",
    params(OfRequest),
    responses((status = 204, description = "The request is withdrawn"))
)]
#[delete("/friend-requests/{request_id}")]
async fn cancel_friend_request(api: Data<Api>, Signed(caller, of): Signed<OfRequest>) -> Response {
    api.app.cancel_request(&caller, of.request_id).await?;
    done()
}

/// Report a person, a chat or a message
///
/// The administrators of the instance get it. A message is attached as it is now, and only if you may see it.
#[utoipa::path(
    tag = "friends",
    request_body = ReportBody,
    responses(
        (status = 201, description = "The report is queued", body = ReportMade),
        (status = 404, description = "`not_found`: there is no such person, chat or message for you"),
    )
)]
#[post("/reports")]
async fn create_report(api: Data<Api>, Signed(caller, Body(body)): Signed<Body<ReportBody>>) -> Response {
    let id = api.app.report_abuse(&caller, body.parse()?).await?;
    Ok(HttpResponse::Created().json(ReportMade::new(id)))
}

/// Get an invitation by contact
///
/// For a person who was sent this code and has no account yet: tells who invites them.
#[utoipa::path(
    tag = "friends",
    security(()),
    params(OfInvitation),
    responses((status = 200, description = "The invitation", body = FriendInvitationAnswer))
)]
#[get("/invitations/{code}")]
async fn get_contact_invitation(
    api: Data<Api>,
    Guest(_visitor, of): Guest<OfInvitation>,
) -> Answer<FriendInvitationAnswer> {
    let (inviter, expires_at) = api.app.invitation(&of.code).await?;
    Ok(Json(FriendInvitationAnswer::new(inviter, expires_at)))
}

/// Accept an invitation by contact
///
/// For a person who has an account already: makes both friends. The code is single-use.
#[utoipa::path(
    tag = "friends",
    params(OfInvitation),
    responses(
        (status = 204, description = "Both people are friends"),
        (status = 404, description = "`not_found`: it is expired, used, or your own"),
    )
)]
#[post("/invitations/{code}/accept")]
async fn accept_contact_invitation(api: Data<Api>, Signed(caller, of): Signed<OfInvitation>) -> Response {
    api.app.accept_invitation(&caller, &of.code).await?;
    done()
}
