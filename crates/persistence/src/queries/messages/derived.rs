//! Derived data, such as translations, goes when its message changes.

use super::super::Conn;
use crate::schema::messages::translations;
use crate::types::{CHUNK, id};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::ChatId;

pub async fn forget(conn: &mut Conn, chat: ChatId, seqs: &[i64]) -> QueryResult<()> {
    for chunk in seqs.chunks(CHUNK) {
        let rows = translations::table
            .filter(translations::chat_id.eq(id(chat)))
            .filter(translations::seq.eq_any(chunk.to_vec()));
        diesel::delete(rows).execute(conn).await?;
    }
    Ok(())
}
