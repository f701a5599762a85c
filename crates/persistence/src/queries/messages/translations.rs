//! Translations are kept no longer than the version of the message they were made of.

use super::super::{Conn, messages};
use super::reactions;
use crate::error::{Abort, Write};
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::Marks;
use crate::rows::messages::translation::Wording;
use crate::schema::messages::{messages as message_rows, translations};
use crate::types::id;
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use domain::language::Language;
use domain::{ChatId, Fault, Seq, Timestamp, UserId};

/// A message that this reader may see, and what was made of it before.
pub async fn look(
    conn: &mut Conn,
    chat: ChatId,
    reader: UserId,
    seq: Seq,
    target: Language,
) -> Write<(MessageRow, Marks, Option<Vec<u8>>)> {
    let row = messages::one(conn, chat, reader, seq).await?;
    let marks = reactions::of(conn, chat, Some(reader), std::slice::from_ref(&row)).await?;
    let known = translations::table
        .find((id(chat), seq.number(), target.code()))
        .select(translations::sealed)
        .get_result(conn)
        .await
        .optional()?;
    Ok((row, marks, known))
}

/// Nothing is kept of a message that was edited or deleted meanwhile: its row, held until the end, says so.
pub async fn keep(
    conn: &mut Conn,
    of: Wording,
    target: Language,
    sealed: Vec<u8>,
    at: Timestamp,
) -> Write<()> {
    let same = message_rows::table
        .find((id(of.chat), of.seq.number()))
        .filter(message_rows::revision.eq(of.revision))
        .filter(message_rows::deleted_at.is_null());
    let held =
        diesel::update(same).set(message_rows::revision.eq(message_rows::revision)).execute(conn).await?;
    if held == 0 {
        return Err(Abort::Refused(Fault::NotFound));
    }
    diesel::insert_into(translations::table)
        .values((
            translations::chat_id.eq(id(of.chat)),
            translations::seq.eq(of.seq.number()),
            translations::target.eq(target.code()),
            translations::sealed.eq(sealed),
            translations::at.eq(at.millis()),
        ))
        .on_conflict((translations::chat_id, translations::seq, translations::target))
        .do_update()
        .set((translations::sealed.eq(excluded(translations::sealed)), translations::at.eq(at.millis())))
        .execute(conn)
        .await?;
    Ok(())
}
