//! Derived data, such as translations, goes when its message changes.

use super::super::Conn;
use crate::schema::messages::translations;
use crate::types::{CHUNK, id, numbers};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{ChatId, Seq};

pub async fn forget(conn: &mut Conn, chat: ChatId, seqs: &[Seq]) -> QueryResult<()> {
    for chunk in seqs.chunks(CHUNK) {
        let rows = translations::table
            .filter(translations::chat_id.eq(id(chat)))
            .filter(translations::seq.eq_any(numbers(chunk)));
        diesel::delete(rows).execute(conn).await?;
    }
    Ok(())
}
