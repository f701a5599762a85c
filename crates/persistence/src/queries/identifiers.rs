//! Addresses and numbers of accounts: who has one, changing it, taking that back, and what a proven one opens.
//! Must not know how they are sealed.

use super::{Conn, audit, codes, people, second_factors, sessions};
use crate::error::{Abort, Write, is_taken};
use crate::found::{Ended, NewIdentifier, Removal, Replaced};
use crate::rows::audit::AuditRow;
use crate::rows::code::{UndoRow, channel_number, channel_of, purpose_number};
use crate::rows::user::UserRow;
use crate::schema::{challenges, grants, identifier_undos, users};
use crate::types::{StoredId, id};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use domain::code::Purpose;
use domain::identifier::Channel;
use domain::{Fault, UserId};

/// Whose proven address or number it is.
pub async fn owner(conn: &mut Conn, channel: Channel, lookup: Vec<u8>) -> QueryResult<Option<UserRow>> {
    let found = match channel {
        Channel::Email => people::by_email(conn, lookup).await?.filter(|row| row.email_verified),
        Channel::Sms => people::by_phone(conn, lookup).await?.filter(|row| row.phone_verified),
    };
    Ok(found)
}

/// An address somebody wrote down without proof gives way to whoever proves it.
pub async fn free_email(conn: &mut Conn, lookup: &[u8], keep: UserId) -> QueryResult<usize> {
    let unproven = users::table
        .filter(users::email_lookup.eq(lookup))
        .filter(users::email_verified.eq(false))
        .filter(users::id.ne(id(keep)));
    diesel::update(unproven).set(users::email_lookup.eq(None::<Vec<u8>>)).execute(conn).await
}

/// Whoever got in by any proof is no guesser.
pub async fn forgive(conn: &mut Conn, user: UserId) -> QueryResult<()> {
    let Some(row) = people::find(conn, user).await? else { return Ok(()) };
    codes::forgive(conn, &row.email_lookup.into_iter().chain(row.phone_lookup).collect::<Vec<_>>()).await
}

/// Good once; somebody else may have the identifier by now.
pub async fn spend_sign_in(conn: &mut Conn, grant_hash: Vec<u8>, now: i64) -> Write<()> {
    proven(conn, &grant_hash, Purpose::SignIn, now).await??;
    Ok(())
}

/// The new password, and the end of everything the old one opened.
pub async fn reset(
    conn: &mut Conn,
    grant_hash: Vec<u8>,
    password_hash: String,
    at: i64,
    entry: AuditRow,
) -> Write<Ended> {
    let channel = codes::grant(conn, grant_hash.clone(), purpose_number(Purpose::ResetPassword), at).await?;
    let user = proven(conn, &grant_hash, Purpose::ResetPassword, at).await??;
    let by_sms = channel.is_some_and(|grant| grant.channel == channel_number(Channel::Sms));
    let factor = second_factors::find(conn, user.id).await?.is_some_and(|found| found.confirmed_at.is_some());
    if by_sms && !number_alone_may_reset(&user, factor) {
        return Err(Fault::AnotherProofRequired.into());
    }
    diesel::update(users::table.find(id(user.id)))
        .set((users::password_hash.eq(password_hash), users::security_ver.eq(users::security_ver + 1)))
        .execute(conn)
        .await?;
    for lookup in user.email_lookup.iter().chain(&user.phone_lookup) {
        void(conn, lookup).await?;
    }
    audit::insert(conn, entry).await?;
    Ok(sessions::end_all(conn, user.id, at).await?)
}

/// A number can be taken over by talking to a phone company: where there is more, it is asked for.
fn number_alone_may_reset(user: &UserRow, second_factor: bool) -> bool {
    user.password_hash.is_none() || !(user.email_verified || second_factor)
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
    let before = people::find(conn, new.user).await?.ok_or(Fault::NotFound)?;
    if new.channel == Channel::Email {
        free_email(conn, &new.lookup, new.user).await?;
    }
    let (user, lookup, sealed) = (new.user, Some(new.lookup.clone()), Some(new.sealed));
    let changed =
        conn.transaction(async |conn| put(conn, user, new.channel, sealed, lookup, true).await).await;
    match changed {
        Err(error) if is_taken(&error, "email") || is_taken(&error, "phone") => {
            return Err(Fault::IdentifierTaken.into());
        }
        other => other?,
    };
    audit::insert(conn, new.entry).await?;
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
    remember(conn, undo).await
}

pub async fn remove(conn: &mut Conn, gone: Removal) -> Write<Replaced> {
    let before = people::find(conn, gone.user).await?.ok_or(Fault::NotFound)?;
    let (there, other) = match gone.channel {
        Channel::Email => (before.email_sealed.is_some(), before.phone_verified),
        Channel::Sms => (before.phone_sealed.is_some(), before.email_verified),
    };
    if !there {
        return Err(Abort::Same(Replaced { undo: None }));
    }
    if before.password_hash.is_none() && !other {
        return Err(Fault::LastSignInMethod.into());
    }
    put(conn, gone.user, gone.channel, None, None, false).await?;
    audit::insert(conn, gone.entry).await?;
    let undo = proven_before(&before, gone.channel).map(|(old_sealed, old_lookup)| UndoRow {
        hash: gone.undo_hash,
        user_id: gone.user,
        channel: channel_number(gone.channel),
        old_sealed,
        old_lookup,
        created_at: gone.at.millis(),
        expires_at: gone.undo_until.millis(),
    });
    remember(conn, undo).await
}

/// "This was not me": the old one is back, and everybody is signed out.
pub async fn undo(
    conn: &mut Conn,
    hash: Vec<u8>,
    now: i64,
    entry: fn(UserId, i64) -> domain::audit::Entry,
    random: domain::Random,
) -> Write<(UserId, Ended)> {
    let good = identifier_undos::table.find(hash).filter(identifier_undos::expires_at.gt(now));
    let back: Option<UndoRow> =
        diesel::delete(good).returning(UndoRow::as_returning()).get_result(conn).await.optional()?;
    let back = back.ok_or(Fault::GrantInvalid)?;
    let user = back.user_id;
    // Ways back from what came later would undo this one.
    let later = identifier_undos::table
        .filter(identifier_undos::user_id.eq(id(user)))
        .filter(identifier_undos::created_at.ge(back.created_at));
    diesel::delete(later).execute(conn).await?;
    diesel::delete(grants::table.filter(grants::user_id.eq(id(user)))).execute(conn).await?;
    diesel::delete(challenges::table.filter(challenges::user_id.eq(id(user)))).execute(conn).await?;
    let channel = channel_of(back.channel);
    if channel == Channel::Email {
        free_email(conn, &back.old_lookup, user).await?;
    }
    let (sealed, lookup) = (Some(back.old_sealed), Some(back.old_lookup));
    let restored = conn.transaction(async |conn| put(conn, user, channel, sealed, lookup, true).await).await;
    match restored {
        // Somebody else has proven it since: the account is without one, and safe even so.
        Err(error) if is_taken(&error, "email") || is_taken(&error, "phone") => {
            put(conn, user, channel, None, None, false).await?;
        }
        other => {
            other?;
        }
    }
    diesel::update(users::table.find(id(user)))
        .set(users::security_ver.eq(users::security_ver + 1))
        .execute(conn)
        .await?;
    audit::insert(conn, AuditRow::of(entry(user, now), random)).await?;
    Ok((user, sessions::end_all(conn, user, now).await?))
}

async fn put(
    conn: &mut Conn,
    user: UserId,
    channel: Channel,
    sealed: Option<Vec<u8>>,
    lookup: Option<Vec<u8>>,
    verified: bool,
) -> QueryResult<usize> {
    let one = users::table.find(id(user));
    match channel {
        Channel::Email => {
            let set = (
                users::email_sealed.eq(sealed),
                users::email_lookup.eq(lookup),
                users::email_verified.eq(verified),
            );
            diesel::update(one).set(set).execute(conn).await
        }
        Channel::Sms => {
            let set = (
                users::phone_sealed.eq(sealed),
                users::phone_lookup.eq(lookup),
                users::phone_verified.eq(verified),
            );
            diesel::update(one).set(set).execute(conn).await
        }
    }
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

async fn remember(conn: &mut Conn, undo: Option<UndoRow>) -> Write<Replaced> {
    if let Some(undo) = undo.clone() {
        diesel::insert_into(identifier_undos::table).values(undo).execute(conn).await?;
    }
    Ok(Replaced { undo })
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
    let user = owner(conn, channel, grant.lookup).await?.filter(|user| user.is_active);
    Ok(user.ok_or(Fault::GrantInvalid))
}

/// Other codes and grants that could set this account's password.
async fn void(conn: &mut Conn, lookup: &[u8]) -> QueryResult<()> {
    let reset = purpose_number(Purpose::ResetPassword);
    let codes = challenges::table.filter(challenges::lookup.eq(lookup)).filter(challenges::purpose.eq(reset));
    diesel::delete(codes).execute(conn).await?;
    let permits = grants::table.filter(grants::lookup.eq(lookup)).filter(grants::purpose.eq(reset));
    diesel::delete(permits).execute(conn).await?;
    Ok(())
}
