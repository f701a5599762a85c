//! People, and what they can say of themselves.

use super::Answer;
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Guest, Named, OfUser, Query, Signed};
use actix_web::get;
use actix_web::web::{Data, Json};
use domain::page::Limit;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::account::{CountryList, LanguageList};
use wire::people::{ProfileAnswer, UserPage};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(search_users)
        .service(show_user_named)
        .service(show_user)
        .service(list_languages)
        .service(list_countries);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// A part of a username or of a name: at least 2 letters; case and accents do not matter
    #[param(min_length = 2, max_length = 64)]
    q: String,
    /// `next` of the page before
    #[param(value_type = String, required = false, max_length = 32)]
    cursor: Option<String>,
    /// At most so many
    #[param(value_type = i32, required = false, minimum = 1, maximum = 20, default = 20)]
    limit: Limit,
}

impl Parameters for SearchQuery {
    fn read(values: &mut Values) -> Self {
        let q = values.text("q");
        if q.is_none() {
            values.refuse("q", "required", "is required");
        }
        let cursor = values.cursor();
        let limit = values.limit(Limit::OTHERS);
        if limit.rows() > Limit::OTHERS.rows() {
            values.refuse("limit", "invalid", "must be a whole number from 1 to 20");
        }
        Self { q: q.unwrap_or_default(), cursor, limit }
    }
}

/// Find people
///
/// By a part of a username or of a name. Whoever does not want to be found, or is blocked either way, is not.
#[utoipa::path(
    tag = "people",
    params(SearchQuery),
    responses((status = 200, description = "One page of people, by username", body = UserPage))
)]
#[get("/users")]
async fn search_users(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<SearchQuery>>,
) -> Answer<UserPage> {
    Ok(Json(api.app.search_people(&caller, &query.q, query.cursor, query.limit).await?.into()))
}

/// A person
///
/// Whoever has blocked me does not exist for me.
#[utoipa::path(
    tag = "people",
    params(OfUser),
    responses((status = 200, description = "What I may see of a person", body = ProfileAnswer))
)]
#[get("/users/{user_id}")]
async fn show_user(api: Data<Api>, Signed(caller, user): Signed<OfUser>) -> Answer<ProfileAnswer> {
    Ok(Json(api.app.person(&caller, user.user_id).await?.into()))
}

/// A person by username
#[utoipa::path(
    tag = "people",
    params(Named),
    responses((status = 200, description = "What I may see of a person", body = ProfileAnswer))
)]
#[get("/users/by-username/{username}")]
async fn show_user_named(api: Data<Api>, Signed(caller, named): Signed<Named>) -> Answer<ProfileAnswer> {
    Ok(Json(api.app.person_named(&caller, &named.username).await?.into()))
}

/// Languages people can speak and learn
#[utoipa::path(
    tag = "people",
    security(()),
    responses((status = 200, description = "All of them", body = LanguageList))
)]
#[get("/languages")]
async fn list_languages(_: Guest) -> Json<LanguageList> {
    Json(LanguageList::all())
}

/// Countries people can live in
#[utoipa::path(
    tag = "people",
    security(()),
    responses((status = 200, description = "All of them", body = CountryList))
)]
#[get("/countries")]
async fn list_countries(_: Guest) -> Json<CountryList> {
    Json(CountryList::all())
}
