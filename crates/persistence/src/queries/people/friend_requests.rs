//! Two people have at most one live friend request. Declining is silent: for the sender, a declined request stays
//! open, and asking again notifies no one for a while.

use super::super::Conn;
use super::super::sync::{my_rev, notifications};
use super::friend_request_row::{change, find, live};
use super::friends;
use super::pair::{self, Pair};
use super::standings::{self, has_blocked};
use crate::error::{Abort, Write};
use crate::input::NewNotification;
use crate::outcome::Told;
use crate::rows::people::friend::{ACCEPTED, CANCELLED, DECLINED, OPEN, RequestRow};
use crate::schema::people::friend_requests;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::PersonalChange;
use domain::friend::{DECLINED_FOR, FriendRequest};
use domain::notification::{About, Notification, NotificationKind};
use domain::{Fault, MyRev, NotificationId, RequestId, Timestamp, UserId};

/// The request as it stands, and whether it was made just now.
pub type Asked = (FriendRequest, bool);

pub async fn ask(conn: &mut Conn, me: UserId, other: UserId, new: RequestId, at: i64) -> Write<Told<Asked>> {
    let pair = pair::lock(conn, me, other).await?;
    if !pair.other.stands() || has_blocked(conn, other, me).await? {
        return Err(Fault::NotFound.into());
    }
    if has_blocked(conn, me, other).await? {
        return Err(Fault::Forbidden.into());
    }
    if pair::are_friends(conn, me, other).await? {
        return Err(Fault::AlreadyFriends.into());
    }
    let person = pair.other.clone().person();
    match live(conn, &pair).await? {
        Some(row) if row.from_id == me && !row.quiet => {
            Err(Abort::Same(Told::nothing((row.open(me, person), false))))
        }
        // It came by an address before; now it has a name, and may be seen.
        Some(mut row) if row.from_id == me => {
            row.quiet = false;
            row.from_rev = my_rev::bump(conn, me).await?;
            save(conn, &row).await?;
            let request = row.open(me, person);
            let told = vec![change(me, row.from_rev, &request)];
            Ok(Told { answer: (request, false), told })
        }
        Some(row) => {
            // The id meant for a request that is not needed names the notification.
            let told = settle(conn, &pair, row, NotificationId::from_uuid(new.uuid()), at).await?;
            Ok(Told { answer: (told.answer, false), told: told.told })
        }
        None => {
            let standing = standings::standing(conn, me, other).await?;
            if !standings::privacy(conn, other).await?.lets_add(standing) {
                return Err(Fault::Forbidden.into());
            }
            let (row, told) = open(conn, &pair, new, false, at).await?;
            Ok(Told { answer: (row.open(me, person), true), told })
        }
    }
}

/// A request to the owner of an address. Its sender learns nothing, so nothing is rejected here; `None` where no one
/// is to be asked.
pub async fn ask_quietly(
    conn: &mut Conn,
    pair: &Pair,
    new: RequestId,
    at: i64,
) -> QueryResult<Option<(RequestId, Vec<PersonalChange>)>> {
    let (me, other) = (pair.me.id, pair.other.id);
    let standing = standings::standing(conn, me, other).await?;
    let apart = standing.blocks || standing.is_blocked || standing.friend || me == other;
    let lets = standings::privacy(conn, other).await?.lets_add(standing);
    if apart || !lets || !pair.other.stands() || live(conn, pair).await?.is_some() {
        return Ok(None);
    }
    let (row, told) = open(conn, pair, new, true, at).await?;
    Ok(Some((row.id, told)))
}

pub async fn accept(
    conn: &mut Conn,
    me: UserId,
    request: RequestId,
    notification: NotificationId,
    at: i64,
) -> Write<Told<FriendRequest>> {
    let (pair, row) = locked_request(conn, me, request, false).await?;
    match row.state {
        OPEN => settle(conn, &pair, row, notification, at).await,
        ACCEPTED => Err(Abort::Same(Told::nothing(row.open(me, pair.other.person())))),
        _ => Err(Fault::NotFound.into()),
    }
}

pub async fn decline(conn: &mut Conn, me: UserId, request: RequestId, at: i64) -> Write<Told<FriendRequest>> {
    let (pair, mut row) = locked_request(conn, me, request, false).await?;
    let person = pair.other.person();
    match row.state {
        OPEN => {
            (row.state, row.declined_at) = (DECLINED, Some(at));
            row.to_rev = my_rev::bump(conn, me).await?;
            save(conn, &row).await?;
            let answer = row.open(me, person);
            let mut told = vec![change(me, row.to_rev, &answer)];
            told.extend(answered(conn, &row, at).await?);
            Ok(Told { answer, told })
        }
        DECLINED => Err(Abort::Same(Told::nothing(row.open(me, person)))),
        _ => Err(Fault::NotFound.into()),
    }
}

pub async fn cancel(conn: &mut Conn, me: UserId, request: RequestId, at: i64) -> Write<Told<()>> {
    let (pair, row) = locked_request(conn, me, request, true).await?;
    match row.state {
        OPEN | DECLINED if !row.quiet => Ok(Told { answer: (), told: withdraw(conn, &pair, row, at).await? }),
        CANCELLED if !row.quiet => Err(Abort::Same(Told::nothing(()))),
        _ => Err(Fault::NotFound.into()),
    }
}

/// The sender withdraws; the recipient is told only if they knew.
pub async fn withdraw(
    conn: &mut Conn,
    pair: &Pair,
    mut row: RequestRow,
    at: i64,
) -> QueryResult<Vec<PersonalChange>> {
    let known = row.state == OPEN;
    row.state = CANCELLED;
    let (sender, receiver) =
        if row.from_id == pair.me.id { (&pair.me, &pair.other) } else { (&pair.other, &pair.me) };
    let mut told = Vec::new();
    if !row.quiet {
        row.from_rev = my_rev::bump(conn, sender.id).await?;
        told.push(change(sender.id, row.from_rev, &row.open(sender.id, receiver.clone().person())));
    }
    if known {
        row.to_rev = my_rev::bump(conn, receiver.id).await?;
        told.push(change(receiver.id, row.to_rev, &row.open(receiver.id, sender.clone().person())));
        told.extend(answered(conn, &row, at).await?);
    }
    save(conn, &row).await?;
    Ok(told)
}

/// For a block: what I asked is withdrawn, what I was asked is declined.
pub async fn end_between(
    conn: &mut Conn,
    pair: &Pair,
    at: i64,
    told: &mut Vec<PersonalChange>,
) -> QueryResult<()> {
    let Some(mut row) = live(conn, pair).await? else { return Ok(()) };
    if row.from_id == pair.me.id {
        told.extend(withdraw(conn, pair, row, at).await?);
    } else if row.state == OPEN {
        (row.state, row.declined_at) = (DECLINED, Some(at));
        row.to_rev = my_rev::bump(conn, pair.me.id).await?;
        save(conn, &row).await?;
        told.push(change(pair.me.id, row.to_rev, &row.open(pair.me.id, pair.other.clone().person())));
        told.extend(answered(conn, &row, at).await?);
    }
    Ok(())
}

async fn open(
    conn: &mut Conn,
    pair: &Pair,
    new: RequestId,
    quiet: bool,
    at: i64,
) -> QueryResult<(RequestRow, Vec<PersonalChange>)> {
    let (me, other) = (pair.me.id, pair.other.id);
    let (low, high) = pair.ordered();
    let earliest = at - i64::try_from(DECLINED_FOR.as_millis()).unwrap_or(i64::MAX);
    let declined_at: Option<i64> = friend_requests::table
        .filter(friend_requests::from_id.eq(id(me)))
        .filter(friend_requests::to_id.eq(id(other)))
        .filter(friend_requests::declined_at.gt(earliest))
        .select(diesel::dsl::max(friend_requests::declined_at))
        .get_result(conn)
        .await?;
    let state = if declined_at.is_some() { DECLINED } else { OPEN };
    let mut row = RequestRow {
        id: new,
        from_id: me,
        to_id: other,
        low_id: low,
        high_id: high,
        state,
        quiet,
        created_at: at,
        declined_at,
        from_rev: MyRev::ZERO,
        to_rev: MyRev::ZERO,
    };
    let mut told = Vec::new();
    if !quiet {
        row.from_rev = my_rev::bump(conn, me).await?;
        told.push(change(me, row.from_rev, &row.open(me, pair.other.clone().person())));
    }
    if state == OPEN {
        row.to_rev = my_rev::bump(conn, other).await?;
        told.push(change(other, row.to_rev, &row.open(other, pair.me.clone().person())));
        let own_id = NotificationId::from_uuid(new.uuid());
        let notification = notification(own_id, NotificationKind::FriendRequest, &row, (me, other), at);
        told.extend(notifications::put(conn, notification).await?);
    }
    diesel::insert_into(friend_requests::table).values(row.clone()).execute(conn).await?;
    Ok((row, told))
}

/// The request is answered, by a yes or by one that crossed it: both become friends.
pub async fn settle<T>(
    conn: &mut Conn,
    pair: &Pair,
    mut row: RequestRow,
    new: NotificationId,
    at: i64,
) -> Result<Told<FriendRequest>, Abort<T>> {
    row.state = ACCEPTED;
    row.quiet = false;
    let (from, to) =
        if row.from_id == pair.me.id { (&pair.me, &pair.other) } else { (&pair.other, &pair.me) };
    row.from_rev = my_rev::bump(conn, from.id).await?;
    row.to_rev = my_rev::bump(conn, to.id).await?;
    save(conn, &row).await?;
    let mut told = vec![
        change(from.id, row.from_rev, &row.open(from.id, to.clone().person())),
        change(to.id, row.to_rev, &row.open(to.id, from.clone().person())),
    ];
    told.extend(answered(conn, &row, at).await?);
    let notification = notification(new, NotificationKind::FriendAccepted, &row, (to.id, from.id), at);
    told.extend(notifications::put(conn, notification).await?);
    friends::befriend(conn, pair, at, &mut told).await?;
    Ok(Told { answer: row.open(pair.me.id, pair.other.clone().person()), told })
}

/// The recipient need not be notified any more.
async fn answered(conn: &mut Conn, row: &RequestRow, at: i64) -> QueryResult<Vec<PersonalChange>> {
    notifications::remove_source(conn, NotificationKind::FriendRequest, row.id.uuid(), at).await
}

fn notification(
    id: NotificationId,
    kind: NotificationKind,
    row: &RequestRow,
    (actor, user): (UserId, UserId),
    at: i64,
) -> NewNotification {
    let notification = Notification {
        id,
        kind,
        source: row.id.uuid(),
        actor: Some(actor),
        about: About::default(),
        created_at: Timestamp::from_millis(at),
        read_at: None,
        my_rev: MyRev::ZERO,
    };
    NewNotification { user, notification, about_sealed: None }
}

/// A request that this person sent, or got; others' do not exist. It is read again under the lock.
async fn locked_request<T>(
    conn: &mut Conn,
    me: UserId,
    request: RequestId,
    sent: bool,
) -> Result<(Pair, RequestRow), Abort<T>> {
    let not_found = || Abort::Refused(Fault::NotFound);
    let row = find(conn, request).await?.ok_or_else(not_found)?;
    let (own, other) = if sent { (row.from_id, row.to_id) } else { (row.to_id, row.from_id) };
    if own != me {
        return Err(not_found());
    }
    let pair = pair::lock(conn, me, other).await?;
    let row = find(conn, request).await?.ok_or_else(not_found)?;
    Ok((pair, row))
}

async fn save(conn: &mut Conn, row: &RequestRow) -> QueryResult<usize> {
    diesel::update(friend_requests::table.find(id(row.id)))
        .set((
            friend_requests::state.eq(row.state),
            friend_requests::quiet.eq(row.quiet),
            friend_requests::declined_at.eq(row.declined_at),
            friend_requests::from_rev.eq(row.from_rev.number()),
            friend_requests::to_rev.eq(row.to_rev.number()),
        ))
        .execute(conn)
        .await
}
