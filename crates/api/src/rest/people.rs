//! People, and what they can say of themselves.

use super::Answer;
use crate::Api;
use crate::extract::{Guest, OfUser, Signed};
use actix_web::get;
use actix_web::web::{Data, Json};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::account::{CountryList, LanguageList, UserCard};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(show_user).service(list_languages).service(list_countries);
}

/// A person
#[utoipa::path(
    tag = "people",
    params(OfUser),
    responses((status = 200, description = "What everybody may see of a person", body = UserCard))
)]
#[get("/users/{user_id}")]
async fn show_user(api: Data<Api>, Signed(caller, user): Signed<OfUser>) -> Answer<UserCard> {
    Ok(Json(api.app.person(&caller, user.user_id).await?.into()))
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
