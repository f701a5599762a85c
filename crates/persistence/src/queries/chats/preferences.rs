//! A member has preferences for a chat: silence, a place in the list, a draft. Changes count in `my_rev`, and only
//! the member's own devices are told.

use super::super::Conn;
use super::super::sync::my_rev;
use super::membership::joined;
use crate::error::{Abort, Write};
use crate::input::Act;
use crate::keys::KeySet;
use crate::rows::chats::preferences::PreferencesRow;
use crate::schema::chats::member_state;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::UserId;
use domain::chat::PreferencesEdit;
use domain::event::{Personal, PersonalChange};
use std::sync::Arc;

/// None where it stood so before.
pub async fn edit(
    conn: &mut Conn,
    act: Act,
    edit: PreferencesEdit,
    keys: Arc<KeySet>,
) -> Write<Option<PersonalChange>> {
    let (chat, user) = (act.chat, act.actor);
    joined(conn, chat, user).await?;
    // The person's row first, then their state: the same order as when membership changes. It also keeps two
    // devices from pinning one chat too many together.
    let my_rev = my_rev::bump(conn, user).await?;
    let state = member_state::table.find((id(chat), id(user)));
    let former = state.select(PreferencesRow::as_select()).get_result(conn).await?.open(user, &keys);
    keys.suffice()?;
    let preferences = former.edited(edit, pinned(conn, user).await?)?;
    if preferences == former {
        return Err(Abort::Same(None));
    }
    let row = PreferencesRow::new(&preferences, user, &keys, act.random)?;
    diesel::update(state).set((row, member_state::my_rev.eq(my_rev.number()))).execute(conn).await?;
    Ok(Some(PersonalChange {
        user,
        my_rev,
        what: Personal::Preferences { chat, preferences: Box::new(preferences) },
    }))
}

async fn pinned(conn: &mut Conn, user: UserId) -> QueryResult<i64> {
    member_state::table
        .filter(member_state::user_id.eq(id(user)))
        .filter(member_state::pinned.eq(true))
        .count()
        .get_result(conn)
        .await
}
