//! Invitations by contact go to people who may have no account. Whether an address has one shows in nothing its
//! sender gets to see.

use super::super::accounts::codes;
use super::super::{Conn, people};
use super::{friend_request_row, friend_requests, friends, pair, standings};
use crate::error::{Abort, Write};
use crate::input::Kind;
use crate::outcome::Told;
use crate::rows::people::UserRow;
use crate::rows::people::friend::{DECLINED, InvitationRow, OPEN};
use crate::schema::people::{invitations, users};
use crate::types::{StoredId, id};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::privacy::Audience;
use domain::{Fault, NotificationId, Random, RequestId, UserId};

/// The invitation there is now; whether it is new and has to be sent; and who is here to be asked instead.
pub type Invited = (InvitationRow, bool, Option<UserId>);

/// The same work for every address: a person with an account is asked by [`ask`], after the answer.
pub async fn invite(
    conn: &mut Conn,
    row: InvitationRow,
    kind: Kind,
    sms_cap: Option<usize>,
    random: Random,
) -> Write<Told<Invited>> {
    let (me, at) = (row.inviter_id, row.created_at);
    people::lock(conn, me).await?;
    let reached = holder(conn, kind, &row.contact_lookup).await?.map_or(me, |other| other.id);
    if let Some(known) = open_to(conn, me, &row.contact_lookup, at).await? {
        return Err(Abort::Same(Told::nothing((known, false, None))));
    }
    let privacy = standings::privacy(conn, reached).await?;
    let findable = reached != me && privacy.find == Audience::Everyone;
    diesel::insert_into(invitations::table).values(row.clone()).execute(conn).await?;
    // Counted for every address: how much of its budget is left shows when a code is asked for.
    let may_write = codes::may_write(conn, &row.contact_lookup, sms_cap, at, random).await?;
    // A person who has an account and may be found is asked here, not by mail.
    let asks = findable.then_some(reached);
    Ok(Told { answer: (row, may_write && !findable, asks), told: vec![] })
}

/// Asks the owner of the invited address, unless the invitation was withdrawn meanwhile.
pub async fn ask(
    conn: &mut Conn,
    invitation: RequestId,
    (me, other): (UserId, UserId),
    request: RequestId,
    at: i64,
) -> Write<Told<()>> {
    let pair = pair::lock(conn, me, other).await?;
    let Some((asked, told)) = friend_requests::ask_quietly(conn, &pair, request, at).await? else {
        return Err(Abort::Same(Told::nothing(())));
    };
    let open = invitations::table.find(id(invitation)).filter(invitations::ended_at.is_null());
    let still = diesel::update(open)
        .set(invitations::request_id.eq(Some(StoredId::from(asked))))
        .execute(conn)
        .await?;
    // Withdrawn meanwhile: no one is asked, and what was written goes with the transaction.
    if still == 1 { Ok(Told { answer: (), told }) } else { Err(Abort::Same(Told::nothing(()))) }
}

/// The inviter's own, not taken, not over, newest first.
pub async fn list(
    conn: &mut Conn,
    me: UserId,
    now: i64,
    before: Option<RequestId>,
    limit: i64,
) -> QueryResult<Vec<InvitationRow>> {
    let mut rows = invitations::table
        .filter(invitations::inviter_id.eq(id(me)))
        .filter(invitations::ended_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .order(invitations::id.desc())
        .limit(limit)
        .select(InvitationRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        rows = rows.filter(invitations::id.lt(id(before)));
    }
    rows.load(conn).await
}

pub async fn cancel(conn: &mut Conn, me: UserId, invitation: RequestId, at: i64) -> Write<Told<()>> {
    let not_found = || Abort::Refused(Fault::NotFound);
    let row: Option<InvitationRow> = invitations::table
        .find(id(invitation))
        .filter(invitations::inviter_id.eq(id(me)))
        .filter(invitations::ended_at.is_null())
        .select(InvitationRow::as_select())
        .get_result(conn)
        .await
        .optional()?;
    let row = row.ok_or_else(not_found)?;
    let mut told = Vec::new();
    if let Some(request) = row.request_id {
        let request = friend_request_row::find(conn, RequestId::from_uuid(request.uuid())).await?;
        if let Some(request) = request.filter(|request| request.quiet) {
            let pair = pair::lock(conn, me, request.to_id).await?;
            let request = friend_request_row::find(conn, request.id).await?;
            let live = |state| state == OPEN || state == DECLINED;
            if let Some(request) = request.filter(|request| live(request.state) && request.quiet) {
                told = friend_requests::withdraw(conn, &pair, request, at).await?;
            }
        }
    }
    let open = invitations::table.find(id(invitation)).filter(invitations::ended_at.is_null());
    let ended: Option<Option<StoredId>> = diesel::update(open)
        .set(invitations::ended_at.eq(Some(at)))
        .returning(invitations::request_id)
        .get_result(conn)
        .await
        .optional()?;
    match ended {
        // The owner of the address was asked since we looked: the next try withdraws that as well.
        Some(request) if request.is_some() != row.request_id.is_some() => Err(Fault::unavailable().into()),
        Some(_) => Ok(Told { answer: (), told }),
        None => Err(not_found()),
    }
}

/// Who invites, for the holder of the code.
pub async fn of_code(
    conn: &mut Conn,
    code_hash: Vec<u8>,
    now: i64,
) -> QueryResult<Option<(InvitationRow, UserRow)>> {
    let found: Option<(InvitationRow, UserRow)> = invitations::table
        .inner_join(users::table.on(users::id.eq(invitations::inviter_id)))
        .filter(invitations::code_hash.eq(code_hash))
        .filter(invitations::ended_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .select((InvitationRow::as_select(), UserRow::as_select()))
        .get_result(conn)
        .await
        .optional()?;
    Ok(found.filter(|(_, inviter)| inviter.stands()))
}

/// The holder of the code has an account now: both become friends, once.
pub async fn redeem(
    conn: &mut Conn,
    code_hash: Vec<u8>,
    newcomer: UserId,
    notification: NotificationId,
    at: i64,
) -> Write<Told<()>> {
    let found = of_code(conn, code_hash, at).await?;
    let (row, inviter) = found.ok_or(Abort::Refused(Fault::NotFound))?;
    if inviter.id == newcomer {
        return Err(Fault::NotFound.into());
    }
    let pair = pair::lock(conn, newcomer, inviter.id).await?;
    let open = invitations::table.find(id(row.id)).filter(invitations::ended_at.is_null());
    let taken = diesel::update(open)
        .set((invitations::ended_at.eq(Some(at)), invitations::used_by.eq(Some(StoredId::from(newcomer)))))
        .execute(conn)
        .await?;
    if taken == 0 || standings::blocked_between(conn, newcomer, inviter.id).await? {
        return Err(Fault::NotFound.into());
    }
    let mut told = Vec::new();
    if let Some(request) = friend_request_row::live(conn, &pair).await? {
        told = friend_requests::settle(conn, &pair, request, notification, at).await?.told;
    } else if !pair::are_friends(conn, newcomer, inviter.id).await? {
        friends::befriend(conn, &pair, at, &mut told).await?;
    }
    Ok(Told { answer: (), told })
}

/// Only a proven address belongs to an account.
async fn holder(conn: &mut Conn, kind: Kind, lookup: &[u8]) -> QueryResult<Option<UserRow>> {
    let lookup = lookup.to_vec();
    let row: Option<UserRow> = match kind {
        Kind::Email => {
            let rows =
                users::table.filter(users::email_lookup.eq(lookup)).filter(users::email_verified.eq(true));
            rows.select(UserRow::as_select()).get_result(conn).await.optional()?
        }
        Kind::Phone => {
            let rows =
                users::table.filter(users::phone_lookup.eq(lookup)).filter(users::phone_verified.eq(true));
            rows.select(UserRow::as_select()).get_result(conn).await.optional()?
        }
    };
    Ok(row.filter(UserRow::stands))
}

async fn open_to(conn: &mut Conn, me: UserId, lookup: &[u8], now: i64) -> QueryResult<Option<InvitationRow>> {
    let open = invitations::table
        .filter(invitations::inviter_id.eq(id(me)))
        .filter(invitations::contact_lookup.eq(lookup.to_vec()))
        .filter(invitations::ended_at.is_null())
        .select(InvitationRow::as_select());
    let row: Option<InvitationRow> = open.get_result(conn).await.optional()?;
    match row {
        Some(row) if row.expires_at <= now => {
            diesel::update(invitations::table.find(id(row.id)))
                .set(invitations::ended_at.eq(Some(now)))
                .execute(conn)
                .await?;
            Ok(None)
        }
        other => Ok(other),
    }
}
