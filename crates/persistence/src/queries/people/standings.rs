//! Relations of two people are read here: friendship, shared chats, blocks. What may be seen follows in `domain`.

use super::super::chats::membership;
use super::super::{Conn, people};
use crate::error::{Abort, Write};
use crate::outcome::Seen;
use crate::rows::people::UserRow;
use crate::rows::people::friend::{DECLINED, OPEN};
use crate::rows::people::profile::ProfileRow;
use crate::schema::people::{blocks, friend_requests, friends, profiles};
use crate::types::{CHUNK, id, ids};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::friend::Direction;
use domain::privacy::{Privacy, Sight, Standing};
use domain::{Fault, UserId};
use std::collections::{HashMap, HashSet};

pub async fn view(conn: &mut Conn, viewer: UserId, user: UserId) -> Write<Seen> {
    let found = people::find(conn, user).await?.filter(UserRow::stands);
    let row = found.ok_or(Abort::Refused(Fault::NotFound))?;
    let (standing, sight) = if viewer == user {
        let all = Sight { profile: true, online: true, last_seen: true, email: true };
        (Standing::default(), all)
    } else {
        let standing = standing(conn, viewer, user).await?;
        (standing, privacy(conn, user).await?.shows(standing))
    };
    if !sight.profile {
        return Err(Fault::NotFound.into());
    }
    let request = request_between(conn, viewer, user).await?;
    Ok(Seen { row, sight, standing, request })
}

pub async fn standing(conn: &mut Conn, viewer: UserId, user: UserId) -> QueryResult<Standing> {
    let all = standings(conn, viewer, vec![user]).await?;
    Ok(all.get(&user).copied().unwrap_or_default())
}

/// How `viewer` stands to each of these.
pub async fn standings(
    conn: &mut Conn,
    viewer: UserId,
    users: Vec<UserId>,
) -> QueryResult<HashMap<UserId, Standing>> {
    let mates: HashSet<UserId> =
        membership::acquaintances(conn, viewer, users.clone()).await?.into_iter().collect();
    let mut found = HashMap::with_capacity(users.len());
    for chunk in users.chunks(CHUNK) {
        let friendly: Vec<UserId> = friends::table
            .filter(friends::user_id.eq(id(viewer)))
            .filter(friends::friend_id.eq_any(ids(chunk)))
            .filter(friends::active.eq(true))
            .select(friends::friend_id)
            .load(conn)
            .await?;
        let blocked: Vec<UserId> = blocks::table
            .filter(blocks::user_id.eq(id(viewer)))
            .filter(blocks::blocked_id.eq_any(ids(chunk)))
            .filter(blocks::blocked.eq(true))
            .select(blocks::blocked_id)
            .load(conn)
            .await?;
        let blocking: Vec<UserId> = blocks::table
            .filter(blocks::blocked_id.eq(id(viewer)))
            .filter(blocks::user_id.eq_any(ids(chunk)))
            .filter(blocks::blocked.eq(true))
            .select(blocks::user_id)
            .load(conn)
            .await?;
        found.extend(chunk.iter().map(|user| {
            let standing = Standing {
                friend: friendly.contains(user),
                shares_chat: mates.contains(user),
                blocks: blocked.contains(user),
                is_blocked: blocking.contains(user),
            };
            (*user, standing)
        }));
    }
    Ok(found)
}

/// What `viewer` may know of each of these; strangers are left out.
pub async fn sights(
    conn: &mut Conn,
    viewer: UserId,
    users: Vec<UserId>,
) -> QueryResult<Vec<(UserId, Sight)>> {
    let standings = standings(conn, viewer, users.clone()).await?;
    let mut found = Vec::new();
    for chunk in users.chunks(CHUNK) {
        let rows: Vec<ProfileRow> = profiles::table
            .filter(profiles::user_id.eq_any(ids(chunk)))
            .select(ProfileRow::as_select())
            .load(conn)
            .await?;
        for row in rows {
            let standing = standings.get(&row.user_id).copied().unwrap_or_default();
            found.push((row.user_id, row.open().shows(standing)));
        }
    }
    Ok(found)
}

/// The same the other way round: what each of these may know of `user`.
pub async fn sights_of(
    conn: &mut Conn,
    user: UserId,
    viewers: Vec<UserId>,
) -> QueryResult<Vec<(UserId, Sight)>> {
    let privacy = privacy(conn, user).await?;
    let standings = standings(conn, user, viewers).await?;
    let turned = |standing: Standing| Standing {
        blocks: standing.is_blocked,
        is_blocked: standing.blocks,
        ..standing
    };
    Ok(standings.into_iter().map(|(viewer, standing)| (viewer, privacy.shows(turned(standing)))).collect())
}

pub async fn privacy(conn: &mut Conn, user: UserId) -> QueryResult<Privacy> {
    let row = profiles::table
        .find(id(user))
        .select(ProfileRow::as_select())
        .get_result::<ProfileRow>(conn)
        .await
        .optional()?;
    Ok(row.map(|row| row.open()).unwrap_or_default())
}

/// The request between the two that this one knows of.
async fn request_between(conn: &mut Conn, viewer: UserId, user: UserId) -> QueryResult<Option<Direction>> {
    let (low, high) = if viewer < user { (viewer, user) } else { (user, viewer) };
    let row: Option<(UserId, i32, bool)> = friend_requests::table
        .filter(friend_requests::low_id.eq(id(low)))
        .filter(friend_requests::high_id.eq(id(high)))
        .filter(friend_requests::state.eq(OPEN).or(friend_requests::state.eq(DECLINED)))
        .select((friend_requests::from_id, friend_requests::state, friend_requests::quiet))
        .get_result(conn)
        .await
        .optional()?;
    Ok(row.and_then(|(from, state, quiet)| {
        if from == viewer {
            (!quiet).then_some(Direction::Outgoing)
        } else {
            (state == OPEN).then_some(Direction::Incoming)
        }
    }))
}

/// Whether either has blocked the other.
pub async fn blocked_between(conn: &mut Conn, one: UserId, other: UserId) -> QueryResult<bool> {
    let here = blocks::user_id.eq(id(one)).and(blocks::blocked_id.eq(id(other)));
    let there = blocks::user_id.eq(id(other)).and(blocks::blocked_id.eq(id(one)));
    diesel::select(diesel::dsl::exists(blocks::table.filter(blocks::blocked.eq(true)).filter(here.or(there))))
        .get_result(conn)
        .await
}

pub async fn has_blocked(conn: &mut Conn, user: UserId, other: UserId) -> QueryResult<bool> {
    let row = blocks::table.find((id(user), id(other))).select(blocks::blocked).get_result(conn).await;
    Ok(row.optional()?.unwrap_or(false))
}
