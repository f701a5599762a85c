//! Ways into a group: invites and the people who use them.

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
        .service(list_invites)
        .service(make_invite)
        .service(revoke_invite)
        .service(show_invite)
        .service(use_invite)
        .service(list_join_requests)
        .service(accept_join_request)
        .service(decline_join_request);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct InvitesQuery {
    /// `next` of the page before
    #[param(value_type = Uuid, required = false)]
    cursor: Option<InviteId>,
    /// At most so many
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for InvitesQuery {
    fn read(values: &mut Values) -> Self {
        Self {
            cursor: values.parsed("cursor", "must be `next` of a page before", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// Invites to a group, newest first
///
/// Without their codes: of those only hashes are kept.
#[utoipa::path(
    tag = "members",
    params(InChat, InvitesQuery),
    responses(
        (status = 200, description = "One page of invites that are not revoked", body = InvitePage),
        (status = 403, description = "`forbidden`: owners and admins may, and only in groups"),
    )
)]
#[get("/chats/{chat_id}/invites")]
async fn list_invites(
    api: Data<Api>,
    Signed(caller, (at, Query(query))): Signed<(InChat, Query<InvitesQuery>)>,
) -> Answer<InvitePage> {
    Ok(Json(api.app.chat_invites(&caller, at.chat_id, query.cursor, query.limit).await?.into()))
}

/// Make an invite to a group
///
/// It works as long as I could let people in myself.
#[utoipa::path(
    tag = "members",
    params(InChat),
    request_body = NewInviteBody,
    responses(
        (status = 201, description = "The invite and its code, which is shown here only", body = NewInviteAnswer),
        (status = 403, description = "`forbidden`: owners and admins may, and only in groups"),
    )
)]
#[post("/chats/{chat_id}/invites")]
async fn make_invite(
    api: Data<Api>,
    Signed(caller, (at, Body(body))): Signed<(InChat, Body<NewInviteBody>)>,
) -> Response {
    let wanted = body.parse(api.app.clock().now())?;
    let (invite, code) = api.app.make_chat_invite(&caller, at.chat_id, wanted).await?;
    Ok(HttpResponse::Created().json(NewInviteAnswer { code, invite: invite.into() }))
}

/// Revoke an invite
#[utoipa::path(
    tag = "members",
    params(OfInvite),
    responses(
        (status = 204, description = "Its code opens nothing any more"),
        (status = 403, description = "`forbidden`: owners and admins may, and only in groups"),
    )
)]
#[delete("/chats/{chat_id}/invites/{invite_id}")]
async fn revoke_invite(api: Data<Api>, Signed(caller, of): Signed<OfInvite>) -> Response {
    api.app.revoke_chat_invite(&caller, of.chat_id, of.invite_id).await?;
    done()
}

/// What an invite leads to
///
/// A code that is wrong, over, or not for me leads nowhere.
#[utoipa::path(
    tag = "members",
    params(OfInvitation),
    responses((status = 200, description = "The group, and what using the invite would do", body = InvitationAnswer))
)]
#[get("/invites/{code}")]
async fn show_invite(api: Data<Api>, Signed(caller, of): Signed<OfInvitation>) -> Answer<InvitationAnswer> {
    let found = api.app.chat_invitation(&caller, &of.code).await?;
    Ok(Json(InvitationAnswer::of(found.chat, &found.invite, found.entry, found.asked)))
}

/// Use an invite
///
/// Whoever is in already uses nothing up; asking again changes nothing.
#[utoipa::path(
    tag = "members",
    params(OfInvitation),
    responses(
        (status = 200, description = "The group I am in now, or word that I have to wait", body = UsedInviteAnswer),
        (status = 409, description = "`group_full` or `too_many_chats`"),
    )
)]
#[post("/invites/{code}/accept")]
async fn use_invite(api: Data<Api>, Signed(caller, of): Signed<OfInvitation>) -> Answer<UsedInviteAnswer> {
    Ok(Json(api.app.use_chat_invite(&caller, &of.code).await?.into()))
}

/// Who waits to be let into a group
#[utoipa::path(
    tag = "members",
    params(InChat, PeopleQuery),
    responses(
        (status = 200, description = "One page of people", body = JoinRequestPage),
        (status = 403, description = "`forbidden`: owners and admins may see it, and only in groups"),
    )
)]
#[get("/chats/{chat_id}/join-requests")]
async fn list_join_requests(
    api: Data<Api>,
    Signed(caller, (at, Query(query))): Signed<(InChat, Query<PeopleQuery>)>,
) -> Answer<JoinRequestPage> {
    Ok(Json(api.app.join_requests(&caller, at.chat_id, query.cursor, query.limit).await?.into()))
}

/// Let somebody in who waits
#[utoipa::path(
    tag = "members",
    params(OfMember),
    responses(
        (status = 204, description = "He is a member"),
        (status = 403, description = "`forbidden`: owners and admins may, and only in groups"),
        (status = 409, description = "`group_full`"),
    )
)]
#[post("/chats/{chat_id}/join-requests/{user_id}/accept")]
async fn accept_join_request(api: Data<Api>, Signed(caller, of): Signed<OfMember>) -> Response {
    api.app.accept_join_request(&caller, of.chat_id, of.user_id).await?;
    done()
}

/// Do not let somebody in who waits
///
/// He does not learn it, and may ask again.
#[utoipa::path(
    tag = "members",
    params(OfMember),
    responses(
        (status = 204, description = "He waits no longer"),
        (status = 403, description = "`forbidden`: owners and admins may, and only in groups"),
    )
)]
#[post("/chats/{chat_id}/join-requests/{user_id}/decline")]
async fn decline_join_request(api: Data<Api>, Signed(caller, of): Signed<OfMember>) -> Response {
    api.app.decline_join_request(&caller, of.chat_id, of.user_id).await?;
    done()
}
