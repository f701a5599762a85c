//! Serves groups: the public ones, and their pictures.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{InChat, Picture, Query, Signed, ids};
use actix_web::web::{Data, Json};
use actix_web::{delete, get, put};
use domain::ChatId;
use domain::language::Language;
use domain::page::Limit;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::chat::{ChatAnswer, GroupPage};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(explore_groups).service(set_group_avatar).service(remove_group_avatar);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct ExploreQuery {
    /// A part of the title or the handle
    #[param(value_type = String, required = false, min_length = 1, max_length = 100)]
    q: Option<String>,
    /// The code of a language of the group
    #[param(value_type = String, required = false, min_length = 2, max_length = 2)]
    language: Option<Language>,
    /// `next` of the previous page
    #[param(
        value_type = String, required = false,
        pattern = "^(0|[1-9][0-9]{0,14})_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
    )]
    cursor: Option<(i64, ChatId)>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for ExploreQuery {
    fn read(values: &mut Values) -> Self {
        let part = |text: &str| (1..=100).contains(&text.chars().count()).then(|| text.to_owned());
        let cursor = |text: &str| {
            let (members, chat) = text.split_once('_')?;
            Some((ids::number(members)?, ids::id(chat)?))
        };
        Self {
            q: values.parsed("q", "must have 1 to 100 letters", part),
            language: values
                .parsed("language", "must be a code of /languages", |code| Language::parse(code).ok()),
            cursor: values.parsed("cursor", "must be `next` of a previous page", cursor),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// List public groups you are not in
///
/// The largest first.
#[utoipa::path(
    tag = "chats",
    params(ExploreQuery),
    responses((status = 200, description = "One page of groups", body = GroupPage))
)]
#[get("/chats/explore")]
async fn explore_groups(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<ExploreQuery>>,
) -> Answer<GroupPage> {
    let page = api.app.explore(&caller, query.q, query.language, query.cursor, query.limit).await?;
    Ok(Json(page.into()))
}

/// Set a group's picture
///
/// It is cropped to a square and re-encoded, like a person's picture.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    request_body(content = Vec<u8>, content_type = "image/*", description = "The image file"),
    responses(
        (status = 200, description = "The group with the new picture", body = ChatAnswer),
        (status = 403, description = "`forbidden`: only owners and admins of a group may"),
        (status = 413, description = "`too_large`"),
        (status = 415, description = "`unsupported_media_type`: the content is none of the four types, whatever \
            the header says"),
        (status = 422, description = "`validation_failed`: `unreadable` or `too_many_pixels`"),
    )
)]
#[put("/chats/{chat_id}/avatar")]
async fn set_group_avatar(
    api: Data<Api>,
    Signed(caller, (at, Picture(bytes))): Signed<(InChat, Picture)>,
) -> Answer<ChatAnswer> {
    Ok(Json(api.app.set_chat_avatar(&caller, at.chat_id, bytes).await?.into()))
}

/// Remove a group's picture
///
/// Succeeds as well where there is none.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses(
        (status = 204, description = "The picture is removed"),
        (status = 403, description = "`forbidden`: only owners and admins of a group may"),
    )
)]
#[delete("/chats/{chat_id}/avatar")]
async fn remove_group_avatar(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Response {
    api.app.remove_chat_avatar(&caller, at.chat_id).await?;
    done()
}
