//! A position is where a member starts to read; membership is recorded with it for the member's own devices.

use super::super::Conn;
use super::super::sync::my_rev::bump;
use crate::schema::chats::member_state;
use crate::types::id;
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use domain::event::{Personal, PersonalChange};
use domain::{ChatId, Ordinal, Seq, UserId};

/// Where a member starts to read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Position {
    pub seq: Seq,
    pub ordinal: Ordinal,
}

/// Membership gained or lost, told to each of these people on all their devices.
pub async fn set_membership(
    conn: &mut Conn,
    chat: ChatId,
    mut people: Vec<UserId>,
    joined: bool,
    position: Position,
) -> QueryResult<Vec<PersonalChange>> {
    people.sort();
    let mut changes = Vec::with_capacity(people.len());
    for user in people {
        let my_rev = bump(conn, user).await?;
        let row = (
            member_state::chat_id.eq(id(chat)),
            member_state::user_id.eq(id(user)),
            member_state::read_seq.eq(position.seq.number()),
            member_state::read_ordinal.eq(position.ordinal.number()),
            member_state::joined.eq(joined),
            member_state::my_rev.eq(my_rev.number()),
        );
        // A member who joins or leaves starts afresh; only silence lasts.
        diesel::insert_into(member_state::table)
            .values(row)
            .on_conflict((member_state::chat_id, member_state::user_id))
            .do_update()
            .set((
                member_state::read_seq.eq(excluded(member_state::read_seq)),
                member_state::read_ordinal.eq(excluded(member_state::read_ordinal)),
                member_state::joined.eq(excluded(member_state::joined)),
                member_state::my_rev.eq(excluded(member_state::my_rev)),
                member_state::pinned.eq(false),
                member_state::archived.eq(false),
                member_state::marked_unread.eq(false),
                member_state::draft_sealed.eq(None::<Vec<u8>>),
            ))
            .execute(conn)
            .await?;
        changes.push(PersonalChange { user, my_rev, what: Personal::Membership { chat, joined } });
    }
    Ok(changes)
}
