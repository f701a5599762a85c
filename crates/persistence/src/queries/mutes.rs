//! A chat one person does not want to hear. It counts all the same, silently.

use super::members::joined;
use super::{Conn, personal};
use crate::error::{Abort, Write};
use crate::schema::member_state;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::event::{Personal, PersonalChange};
use domain::notice::Until;
use domain::{ChatId, UserId};

/// None where it stood so before.
pub async fn set(
    conn: &mut Conn,
    chat: ChatId,
    user: UserId,
    until: Option<Until>,
) -> Write<Option<PersonalChange>> {
    joined(conn, chat, user).await?;
    let wanted = until.map(Until::millis);
    let now: Option<i64> = member_state::table
        .find((id(chat), id(user)))
        .select(member_state::muted_until)
        .get_result(conn)
        .await?;
    if now == wanted {
        return Err(Abort::Same(None));
    }
    // The person's row first, then his state: the same order as when membership changes.
    let my_rev = personal::bump(conn, user).await?;
    diesel::update(member_state::table.find((id(chat), id(user))))
        .set((member_state::muted_until.eq(wanted), member_state::my_rev.eq(my_rev)))
        .execute(conn)
        .await?;
    Ok(Some(PersonalChange { user, my_rev, what: Personal::Muted { chat, until } }))
}
