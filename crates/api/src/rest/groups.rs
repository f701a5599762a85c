//! Groups: the public ones anybody can find, and their pictures.

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
    config.service(explore_groups).service(set_chat_avatar).service(remove_chat_avatar);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct ExploreQuery {
    /// A part of the title or the handle
    #[param(value_type = String, required = false, min_length = 1, max_length = 100)]
    q: Option<String>,
    /// The code of a language spoken or learnt there
    #[param(value_type = String, required = false, min_length = 2, max_length = 2)]
    language: Option<Language>,
    /// `next` of the page before
    #[param(
        value_type = String, required = false,
        pattern = "^(0|[1-9][0-9]{0,14})_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
    )]
    cursor: Option<(i64, ChatId)>,
    /// At most so many
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
            cursor: values.parsed("cursor", "must be `next` of a page before", cursor),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// Public groups I am not in
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

/// Give a group a picture
///
/// As with people: it is cut square and written anew.
#[utoipa::path(
    tag = "chats",
    params(InChat),
    request_body(content = Vec<u8>, content_type = "image/*", description = "The picture itself"),
    responses(
        (status = 200, description = "The group with the new picture", body = ChatAnswer),
        (status = 403, description = "`forbidden`: owners and admins may, and only in groups"),
        (status = 413, description = "`too_large`"),
        (status = 415, description = "`unsupported_media_type`: not one of the four, whatever it is called"),
        (status = 422, description = "`validation_failed`: `unreadable` or `too_many_pixels`"),
    )
)]
#[put("/chats/{chat_id}/avatar")]
async fn set_chat_avatar(
    api: Data<Api>,
    Signed(caller, (at, Picture(bytes))): Signed<(InChat, Picture)>,
) -> Answer<ChatAnswer> {
    Ok(Json(api.app.set_chat_avatar(&caller, at.chat_id, bytes).await?.into()))
}

/// Take a group's picture away
#[utoipa::path(
    tag = "chats",
    params(InChat),
    responses(
        (status = 204, description = "There is no picture any more"),
        (status = 403, description = "`forbidden`: owners and admins may, and only in groups"),
    )
)]
#[delete("/chats/{chat_id}/avatar")]
async fn remove_chat_avatar(api: Data<Api>, Signed(caller, at): Signed<InChat>) -> Response {
    api.app.remove_chat_avatar(&caller, at.chat_id).await?;
    done()
}
