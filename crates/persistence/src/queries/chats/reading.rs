//! A member's read position moves forward here, and unread messages are counted from it.

use super::super::Conn;
use super::super::messages::mentions;
use super::super::sync::my_rev::bump;
use crate::error::{Abort, Write};
use crate::outcome::ReadPosition;
use crate::rows::chats::member::OPEN;
use crate::schema::chats::{chats, member_state, members};
use crate::schema::messages::messages;
use crate::types::{StoredNumber, id};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{ChatId, Fault, MyRev, Ordinal, Seq, UserId};

/// Moves the read position forward, never back, never past the end; and takes the reader's own mark away.
pub async fn read(conn: &mut Conn, chat: ChatId, user: UserId, seq: Seq) -> Write<ReadPosition> {
    let (last, ordinal, count, request_state, from) = chats::table
        .inner_join(members::table.on(members::chat_id.eq(chats::id)))
        .filter(chats::id.eq(id(chat)))
        .filter(members::user_id.eq(id(user)))
        .filter(members::state.eq(crate::rows::chats::member::JOINED))
        .select((
            chats::seq,
            chats::ordinal,
            chats::member_count,
            members::request_state,
            members::visible_from,
        ))
        .get_result::<(i64, i64, i64, i32, i64)>(conn)
        .await
        .optional()?
        .ok_or(Fault::NotFound)?;
    let (last, ordinal, from) =
        (Seq::from_number(last), Ordinal::from_number(ordinal), Seq::from_number(from));
    let target = seq.min(last);
    let read_ordinal = ordinal_at(conn, chat, target).await?;
    let before = position(conn, chat, user).await?;
    let state = member_state::table.find((id(chat), id(user)));
    let mut moved = 0;
    if before.read_seq < target || before.marked_unread {
        // The person's row first, then their state: the same order as when membership changes.
        let my_rev = bump(conn, user).await?;
        if before.marked_unread {
            let unmarked = (member_state::marked_unread.eq(false), member_state::my_rev.eq(my_rev.number()));
            moved += diesel::update(state).set(unmarked).execute(conn).await?;
        }
        let further = (
            member_state::read_seq.eq(target.number()),
            member_state::read_ordinal.eq(read_ordinal.number()),
            member_state::my_rev.eq(my_rev.number()),
        );
        let behind = state.filter(member_state::read_seq.lt(target.number()));
        moved += diesel::update(behind).set(further).execute(conn).await?;
    }
    let now = position(conn, chat, user).await?;
    let own = own_after(conn, chat, user, now.read_seq).await?;
    let unread = domain::chat::unread(ordinal, now.read_ordinal, own);
    let mentions = mentions::count(conn, chat, user, now.read_seq, from).await?;
    // A recipient who has not accepted the message request does not tell its sender what they have read.
    let told = request_state == OPEN && super::super::people::standings::privacy(conn, user).await?.receipts;
    let (read_seq, my_rev) = (now.read_seq, now.my_rev);
    let read = ReadPosition { read_seq, unread, mentions, members: count, my_rev, told };
    if moved == 0 { Err(Abort::Same(read)) } else { Ok(read) }
}

#[derive(Queryable)]
struct StoredPosition {
    #[diesel(deserialize_as = StoredNumber)]
    read_seq: Seq,
    #[diesel(deserialize_as = StoredNumber)]
    read_ordinal: Ordinal,
    #[diesel(deserialize_as = StoredNumber)]
    my_rev: MyRev,
    marked_unread: bool,
}

async fn position(conn: &mut Conn, chat: ChatId, user: UserId) -> QueryResult<StoredPosition> {
    member_state::table
        .find((id(chat), id(user)))
        .select((
            member_state::read_seq,
            member_state::read_ordinal,
            member_state::my_rev,
            member_state::marked_unread,
        ))
        .get_result(conn)
        .await
}

/// How many messages by people there are up to this one.
async fn ordinal_at(conn: &mut Conn, chat: ChatId, seq: Seq) -> QueryResult<Ordinal> {
    let ordinal = messages::table
        .find((id(chat), seq.number()))
        .select(messages::ordinal)
        .get_result(conn)
        .await
        .optional()?;
    Ok(Ordinal::from_number(ordinal.unwrap_or(0)))
}

/// One's own messages never count as unread.
pub async fn own_after(conn: &mut Conn, chat: ChatId, user: UserId, seq: Seq) -> QueryResult<i64> {
    messages::table
        .filter(messages::chat_id.eq(id(chat)))
        .filter(messages::author_id.eq(id(user)))
        .filter(messages::seq.gt(seq.number()))
        .filter(messages::kind.ne(i32::from(domain::message::MessageKind::Service.number())))
        .count()
        .get_result(conn)
        .await
}
