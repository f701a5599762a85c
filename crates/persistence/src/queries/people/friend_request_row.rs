//! One friend request is found and described here. Must not change any.

use super::super::Conn;
use super::pair::Pair;
use crate::rows::people::friend::{DECLINED, OPEN, RequestRow};
use crate::schema::people::friend_requests;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::{Personal, PersonalChange};
use domain::friend::FriendRequest;
use domain::{MyRev, RequestId, UserId};

/// The live request of a pair, sent by either.
pub async fn live(conn: &mut Conn, pair: &Pair) -> QueryResult<Option<RequestRow>> {
    let (low, high) = pair.ordered();
    friend_requests::table
        .filter(friend_requests::low_id.eq(id(low)))
        .filter(friend_requests::high_id.eq(id(high)))
        .filter(friend_requests::state.eq(OPEN).or(friend_requests::state.eq(DECLINED)))
        .select(RequestRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

pub async fn find(conn: &mut Conn, request: RequestId) -> QueryResult<Option<RequestRow>> {
    friend_requests::table.find(id(request)).select(RequestRow::as_select()).get_result(conn).await.optional()
}

pub fn change(user: UserId, my_rev: MyRev, request: &FriendRequest) -> PersonalChange {
    PersonalChange { user, my_rev, what: Personal::Request(request.clone()) }
}
