//! Serves members of a chat: list, add, change roles, remove.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, InChat, OfMember, Query, Signed, ids};
use actix_web::web::{Data, Json};
use actix_web::{delete, get, patch, post};
use domain::UserId;
use domain::member::MemberEntry;
use domain::page::{Limit, Page};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::chat::{AddMembersBody, ChatAnswer, MemberPage, RoleBody};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_members).service(add_members).service(set_member_role).service(remove_member);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct MembersQuery {
    /// `next` of the previous page
    #[param(value_type = Uuid, required = false)]
    cursor: Option<UserId>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for MembersQuery {
    fn read(values: &mut Values) -> Self {
        Self {
            cursor: values.parsed("cursor", "must be `next` of a previous page", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// List the members of a chat
///
/// Ordered by id.
#[utoipa::path(
    tag = "members",
    params(InChat, MembersQuery),
    responses((status = 200, description = "One page of members", body = MemberPage))
)]
#[get("/chats/{chat_id}/members")]
async fn list_members(
    api: Data<Api>,
    Signed(caller, (at, Query(query))): Signed<(InChat, Query<MembersQuery>)>,
) -> Answer<MemberPage> {
    let page = api.app.members(&caller, at.chat_id, query.cursor, query.limit).await?;
    let pair = |entry: MemberEntry| (entry.person, entry.member);
    Ok(Json(Page { items: page.items.into_iter().map(pair).collect(), next: page.next }.into()))
}

/// Add people to a group
///
/// A person who is in very many chats already is invited instead: they get a notification `group_invitation`,
/// accept it by `POST /chats/{chat_id}/join`, and decline it by removing the notification.
#[utoipa::path(
    tag = "members",
    params(InChat),
    request_body = AddMembersBody,
    responses(
        (status = 200, description = "The group as it is now", body = ChatAnswer),
        (status = 403, description = "`forbidden`: only owners and admins of a group may"),
        (status = 409, description = "`group_full`"),
    )
)]
#[post("/chats/{chat_id}/members")]
async fn add_members(
    api: Data<Api>,
    Signed(caller, (at, Body(body))): Signed<(InChat, Body<AddMembersBody>)>,
) -> Answer<ChatAnswer> {
    Ok(Json(api.app.add_members(&caller, at.chat_id, body.parse()?).await?.into()))
}

/// Change a member's role
///
/// Owner, admin or member.
#[utoipa::path(
    tag = "members",
    params(OfMember),
    request_body = RoleBody,
    responses(
        (status = 204, description = "The member has the role"),
        (status = 403, description = "`forbidden`: only an owner of a group may"),
        (status = 409, description = "`last_owner`: another member has to be an owner first"),
    )
)]
#[patch("/chats/{chat_id}/members/{user_id}")]
async fn set_member_role(
    api: Data<Api>,
    Signed(caller, (of, Body(body))): Signed<(OfMember, Body<RoleBody>)>,
) -> Response {
    api.app.set_role(&caller, of.chat_id, of.user_id, body.into_domain()).await?;
    done()
}

/// Remove a member from a group
///
/// They can come back by an invite or, in a public group, by joining.
#[utoipa::path(
    tag = "members",
    params(OfMember),
    responses(
        (status = 204, description = "The member is removed"),
        (status = 403, description = "`forbidden`: owners and admins may remove members who rank below \
            them"),
    )
)]
#[delete("/chats/{chat_id}/members/{user_id}")]
async fn remove_member(api: Data<Api>, Signed(caller, of): Signed<OfMember>) -> Response {
    api.app.remove_member(&caller, of.chat_id, of.user_id).await?;
    done()
}
