//! Blocks: a blocked person is no friend, has no request, and does not see the one who blocked. The first statement
//! of everything between two people locks both their rows, always in the same order.

use super::super::chats::direct;
use super::super::operators::audit;
use super::super::sync::my_rev;
use super::super::{Conn, people};
use super::friends;
use super::pair::{self, Pair};
use super::standings::has_blocked;
use crate::error::{Abort, Write};
use crate::outcome::Told;
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::UserRow;
use crate::schema::people::{blocks, users};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::{Personal, PersonalChange};
use domain::privacy::DmFrom;
use domain::{Fault, MyRev, UserId};

pub async fn block(conn: &mut Conn, me: UserId, other: UserId, at: i64, entry: AuditRow) -> Write<Told<()>> {
    let pair = pair::lock(conn, me, other).await?;
    if has_blocked(conn, me, other).await? {
        return Err(Abort::Same(Told::nothing(())));
    }
    let mut told = Vec::new();
    friends::part(conn, &pair, at, &mut told).await?;
    super::friend_requests::end_between(conn, &pair, at, &mut told).await?;
    told.push(write(conn, &pair, true, at).await?);
    // A block shuts the door whatever else holds.
    told.extend(direct::update_request_states(conn, &pair, DmFrom::Requests).await?);
    audit::insert(conn, entry).await?;
    Ok(Told { answer: (), told })
}

pub async fn unblock(
    conn: &mut Conn,
    me: UserId,
    other: UserId,
    usual: DmFrom,
    at: i64,
    entry: AuditRow,
) -> Write<Told<()>> {
    let pair = pair::lock(conn, me, other).await?;
    if !has_blocked(conn, me, other).await? {
        return Err(Abort::Same(Told::nothing(())));
    }
    let mut told = vec![write(conn, &pair, false, at).await?];
    told.extend(direct::update_request_states(conn, &pair, usual).await?);
    audit::insert(conn, entry).await?;
    Ok(Told { answer: (), told })
}

/// The people a person has blocked, by username.
pub async fn list(
    conn: &mut Conn,
    user: UserId,
    after: Option<String>,
    limit: i64,
) -> QueryResult<Vec<(i64, UserRow)>> {
    let people = blocks::table
        .inner_join(users::table.on(users::id.eq(blocks::blocked_id)))
        .filter(blocks::user_id.eq(id(user)))
        .filter(blocks::blocked.eq(true))
        .select((blocks::since, UserRow::as_select()));
    page!(people, users::username, after, limit).load(conn).await
}

/// What changed for one person since, for their other devices.
pub async fn changes(
    conn: &mut Conn,
    user: UserId,
    after: MyRev,
    up_to: MyRev,
    limit: i64,
) -> QueryResult<Vec<PersonalChange>> {
    let own = blocks::table.filter(blocks::user_id.eq(id(user))).select((
        blocks::my_rev,
        blocks::blocked_id,
        blocks::blocked,
    ));
    let rows: Vec<(i64, UserId, bool)> =
        changed!(own, blocks::my_rev, after, up_to, limit).load(conn).await?;
    let change = |(my_rev, other, blocked)| PersonalChange {
        user,
        my_rev: MyRev::from_number(my_rev),
        what: Personal::Block { user: other, blocked },
    };
    Ok(rows.into_iter().map(change).collect())
}

async fn write(conn: &mut Conn, pair: &Pair, blocked: bool, at: i64) -> QueryResult<PersonalChange> {
    let (me, other) = (pair.me.id, pair.other.id);
    let my_rev = my_rev::bump(conn, me).await?;
    upsert!(
        blocks,
        (
            blocks::user_id.eq(id(me)),
            blocks::blocked_id.eq(id(other)),
            blocks::blocked.eq(blocked),
            blocks::since.eq(at),
            blocks::my_rev.eq(my_rev.number()),
        ),
        (user_id, blocked_id),
        (blocked, since, my_rev)
    )
    .execute(conn)
    .await?;
    Ok(PersonalChange { user: me, my_rev, what: Personal::Block { user: other, blocked } })
}

/// An active person who has not blocked this one, by username.
pub async fn find_for(conn: &mut Conn, me: UserId, username: String) -> Write<UserId> {
    let row = people::by_username(conn, username).await?.filter(UserRow::stands);
    let row = row.ok_or(Abort::Refused(Fault::NotFound))?;
    if has_blocked(conn, row.id, me).await? {
        return Err(Fault::NotFound.into());
    }
    Ok(row.id)
}
