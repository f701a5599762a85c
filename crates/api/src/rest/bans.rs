//! Serves bans of a group.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{InChat, OfMember, Query, Signed, ids};
use actix_web::web::{Data, Json};
use actix_web::{delete, get, post};
use domain::UserId;
use domain::member::MemberEntry;
use domain::page::{Limit, Page};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::chat::BanPage;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(ban_user).service(list_bans).service(unban_user);
}

/// People of a chat, by their ids.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PeopleQuery {
    /// `next` of the previous page
    #[param(value_type = Uuid, required = false)]
    pub cursor: Option<UserId>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    pub limit: Limit,
}

impl Parameters for PeopleQuery {
    fn read(values: &mut Values) -> Self {
        Self {
            cursor: values.parsed("cursor", "must be `next` of a previous page", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// Ban a user from a group
///
/// Removes a member; a person who is no member can be banned as well. Repeating it changes nothing.
#[utoipa::path(
    tag = "members",
    params(OfMember),
    responses(
        (status = 204, description = "The user is banned"),
        (status = 403, description = "`forbidden`: owners and admins may ban people who rank below \
            them"),
    )
)]
#[post("/chats/{chat_id}/members/{user_id}/ban")]
async fn ban_user(api: Data<Api>, Signed(caller, of): Signed<OfMember>) -> Response {
    api.app.ban(&caller, of.chat_id, of.user_id).await?;
    done()
}

/// List the people banned from a group
///
/// Ordered by id.
#[utoipa::path(
    tag = "members",
    params(InChat, PeopleQuery),
    responses(
        (status = 200, description = "One page of people", body = BanPage),
        (status = 403, description = "`forbidden`: only owners and admins of a group may see it"),
    )
)]
#[get("/chats/{chat_id}/bans")]
async fn list_bans(
    api: Data<Api>,
    Signed(caller, (at, Query(query))): Signed<(InChat, Query<PeopleQuery>)>,
) -> Answer<BanPage> {
    let page = api.app.bans(&caller, at.chat_id, query.cursor, query.limit).await?;
    let pair = |entry: MemberEntry| (entry.person, entry.member);
    Ok(Json(Page { items: page.items.into_iter().map(pair).collect(), next: page.next }.into()))
}

/// Unban a user from a group
///
/// They can join again, but are not added by this.
#[utoipa::path(
    tag = "members",
    params(OfMember),
    responses(
        (status = 204, description = "The ban is lifted"),
        (status = 403, description = "`forbidden`: only owners and admins of a group may"),
    )
)]
#[delete("/chats/{chat_id}/bans/{user_id}")]
async fn unban_user(api: Data<Api>, Signed(caller, of): Signed<OfMember>) -> Response {
    api.app.unban(&caller, of.chat_id, of.user_id).await?;
    done()
}
