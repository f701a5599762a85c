//! Messages past their retention time are deleted: a chat forgets everything before one number at once, in one
//! change; texts, words in the index, keys and in the end rows follow in small steps.

use super::super::chats::change::{LockedChat, save};
use super::super::instance::keys as data_keys;
use super::super::search::indexing;
use super::super::{Conn, messages as messages_of};
use super::{mentions, reactions};
use crate::error::{Abort, Write};
use crate::input::Act;
use crate::keys::{Field, KeySet, owner_number};
use crate::outcome::Touched;
use crate::rows::chats::ChatRow;
use crate::rows::messages::MessageRow;
use crate::schema::chats::{chat_invites, chats, member_state, members};
use crate::schema::instance::files;
use crate::schema::messages::{message_revisions, messages};
use crate::types::{Id16, StoredId, StoredNumber, id};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel_async::RunQueryDsl;
use domain::event::PersonalChange;
use domain::{ChatId, Random, Seq};
use std::sync::Arc;
use std::time::Duration;

/// Texts erased by one unit of work.
const ERASED: i64 = 100;
/// Rows dropped by one unit of work.
const DROPPED: i64 = 500;
/// How long a message without a text stays, so that a client that repeats it is answered.
const TOMBSTONES: Duration = Duration::from_secs(30 * 86_400);
/// A node seals with a key it has opened for some minutes after there is another one.
const STILL_USED: Duration = Duration::from_secs(3_600);

#[derive(QueryableByName)]
struct Last {
    #[diesel(sql_type = BigInt, deserialize_as = StoredNumber)]
    seq: Seq,
}

/// Halves the chat until one message is left, as a search does with many.
const SENT_BEFORE: &str = "
WITH RECURSIVE part (chat_id, low, high) AS (
    SELECT chats.id, chats.kept_from - 1, chats.seq FROM chats WHERE chats.id = $1
    UNION ALL
    SELECT part.chat_id,
        CASE WHEN coalesce(m.created_at, 0) < $2 THEN (low + high + 1) / 2 ELSE low END,
        CASE WHEN coalesce(m.created_at, 0) < $2 THEN high ELSE (low + high + 1) / 2 - 1 END
    FROM part LEFT JOIN messages m ON m.chat_id = part.chat_id AND m.seq = (low + high + 1) / 2
    WHERE low < high
)
SELECT low AS seq FROM part WHERE low >= high";

/// Chats that keep their messages for a while only, in the order of their ids; all of them where the instance does.
pub async fn limited(
    conn: &mut Conn,
    all: bool,
    after: Option<ChatId>,
    limit: i64,
) -> QueryResult<Vec<ChatId>> {
    let mut some = chats::table
        .filter(chats::gone_at.is_null())
        .order(chats::id)
        .limit(limit)
        .select(chats::id)
        .into_boxed();
    if !all {
        some = some.filter(chats::retention_days.is_not_null());
    }
    if let Some(after) = after {
        some = some.filter(chats::id.gt(id(after)));
    }
    some.load(conn).await
}

pub async fn find(conn: &mut Conn, chat: ChatId) -> QueryResult<Option<ChatRow>> {
    super::super::chats::find(conn, chat).await
}

/// The last message of a chat that was sent before.
pub async fn sent_before(conn: &mut Conn, chat: ChatId, before: i64) -> QueryResult<Seq> {
    let last: Option<Last> = diesel::sql_query(SENT_BEFORE)
        .bind::<Id16, _>(id(chat))
        .bind::<BigInt, _>(before)
        .get_result(conn)
        .await
        .optional()?;
    Ok(last.map_or(Seq::ZERO, |last| last.seq))
}

/// From here on the chat begins with this message, for all members and everywhere: one change, however many go.
pub async fn cut(conn: &mut Conn, act: Act, kept_from: Seq) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    if chat.kept_from >= kept_from {
        return Err(Abort::Same(Touched::nothing(chat.unchanged())));
    }
    let mut chat = chat.begin();
    chat.kept_from = kept_from;
    chat.settings_rev = chat.rev;
    let hidden = members::table
        .filter(members::chat_id.eq(id(act.chat)))
        .filter(members::visible_from.lt(kept_from.number()));
    diesel::update(hidden).set(members::visible_from.eq(kept_from.number())).execute(conn).await?;
    // A deleted message is unread by no one.
    if let Some(last) = messages_of::find(conn, act.chat, kept_from.previous()).await? {
        let behind = member_state::table
            .filter(member_state::chat_id.eq(id(act.chat)))
            .filter(member_state::read_seq.lt(last.seq.number()));
        diesel::update(behind)
            .set((
                member_state::read_seq.eq(last.seq.number()),
                member_state::read_ordinal.eq(last.ordinal.number()),
            ))
            .execute(conn)
            .await?;
    }
    let chat = chat.commit(conn).await?;
    Ok(Touched { settings: true, ..Touched::nothing(chat) })
}

/// Erases the next texts before the first message that is kept, and whatever was made of them; None where there are
/// no more. Notifications that spoke of them go, too.
pub async fn erase(conn: &mut Conn, act: Act, keys: Arc<KeySet>) -> Write<Option<Vec<PersonalChange>>> {
    let Some(chat) = find(conn, act.chat).await? else { return Err(Abort::Same(None)) };
    let up_to = chat.kept_from.previous().min(chat.erased_to.plus(ERASED));
    if up_to <= chat.erased_to {
        return Err(Abort::Same(None));
    }
    let rows: Vec<MessageRow> = messages::table
        .filter(messages::chat_id.eq(id(act.chat)))
        .filter(messages::seq.gt(chat.erased_to.number()))
        .filter(messages::seq.le(up_to.number()))
        .filter(messages::deleted_at.is_null())
        .select(MessageRow::as_select())
        .load(conn)
        .await?;
    let mut told = Vec::new();
    for row in &rows {
        told.extend(mentions::clear(conn, act.chat, row.seq, act.at.millis()).await?);
        indexing::changed(conn, row, None, &keys).await?;
        diesel::update(messages::table.find((id(act.chat), row.seq.number())))
            .set((
                messages::body.eq(None::<Vec<u8>>),
                messages::pinned_at.eq(None::<i64>),
                messages::deleted_at.eq(Some(act.at.millis())),
            ))
            .execute(conn)
            .await?;
    }
    let gone: Vec<Seq> = (chat.erased_to.next().number()..=up_to.number()).map(Seq::from_number).collect();
    reactions::sweep(conn, act.chat, &gone).await?;
    let former = message_revisions::table
        .filter(message_revisions::chat_id.eq(id(act.chat)))
        .filter(message_revisions::seq.gt(chat.erased_to.number()))
        .filter(message_revisions::seq.le(up_to.number()));
    diesel::delete(former).execute(conn).await?;
    diesel::update(chats::table.find(id(act.chat)))
        .set(chats::erased_to.eq(up_to.number()))
        .execute(conn)
        .await?;
    Ok(Some(told))
}

/// Destroys the keys that sealed nothing that is kept, and with them every copy of it. What else they sealed and
/// lives on is sealed again. How many went.
pub async fn shred(conn: &mut Conn, act: Act, before: i64, keys: Arc<KeySet>) -> Write<usize> {
    // The chat is not named again meanwhile.
    let chat = LockedChat::take(conn, act.chat).await?;
    let (kind, _) = owner_number(vault::Owner::Chat(act.chat.bytes()));
    let used = i64::try_from(STILL_USED.as_millis()).unwrap_or(i64::MAX);
    let destroyed = data_keys::destroy_before(conn, kind, act.chat, before.saturating_sub(used)).await?;
    if destroyed.is_empty() {
        return Err(Abort::Same(0));
    }
    let (names, visibility) = (chat.names(&keys), chat.visibility());
    keys.suffice()?;
    let mut chat = chat.unchanged();
    chat.set_names(names, visibility, &keys, act.random)?;
    save(conn, &chat).await?;
    let drafts: Vec<(StoredId, Option<Vec<u8>>)> = member_state::table
        .filter(member_state::chat_id.eq(id(act.chat)))
        .filter(member_state::draft_sealed.is_not_null())
        .select((member_state::user_id, member_state::draft_sealed))
        .load(conn)
        .await?;
    for (user, sealed) in drafts {
        let anew =
            sealed.and_then(|sealed| anew(&keys, Field::Draft, user, &sealed, act.random)).transpose()?;
        keys.suffice()?;
        let state = member_state::table.find((id(act.chat), user));
        diesel::update(state).set(member_state::draft_sealed.eq(anew)).execute(conn).await?;
    }
    seal_invites(conn, &act, &keys).await?;
    // The chat's picture: its bytes stay as they are, the key of its own is sealed again.
    let parts: Vec<(StoredId, i32, Vec<u8>)> = files::table
        .filter(files::owner_id.eq(id(act.chat)))
        .select((files::id, files::part, files::key_sealed))
        .load(conn)
        .await?;
    for (file, part, sealed) in parts {
        if let Some(anew) = anew(&keys, Field::FileKey, file, &sealed, act.random).transpose()? {
            let row = files::table.find((file, part));
            diesel::update(row).set(files::key_sealed.eq(anew)).execute(conn).await?;
        }
    }
    Ok(destroyed.len())
}

/// An invite with its title and its code.
type SealedInvite = (StoredId, Option<Vec<u8>>, Option<Vec<u8>>);

async fn seal_invites(conn: &mut Conn, act: &Act, keys: &KeySet) -> std::result::Result<(), Abort<usize>> {
    let invites: Vec<SealedInvite> = chat_invites::table
        .filter(chat_invites::chat_id.eq(id(act.chat)))
        .select((chat_invites::id, chat_invites::title_sealed, chat_invites::code_sealed))
        .load(conn)
        .await?;
    for (invite, title, code) in invites {
        let again = |field: Field, sealed: Option<Vec<u8>>| {
            sealed.and_then(|sealed| anew(keys, field, invite, &sealed, act.random)).transpose()
        };
        let title = again(Field::InviteTitle, title)?;
        let code = again(Field::InviteCode, code)?;
        keys.suffice()?;
        diesel::update(chat_invites::table.find(invite))
            .set((chat_invites::title_sealed.eq(title), chat_invites::code_sealed.eq(code)))
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// The same value under the newest key; None where it does not open.
fn anew(
    keys: &KeySet,
    field: Field,
    row: StoredId,
    sealed: &[u8],
    random: Random,
) -> Option<domain::Result<Vec<u8>>> {
    let row = row.uuid().into_bytes();
    let value = keys.open_bytes(field, row, sealed)?;
    Some(keys.seal_field(field, row, &value, random))
}

/// Drops rows that have had no text for long; the last one stays, because read positions point at it. How many.
pub async fn drop_rows(conn: &mut Conn, act: Act) -> Write<usize> {
    let Some(chat) = find(conn, act.chat).await? else { return Err(Abort::Same(0)) };
    let old: Vec<i64> = messages::table
        .filter(messages::chat_id.eq(id(act.chat)))
        .filter(messages::seq.lt(chat.kept_from.previous().number()))
        .filter(messages::deleted_at.lt(act.at.minus(TOMBSTONES).millis()))
        .order(messages::seq)
        .limit(DROPPED)
        .select(messages::seq)
        .load(conn)
        .await?;
    if old.is_empty() {
        return Err(Abort::Same(0));
    }
    let rows = messages::table.filter(messages::chat_id.eq(id(act.chat))).filter(messages::seq.eq_any(old));
    Ok(diesel::delete(rows).execute(conn).await?)
}
