//! Friend requests are listed here. Must not change any.

use super::super::{Conn, people};
use super::friend_request_row::change;
use crate::rows::people::UserRow;
use crate::rows::people::friend::{DECLINED, OPEN, RequestRow};
use crate::schema::people::friend_requests;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::PersonalChange;
use domain::{MyRev, RequestId, UserId};

/// Newest first; of outgoing ones those that their sender may know of.
pub async fn list(
    conn: &mut Conn,
    user: UserId,
    incoming: bool,
    before: Option<RequestId>,
    limit: i64,
) -> QueryResult<Vec<(RequestRow, UserRow)>> {
    let mut rows = friend_requests::table
        .order(friend_requests::id.desc())
        .limit(limit)
        .select(RequestRow::as_select())
        .into_boxed();
    rows = if incoming {
        rows.filter(friend_requests::to_id.eq(id(user))).filter(friend_requests::state.eq(OPEN))
    } else {
        rows.filter(friend_requests::from_id.eq(id(user)))
            .filter(friend_requests::state.eq(OPEN).or(friend_requests::state.eq(DECLINED)))
            .filter(friend_requests::quiet.eq(false))
    };
    if let Some(before) = before {
        rows = rows.filter(friend_requests::id.lt(id(before)));
    }
    let rows: Vec<RequestRow> = rows.load(conn).await?;
    with_people(conn, user, rows).await
}

pub async fn changes(
    conn: &mut Conn,
    user: UserId,
    after: MyRev,
    up_to: MyRev,
    limit: i64,
) -> QueryResult<Vec<PersonalChange>> {
    let own =
        friend_requests::table.filter(friend_requests::from_id.eq(id(user))).select(RequestRow::as_select());
    let sent: Vec<RequestRow> =
        changed!(own, friend_requests::from_rev, after, up_to, limit).load(conn).await?;
    let own =
        friend_requests::table.filter(friend_requests::to_id.eq(id(user))).select(RequestRow::as_select());
    let got: Vec<RequestRow> = changed!(own, friend_requests::to_rev, after, up_to, limit).load(conn).await?;
    let rows = with_people(conn, user, sent.into_iter().chain(got).collect()).await?;
    let told = |(row, other): (RequestRow, UserRow)| {
        let my_rev = if row.from_id == user { row.from_rev } else { row.to_rev };
        change(user, my_rev, &row.open(user, other.person()))
    };
    Ok(rows.into_iter().map(told).collect())
}

async fn with_people(
    conn: &mut Conn,
    user: UserId,
    rows: Vec<RequestRow>,
) -> QueryResult<Vec<(RequestRow, UserRow)>> {
    let other = |row: &RequestRow| if row.from_id == user { row.to_id } else { row.from_id };
    let known = people::some(conn, rows.iter().map(other).collect()).await?;
    let with = |row: RequestRow| {
        let person = known.iter().find(|person| person.id == other(&row))?.clone();
        Some((row, person))
    };
    Ok(rows.into_iter().filter_map(with).collect())
}
