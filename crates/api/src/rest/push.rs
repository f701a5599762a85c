//! Web Push: the server's key, and the browsers of mine that are told while no tab is open.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::body::AUTH;
use crate::extract::{Body, OfPush, Signed};
use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, delete, get, post};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::push::{
    NewPushSubscription, PushKey, PushSubscriptionBody, PushSubscriptionItem, PushSubscriptionList,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(key).service(list).service(subscribe).service(unsubscribe);
}

/// The key to subscribe with
#[utoipa::path(
    tag = "notifications",
    responses((status = 200, description = "The same on every node, for ever", body = PushKey))
)]
#[get("/push/key")]
async fn key(api: Data<Api>, Signed(_caller, ()): Signed) -> Answer<PushKey> {
    Ok(Json(PushKey { key: api.app.push_key() }))
}

/// My browsers that are told
#[utoipa::path(
    tag = "notifications",
    responses((status = 200, description = "All of them", body = PushSubscriptionList))
)]
#[get("/push/subscriptions")]
async fn list(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<PushSubscriptionList> {
    let all = api.app.subscriptions(&caller).await?;
    let items = all
        .iter()
        .map(|push| PushSubscriptionItem::new(push.id, push.session, &push.target.endpoint, push.created_at));
    Ok(Json(PushSubscriptionList { items: items.collect(), next: None }))
}

/// Let this browser be told
///
/// Bound to this session: it ends with it. Subscribing again replaces what the same browser had; of more than
/// twenty browsers the oldest is forgotten.
#[utoipa::path(
    tag = "notifications",
    request_body = PushSubscriptionBody,
    responses((status = 201, description = "It is told from now on", body = NewPushSubscription))
)]
#[post("/push/subscriptions")]
async fn subscribe(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<PushSubscriptionBody, AUTH>>,
) -> Response {
    let (endpoint, keys) = body.parse()?;
    let id = api.app.subscribe(&caller, &endpoint, &keys.p256dh, &keys.auth).await?;
    Ok(HttpResponse::Created().json(NewPushSubscription { id: id.uuid() }))
}

/// Let a browser be told no more
#[utoipa::path(
    tag = "notifications",
    params(OfPush),
    responses((status = 204, description = "It is told nothing any more"))
)]
#[delete("/push/subscriptions/{subscription_id}")]
async fn unsubscribe(api: Data<Api>, Signed(caller, of): Signed<OfPush>) -> Response {
    api.app.unsubscribe(&caller, of.subscription_id).await?;
    done()
}
