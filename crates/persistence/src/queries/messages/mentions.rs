//! Each mention is a row, written with the message, and counted from the reader's position. The notification follows
//! later, so that sending does not wait for it.

use super::super::Conn;
use super::super::chats::membership;
use super::super::sync::notifications;
use crate::error::Write;
use crate::input::NewNotification;
use crate::rows::chats::member::{JOINED, MemberRow};
use crate::rows::messages::MessageRow;
use crate::rows::messages::reactions::{EVERYBODY, MentionRow, mention_source as source};
use crate::schema::chats::members as members_table;
use crate::schema::messages::{mentions, messages};
use crate::schema::people::{blocks, users};
use crate::types::{CHUNK, id, numbers};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::chat::MOST_LISTED;
use domain::event::PersonalChange;
use domain::message::Whom;
use domain::notification::NotificationKind;
use domain::{ChatId, Seq, UserId};

/// Which of these names are members, and the author's own row.
pub async fn known(
    conn: &mut Conn,
    chat: ChatId,
    speaker: UserId,
    names: Vec<String>,
) -> QueryResult<(Option<MemberRow>, Vec<(String, UserId)>)> {
    let speaker = membership::find(conn, chat, speaker).await?;
    let people = members_table::table
        .inner_join(users::table.on(users::id.eq(members_table::user_id)))
        .filter(members_table::chat_id.eq(id(chat)))
        .filter(members_table::state.eq(JOINED))
        .filter(users::username.eq_any(names))
        .select((users::username, users::id))
        .load(conn)
        .await?;
    Ok((speaker, people))
}

pub async fn note(conn: &mut Conn, rows: Vec<MentionRow>) -> QueryResult<()> {
    for row in rows {
        diesel::insert_into(mentions::table).values(row).execute(conn).await?;
    }
    Ok(())
}

/// After an edit: people who stay mentioned keep their rows, the others' notifications are taken back.
pub async fn replace(
    conn: &mut Conn,
    message: &MessageRow,
    whom: &[Whom],
    at: i64,
) -> QueryResult<Vec<PersonalChange>> {
    let (chat, seq) = (message.chat_id, message.seq);
    let before: Vec<UserId> = mentions::table
        .filter(mentions::chat_id.eq(id(chat)))
        .filter(mentions::seq.eq(seq.number()))
        .select(mentions::user_id)
        .load(conn)
        .await?;
    let after = MentionRow::all(chat, seq, message.author_id, whom);
    let stays = |user: &UserId| after.iter().any(|row| row.user_id == *user);
    let gone: Vec<UserId> = before.iter().copied().filter(|user| !stays(user)).collect();
    for user in &gone {
        diesel::delete(mentions::table.find((id(chat), id(*user), seq.number()))).execute(conn).await?;
    }
    note(conn, after.into_iter().filter(|row| !before.contains(&row.user_id)).collect()).await?;
    if gone.is_empty() {
        return Ok(vec![]);
    }
    let told = notifications::told_of(conn, NotificationKind::Mention, source(chat, seq)).await?;
    let mut changes = Vec::new();
    for (user, notification) in told {
        if gone.contains(&user) || gone.contains(&EVERYBODY) {
            changes.push(notifications::take_back(conn, user, notification, at).await?);
        }
    }
    Ok(changes)
}

/// The message says nothing any more.
pub async fn clear(conn: &mut Conn, chat: ChatId, seq: Seq, at: i64) -> QueryResult<Vec<PersonalChange>> {
    let rows = mentions::table.filter(mentions::chat_id.eq(id(chat))).filter(mentions::seq.eq(seq.number()));
    if diesel::delete(rows).execute(conn).await? == 0 {
        return Ok(vec![]);
    }
    notifications::remove_source(conn, NotificationKind::Mention, source(chat, seq), at).await
}

/// How often a person is mentioned after this message.
pub async fn count(conn: &mut Conn, chat: ChatId, user: UserId, after: Seq, from: Seq) -> QueryResult<i64> {
    mentions::table
        .filter(mentions::chat_id.eq(id(chat)))
        .filter(mentions::user_id.eq_any([id(user), id(EVERYBODY)]))
        .filter(mentions::author_id.ne(id(user)))
        .filter(mentions::seq.gt(after.number()))
        .filter(mentions::seq.ge(from.number()))
        .count()
        .get_result(conn)
        .await
}

/// The first unread messages that mention a person. A client shows one after the other.
pub async fn unread(
    conn: &mut Conn,
    chat: ChatId,
    user: UserId,
    after: Seq,
    from: Seq,
) -> QueryResult<Vec<Seq>> {
    let seqs: Vec<i64> = mentions::table
        .filter(mentions::chat_id.eq(id(chat)))
        .filter(mentions::user_id.eq_any([id(user), id(EVERYBODY)]))
        .filter(mentions::author_id.ne(id(user)))
        .filter(mentions::seq.gt(after.number()))
        .filter(mentions::seq.ge(from.number()))
        .order(mentions::seq)
        .limit(MOST_LISTED)
        .select(mentions::seq)
        .distinct()
        .load(conn)
        .await?;
    Ok(seqs.into_iter().map(Seq::from_number).collect())
}

/// A mention whose notification has not gone out, and the message it stands in.
pub async fn untold(conn: &mut Conn) -> QueryResult<Option<(MentionRow, MessageRow)>> {
    mentions::table
        .inner_join(
            messages::table.on(messages::chat_id.eq(mentions::chat_id).and(messages::seq.eq(mentions::seq))),
        )
        .filter(mentions::told_at.is_null())
        .order((mentions::chat_id, mentions::seq))
        .limit(1)
        .select((MentionRow::as_select(), MessageRow::as_select()))
        .load(conn)
        .await
        .map(|mut rows: Vec<_>| rows.pop())
}

/// Whom a mention is for: the one, or the members after the one told last. People whom the member blocked are left out.
pub async fn audience(
    conn: &mut Conn,
    mention: MentionRow,
    after: Option<UserId>,
    limit: i64,
) -> QueryResult<Vec<UserId>> {
    let shut_out = blocks::table
        .filter(blocks::user_id.eq(members_table::user_id))
        .filter(blocks::blocked_id.eq(id(mention.author_id)))
        .filter(blocks::blocked.eq(true));
    let mut query = members_table::table
        .filter(members_table::chat_id.eq(id(mention.chat_id)))
        .filter(members_table::state.eq(JOINED))
        .filter(not(exists(shut_out)))
        .filter(members_table::visible_from.le(mention.seq.number()))
        .filter(members_table::user_id.ne(id(mention.author_id)))
        .order(members_table::user_id)
        .limit(limit)
        .select(members_table::user_id)
        .into_boxed();
    if mention.user_id != EVERYBODY {
        query = query.filter(members_table::user_id.eq(id(mention.user_id)));
    }
    if let Some(after) = after {
        query = query.filter(members_table::user_id.gt(id(after)));
    }
    query.load(conn).await
}

/// Tells these, if the mention still stands. The chat is not locked: a change that takes the mention back meanwhile
/// waits for this row.
pub async fn tell(
    conn: &mut Conn,
    mention: MentionRow,
    new: Vec<NewNotification>,
    done: Option<i64>,
) -> Write<Vec<PersonalChange>> {
    let row = mentions::table.find((id(mention.chat_id), id(mention.user_id), mention.seq.number()));
    let held = diesel::update(row).set(mentions::told_at.eq(done)).execute(conn).await?;
    let mut told = Vec::new();
    if held == 1 {
        for notification in new {
            told.extend(notifications::put(conn, notification).await?);
        }
    }
    Ok(told)
}

/// With the messages of a chat that is gone.
pub async fn sweep(conn: &mut Conn, chat: ChatId, seqs: &[Seq], at: i64) -> QueryResult<Vec<PersonalChange>> {
    let mut told = Vec::new();
    for chunk in seqs.chunks(CHUNK) {
        let rows = || {
            mentions::table
                .filter(mentions::chat_id.eq(id(chat)))
                .filter(mentions::seq.eq_any(numbers(chunk)))
        };
        let spoken: Vec<i64> = rows().select(mentions::seq).distinct().load(conn).await?;
        for seq in spoken.into_iter().map(Seq::from_number) {
            told.extend(
                notifications::remove_source(conn, NotificationKind::Mention, source(chat, seq), at).await?,
            );
        }
        diesel::delete(rows()).execute(conn).await?;
    }
    Ok(told)
}
