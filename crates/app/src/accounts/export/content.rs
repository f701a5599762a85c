//! An export holds, in this order: the profile, sessions and settings; notifications; security events; the chats; and
//! of each chat whatever its owner may read in it, page by page. All as over the API.

use super::tar;
use crate::app::App;
use domain::account::Export;
use domain::page::{Limit, Place};
use domain::{ChatId, Fault, Result, Seq, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};
use std::time::Duration;
use wire::account::{Me, SessionItem};
use wire::audit::AuditItem;
use wire::chat::ChatAnswer;
use wire::message::Message;
use wire::notification::{Notification, NotificationSettings};

/// Pages of notifications and events in one export: more than a person looks at.
const MOST_PAGES: usize = 50;

const ABOUT_ME: i32 = 0;
const NOTIFICATIONS: i32 = 1;
const SECURITY: i32 = 2;
const CHATS: i32 = 3;
const MESSAGES: i32 = 4;

/// The next part, and where the export stands after it.
pub async fn next(app: &App, before: &Export) -> Result<(Export, Vec<u8>)> {
    let mut after = before.clone();
    let part = match before.section {
        ABOUT_ME => about_me(app, before).await?,
        NOTIFICATIONS => notifications(app, before).await?,
        SECURITY => security(app, before).await?,
        CHATS => chats(app, before).await?,
        _ => messages(app, before, &mut after).await?,
    };
    after.section = (before.section + 1).min(MESSAGES);
    after.parts += 1;
    after.size += i64::try_from(part.len()).unwrap_or_default();
    Ok((after, part))
}

async fn about_me(app: &App, export: &Export) -> Result<Vec<u8>> {
    let me: Me = app.store.profile(export.user).await?.into();
    let sessions = app.store.sessions(export.user, app.clock.now()).await?;
    let sessions = sessions.into_iter().map(|session| {
        let id = session.id;
        SessionItem::of(session, id)
    });
    let sessions: Vec<_> = sessions.collect();
    let settings = NotificationSettings::from(app.store.notification_settings(export.user).await?);
    let files = [
        file("profile.json", &json!(me), export.asked_at),
        file("sessions.json", &json!(sessions), export.asked_at),
        file("notification-settings.json", &json!(settings), export.asked_at),
    ];
    Ok(files.concat())
}

async fn notifications(app: &App, export: &Export) -> Result<Vec<u8>> {
    let (mut all, mut before) = (Vec::new(), None);
    for _ in 0..MOST_PAGES {
        let (page, _) = app.store.notifications(export.user, before, Limit::LARGEST).await?;
        before = page.items.last().map(|notification| notification.id);
        all.extend(page.items.into_iter().map(Notification::from));
        if page.next.is_none() {
            break;
        }
    }
    Ok(lines("notifications.ndjson", &all, export.asked_at))
}

async fn security(app: &App, export: &Export) -> Result<Vec<u8>> {
    let (mut all, mut before) = (Vec::new(), None);
    for _ in 0..MOST_PAGES {
        let page = app.store.security_events(export.user, before, Limit::LARGEST).await?;
        before = page.items.last().map(|(id, _)| *id);
        all.extend(page.items.into_iter().map(|(id, entry)| AuditItem::of(id, entry)));
        if page.next.is_none() {
            break;
        }
    }
    Ok(lines("security-events.ndjson", &all, export.asked_at))
}

async fn chats(app: &App, export: &Export) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    for chat in ids(app, export).await? {
        match app.store.own_chat(export.user, chat, app.clock.now()).await {
            Ok(own) => all.push(ChatAnswer::from(own)),
            // Left meanwhile.
            Err(Fault::NotFound) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(lines("chats.ndjson", &all, export.asked_at))
}

/// One page of one chat, or the end of it all.
async fn messages(app: &App, before: &Export, after: &mut Export) -> Result<Vec<u8>> {
    let now = app.clock.now();
    let chats = ids(app, before).await?;
    for chat in chats.iter().filter(|chat| before.chat.is_none_or(|at| **chat >= at)) {
        let seq = if before.chat == Some(*chat) { before.seq } else { Seq::ZERO };
        let page = match app.store.history(*chat, before.user, Place::After(seq), Limit::LARGEST, now).await {
            Ok(page) => page,
            Err(Fault::NotFound) => continue,
            Err(fault) => return Err(fault),
        };
        let (Some(first), Some(last)) = (page.messages.first(), page.messages.last()) else { continue };
        let name = format!("chats/{chat}/{:010}.ndjson", first.seq);
        after.chat = Some(*chat);
        after.seq = last.seq;
        let count = i64::try_from(page.messages.len()).unwrap_or_default();
        after.done = (before.done + count).min(before.total);
        let all: Vec<_> = page.messages.into_iter().map(Message::from).collect();
        return Ok(lines(&name, &all, before.asked_at));
    }
    after.ready = true;
    after.done = before.total;
    after.expires_at = Some(now.plus(KEPT));
    Ok(tar::end())
}

async fn ids(app: &App, export: &Export) -> Result<Vec<ChatId>> {
    let chats = app.store.chats_of(export.user).await?;
    let mut chats: Vec<ChatId> = chats.into_iter().map(|(chat, _)| chat).collect();
    chats.sort();
    Ok(chats)
}

fn file(name: &str, content: &Value, at: Timestamp) -> Vec<u8> {
    tar::file(name, format!("{content:#}\n").as_bytes(), at.seconds())
}

/// One line for each.
fn lines(name: &str, items: &[impl Serialize], at: Timestamp) -> Vec<u8> {
    let mut text = String::new();
    for item in items {
        text.push_str(&serde_json::to_string(item).unwrap_or_default());
        text.push('\n');
    }
    tar::file(name, text.as_bytes(), at.seconds())
}

pub const KEPT: Duration = Duration::from_secs(7 * 86_400);
