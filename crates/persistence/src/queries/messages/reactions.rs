//! People react to messages, which all see, and star or hide them, which concerns one alone.

use super::super::chats::membership::{self, joined};
use super::super::sync::my_rev;
use super::super::{Conn, messages};
use super::{archive, derived};
use crate::error::{Abort, Write};
use crate::input::Act;
use crate::rows::chats::member::MemberRow;
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::{Marks, MyMessageRow};
use crate::schema::messages::{my_messages, reactions};
use crate::types::{CHUNK, id, ids, numbers};
use diesel::dsl::{count_star, min};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::{Personal, PersonalChange};
use domain::member::visible;
use domain::message::{MyMessage, Reaction};
use domain::{ChatId, Fault, MyRev, Seq, UserId};
use std::collections::HashMap;

/// What goes with these messages of one chat. A reaction changes the message, so an untouched one has none.
pub async fn of(
    conn: &mut Conn,
    chat: ChatId,
    reader: Option<UserId>,
    rows: &[MessageRow],
) -> QueryResult<Marks> {
    let mut marks = Marks::default();
    let touched = |row: &&MessageRow| row.changed_rev.is_some() && row.deleted_at.is_none();
    let changed: Vec<Seq> = rows.iter().filter(touched).map(|row| row.seq).collect();
    for chunk in changed.chunks(CHUNK) {
        let own = match reader {
            Some(reader) => own_reactions(conn, chat, reader, chunk).await?,
            None => vec![],
        };
        for (seq, emoji, count) in kinds(conn, chat, chunk).await? {
            let mine = own.iter().any(|(at, own)| (*at, own) == (seq, &emoji));
            marks.reactions.entry(Seq::from_number(seq)).or_default().push(Reaction { emoji, count, mine });
        }
    }
    let seqs = || rows.iter().map(|row| row.seq);
    if let (Some(reader), Some(first), Some(last)) = (reader, seqs().min(), seqs().max()) {
        let rows: Vec<MyMessageRow> = my_messages::table
            .filter(my_messages::user_id.eq(id(reader)))
            .filter(my_messages::chat_id.eq(id(chat)))
            .filter(my_messages::seq.ge(first.number()))
            .filter(my_messages::seq.le(last.number()))
            .select(MyMessageRow::as_select())
            .load(conn)
            .await?;
        marks.own = rows.into_iter().map(|row| (row.seq, row.mark())).collect();
    }
    Ok(marks)
}

/// What goes with messages of several chats for one reader, in the order of the rows.
pub async fn for_reader(conn: &mut Conn, reader: UserId, rows: &[&MessageRow]) -> QueryResult<Vec<Marks>> {
    let mut own = HashMap::new();
    for chunk in rows.chunks(CHUNK) {
        let (chats, seqs): (Vec<ChatId>, Vec<i64>) =
            chunk.iter().map(|row| (row.chat_id, row.seq.number())).unzip();
        // Some more than was asked for, where two chats have the same numbers.
        let found: Vec<MyMessageRow> = my_messages::table
            .filter(my_messages::user_id.eq(id(reader)))
            .filter(my_messages::chat_id.eq_any(ids(&chats)))
            .filter(my_messages::seq.eq_any(seqs))
            .select(MyMessageRow::as_select())
            .load(conn)
            .await?;
        own.extend(found.into_iter().map(|row| ((row.chat_id, row.seq), row.mark())));
    }
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let mark = own.get(&(row.chat_id, row.seq)).copied().unwrap_or_default();
        all.push(match row.changed_rev {
            Some(_) => of(conn, row.chat_id, Some(reader), std::slice::from_ref(*row)).await?,
            None => Marks { own: HashMap::from([(row.seq, mark)]), ..Marks::default() },
        });
    }
    Ok(all)
}

/// In the order in which they were first used.
async fn kinds(conn: &mut Conn, chat: ChatId, seqs: &[Seq]) -> QueryResult<Vec<(i64, String, i64)>> {
    reactions::table
        .filter(reactions::chat_id.eq(id(chat)))
        .filter(reactions::seq.eq_any(numbers(seqs)))
        .group_by((reactions::seq, reactions::emoji))
        .order((reactions::seq, min(reactions::at), reactions::emoji))
        .select((reactions::seq, reactions::emoji, count_star()))
        .load(conn)
        .await
}

async fn own_reactions(
    conn: &mut Conn,
    chat: ChatId,
    reader: UserId,
    seqs: &[Seq],
) -> QueryResult<Vec<(i64, String)>> {
    reactions::table
        .filter(reactions::chat_id.eq(id(chat)))
        .filter(reactions::seq.eq_any(numbers(seqs)))
        .filter(reactions::user_id.eq(id(reader)))
        .order((reactions::seq, reactions::at))
        .select((reactions::seq, reactions::emoji))
        .load(conn)
        .await
}

/// Since when, or not any more. None where it was so before.
pub async fn star(conn: &mut Conn, act: Act, seq: Seq, on: bool) -> Write<Option<PersonalChange>> {
    let row = seen(conn, &act, seq).await?;
    row.subject().may_be_starred(on)?;
    let known = own_row(conn, act.actor, act.chat, seq).await?;
    if known.is_some_and(|row| row.starred_at.is_some()) == on {
        return Err(Abort::Same(None));
    }
    let at = on.then_some(act.at.millis());
    Ok(Some(note(conn, act.actor, act.chat, seq, |row| row.starred_at = at).await?))
}

/// For one reader only, and for good.
pub async fn hide(conn: &mut Conn, act: Act, seq: Seq) -> Write<(MessageRow, Option<PersonalChange>)> {
    let row = seen(conn, &act, seq).await?;
    if own_row(conn, act.actor, act.chat, seq).await?.is_some_and(|own| own.hidden) {
        return Err(Abort::Same((row, None)));
    }
    let change = |own: &mut MyMessageRow| {
        (own.hidden, own.starred_at, own.reacted_at) = (true, None, None);
    };
    let told = note(conn, act.actor, act.chat, seq, change).await?;
    Ok((row, Some(told)))
}

/// In the order of the person's revisions.
pub async fn changes(
    conn: &mut Conn,
    user: UserId,
    after: MyRev,
    up_to: MyRev,
    limit: i64,
) -> QueryResult<Vec<PersonalChange>> {
    let own = my_messages::table.filter(my_messages::user_id.eq(id(user))).select(MyMessageRow::as_select());
    let rows: Vec<MyMessageRow> = changed!(own, my_messages::my_rev, after, up_to, limit).load(conn).await?;
    let mut changes = Vec::with_capacity(rows.len());
    for row in rows {
        changes.push(change(conn, row).await?);
    }
    Ok(changes)
}

/// A message that was deleted for all has no reactions and no translations.
pub async fn forget(conn: &mut Conn, chat: ChatId, seqs: &[Seq]) -> QueryResult<()> {
    derived::forget(conn, chat, seqs).await?;
    for chunk in seqs.chunks(CHUNK) {
        let rows = reactions::table
            .filter(reactions::chat_id.eq(id(chat)))
            .filter(reactions::seq.eq_any(numbers(chunk)));
        diesel::delete(rows).execute(conn).await?;
        let waiting = my_messages::table
            .filter(my_messages::chat_id.eq(id(chat)))
            .filter(my_messages::seq.eq_any(numbers(chunk)))
            .filter(my_messages::reacted_at.is_not_null());
        diesel::update(waiting).set(my_messages::reacted_at.eq(None::<i64>)).execute(conn).await?;
    }
    Ok(())
}

/// With the messages of a chat that is gone.
pub async fn sweep(conn: &mut Conn, chat: ChatId, seqs: &[Seq]) -> QueryResult<()> {
    forget(conn, chat, seqs).await?;
    for chunk in seqs.chunks(CHUNK) {
        let rows = my_messages::table
            .filter(my_messages::chat_id.eq(id(chat)))
            .filter(my_messages::seq.eq_any(numbers(chunk)));
        diesel::delete(rows).execute(conn).await?;
    }
    Ok(())
}

/// A message that something can be done about, for a member who may.
pub async fn living<T>(conn: &mut Conn, act: &Act, seq: Seq) -> Result<(MemberRow, MessageRow), Abort<T>> {
    let member = membership::joined(conn, act.chat, act.actor).await?;
    let row = messages::find(conn, act.chat, seq).await?;
    let row = row.filter(|row| visible(member.visible_from, row.seq)).ok_or(Fault::NotFound)?;
    member.request_state().may_act()?;
    row.subject().may_be_marked()?;
    require_text(conn, &row).await?;
    Ok((member, row))
}

/// A change of a message restores its text first; one that was archived in the meantime is left alone.
pub async fn require_text<T>(conn: &mut Conn, row: &MessageRow) -> Result<(), Abort<T>> {
    if archive::holds(conn, row).await? { Err(Fault::unavailable().into()) } else { Ok(()) }
}

async fn seen<T>(conn: &mut Conn, act: &Act, seq: Seq) -> Result<MessageRow, Abort<T>> {
    let member = joined(conn, act.chat, act.actor).await?;
    let row = messages::find(conn, act.chat, seq).await?;
    row.filter(|row| visible(member.visible_from, row.seq)).ok_or(Abort::Refused(Fault::NotFound))
}

pub async fn own_row(
    conn: &mut Conn,
    user: UserId,
    chat: ChatId,
    seq: Seq,
) -> QueryResult<Option<MyMessageRow>> {
    let row = my_messages::table.find((id(user), id(chat), seq.number()));
    row.select(MyMessageRow::as_select()).get_result(conn).await.optional()
}

/// The person's row first, then what they keep of the message: the same order as with every personal change.
pub async fn note(
    conn: &mut Conn,
    user: UserId,
    chat: ChatId,
    seq: Seq,
    change_it: impl FnOnce(&mut MyMessageRow),
) -> QueryResult<PersonalChange> {
    let my_rev = my_rev::bump(conn, user).await?;
    let known = own_row(conn, user, chat, seq).await?;
    let mut row = known.unwrap_or(MyMessageRow {
        user_id: user,
        chat_id: chat,
        seq,
        starred_at: None,
        hidden: false,
        my_rev,
        reacted_at: None,
    });
    change_it(&mut row);
    row.my_rev = my_rev;
    upsert!(my_messages, row.clone(), (user_id, chat_id, seq), (starred_at, hidden, my_rev, reacted_at))
        .execute(conn)
        .await?;
    change(conn, row).await
}

async fn change(conn: &mut Conn, row: MyMessageRow) -> QueryResult<PersonalChange> {
    let own = own_reactions(conn, row.chat_id, row.user_id, &[row.seq]).await?;
    let reactions = own.into_iter().map(|(_, emoji)| emoji).collect();
    let new_reactions = row.reacted_at.is_some();
    let message = MyMessage { chat: row.chat_id, seq: row.seq, mark: row.mark(), reactions, new_reactions };
    Ok(PersonalChange { user: row.user_id, my_rev: row.my_rev, what: Personal::Message(message) })
}
