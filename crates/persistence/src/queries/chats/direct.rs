//! Two people have one direct chat, opened by either and however often; a stranger sends a message request first.

use super::super::instance::keys;
use super::super::people::between::between;
use super::super::people::pair::{Pair, hold};
use super::super::people::{self, standings};
use super::super::sync::{my_rev, notifications};
use super::super::{Conn, chats};
use super::change::{Change, LockedChat};
use super::positions::{self, Position};
use super::{members, membership, of_pair};
use crate::error::{Abort, Write};
use crate::input::{Act, Bounds, NewNotification};
use crate::outcome::Touched;
use crate::rows::chats::ChatRow;
use crate::rows::chats::member::MemberRow;
use crate::rows::instance::DataKeyRow;
use crate::schema::chats::{chats as chats_table, member_state, members as members_table};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::bounds::may_join_another;
use domain::chat::pair_key;
use domain::direct::{MessageRequestState, after_change, opening};
use domain::event::{Personal, PersonalChange};
use domain::member::{Member, MemberState, Role};
use domain::notification::{About, Notification, NotificationKind};
use domain::privacy::DmFrom;
use domain::{ChatId, Fault, MyRev, NotificationId, Seq, Timestamp, UserId};

/// Since when the opener has their account, if they would write to this person for the first time and are no friends.
pub async fn first_contact(conn: &mut Conn, me: UserId, peer: UserId) -> Write<Option<Timestamp>> {
    let known = of_pair(conn, &Some(pair_key(me, peer).to_vec())).await?.is_some();
    if known || standings::standing(conn, me, peer).await?.friend {
        return Ok(None);
    }
    let opener = people::find(conn, me).await?;
    Ok(opener.map(|row| Timestamp::from_millis(row.created_at)))
}

/// One chat for two people: the unique pair decides. A recipient of a message request who opens the chat lets the
/// other one in.
pub async fn open(
    conn: &mut Conn,
    act: Act,
    mut chat: ChatRow,
    peer: UserId,
    key_rows: Vec<DataKeyRow>,
    bounds: Bounds,
) -> Write<Touched> {
    let (me, pair) = (act.actor, chat.pair_key.clone());
    if let Some(known) = of_pair(conn, &pair).await? {
        return reopen(conn, Act { chat: known.id, ..act }, known).await;
    }
    if !people::is_active(conn, peer).await? {
        return Err(Fault::NotFound.into());
    }
    may_join_another(chats::joined_count(conn, me).await?, bounds.most_chats)?;
    // What people save for themselves is a chat with themselves, and open at once.
    let (own, theirs) = if me == peer {
        (MessageRequestState::Open, MessageRequestState::Open)
    } else {
        opening(between(conn, me, peer, bounds.dm_from).await?)?
    };
    let sides = if me == peer { vec![(me, own)] } else { vec![(me, own), (peer, theirs)] };
    chat.member_count = if me == peer { 1 } else { 2 };
    let inserted = diesel::insert_into(chats_table::table)
        .values(chat.clone())
        .on_conflict(chats_table::pair_key)
        .do_nothing()
        .execute(conn)
        .await?;
    if inserted == 0 {
        let known = of_pair(conn, &pair).await?.ok_or(Fault::Internal)?;
        return reopen(conn, Act { chat: known.id, ..act }, known).await;
    }
    keys::add(conn, key_rows).await?;
    let mut rows = Vec::new();
    for (user, request_state) in sides {
        let member = Member {
            user,
            role: Role::Member,
            state: MemberState::Joined,
            request_state,
            rev: chat.rev,
            visible_from: Seq::FIRST,
            joined_at: act.at,
        };
        let row = MemberRow::new(chat.id, &member);
        diesel::insert_into(members_table::table).values(row.clone()).execute(conn).await?;
        rows.push(row);
    }
    // A recipient who is not to see the message request has no such chat.
    let alone = me == peer || theirs == MessageRequestState::Declined;
    let heard = if alone { vec![me] } else { vec![me, peer] };
    let start = Position::default();
    let personal = positions::set_membership(conn, chat.id, heard, true, start).await?;
    Ok(Touched { members: rows, personal, settings: true, ..Touched::nothing(chat) })
}

/// The recipient accepts the message request.
pub async fn accept(conn: &mut Conn, act: Act) -> Write<Touched> {
    let chat = LockedChat::take(conn, act.chat).await?;
    let me = membership::find(conn, act.chat, act.actor).await?;
    match me.as_ref().map(MemberRow::request_state) {
        Some(MessageRequestState::Received) => Ok(open_both_sides(conn, chat.begin(), act.at).await?),
        Some(
            MessageRequestState::Open
            | MessageRequestState::OneMessage
            | MessageRequestState::Waiting
            | MessageRequestState::Blocking,
        ) if chat.pair_key.is_some() => Err(Abort::Same(Touched::nothing(chat.unchanged()))),
        Some(_) | None => Err(Fault::NotFound.into()),
    }
}

/// The message request is not answered. The recipient's devices forget the chat; the sender sees nothing of it.
pub async fn decline(conn: &mut Conn, act: Act) -> Write<Vec<PersonalChange>> {
    let held = hold(conn, act.chat).await?.ok_or(Fault::NotFound)?;
    let mut me = membership::joined(conn, act.chat, act.actor).await?;
    if me.request_state() != MessageRequestState::Received {
        return Err(Fault::NotFound.into());
    }
    me.set_request_state(MessageRequestState::Declined);
    members::write(conn, &me).await?;
    let position = Position { seq: held.seq, ordinal: held.ordinal };
    let mut told = vec![withdraw(conn, act.chat, act.actor, position).await?];
    told.extend(answered(conn, act.chat, act.at).await?);
    Ok(told)
}

/// The two befriended, parted, blocked or unblocked each other: what each may do in their chat follows.
pub async fn update_request_states(
    conn: &mut Conn,
    pair: &Pair,
    usual: DmFrom,
) -> QueryResult<Vec<PersonalChange>> {
    let Some(held) = pair.chat else { return Ok(vec![]) };
    let (one, other) = (pair.me.id, pair.other.id);
    let (Some(mut first), Some(mut second)) =
        (membership::find(conn, held.chat, one).await?, membership::find(conn, held.chat, other).await?)
    else {
        return Ok(vec![]);
    };
    let states = (first.request_state(), second.request_state());
    first.set_request_state(after_change(states.0, states.1, between(conn, one, other, usual).await?));
    second.set_request_state(after_change(states.1, states.0, between(conn, other, one, usual).await?));
    let mut told = Vec::new();
    for (row, before) in [(&first, states.0), (&second, states.1)] {
        if row.request_state() != before {
            members::write(conn, row).await?;
            let position = Position { seq: held.seq, ordinal: held.ordinal };
            if row.request_state() == MessageRequestState::Declined {
                told.push(withdraw(conn, held.chat, row.user_id, position).await?);
            }
        }
    }
    Ok(told)
}

/// Notifies the recipient of a message request.
pub async fn notify_of_request(conn: &mut Conn, act: &Act) -> QueryResult<Vec<PersonalChange>> {
    let peer: Option<UserId> = members_table::table
        .filter(members_table::chat_id.eq(id(act.chat)))
        .filter(members_table::request_state.eq(i32::from(MessageRequestState::Received.number())))
        .select(members_table::user_id)
        .get_result(conn)
        .await
        .optional()?;
    let Some(user) = peer else { return Ok(vec![]) };
    let notification = Notification {
        id: NotificationId::make(act.at, act.random),
        kind: NotificationKind::MessageRequest,
        source: act.chat.uuid(),
        actor: Some(act.actor),
        about: About::default().in_chat(act.chat),
        created_at: act.at,
        read_at: None,
        my_rev: MyRev::ZERO,
    };
    let told = notifications::put(conn, NewNotification { user, notification, about_sealed: None }).await?;
    Ok(told.into_iter().collect())
}

/// The door is open, or will stay shut: there is nothing to tell any more.
async fn answered(conn: &mut Conn, chat: ChatId, at: Timestamp) -> QueryResult<Vec<PersonalChange>> {
    notifications::remove_source(conn, NotificationKind::MessageRequest, chat.uuid(), at.millis()).await
}

/// Opens a chat that exists already.
async fn reopen(conn: &mut Conn, act: Act, known: ChatRow) -> Write<Touched> {
    let me = membership::find(conn, act.chat, act.actor).await?;
    if !me.is_some_and(|row| {
        matches!(row.request_state(), MessageRequestState::Received | MessageRequestState::Declined)
    }) {
        return Err(Abort::Same(Touched::nothing(known)));
    }
    let chat = LockedChat::take(conn, act.chat).await?;
    Ok(open_both_sides(conn, chat.begin(), act.at).await?)
}

/// Both sides are open from here on; both learn it.
pub async fn open_both_sides(conn: &mut Conn, chat: Change, at: Timestamp) -> QueryResult<Touched> {
    let rows: Vec<MemberRow> = members_table::table
        .filter(members_table::chat_id.eq(id(chat.id)))
        .select(MemberRow::as_select())
        .load(conn)
        .await?;
    let mut changed = Vec::new();
    let mut personal = Vec::new();
    for mut row in rows {
        let was_out = row.request_state() == MessageRequestState::Declined;
        row.set_request_state(MessageRequestState::Open);
        row.rev = chat.rev;
        members::write(conn, &row).await?;
        if was_out {
            let start = Position::default();
            personal.extend(positions::set_membership(conn, chat.id, vec![row.user_id], true, start).await?);
        } else {
            let my_rev = touch(conn, chat.id, row.user_id).await?;
            let what = Personal::Membership { chat: chat.id, joined: true };
            personal.push(PersonalChange { user: row.user_id, my_rev, what });
        }
        changed.push(row);
    }
    personal.extend(answered(conn, chat.id, at).await?);
    let chat = chat.commit(conn).await?;
    Ok(Touched { members: changed, personal, settings: true, ..Touched::nothing(chat) })
}

/// The member's state of a chat changed, not their place in it.
async fn touch(conn: &mut Conn, chat: ChatId, user: UserId) -> QueryResult<MyRev> {
    let my_rev = my_rev::bump(conn, user).await?;
    diesel::update(member_state::table.find((id(chat), id(user))))
        .set(member_state::my_rev.eq(my_rev.number()))
        .execute(conn)
        .await?;
    Ok(my_rev)
}

async fn withdraw(
    conn: &mut Conn,
    chat: ChatId,
    user: UserId,
    position: Position,
) -> QueryResult<PersonalChange> {
    let told = positions::set_membership(conn, chat, vec![user], false, position).await?;
    let my_rev = told.as_slice().first().map_or(MyRev::ZERO, |change| change.my_rev);
    Ok(PersonalChange { user, my_rev, what: Personal::Withdrawn { chat } })
}
