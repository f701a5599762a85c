//! People react to messages. Readers see who has, and an author is told of what is new until they have seen it.

use super::super::chats::change::LockedChat;
use super::super::chats::membership;
use super::super::people::standings;
use super::super::{Conn, messages};
use super::reactions::{self, living, note, own_row};
use crate::error::{Abort, Write};
use crate::input::Act;
use crate::outcome::Touched;
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::ReactionRow;
use crate::rows::people::UserRow;
use crate::schema::messages::{my_messages, reactions as reaction_rows};
use crate::schema::people::users;
use crate::types::{CHUNK, id, ids};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::PersonalChange;
use domain::member::visible;
use domain::message::{Emoji, is_news, may_be_news, may_react};
use domain::{ChatId, Seq, UserId};
use std::collections::HashMap;

/// Reacts, or takes the reaction back. Doing it again changes nothing.
pub async fn react(conn: &mut Conn, act: Act, seq: Seq, emoji: Emoji, on: bool) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let (_, mut row) = living(conn, &act, seq).await?;
    let marks = reactions::of(conn, act.chat, Some(act.actor), std::slice::from_ref(&row)).await?;
    let kinds = marks.reactions.get(&seq).map(Vec::as_slice).unwrap_or_default();
    if kinds.iter().any(|kind| kind.mine && kind.emoji == emoji.as_str()) == on {
        return Err(Abort::Same(Touched { message: Some(row), marks, ..Touched::nothing(chat.unchanged()) }));
    }
    let reaction = ReactionRow {
        chat_id: act.chat,
        seq,
        emoji: emoji.as_str().to_owned(),
        user_id: act.actor,
        at: act.at.millis(),
    };
    if on {
        may_react(kinds, &emoji)?;
        diesel::insert_into(reaction_rows::table).values(reaction).execute(conn).await?;
    } else {
        let own = reaction_rows::table.find((id(act.chat), seq.number(), reaction.emoji, id(act.actor)));
        diesel::delete(own).execute(conn).await?;
    }
    let chat = chat.begin();
    row.rev = chat.rev;
    row.changed_rev = Some(chat.rev.number());
    messages::update(conn, &row).await?;
    let marks = reactions::of(conn, act.chat, Some(act.actor), std::slice::from_ref(&row)).await?;
    let personal = tell(conn, &act, &row, on).await?;
    let chat = chat.commit(conn).await?;
    Ok(Touched { message: Some(row), marks, personal, ..Touched::nothing(chat) })
}

/// People who reacted with this emoji, by person.
pub async fn with(
    conn: &mut Conn,
    act: Act,
    seq: Seq,
    emoji: Emoji,
    after: Option<UserId>,
    limit: i64,
) -> Write<Vec<UserRow>> {
    living(conn, &act, seq).await?;
    let people = reaction_rows::table
        .inner_join(users::table.on(users::id.eq(reaction_rows::user_id)))
        .filter(reaction_rows::chat_id.eq(id(act.chat)))
        .filter(reaction_rows::seq.eq(seq.number()))
        .filter(reaction_rows::emoji.eq(emoji.as_str().to_owned()))
        .select(UserRow::as_select());
    Ok(page!(people, reaction_rows::user_id, after.map(id), limit).load(conn).await?)
}

/// What a reaction, or the end of one, is to the message's author: news that begin, or end, or nothing. The chat is
/// locked.
pub async fn news(conn: &mut Conn, act: &Act, message: &MessageRow, on: bool) -> QueryResult<Option<bool>> {
    let (author, seq) = (message.author_id, message.seq);
    let known = own_row(conn, author, act.chat, seq).await?;
    let told = known.as_ref().is_some_and(|row| row.reacted_at.is_some());
    if told == on || author == act.actor {
        return Ok(None);
    }
    if !on {
        let others: i64 = reaction_rows::table
            .filter(reaction_rows::chat_id.eq(id(act.chat)))
            .filter(reaction_rows::seq.eq(seq.number()))
            .filter(reaction_rows::user_id.ne(id(author)))
            .count()
            .get_result(conn)
            .await?;
        return Ok((others == 0).then_some(false));
    }
    let member = membership::find(conn, act.chat, author).await?.map(|row| row.open());
    let sees = member.filter(|member| member.is_joined()).is_some_and(|me| visible(me.visible_from, seq));
    let hidden = known.is_some_and(|row| row.hidden);
    let blocked = standings::standing(conn, author, act.actor).await?.blocks;
    if !is_news(sees && !hidden, blocked) {
        return Ok(None);
    }
    let waiting: i64 = my_messages::table
        .filter(my_messages::user_id.eq(id(author)))
        .filter(my_messages::chat_id.eq(id(act.chat)))
        .filter(my_messages::reacted_at.is_not_null())
        .count()
        .get_result(conn)
        .await?;
    Ok(may_be_news(waiting).then_some(true))
}

/// Who has to hear of a reaction: the one who reacts, and the author where it is news. In the order of ids, because
/// each row is locked.
pub async fn tell(
    conn: &mut Conn,
    act: &Act,
    message: &MessageRow,
    on: bool,
) -> QueryResult<Vec<PersonalChange>> {
    let mut heard = vec![(act.actor, None)];
    if let Some(begins) = news(conn, act, message, on).await? {
        heard.push((message.author_id, Some(begins)));
    }
    heard.sort_unstable_by_key(|(user, _)| *user);
    let mut told = Vec::with_capacity(heard.len());
    for (user, begins) in heard {
        let change = note(conn, user, act.chat, message.seq, |row| {
            if let Some(begins) = begins {
                row.reacted_at = begins.then_some(act.at.millis());
            }
        });
        told.push(change.await?);
    }
    Ok(told)
}

/// Their author has seen the reactions to these. The lock of the chat keeps one that comes at the same time.
pub async fn see(conn: &mut Conn, act: Act, seqs: Vec<Seq>) -> Write<Vec<PersonalChange>> {
    LockedChat::take(conn, act.chat).await?.unchanged();
    membership::joined(conn, act.chat, act.actor).await?;
    let mut told = Vec::new();
    for seq in seqs {
        let known = own_row(conn, act.actor, act.chat, seq).await?;
        if known.is_some_and(|row| row.reacted_at.is_some()) {
            told.push(note(conn, act.actor, act.chat, seq, |row| row.reacted_at = None).await?);
        }
    }
    if told.is_empty() { Err(Abort::Same(told)) } else { Ok(told) }
}

/// A person's messages in these chats with reactions they have not seen, oldest first.
pub async fn unseen(
    conn: &mut Conn,
    user: UserId,
    chats: &[ChatId],
) -> QueryResult<HashMap<ChatId, Vec<Seq>>> {
    let mut found: HashMap<ChatId, Vec<Seq>> = HashMap::new();
    for chunk in chats.chunks(CHUNK) {
        let rows: Vec<(ChatId, i64)> = my_messages::table
            .filter(my_messages::user_id.eq(id(user)))
            .filter(my_messages::chat_id.eq_any(ids(chunk)))
            .filter(my_messages::reacted_at.is_not_null())
            .order((my_messages::chat_id, my_messages::seq))
            .select((my_messages::chat_id, my_messages::seq))
            .load(conn)
            .await?;
        for (chat, seq) in rows {
            found.entry(chat).or_default().push(Seq::from_number(seq));
        }
    }
    Ok(found)
}
