//! Serves people, and the languages and countries they can name.

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
        .service(get_user_by_username)
        .service(get_user)
        .service(list_languages)
        .service(list_countries);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// A part of a username or display name, at least 2 letters; case and accents are ignored
    #[param(min_length = 2, max_length = 64)]
    q: String,
    /// `next` of the previous page
    #[param(value_type = String, required = false, max_length = 32)]
    cursor: Option<String>,
    /// Maximum number of items
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

/// Search for people
///
/// By a part of a username or display name. People who chose not to be found are left out, and so are those you
/// blocked or who blocked you.
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

/// Get a person
///
/// A person who has blocked you is answered as not found.
#[utoipa::path(
    tag = "people",
    params(OfUser),
    responses((status = 200, description = "The profile, as far as you may see it", body = ProfileAnswer))
)]
#[get("/users/{user_id}")]
async fn get_user(api: Data<Api>, Signed(caller, user): Signed<OfUser>) -> Answer<ProfileAnswer> {
    Ok(Json(api.app.person(&caller, user.user_id).await?.into()))
}

/// Get a person by username
///
/// A person who has blocked you is answered as not found.
#[utoipa::path(
    tag = "people",
    params(Named),
    responses((status = 200, description = "The profile, as far as you may see it", body = ProfileAnswer))
)]
#[get("/users/by-username/{username}")]
async fn get_user_by_username(api: Data<Api>, Signed(caller, named): Signed<Named>) -> Answer<ProfileAnswer> {
    Ok(Json(api.app.person_named(&caller, &named.username).await?.into()))
}

/// List the languages people can speak and learn
///
/// With their codes and names. Needs no session.
#[utoipa::path(
    tag = "people",
    security(()),
    responses((status = 200, description = "All of them", body = LanguageList))
)]
#[get("/languages")]
async fn list_languages(_: Guest) -> Json<LanguageList> {
    Json(LanguageList::all())
}

/// List the countries people can live in
///
/// With their codes and names. Needs no session.
#[utoipa::path(
    tag = "people",
    security(()),
    responses((status = 200, description = "All of them", body = CountryList))
)]
#[get("/countries")]
async fn list_countries(_: Guest) -> Json<CountryList> {
    Json(CountryList::all())
}
