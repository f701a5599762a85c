//! Serves Web Push: the server's key, and the caller's push subscriptions.

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
    config
        .service(get_push_key)
        .service(list_push_subscriptions)
        .service(create_push_subscription)
        .service(delete_push_subscription);
}

/// Get the key to subscribe with
///
/// The VAPID public key, which browsers need to subscribe. It is the same on every node and does not change.
#[utoipa::path(
    tag = "notifications",
    responses((status = 200, description = "The public key", body = PushKey))
)]
#[get("/push/key")]
async fn get_push_key(api: Data<Api>, Signed(_caller, ()): Signed) -> Answer<PushKey> {
    Ok(Json(PushKey { key: api.app.push_key() }))
}

/// List your push subscriptions
///
/// One for each browser that gets push notifications.
#[utoipa::path(
    tag = "notifications",
    responses((status = 200, description = "All of them", body = PushSubscriptionList))
)]
#[get("/push/subscriptions")]
async fn list_push_subscriptions(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<PushSubscriptionList> {
    let all = api.app.subscriptions(&caller).await?;
    let items = all
        .iter()
        .map(|push| PushSubscriptionItem::new(push.id, push.session, &push.target.endpoint, push.created_at));
    Ok(Json(PushSubscriptionList { items: items.collect(), next: None }))
}

/// Create a push subscription
///
/// It ends with this session. Subscribing again replaces the subscription of the same browser; beyond twenty, the
/// oldest one is deleted.
#[utoipa::path(
    tag = "notifications",
    request_body = PushSubscriptionBody,
    responses((status = 201, description = "The subscription is created", body = NewPushSubscription))
)]
#[post("/push/subscriptions")]
async fn create_push_subscription(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<PushSubscriptionBody, AUTH>>,
) -> Response {
    let (endpoint, keys) = body.parse()?;
    let id = api.app.subscribe(&caller, &endpoint, &keys.p256dh, &keys.auth).await?;
    Ok(HttpResponse::Created().json(NewPushSubscription { id: id.uuid() }))
}

/// Delete a push subscription
///
/// That browser gets no more push notifications.
#[utoipa::path(
    tag = "notifications",
    params(OfPush),
    responses((status = 204, description = "The subscription is deleted"))
)]
#[delete("/push/subscriptions/{subscription_id}")]
async fn delete_push_subscription(api: Data<Api>, Signed(caller, of): Signed<OfPush>) -> Response {
    api.app.unsubscribe(&caller, of.subscription_id).await?;
    done()
}
