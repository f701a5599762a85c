//! Accounts are erased here. Who a person was goes at once, in one transaction; their chats are left one by one after
//! it, each under its own lock. What happens to each kind of data is written in docs/account-deletion.md.

use super::super::Conn;
use super::super::chats::change::LockedChat;
use super::super::chats::groups;
use super::super::chats::members::{self, write};
use super::super::chats::membership::{self, joined};
use super::super::instance::keys;
use super::super::operators::{admin, audit};
use super::super::people::{self, friend_requests, friends, pair};
use super::session_ends;
use crate::error::Write;
use crate::input::Act;
use crate::keys::{KeySet, owner_number};
use crate::outcome::{Ended, Told, Touched};
use crate::rows::chats::ChatRow;
use crate::rows::chats::member::{JOINED, MemberRow, role_number};
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::friend::{DECLINED, OPEN};
use crate::schema::accounts::{
    challenges, exports, grants, half_sign_ins, identifier_undos, identities, recovery_codes, second_factors,
    sessions as session_rows, ways_in,
};
use crate::schema::chats::{join_requests, members as member_rows};
use crate::schema::messages::my_messages;
use crate::schema::operators::suspensions;
use crate::schema::people::{
    blocks, friend_requests as request_rows, friends as friend_rows, invitations, name_parts, profiles,
    user_languages, users,
};
use crate::schema::sync::{notification_settings, notifications, push_subscriptions};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::member::{MemberState, Role};
use domain::{ChatId, Fault, UserId};
use std::sync::Arc;

/// Deletes all rows of a table that belong to a person.
macro_rules! forget {
    ($conn:ident, $user:ident, $($table:ident),+) => {
        $(diesel::delete($table::table.filter($table::user_id.eq(id($user)))).execute($conn).await?;)+
    };
}

/// `stand_in` takes the place of the name, which is free again.
pub async fn begin(
    conn: &mut Conn,
    user: UserId,
    stand_in: String,
    at: i64,
    entry: AuditRow,
) -> Write<Ended> {
    admin::keeps_an_admin(conn, user).await?;
    if people::find(conn, user).await?.is_none_or(|row| row.deleted_at.is_some()) {
        return Err(Fault::NotFound.into());
    }
    audit::insert(conn, entry).await?;
    let ended = session_ends::end_all(conn, user, at).await?;
    forget!(conn, user, push_subscriptions, notifications, notification_settings, user_languages);
    forget!(conn, user, second_factors, recovery_codes, half_sign_ins, identities, suspensions, exports);
    forget!(conn, user, name_parts, challenges, grants, identifier_undos, blocks);
    forget!(conn, user, my_messages, join_requests, ways_in);
    let invited = invitations::table.filter(invitations::inviter_id.eq(id(user)));
    diesel::delete(invited).execute(conn).await?;
    // What is found by a part of the name; the switches beside it stay at what others were told.
    diesel::update(profiles::table.find(id(user))).set(profiles::folded.eq("")).execute(conn).await?;
    // The picture: the job that sweeps files removes its bytes.
    super::super::instance::blobs::let_go_of_all(conn, user, at).await?;
    // The rows stay, because tokens name them; where the person signed in does not.
    diesel::update(session_rows::table.filter(session_rows::user_id.eq(id(user))))
        .set((session_rows::user_agent.eq(None::<String>), session_rows::address_prefix.eq("")))
        .execute(conn)
        .await?;
    blank(conn, user, stand_in, at).await?;
    let (kind, owner) = owner_number(vault::Owner::User(user.bytes()));
    keys::destroy(conn, kind, owner).await?;
    Ok(ended)
}

/// Chats that an erased account has not left yet.
pub async fn waiting(conn: &mut Conn, limit: i64) -> QueryResult<Vec<(UserId, ChatId)>> {
    users::table
        .inner_join(member_rows::table.on(member_rows::user_id.eq(users::id)))
        .filter(users::deleted_at.is_not_null())
        .filter(member_rows::state.eq(JOINED))
        .select((users::id, member_rows::chat_id))
        .order((users::id, member_rows::chat_id))
        .limit(limit)
        .load(conn)
        .await
}

/// Friends of an erased account, and people with a friend request to or from it.
pub async fn related(conn: &mut Conn, limit: i64) -> QueryResult<Vec<(UserId, UserId)>> {
    let mut pairs: Vec<(UserId, UserId)> = users::table
        .inner_join(friend_rows::table.on(friend_rows::user_id.eq(users::id)))
        .filter(users::deleted_at.is_not_null())
        .filter(friend_rows::active.eq(true))
        .select((users::id, friend_rows::friend_id))
        .limit(limit)
        .load(conn)
        .await?;
    let asked: Vec<(UserId, UserId)> = users::table
        .inner_join(request_rows::table.on(request_rows::from_id.eq(users::id)))
        .filter(users::deleted_at.is_not_null())
        .filter(request_rows::state.eq_any([OPEN, DECLINED]))
        .select((users::id, request_rows::to_id))
        .limit(limit)
        .load(conn)
        .await?;
    let was_asked: Vec<(UserId, UserId)> = users::table
        .inner_join(request_rows::table.on(request_rows::to_id.eq(users::id)))
        .filter(users::deleted_at.is_not_null())
        .filter(request_rows::state.eq(OPEN))
        .select((users::id, request_rows::from_id))
        .limit(limit)
        .load(conn)
        .await?;
    pairs.extend(asked);
    pairs.extend(was_asked);
    Ok(pairs)
}

/// Nothing is between them any more, and the one who is still here is told.
pub async fn part(conn: &mut Conn, gone: UserId, other: UserId, at: i64) -> Write<Told<()>> {
    let pair = pair::lock(conn, gone, other).await?;
    let mut told = Vec::new();
    friends::part(conn, &pair, at, &mut told).await?;
    friend_requests::end_between(conn, &pair, at, &mut told).await?;
    diesel::delete(friend_rows::table.find((id(gone), id(other)))).execute(conn).await?;
    Ok(Told { answer: (), told })
}

/// Leaves a chat for good. The last one ends it; a last owner's place goes to the next in line.
pub async fn leave(conn: &mut Conn, act: Act, keys: Arc<KeySet>) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let me = joined(conn, act.chat, act.actor).await?;
    let owns = me.role == role_number(Role::Owner) && membership::owners(conn, act.chat).await? == 1;
    let Some(mut heir) = next_in_line(conn, &chat, act.actor).await? else {
        return groups::end(conn, &act, chat.begin()).await;
    };
    let mut touched = members::exit(conn, chat.begin(), &act, me, MemberState::Left, &keys).await?;
    if owns {
        heir.role = role_number(Role::Owner);
        heir.rev = touched.chat.rev;
        write(conn, &heir).await?;
        touched.members.push(heir);
    }
    Ok(touched)
}

/// Admins before members, and the longest-standing first.
async fn next_in_line(conn: &mut Conn, chat: &ChatRow, but: UserId) -> QueryResult<Option<MemberRow>> {
    let rows: Vec<MemberRow> = member_rows::table
        .inner_join(users::table.on(users::id.eq(member_rows::user_id)))
        .filter(member_rows::chat_id.eq(id(chat.id)))
        .filter(member_rows::state.eq(JOINED))
        .filter(member_rows::user_id.ne(id(but)))
        .filter(users::deleted_at.is_null())
        .order((member_rows::role.desc(), member_rows::joined_at, member_rows::user_id))
        .limit(1)
        .select(MemberRow::as_select())
        .load(conn)
        .await?;
    Ok(rows.into_iter().next())
}

async fn blank(conn: &mut Conn, user: UserId, stand_in: String, at: i64) -> QueryResult<()> {
    let row = users::table.find(id(user));
    diesel::update(row)
        .set((
            users::username.eq(stand_in),
            users::username_shape.eq(None::<String>),
            users::display_name.eq("Deleted user"),
            users::email_sealed.eq(None::<Vec<u8>>),
            users::email_lookup.eq(None::<Vec<u8>>),
            users::email_verified.eq(false),
            users::phone_sealed.eq(None::<Vec<u8>>),
            users::phone_lookup.eq(None::<Vec<u8>>),
            users::phone_verified.eq(false),
            users::birth_date_sealed.eq(None::<Vec<u8>>),
            users::gender_sealed.eq(None::<Vec<u8>>),
            users::country.eq(None::<String>),
            users::password_hash.eq(None::<String>),
        ))
        .execute(conn)
        .await?;
    diesel::update(row)
        .set((
            users::bio.eq(""),
            users::languages.eq(""),
            users::avatar_id.eq(None::<crate::types::StoredId>),
            users::learning_changed_at.eq(None::<i64>),
            users::last_seen_at.eq(None::<i64>),
            users::suspended_at.eq(None::<i64>),
            users::is_active.eq(false),
            users::is_admin.eq(false),
            users::security_ver.eq(users::security_ver + 1),
            users::deleted_at.eq(at),
            users::email_set_at.eq(None::<i64>),
            users::phone_set_at.eq(None::<i64>),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
