//! Addresses and numbers of accounts are changed, removed and restored here; a proven one opens an account. Must not
//! know how they are sealed.

use super::super::Conn;
use super::super::operators::audit;
use super::super::people::{self, by_identifier};
use super::identifier_row::{free_email, put, put_back};
use super::{codes, recovery, second_factors, session_ends};
use crate::error::{Abort, Write, is_taken};
use crate::input::{NewIdentifier, NewPassword, Removal};
use crate::outcome::{Ended, Replaced};
use crate::rows::accounts::code::{UndoRow, channel_number, channel_of, purpose_number};
use crate::rows::accounts::proof::IdentityRow;
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::UserRow;
use crate::schema::accounts::{identifier_undos, identities};
use crate::types::{StoredId, id};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use domain::bounds::SignInMethods;
use domain::code::Purpose;
use domain::event::PersonalChange;
use domain::identifier::{Channel, REGRET};
use domain::session::Holds;
use domain::{Fault, Timestamp, UserId};

/// Whose account a grant opens, and its version; single-use. Another account may have the identifier by now.
pub async fn spend_sign_in(conn: &mut Conn, grant_hash: Vec<u8>, now: i64) -> Write<(UserId, i64)> {
    let user = proven(conn, &grant_hash, Purpose::SignIn, now).await??;
    Ok((user.id, user.security_ver))
}

/// The new password, and the end of everything the old one opened. The owner of the address also gets rid of what a
/// thief added.
pub async fn reset(conn: &mut Conn, grant_hash: Vec<u8>, new: NewPassword) -> Write<Ended> {
    let purpose = Purpose::ResetPassword;
    let seen = codes::grant(conn, grant_hash.clone(), purpose_number(purpose), new.at).await?;
    let seen = seen.ok_or(Fault::GrantInvalid)?;
    let channel = channel_of(seen.channel);
    // The person is locked first, here as everywhere, and the grant is taken then.
    let owner = by_identifier(conn, channel, seen.lookup).await?.ok_or(Fault::GrantInvalid)?;
    people::lock(conn, owner.id).await?;
    let user = proven(conn, &grant_hash, purpose, new.at).await??;
    let holds = Holds {
        password: user.password_hash.is_some(),
        email: user.email_verified,
        factor: second_factors::is_in_force(conn, user.id).await?,
    };
    match channel {
        Channel::Email => {
            let since = Timestamp::from_millis(new.at).minus(REGRET).millis();
            recovery::drop_since(conn, &user, since, channel).await?;
        }
        Channel::Sms if holds.number_alone_suffices() => {}
        Channel::Sms => return Err(Fault::AnotherProofRequired.into()),
    }
    recovery::set(conn, user.id, new).await
}

pub async fn change(conn: &mut Conn, new: NewIdentifier) -> Write<Replaced> {
    let now = new.at.millis();
    let grant = codes::take_grant(conn, &new.grant_hash, Purpose::ConfirmIdentifier, now).await?;
    let ours = grant.is_some_and(|grant| {
        grant.user_id == Some(StoredId::from(new.user))
            && grant.lookup == new.lookup
            && grant.channel == channel_number(new.channel)
    });
    if !ours {
        return Err(Fault::GrantInvalid.into());
    }
    people::lock(conn, new.user).await?;
    let before = people::find(conn, new.user).await?.ok_or(Fault::NotFound)?;
    if new.channel == Channel::Email {
        free_email(conn, &new.lookup, new.user).await?;
    }
    let (user, lookup, sealed) = (new.user, Some(new.lookup.clone()), Some(new.sealed));
    let changed = conn
        .transaction(async |conn| put(conn, user, new.channel, sealed.zip(lookup), Some(now)).await)
        .await;
    match changed {
        Err(error) if is_taken(&error, "email") || is_taken(&error, "phone") => {
            return Err(Fault::IdentifierTaken.into());
        }
        other => other?,
    };
    let told = audit::beside(conn, new.beside).await?;
    let undo = proven_before(&before, new.channel).filter(|(_, lookup)| *lookup != new.lookup);
    let undo = undo.map(|(old_sealed, old_lookup)| UndoRow {
        hash: new.undo_hash,
        user_id: user,
        channel: channel_number(new.channel),
        old_sealed,
        old_lookup,
        created_at: now,
        expires_at: new.undo_until.millis(),
    });
    remember(conn, undo, told).await
}

/// The last way in cannot go. The person's row is the lock: two that go at once do not both find the other one still
/// there.
pub async fn remove(conn: &mut Conn, gone: Removal) -> Write<Replaced> {
    people::lock(conn, gone.user).await?;
    let before = people::find(conn, gone.user).await?.ok_or(Fault::NotFound)?;
    let (there, other) = match gone.channel {
        Channel::Email => (before.email_sealed.is_some(), before.phone_verified),
        Channel::Sms => (before.phone_sealed.is_some(), before.email_verified),
    };
    if !there {
        return Err(Abort::Same(Replaced::default()));
    }
    let left = SignInMethods {
        password: before.password_hash.is_some(),
        verified_address: other,
        provider: !linked(conn, gone.user).await?.is_empty(),
    };
    left.suffice()?;
    put(conn, gone.user, gone.channel, None, None).await?;
    let told = audit::beside(conn, gone.beside).await?;
    let undo = proven_before(&before, gone.channel).map(|(old_sealed, old_lookup)| UndoRow {
        hash: gone.undo_hash,
        user_id: gone.user,
        channel: channel_number(gone.channel),
        old_sealed,
        old_lookup,
        created_at: gone.at.millis(),
        expires_at: gone.undo_until.millis(),
    });
    remember(conn, undo, told).await
}

async fn linked(conn: &mut Conn, user: UserId) -> QueryResult<Vec<IdentityRow>> {
    let rows = identities::table.filter(identities::user_id.eq(id(user))).select(IdentityRow::as_select());
    rows.load(conn).await
}

/// "This was not me": the old one is back, what else was added with it is gone, and all sessions end.
pub async fn undo(
    conn: &mut Conn,
    hash: Vec<u8>,
    now: i64,
    entry: fn(UserId, i64) -> domain::audit::Entry,
    random: domain::Random,
) -> Write<(UserId, Ended)> {
    let good = identifier_undos::table.find(&hash).filter(identifier_undos::expires_at.gt(now));
    let seen: Option<UndoRow> = good.select(UndoRow::as_select()).get_result(conn).await.optional()?;
    let user = seen.ok_or(Fault::GrantInvalid)?.user_id;
    people::lock(conn, user).await?;
    let good = identifier_undos::table.find(hash).filter(identifier_undos::expires_at.gt(now));
    let back: Option<UndoRow> =
        diesel::delete(good).returning(UndoRow::as_returning()).get_result(conn).await.optional()?;
    let back = back.ok_or(Fault::GrantInvalid)?;
    let channel = channel_of(back.channel);
    let row = people::find(conn, user).await?.ok_or(Fault::GrantInvalid)?;
    // The attacker may have been inside for a while.
    let since = Timestamp::from_millis(back.created_at).minus(REGRET).millis();
    recovery::drop_since(conn, &row, since, channel).await?;
    // Ways back from what came later would undo this one.
    let later = identifier_undos::table
        .filter(identifier_undos::user_id.eq(id(user)))
        .filter(identifier_undos::created_at.ge(back.created_at));
    diesel::delete(later).execute(conn).await?;
    put_back(conn, user, channel, Some((back.old_sealed, back.old_lookup))).await?;
    recovery::void_proofs(conn, user).await?;
    audit::insert(conn, AuditRow::of(entry(user, now), random)).await?;
    Ok((user, session_ends::end_all(conn, user, now).await?))
}

fn proven_before(before: &UserRow, channel: Channel) -> Option<(Vec<u8>, Vec<u8>)> {
    match channel {
        Channel::Email if before.email_verified => {
            before.email_sealed.clone().zip(before.email_lookup.clone())
        }
        Channel::Sms if before.phone_verified => before.phone_sealed.clone().zip(before.phone_lookup.clone()),
        Channel::Email | Channel::Sms => None,
    }
}

async fn remember(conn: &mut Conn, undo: Option<UndoRow>, told: Option<PersonalChange>) -> Write<Replaced> {
    if let Some(undo) = undo.clone() {
        diesel::insert_into(identifier_undos::table).values(undo).execute(conn).await?;
    }
    Ok(Replaced { undo, told })
}

/// The account a grant opens: its identifier must still be that account's.
async fn proven(
    conn: &mut Conn,
    hash: &[u8],
    purpose: Purpose,
    now: i64,
) -> QueryResult<Result<UserRow, Fault>> {
    let Some(grant) = codes::take_grant(conn, hash, purpose, now).await? else {
        return Ok(Err(Fault::GrantInvalid));
    };
    let channel = channel_of(grant.channel);
    let user = by_identifier(conn, channel, grant.lookup).await?.filter(|user| user.is_active);
    Ok(user.ok_or(Fault::GrantInvalid))
}
