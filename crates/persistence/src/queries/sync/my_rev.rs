//! `my_rev` numbers the changes that concern one person alone.

use super::super::Conn;
use crate::schema::people::users;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{MyRev, UserId};

/// The next personal revision. It locks the person's row; several people are taken in id order.
pub async fn bump(conn: &mut Conn, user: UserId) -> QueryResult<MyRev> {
    let bumped: i64 = diesel::update(users::table.find(id(user)))
        .set(users::my_rev.eq(users::my_rev + 1))
        .returning(users::my_rev)
        .get_result(conn)
        .await?;
    Ok(MyRev::from_number(bumped))
}
