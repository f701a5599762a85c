//! Serves catch-up: what changed after a revision, in one chat, in many, and for the caller alone.

use super::Answer;
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, InChat, Query, Signed};
use crate::problem::problem;
use crate::request::RequestId;
use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, get, post};
use domain::page::Limit;
use domain::{MyRev, Rev};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::changes::{ChangesAnswer, ChatChanges, ManyChangesAnswer, ManyChangesBody, MyChangesAnswer};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_chat_changes).service(list_changes_of_chats).service(list_own_changes);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct ChangesQuery {
    /// The last revision you know
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    after: i64,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 200)]
    limit: Limit,
}

impl Parameters for ChangesQuery {
    fn read(values: &mut Values) -> Self {
        Self { after: values.required("after", 0), limit: values.limit(Limit::LARGEST) }
    }
}

/// List what changed in a chat
///
/// The latest state of everything that changed after the revision `after`, or `reset` where the chat has to be
/// loaded again.
#[utoipa::path(
    tag = "changes",
    params(InChat, ChangesQuery),
    responses((status = 200, description = "The changes up to `rev`", body = ChangesAnswer))
)]
#[get("/chats/{chat_id}/changes")]
async fn list_chat_changes(
    api: Data<Api>,
    Signed(caller, (at, Query(query))): Signed<(InChat, Query<ChangesQuery>)>,
) -> Answer<ChangesAnswer> {
    Ok(Json(api.app.changes(&caller, at.chat_id, Rev::from_number(query.after), query.limit).await?.into()))
}

/// List what changed in many chats
///
/// Each chat has a result of its own: its changes, or why you get none.
#[utoipa::path(
    tag = "changes",
    request_body = ManyChangesBody,
    responses((status = 200, description = "The changes of each chat", body = ManyChangesAnswer))
)]
#[post("/changes")]
async fn list_changes_of_chats(
    api: Data<Api>,
    request: HttpRequest,
    Signed(caller, Body(body)): Signed<Body<ManyChangesBody>>,
) -> Answer<ManyChangesAnswer> {
    let answers = api.app.changes_of_many(&caller, body.parse()?).await?;
    let id = RequestId::of(&request);
    let items = answers
        .into_iter()
        .map(|(chat, answer)| ChatChanges::of(chat, answer.map_err(|fault| problem(&fault, &id))));
    Ok(Json(ManyChangesAnswer { items: items.collect() }))
}

/// List what changed for you
///
/// Which chats you are in and how far you have read, as far as it changed after the revision `after`.
#[utoipa::path(
    tag = "changes",
    params(ChangesQuery),
    responses((status = 200, description = "The changes up to `my_rev`", body = MyChangesAnswer))
)]
#[get("/me/changes")]
async fn list_own_changes(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<ChangesQuery>>,
) -> Answer<MyChangesAnswer> {
    Ok(Json(api.app.my_changes(&caller, MyRev::from_number(query.after), query.limit).await?.into()))
}
