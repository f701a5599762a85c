//! Serves the people a person has blocked. Must not know what a block ends.

use super::friends::NamesQuery;
use super::{Answer, Response, done};
use crate::Api;
use crate::extract::{OfUser, Query, Signed};
use actix_web::web::{Data, Json};
use actix_web::{delete, get, put};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::people::BlockPage;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_blocked_users).service(block_user).service(unblock_user);
}

/// List the people you have blocked
///
/// Ordered by username.
#[utoipa::path(
    tag = "friends",
    params(NamesQuery),
    responses((status = 200, description = "One page of people", body = BlockPage))
)]
#[get("/me/blocks")]
async fn list_blocked_users(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<NamesQuery>>,
) -> Answer<BlockPage> {
    Ok(Json(api.app.blocks(&caller, query.cursor, query.limit).await?.into()))
}

/// Block a user
///
/// Ends a friendship and open requests. Neither sees the other's presence, and the blocked person cannot find you.
#[utoipa::path(
    tag = "friends",
    params(OfUser),
    responses(
        (status = 204, description = "The user is blocked; also where they were before"),
        (status = 422, description = "`validation_failed`: you cannot block yourself"),
    )
)]
#[put("/me/blocks/{user_id}")]
async fn block_user(api: Data<Api>, Signed(caller, user): Signed<OfUser>) -> Response {
    api.app.block(&caller, user.user_id).await?;
    done()
}

/// Unblock a user
///
/// What the block ended is not restored.
#[utoipa::path(
    tag = "friends",
    params(OfUser),
    responses((status = 204, description = "The user is not blocked; also where they were not before"))
)]
#[delete("/me/blocks/{user_id}")]
async fn unblock_user(api: Data<Api>, Signed(caller, user): Signed<OfUser>) -> Response {
    api.app.unblock(&caller, user.user_id).await?;
    done()
}
