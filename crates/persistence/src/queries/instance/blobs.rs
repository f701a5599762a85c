//! The database knows blobs by these rows. A row comes before its bytes and goes after them, so that nothing lies in
//! the store that no row names.

use super::super::Conn;
use super::super::chats::{self, membership};
use super::super::people::standings;
use crate::error::{Abort, Write};
use crate::rows::instance::blob::{CHATS, FileRow};
use crate::schema::instance::files;
use crate::types::{StoredId, id};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{ChatId, Fault, FileId, UserId};

pub async fn add(conn: &mut Conn, rows: Vec<FileRow>) -> Write<()> {
    for row in rows {
        diesel::insert_into(files::table).values(row).execute(conn).await?;
    }
    Ok(())
}

/// A file that is held: a person's for readers they have not blocked, a chat's for readers who may see the chat.
pub async fn for_reader(conn: &mut Conn, reader: UserId, file: FileId, part: i32) -> Write<FileRow> {
    let row: Option<FileRow> = files::table
        .find((id(file), part))
        .filter(files::gone_at.is_null())
        .select(FileRow::as_select())
        .get_result(conn)
        .await
        .optional()?;
    let row = row.ok_or(Abort::Refused(Fault::NotFound))?;
    let shown = if row.kind == CHATS {
        let chat = ChatId::from_uuid(row.owner_id.uuid());
        let public = chats::find(conn, chat).await?.is_some_and(|chat| chat.is_public());
        public || membership::find(conn, chat, reader).await?.is_some_and(|member| member.open().is_joined())
    } else {
        let owner = UserId::from_uuid(row.owner_id.uuid());
        !standings::standing(conn, reader, owner).await?.is_blocked
    };
    if shown { Ok(row) } else { Err(Fault::NotFound.into()) }
}

/// From here on the file stays.
pub async fn hold(conn: &mut Conn, file: FileId) -> QueryResult<usize> {
    diesel::update(files::table.filter(files::id.eq(id(file))))
        .set(files::gone_at.eq(None::<i64>))
        .execute(conn)
        .await
}

pub async fn let_go(conn: &mut Conn, file: FileId, at: i64) -> QueryResult<usize> {
    diesel::update(files::table.filter(files::id.eq(id(file))))
        .set(files::gone_at.eq(Some(at)))
        .execute(conn)
        .await
}

/// Everything a person or a chat has in the store, for when its owner goes.
pub async fn let_go_of_all(conn: &mut Conn, owner: impl Into<StoredId>, at: i64) -> QueryResult<usize> {
    let held = files::table.filter(files::owner_id.eq(id(owner))).filter(files::gone_at.is_null());
    diesel::update(held).set(files::gone_at.eq(Some(at))).execute(conn).await
}

/// As a unit of work of its own.
pub async fn let_go_of_persons(conn: &mut Conn, owner: UserId, at: i64) -> Write<usize> {
    Ok(let_go_of_all(conn, owner, at).await?)
}

/// Parts whose time is over.
pub async fn over(conn: &mut Conn, now: i64, limit: i64) -> QueryResult<Vec<(FileId, i32)>> {
    files::table
        .filter(files::gone_at.le(now))
        .order(files::gone_at)
        .limit(limit)
        .select((files::id, files::part))
        .load(conn)
        .await
}

/// Parts of all files that are held.
pub async fn held(conn: &mut Conn) -> QueryResult<Vec<(FileId, i32)>> {
    files::table.filter(files::gone_at.is_null()).select((files::id, files::part)).load(conn).await
}

pub async fn parts(conn: &mut Conn, file: FileId) -> QueryResult<Vec<i32>> {
    files::table.filter(files::id.eq(id(file))).select(files::part).load(conn).await
}

/// The bytes are gone, and so is the row; unless the file was held again meanwhile.
pub async fn forget(conn: &mut Conn, file: FileId, part: i32) -> Write<usize> {
    let over = files::table.find((id(file), part)).filter(files::gone_at.is_not_null());
    Ok(diesel::delete(over).execute(conn).await?)
}
