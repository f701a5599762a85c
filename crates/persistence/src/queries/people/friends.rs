//! Two friends have two rows, one for each. Everything between two people begins with a lock on both their rows, in
//! the order of their ids, so that the second of two crossing requests sees the first.

use super::super::chats::direct;
use super::super::sync::my_rev;
use super::super::{Conn, people};
use super::pair::{Pair, are_friends, lock};
use crate::error::{Abort, Write};
use crate::outcome::Told;
use crate::rows::people::UserRow;
use crate::schema::people::{friends, users};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::bounds::may_befriend_another;
use domain::event::{Personal, PersonalChange};
use domain::friend::FriendChange;
use domain::privacy::DmFrom;
use domain::{Fault, MyRev, UserId};

/// Both become friends, and both are told.
pub async fn befriend<T>(
    conn: &mut Conn,
    pair: &Pair,
    at: i64,
    told: &mut Vec<PersonalChange>,
) -> Result<(), Abort<T>> {
    for user in [&pair.me, &pair.other] {
        let count: i64 = friends::table
            .filter(friends::user_id.eq(id(user.id)))
            .filter(friends::active.eq(true))
            .count()
            .get_result(conn)
            .await?;
        may_befriend_another(count)?;
    }
    told.push(write(conn, &pair.me, &pair.other, true, at).await?);
    told.push(write(conn, &pair.other, &pair.me, true, at).await?);
    // Friends need no consent, so the instance's default does not matter.
    told.extend(direct::update_request_states(conn, pair, DmFrom::Requests).await?);
    Ok(())
}

/// Both are friends no longer, if they were.
pub async fn part(
    conn: &mut Conn,
    pair: &Pair,
    at: i64,
    told: &mut Vec<PersonalChange>,
) -> QueryResult<bool> {
    if !are_friends(conn, pair.me.id, pair.other.id).await? {
        return Ok(false);
    }
    told.push(write(conn, &pair.me, &pair.other, false, at).await?);
    told.push(write(conn, &pair.other, &pair.me, false, at).await?);
    Ok(true)
}

pub async fn unfriend(conn: &mut Conn, me: UserId, other: UserId, usual: DmFrom, at: i64) -> Write<Told<()>> {
    let pair = lock(conn, me, other).await?;
    let mut told = Vec::new();
    if !part(conn, &pair, at, &mut told).await? {
        return Err(Fault::NotFound.into());
    }
    told.extend(direct::update_request_states(conn, &pair, usual).await?);
    Ok(Told { answer: (), told })
}

/// A person's friends by username, and since when.
pub async fn list(
    conn: &mut Conn,
    user: UserId,
    after: Option<String>,
    limit: i64,
) -> QueryResult<Vec<(i64, UserRow)>> {
    let people = friends::table
        .inner_join(users::table.on(users::id.eq(friends::friend_id)))
        .filter(friends::user_id.eq(id(user)))
        .filter(friends::active.eq(true))
        .select((friends::since, UserRow::as_select()));
    page!(people, users::username, after, limit).load(conn).await
}

pub async fn ids_of(conn: &mut Conn, user: UserId) -> QueryResult<Vec<UserId>> {
    friends::table
        .filter(friends::user_id.eq(id(user)))
        .filter(friends::active.eq(true))
        .select(friends::friend_id)
        .load(conn)
        .await
}

pub async fn changes(
    conn: &mut Conn,
    user: UserId,
    after: MyRev,
    up_to: MyRev,
    limit: i64,
) -> QueryResult<Vec<PersonalChange>> {
    let own = friends::table.filter(friends::user_id.eq(id(user))).select((
        friends::my_rev,
        friends::friend_id,
        friends::active,
    ));
    let rows: Vec<(i64, UserId, bool)> =
        changed!(own, friends::my_rev, after, up_to, limit).load(conn).await?;
    let known = people::some(conn, rows.iter().map(|(_, friend, _)| *friend).collect()).await?;
    let change = |(my_rev, friend, friends): (i64, UserId, bool)| {
        let my_rev = MyRev::from_number(my_rev);
        let person = known.iter().find(|row| row.id == friend)?.clone().person();
        Some(PersonalChange { user, my_rev, what: Personal::Friend(FriendChange { person, friends }) })
    };
    Ok(rows.into_iter().filter_map(change).collect())
}

async fn write(
    conn: &mut Conn,
    user: &UserRow,
    friend: &UserRow,
    friends: bool,
    at: i64,
) -> QueryResult<PersonalChange> {
    let my_rev = my_rev::bump(conn, user.id).await?;
    upsert!(
        friends,
        (
            friends::user_id.eq(id(user.id)),
            friends::friend_id.eq(id(friend.id)),
            friends::active.eq(friends),
            friends::since.eq(at),
            friends::my_rev.eq(my_rev.number()),
        ),
        (user_id, friend_id),
        (active, since, my_rev)
    )
    .execute(conn)
    .await?;
    let what = Personal::Friend(FriendChange { person: friend.clone().person(), friends });
    Ok(PersonalChange { user: user.id, my_rev, what })
}
