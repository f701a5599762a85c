//! Serves invites to groups, and join requests.

use super::bans::PeopleQuery;
use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, InChat, OfInvitation, OfInvite, OfMember, Query, Signed, ids};
use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, delete, get, post};
use domain::InviteId;
use domain::page::Limit;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::chat::{
    InvitationAnswer, InvitePage, JoinRequestPage, NewInviteAnswer, NewInviteBody, UsedInviteAnswer,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_chat_invites)
        .service(create_chat_invite)
        .service(revoke_chat_invite)
        .service(get_chat_invite)
        .service(accept_chat_invite)
        .service(list_join_requests)
        .service(accept_join_request)
        .service(decline_join_request);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct InvitesQuery {
    /// `next` of the previous page
    #[param(value_type = Uuid, required = false)]
    cursor: Option<InviteId>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for InvitesQuery {
    fn read(values: &mut Values) -> Self {
        Self {
            cursor: values.parsed("cursor", "must be `next` of a previous page", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// List the invites of a group
///
/// Newest first, without their codes: only hashes of those are stored.
#[utoipa::path(
    tag = "members",
    params(InChat, InvitesQuery),
    responses(
        (status = 200, description = "One page of invites that are not revoked", body = InvitePage),
        (status = 403, description = "`forbidden`: only owners and admins of a group may"),
    )
)]
#[get("/chats/{chat_id}/invites")]
async fn list_chat_invites(
    api: Data<Api>,
    Signed(caller, (at, Query(query))): Signed<(InChat, Query<InvitesQuery>)>,
) -> Answer<InvitePage> {
    Ok(Json(api.app.chat_invites(&caller, at.chat_id, query.cursor, query.limit).await?.into()))
}

/// Create an invite to a group
///
/// It works as long as you may add members yourself.
#[utoipa::path(
    tag = "members",
    params(InChat),
    request_body = NewInviteBody,
    responses(
        (status = 201, description = "The invite and its code", body = NewInviteAnswer),
        (status = 403, description = "`forbidden`: only owners and admins of a group may"),
    )
)]
#[post("/chats/{chat_id}/invites")]
async fn create_chat_invite(
    api: Data<Api>,
    Signed(caller, (at, Body(body))): Signed<(InChat, Body<NewInviteBody>)>,
) -> Response {
    let wanted = body.parse(api.app.clock().now())?;
    let (invite, code) = api.app.make_chat_invite(&caller, at.chat_id, wanted).await?;
    Ok(HttpResponse::Created().json(NewInviteAnswer { code, invite: invite.into() }))
}

/// Revoke an invite
///
/// Its code becomes invalid.
#[utoipa::path(
    tag = "members",
    params(OfInvite),
    responses(
        (status = 204, description = "The invite is revoked"),
        (status = 403, description = "`forbidden`: only owners and admins of a group may"),
    )
)]
#[delete("/chats/{chat_id}/invites/{invite_id}")]
async fn revoke_chat_invite(api: Data<Api>, Signed(caller, of): Signed<OfInvite>) -> Response {
    api.app.revoke_chat_invite(&caller, of.chat_id, of.invite_id).await?;
    done()
}

/// Get what an invite leads to
///
/// A code that is wrong, expired, or not for you is answered as not found.
#[utoipa::path(
    tag = "members",
    params(OfInvitation),
    responses((status = 200, description = "The group, and what using the invite would do", body = InvitationAnswer))
)]
#[get("/invites/{code}")]
async fn get_chat_invite(
    api: Data<Api>,
    Signed(caller, of): Signed<OfInvitation>,
) -> Answer<InvitationAnswer> {
    let found = api.app.chat_invitation(&caller, &of.code).await?;
    Ok(Json(InvitationAnswer::of(found.chat, &found.invite, found.entry, found.asked)))
}

/// Accept an invite to a group
///
/// Makes you a member, or sends a join request where an admin has to approve. Repeating it changes nothing, and a
/// member uses nothing up.
#[utoipa::path(
    tag = "members",
    params(OfInvitation),
    responses(
        (status = 200, description = "The group you are in now, or that your join request is pending", body = UsedInviteAnswer),
        (status = 409, description = "`group_full` or `too_many_chats`"),
    )
)]
#[post("/invites/{code}/accept")]
async fn accept_chat_invite(
    api: Data<Api>,
    Signed(caller, of): Signed<OfInvitation>,
) -> Answer<UsedInviteAnswer> {
    Ok(Json(api.app.use_chat_invite(&caller, &of.code).await?.into()))
}

/// List the join requests of a group
///
/// Ordered by id.
#[utoipa::path(
    tag = "members",
    params(InChat, PeopleQuery),
    responses(
        (status = 200, description = "One page of people", body = JoinRequestPage),
        (status = 403, description = "`forbidden`: only owners and admins of a group may see it"),
    )
)]
#[get("/chats/{chat_id}/join-requests")]
async fn list_join_requests(
    api: Data<Api>,
    Signed(caller, (at, Query(query))): Signed<(InChat, Query<PeopleQuery>)>,
) -> Answer<JoinRequestPage> {
    Ok(Json(api.app.join_requests(&caller, at.chat_id, query.cursor, query.limit).await?.into()))
}

/// Accept a join request
///
/// The person becomes a member.
#[utoipa::path(
    tag = "members",
    params(OfMember),
    responses(
        (status = 204, description = "The person is a member"),
        (status = 403, description = "`forbidden`: only owners and admins of a group may"),
        (status = 409, description = "`group_full`"),
    )
)]
#[post("/chats/{chat_id}/join-requests/{user_id}/accept")]
async fn accept_join_request(api: Data<Api>, Signed(caller, of): Signed<OfMember>) -> Response {
    api.app.accept_join_request(&caller, of.chat_id, of.user_id).await?;
    done()
}

/// Decline a join request
///
/// The person is not notified, and may ask again.
#[utoipa::path(
    tag = "members",
    params(OfMember),
    responses(
        (status = 204, description = "The join request is declined"),
        (status = 403, description = "`forbidden`: only owners and admins of a group may"),
    )
)]
#[post("/chats/{chat_id}/join-requests/{user_id}/decline")]
async fn decline_join_request(api: Data<Api>, Signed(caller, of): Signed<OfMember>) -> Response {
    api.app.decline_join_request(&caller, of.chat_id, of.user_id).await?;
    done()
}
