//! Receipts say who got a message and who has read it, as far as both sides share that.

use super::super::Conn;
use super::super::people::standings::privacy;
use super::reactions::living;
use crate::error::Write;
use crate::input::Act;
use crate::outcome::ReceiptRow;
use crate::rows::chats::member::JOINED;
use crate::rows::people::UserRow;
use crate::schema::chats::{member_state, members};
use crate::schema::people::{profiles, users};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::direct::MessageRequestState;
use domain::{ChatId, Seq, UserId};

/// By person. A reader who shares no read marks is shown none.
pub async fn of(
    conn: &mut Conn,
    act: Act,
    seq: Seq,
    after: Option<UserId>,
    limit: i64,
) -> Write<Vec<ReceiptRow>> {
    let (_, row) = living(conn, &act, seq).await?;
    if !privacy(conn, act.actor).await?.receipts {
        return Ok(vec![]);
    }
    let mut query =
        members::table
            .inner_join(users::table.on(users::id.eq(members::user_id)))
            .inner_join(profiles::table.on(profiles::user_id.eq(members::user_id)))
            .inner_join(member_state::table.on(
                member_state::chat_id.eq(members::chat_id).and(member_state::user_id.eq(members::user_id)),
            ))
            .filter(members::chat_id.eq(id(act.chat)))
            .filter(members::state.eq(JOINED))
            .filter(members::request_state.eq(i32::from(MessageRequestState::Open.number())))
            .filter(members::visible_from.le(seq.number()))
            .filter(members::user_id.ne(id(row.author_id)))
            .filter(profiles::receipts.eq(true))
            .filter(member_state::read_seq.ge(seq.number()).or(member_state::delivered_seq.ge(seq.number())))
            .order(members::user_id)
            .limit(limit)
            .select((UserRow::as_select(), member_state::read_seq, member_state::delivered_seq))
            .into_boxed();
    if let Some(after) = after {
        query = query.filter(members::user_id.gt(id(after)));
    }
    let found: Vec<(UserRow, i64, i64)> = query.load(conn).await?;
    let numbered = |(user, read, served)| (user, Seq::from_number(read), Seq::from_number(served));
    Ok(found.into_iter().map(numbered).collect())
}

/// Members were served up to these messages; several at once, and never back.
pub async fn delivered(conn: &mut Conn, served: Vec<(ChatId, UserId, Seq)>) -> Write<()> {
    for (chat, user, seq) in served {
        let row = member_state::table
            .find((id(chat), id(user)))
            .filter(member_state::delivered_seq.lt(seq.number()))
            .filter(member_state::joined.eq(true));
        diesel::update(row).set(member_state::delivered_seq.eq(seq.number())).execute(conn).await?;
    }
    Ok(())
}
