//! Changes whose notification was lost are detected and delivered here. A hint can be lost, a node can die between
//! commit and publish: the database is asked regularly for the revisions of chats and people, and what is behind is
//! read and published.

use crate::app::App;
use crate::delivery::encode;
use crate::live::presence;
use crate::messages::MOST_BYTES;
use domain::event::{MyChanges, NotificationState, Personal, PersonalChange};
use domain::notification::NotificationChange;
use domain::page::Limit;
use domain::{ChatId, Fault, MyRev, Result, Rev, Seq, UserId};
use realtime::Outgoing;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// An early hint waits so long for the ones before it.
const EARLY: Duration = Duration::from_millis(20);
const RECONCILE_EVERY: Duration = Duration::from_secs(2);
/// While nodes do not hear each other.
const RECONCILE_ALONE: Duration = Duration::from_millis(500);
/// What is committed but still on its way to the publisher gets there in less.
const UNDER_WAY: Duration = Duration::from_millis(100);

pub async fn heal_gap(app: Arc<App>, chat: ChatId) {
    app.clock.sleep(EARLY).await;
    report(chat_up_to_now(&app, chat).await, "a chat's missing changes could not be read");
}

/// The person's own changes after that revision that were not delivered.
pub async fn heal_person(app: Arc<App>, user: UserId, after: MyRev) {
    let told = tell_person(&app, user, after).await;
    if told.is_err() {
        app.hub.take_back_my_rev(user, after);
    }
    report(told, "a person's missing changes could not be read");
}

pub async fn reconcile(app: Arc<App>) {
    loop {
        app.clock.sleep(if app.bus.is_whole() { RECONCILE_EVERY } else { RECONCILE_ALONE }).await;
        report(chats(&app).await, "chats could not be reconciled");
        report(people(&app).await, "people could not be reconciled");
    }
}

async fn chats(app: &App) -> Result<()> {
    let standings = app.hub.standings();
    if standings.is_empty() {
        return Ok(());
    }
    let stored = app.store.revs(standings.iter().map(|(chat, _)| *chat).collect()).await?;
    let stored: HashMap<ChatId, Rev> = stored.into_iter().collect();
    let mut behind = Vec::new();
    for (chat, told) in standings {
        match stored.get(&chat) {
            Some(rev) if *rev > told => behind.push((chat, *rev)),
            Some(_) => {}
            None => app.hub.end_chat(chat, &encode::removed(chat, told.next())),
        }
    }
    if !behind.is_empty() {
        app.clock.sleep(UNDER_WAY).await;
    }
    for (chat, rev) in behind {
        if app.hub.delivered(chat).is_some_and(|told| told < rev) {
            metrics::counter!("parlance_gaps_healed_total").increment(1);
            tracing::info!(event = "gap_healed", chat_id = %chat);
            chat_up_to_now(app, chat).await?;
        }
    }
    Ok(())
}

async fn people(app: &Arc<App>) -> Result<()> {
    let standings = app.hub.my_standings();
    if standings.is_empty() {
        return Ok(());
    }
    let stored = app.store.my_revs(standings.iter().map(|(user, _)| *user).collect()).await?;
    let told: HashMap<UserId, MyRev> = standings.into_iter().collect();
    let mut behind = stored;
    behind.retain(|(user, rev)| told.get(user).is_some_and(|told| told < rev));
    if behind.is_empty() {
        return Ok(());
    }
    app.clock.sleep(UNDER_WAY).await;
    let told: HashMap<UserId, MyRev> = app.hub.my_standings().into_iter().collect();
    for (user, rev) in behind {
        if let Some(told) = told.get(&user).filter(|told| **told < rev) {
            tell_person(app, user, *told).await?;
        }
    }
    Ok(())
}

async fn chat_up_to_now(app: &App, chat: ChatId) -> Result<()> {
    while let Some(after) = app.hub.delivered(chat) {
        let changes = match app.store.range(chat, after, (Limit::LARGEST, MOST_BYTES), app.clock.now()).await
        {
            Ok(changes) => changes,
            Err(Fault::NotFound) => {
                app.hub.end_chat(chat, &encode::removed(chat, after.next()));
                return Ok(());
            }
            Err(fault) => return Err(fault),
        };
        if changes.rev <= after {
            return Ok(());
        }
        let frame = |visible_from| encode::range_frame(chat, after, &changes, visible_from);
        let in_time = app.hub.deliver_range(&encode::range(chat, after, &changes, &frame));
        if in_time && !changes.more {
            return Ok(());
        }
    }
    Ok(())
}

async fn tell_person(app: &Arc<App>, user: UserId, mut after: MyRev) -> Result<()> {
    loop {
        let changes =
            app.store.my_changes(user, after, (Limit::LARGEST, MOST_BYTES), app.clock.now()).await?;
        let chats = if changes.chats.is_empty() { vec![] } else { app.store.chats_of(user).await? };
        let visible_from =
            |chat: ChatId| chats.iter().find(|(known, _)| *known == chat).map_or(Seq::MAX, |(_, from)| *from);
        for own in &changes.chats {
            let connections = app.hub.connections_of(user);
            // A chat one is out of tells nothing any more, not even its revision: the next one stands for it.
            let rev = app.hub.delivered(own.chat).map_or(own.rev, Rev::next);
            for connection in connections.iter().filter(|connection| connection.wants(own.chat)) {
                if own.joined && !connection.hears(own.chat) {
                    app.hub.subscribe(connection, own.chat, visible_from(own.chat));
                    app.hub.settle(own.chat, own.rev);
                } else if !own.joined && connection.hears(own.chat) {
                    app.hub.unsubscribe(connection, own.chat);
                    connection.mailbox.push(Outgoing::firm(encode::removed(own.chat, rev)));
                }
            }
            let membership = Personal::Membership { chat: own.chat, joined: own.joined };
            let (chat, read_seq, unread, mentions) = (own.chat, own.read_seq, own.unread, own.mentions);
            let read = Personal::Read { chat, read_seq, unread, mentions };
            let wanted =
                Personal::Preferences { chat: own.chat, preferences: Box::new(own.preferences.clone()) };
            let all = [Some(membership), own.joined.then_some(read), own.joined.then_some(wanted)];
            for what in all.into_iter().flatten() {
                let change = PersonalChange { user, my_rev: own.my_rev, what };
                app.hub.send_to(user, &Outgoing::firm(encode::bytes(change)));
            }
        }
        for change in told_alone(user, &changes).into_iter().chain(changes.others) {
            app.hub.send_to(user, &Outgoing::firm(encode::bytes(change)));
        }
        presence::review(app.clone(), user).await;
        end_dead_sessions(app, user).await?;
        // What is new by now comes by itself, or is found at the next turn.
        app.hub.note_my_rev(user, changes.my_rev);
        if !changes.more {
            return Ok(());
        }
        after = changes.my_rev;
    }
}

/// What has nothing to do with a chat: notifications and their settings.
fn told_alone(user: UserId, changes: &MyChanges) -> Vec<PersonalChange> {
    let unread = changes.unread_notifications;
    let notification = |state: &NotificationState| {
        let (my_rev, change) = match state {
            NotificationState::There(notification) => {
                (notification.my_rev, NotificationChange::Put { notification: notification.clone(), unread })
            }
            NotificationState::Removed { id, my_rev } => {
                (*my_rev, NotificationChange::Removed { id: *id, unread })
            }
        };
        PersonalChange { user, my_rev, what: Personal::Notifications(Box::new(change)) }
    };
    let settings = changes.notification_settings.clone().map(|settings| PersonalChange {
        user,
        my_rev: changes.my_rev,
        what: Personal::NotificationSettings(Box::new(settings)),
    });
    changes.notifications.iter().map(notification).chain(settings).collect()
}

/// Among what was lost may have been the end of a session.
async fn end_dead_sessions(app: &App, user: UserId) -> Result<()> {
    let sessions: Vec<_> = app.hub.connections_of(user).iter().map(|connection| connection.session).collect();
    let alive = app.store.alive_sessions(sessions.clone(), app.clock.now()).await?;
    for session in sessions.into_iter().filter(|session| !alive.contains(session)) {
        app.close_session(user, session);
    }
    Ok(())
}

fn report(result: Result<()>, what: &str) {
    match result {
        // The database is away: the next turn finds what this one missed.
        Ok(()) | Err(Fault::Unavailable { .. }) => {}
        Err(fault) => tracing::warn!(code = fault.code(), "{what}"),
    }
}
