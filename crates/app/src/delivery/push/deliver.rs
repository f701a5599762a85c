//! This turns hints into pushes: it decides whether a person wants to be notified now, of what, and how often a push
//! service is asked. Must not know when hints come.

use crate::app::App;
use crate::outside::push_service::Delivery;
use auth::web_push::BrowserKeys;
use domain::message::Body;
use domain::notification::{Notification, NotificationKind, NotificationSettings, PREVIEW};
use domain::{ChatId, Result, UserId};
use persistence::store::sync::pushes::Push;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

/// A browser that is off for longer learns the rest when it comes back.
const KEPT: Duration = Duration::from_secs(24 * 3600);
/// Waits between tries at a push service that cannot just now; after the last one it is given up.
const AGAIN: [Duration; 3] = [Duration::from_secs(2), Duration::from_secs(10), Duration::from_secs(60)];

/// What one person is told, and how a push service may treat it.
struct Telling {
    payload: Value,
    /// A newer one with the same topic takes the place of one that waits.
    topic: String,
    urgent: bool,
}

pub async fn push_chat(app: Arc<App>, chat: ChatId, authors: HashSet<UserId>) {
    if let Err(fault) = tell_chat(&app, chat, &authors).await {
        tracing::warn!(event = "push_failed", code = fault.code(), chat_id = %chat);
    }
}

pub async fn push_notification(app: Arc<App>, user: UserId, notification: Box<Notification>, unread: i64) {
    if let Err(fault) = tell_notification(&app, user, &notification, unread).await {
        tracing::warn!(event = "push_failed", code = fault.code(), user_id = %user);
    }
}

async fn tell_chat(app: &App, chat: ChatId, authors: &HashSet<UserId>) -> Result<()> {
    for reader in app.store.push_readers(chat, app.clock.now()).await? {
        let only_their_own = authors.len() == 1 && authors.contains(&reader.user);
        if only_their_own {
            continue;
        }
        let Some(settings) = wants(app, reader.user).await? else { continue };
        let mut payload = json!({"type": "message", "chat_id": chat.uuid(), "count": reader.unread});
        if settings.push_content {
            add_content(app, reader.user, chat, &mut payload).await?;
        }
        let telling = Telling { payload, topic: chat.uuid().simple().to_string(), urgent: true };
        tell(app, reader.user, &telling).await?;
    }
    Ok(())
}

async fn tell_notification(app: &App, user: UserId, notification: &Notification, unread: i64) -> Result<()> {
    let Some(settings) = wants(app, user).await? else { return Ok(()) };
    let kind = notification.kind.name();
    let mut payload =
        json!({"type": "notification", "id": notification.id.uuid(), "kind": kind, "count": unread});
    if settings.push_content
        && let Some(fields) = payload.as_object_mut()
    {
        fields.insert("preview".to_owned(), json!(notification.about.preview));
        fields.insert("event".to_owned(), json!(notification.about.event));
        let author = match notification.actor {
            Some(actor) => app.store.person(actor).await.map(|person| person.display_name).ok(),
            None => None,
        };
        fields.insert("author".to_owned(), json!(author));
    }
    let urgent = notification.kind == NotificationKind::Security;
    tell(app, user, &Telling { payload, topic: notification.id.uuid().simple().to_string(), urgent }).await
}

/// People who are looking already, or want silence, are not pushed to.
async fn wants(app: &App, user: UserId) -> Result<Option<NotificationSettings>> {
    if !app.hub.connections_of(user).is_empty() || app.hub.is_elsewhere(user) {
        return Ok(None);
    }
    let settings = app.store.notification_settings(user).await?;
    Ok(settings.lets_push(app.clock.now()).then_some(settings))
}

async fn add_content(app: &App, user: UserId, chat: ChatId, payload: &mut Value) -> Result<()> {
    let own = app.store.own_chat(user, chat, app.clock.now()).await?;
    let Some(message) = own.last_message else { return Ok(()) };
    let author = app.store.person(message.author).await.map(|person| person.display_name).ok();
    payload["title"] = json!(own.chat.title);
    payload["author"] = json!(author);
    payload["text"] = match &message.body {
        Body::Text(text) => json!(domain::markup::preview(text, PREVIEW)),
        Body::Service(_) | Body::Deleted | Body::Unreadable => Value::Null,
    };
    Ok(())
}

async fn tell(app: &App, user: UserId, telling: &Telling) -> Result<()> {
    let payload = telling.payload.to_string();
    for push in app.store.pushes(user, app.clock.now()).await? {
        if one(app, &push, payload.as_bytes(), telling).await == Delivery::Gone {
            tracing::info!(event = "push_subscription_gone", user_id = %user, push_id = %push.id);
            app.store.drop_dead_push(push.id).await?;
        }
    }
    Ok(())
}

async fn one(app: &App, push: &Push, payload: &[u8], telling: &Telling) -> Delivery {
    let service = &app.pushing.service;
    // The rules may be stricter by now than when it was taken.
    let Some(url) = service.rules.allow(&push.target.endpoint) else { return Delivery::Refused };
    let mut delivery = Delivery::Refused;
    for wait in [Duration::ZERO].into_iter().chain(AGAIN) {
        app.clock.sleep(wait).await;
        let origin = url.origin().ascii_serialization();
        let keys = BrowserKeys::from_bytes(&push.target.p256dh, &push.target.auth);
        let body = keys.and_then(|keys| keys.encrypt(payload, app.random));
        let (Ok(body), Ok(word)) = (body, app.pushing.vapid.authorization(&origin, app.clock.now())) else {
            return Delivery::Gone;
        };
        let headers = [
            ("Authorization", word),
            ("Content-Encoding", "aes128gcm".to_owned()),
            ("Content-Type", "application/octet-stream".to_owned()),
            ("TTL", KEPT.as_secs().to_string()),
            ("Urgency", if telling.urgent { "high" } else { "normal" }.to_owned()),
            ("Topic", telling.topic.clone()),
        ];
        delivery = service.send(url.clone(), &headers, body).await;
        if delivery != Delivery::Later {
            return delivery;
        }
    }
    tracing::info!(event = "push_given_up", push_id = %push.id);
    delivery
}
