//! The search index is made and kept true here: new messages are put in in the background, in the order of their
//! numbers; what changes later is changed in the index by the same unit of work.

use super::super::{Conn, terms};
use crate::error::{Abort, Write};
use crate::input::Indexed;
use crate::keys::KeySet;
use crate::outcome::{Place, Unindexed};
use crate::rows::chats::member::JOINED;
use crate::rows::messages::MessageRow;
use crate::schema::chats::{chats, members};
use crate::schema::messages::messages;
use crate::schema::search::{search_chats, search_terms};
use crate::types::id;
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{ChatId, Rev, Seq, UserId};

/// Messages put in by one unit of work: it must not keep those who send waiting for long.
pub const BATCH: i64 = 128;

/// Chats a person may search: all of theirs, or one of them.
pub async fn places(conn: &mut Conn, user: UserId, one: Option<ChatId>) -> QueryResult<Vec<Place>> {
    let mut places = members::table
        .inner_join(chats::table.on(chats::id.eq(members::chat_id)))
        .left_join(search_chats::table.on(search_chats::chat_id.eq(members::chat_id)))
        .filter(members::user_id.eq(id(user)))
        .filter(members::state.eq(JOINED))
        .select((
            members::chat_id,
            members::visible_from,
            chats::seq,
            search_chats::no.nullable(),
            search_chats::seq.nullable(),
        ))
        .into_boxed();
    if let Some(chat) = one {
        places = places.filter(members::chat_id.eq(id(chat)));
    }
    places.load(conn).await
}

/// Chats with messages that are not in the index.
pub async fn behind(conn: &mut Conn, after: Option<ChatId>, limit: i64) -> QueryResult<Vec<ChatId>> {
    let mut behind = chats::table
        .left_join(search_chats::table.on(search_chats::chat_id.eq(chats::id)))
        .filter(chats::gone_at.is_null())
        .filter(search_chats::seq.is_null().or(search_chats::seq.nullable().lt(chats::seq.nullable())))
        .filter(chats::seq.gt(0))
        .order(chats::id)
        .limit(limit)
        .select(chats::id)
        .into_boxed();
    if let Some(after) = after {
        behind = behind.filter(chats::id.gt(id(after)));
    }
    behind.load(conn).await
}

/// The next messages of a chat that are not in the index. The chat's place in it must have been made.
pub async fn unindexed(conn: &mut Conn, chat: ChatId) -> QueryResult<Option<Unindexed>> {
    // The revision first: whatever changes afterwards is seen when they are put in.
    let stands: Option<(i64, i64, i64)> = chats::table
        .inner_join(search_chats::table.on(search_chats::chat_id.eq(chats::id)))
        .filter(chats::id.eq(id(chat)))
        .filter(chats::gone_at.is_null())
        .select((chats::seq, chats::rev, search_chats::seq))
        .get_result(conn)
        .await
        .optional()?;
    let Some((last, rev, after)) = stands.filter(|(last, _, after)| last > after) else { return Ok(None) };
    let (last, rev, after) = (Seq::from_number(last), Rev::from_number(rev), Seq::from_number(after));
    let up_to = last.min(after.plus(BATCH));
    let rows = messages::table
        .filter(messages::chat_id.eq(id(chat)))
        .filter(messages::seq.gt(after.number()))
        .filter(messages::seq.le(up_to.number()))
        .select(MessageRow::as_select())
        .load(conn)
        .await?;
    Ok(Some(Unindexed { chat, after, up_to, rev, rows, more: last > up_to }))
}

/// Makes a chat's place in the index, if it has none.
pub async fn begin(conn: &mut Conn, chat: ChatId) -> Write<()> {
    let row = (search_chats::chat_id.eq(id(chat)), search_chats::seq.eq(0_i64));
    diesel::insert_into(search_chats::table).values(row).on_conflict_do_nothing().execute(conn).await?;
    Ok(())
}

/// False where another indexer was first, or a message was changed meanwhile: then they are read again.
pub async fn put(conn: &mut Conn, new: Indexed) -> Write<bool> {
    let place = search_chats::table
        .filter(search_chats::chat_id.eq(id(new.chat)))
        .filter(search_chats::seq.eq(new.after.number()));
    // A change of a message takes this row, too: from here on it comes after us, or was before us and is seen.
    let no: Option<i64> = diesel::update(place)
        .set(search_chats::seq.eq(new.up_to.number()))
        .returning(search_chats::no)
        .get_result(conn)
        .await
        .optional()?;
    let Some(no) = no else { return Err(Abort::Same(false)) };
    let changed = messages::table
        .filter(messages::chat_id.eq(id(new.chat)))
        .filter(messages::changed_rev.gt(new.rev.number()))
        .filter(messages::seq.gt(new.after.number()))
        .filter(messages::seq.le(new.up_to.number()));
    if diesel::select(exists(changed)).get_result(conn).await? {
        return Err(Abort::Same(false));
    }
    terms::add(conn, no, new.tokens).await?;
    Ok(true)
}

/// In the unit of work that changes a message: the index says what it says now. What is not in yet comes in
/// later, as it is then.
pub async fn changed(
    conn: &mut Conn,
    former: &MessageRow,
    now: Option<&str>,
    keys: &KeySet,
) -> QueryResult<()> {
    let place = search_chats::table.filter(search_chats::chat_id.eq(id(former.chat_id)));
    let place: Option<(i64, i64)> = diesel::update(place)
        .set(search_chats::seq.eq(search_chats::seq))
        .returning((search_chats::no, search_chats::seq))
        .get_result(conn)
        .await
        .optional()?;
    let Some((no, _)) = place.filter(|(_, indexed)| former.seq.number() <= *indexed) else { return Ok(()) };
    let was = former.searchable(keys).map(|(_, text)| keys.tokens_of(&text)).unwrap_or_default();
    let is = now.map(|text| keys.tokens_of(text)).unwrap_or_default();
    terms::replace(conn, no, former.seq, was, is).await
}

/// Gives a chat a new place in the index, with nothing in it; the number of the old one.
pub async fn renew(conn: &mut Conn, chat: ChatId) -> Write<Option<i64>> {
    let former = diesel::delete(search_chats::table.filter(search_chats::chat_id.eq(id(chat))))
        .returning(search_chats::no)
        .get_result(conn)
        .await
        .optional()?;
    let row = (search_chats::chat_id.eq(id(chat)), search_chats::seq.eq(0_i64));
    diesel::insert_into(search_chats::table).values(row).execute(conn).await?;
    Ok(former)
}

/// Some chats in the order of their ids, with how many messages each has.
pub async fn chats_after(
    conn: &mut Conn,
    after: Option<ChatId>,
    limit: i64,
) -> QueryResult<Vec<(ChatId, i64)>> {
    let mut some = chats::table
        .filter(chats::gone_at.is_null())
        .order(chats::id)
        .limit(limit)
        .select((chats::id, chats::seq))
        .into_boxed();
    if let Some(after) = after {
        some = some.filter(chats::id.gt(id(after)));
    }
    some.load(conn).await
}

/// Removes some of what an abandoned number has in the index; false when nothing is left.
pub async fn forget(conn: &mut Conn, no: i64) -> Write<bool> {
    Ok(terms::forget(conn, no).await?)
}

/// As [`forget`], for a chat that is gone; with the last of it goes its place.
pub async fn forget_chat(conn: &mut Conn, chat: ChatId) -> QueryResult<bool> {
    let place = search_chats::table.filter(search_chats::chat_id.eq(id(chat)));
    let Some(no) = place.select(search_chats::no).get_result::<i64>(conn).await.optional()? else {
        return Ok(false);
    };
    if terms::forget(conn, no).await? {
        return Ok(true);
    }
    diesel::delete(search_chats::table.find(no)).execute(conn).await?;
    Ok(false)
}

/// A number that is in the index and belongs to no chat: what was left when a renewal was broken off.
pub async fn abandoned(conn: &mut Conn) -> QueryResult<Option<i64>> {
    let known = search_chats::table.select(search_chats::no);
    search_terms::table
        .filter(diesel::dsl::not(search_terms::no.eq_any(known)))
        .limit(1)
        .select(search_terms::no)
        .get_result(conn)
        .await
        .optional()
}
