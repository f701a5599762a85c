//! One-time codes are requested, sent again and tried here. Everything that bounds guessing and sending is counted
//! here, in the transaction that permits it. A challenge's row is locked before its identifier's budget, that before
//! the budget of all SMS.

use super::super::operators::audit;
use super::super::{Conn, people};
use crate::error::Write;
use crate::input::Guess;
use crate::outcome::Verdict;
use crate::rows::accounts::code::{
    ChallengeRow, EventRow, GrantRow, channel_of, letter_number, purpose_number,
};
use crate::rows::operators::audit::AuditRow;
use crate::schema::accounts::{challenges, code_budgets, code_events, grants};
use crate::types::{StoredId, id};
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use domain::audit::{Act, Entry};
use domain::code::{self, Letter, Purpose};
use domain::fault::Limited;
use domain::{ChallengeId, Fault, Random, Timestamp, UserId};
use std::time::Duration;

const SENT: i32 = 1;

const MISSED: i32 = 2;

/// What all SMS of this instance are counted under; no keyed token is this short.
const ALL_SMS: &[u8] = b"sms";

/// Takes a challenge in, or says when to come back.
pub async fn start(
    conn: &mut Conn,
    mut row: ChallengeRow,
    decoy: Vec<u8>,
    sms_cap: Option<usize>,
    random: Random,
) -> Write<ChallengeRow> {
    let now = row.created_at;
    let failures = budget(conn, &row.lookup, now).await?;
    let live: Vec<i64> = challenges::table
        .filter(challenges::lookup.eq(&row.lookup))
        .filter(challenges::purpose.eq(row.purpose))
        .filter(challenges::expires_at.gt(now))
        .order(challenges::expires_at)
        .select(challenges::expires_at)
        .load(conn)
        .await?;
    if let Some(first) = live.as_slice().first().filter(|_| live.len() >= code::MOST_LIVE) {
        return Err(later(*first, now, code::MOST_LIVE, code::LIFETIME).into());
    }
    sent(conn, &row.lookup, now, code::wait_before_start, sms_cap, random).await??;
    let reset = row.purpose == purpose_number(Purpose::ResetPassword);
    if reset && row.letter == letter_number(Letter::Code) && failures >= code::MOST_FAILURES_IN_A_ROW {
        row.letter = letter_number(Letter::ResetClosed);
        row.code_mac = decoy;
    }
    diesel::insert_into(challenges::table).values(row.clone()).execute(conn).await?;
    Ok(row)
}

/// A new code in the place of the old one. Attempts stay as they are.
pub async fn resend(
    conn: &mut Conn,
    challenge: ChallengeId,
    code_mac: Vec<u8>,
    now: i64,
    sms_cap: Option<usize>,
    random: Random,
) -> Write<ChallengeRow> {
    let expires_at = Timestamp::from_millis(now).plus(code::LIFETIME).millis();
    let live = challenges::table
        .find(id(challenge))
        .filter(challenges::attempts.lt(code::MOST_ATTEMPTS))
        .filter(challenges::expires_at.gt(now));
    let row: Option<ChallengeRow> = diesel::update(live)
        .set((
            challenges::code_mac.eq(code_mac),
            challenges::sends.eq(challenges::sends + 1),
            challenges::sent_at.eq(now),
            challenges::expires_at.eq(expires_at),
        ))
        .returning(ChallengeRow::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    let row = row.ok_or(Fault::NotFound)?;
    budget(conn, &row.lookup, now).await?;
    sent(conn, &row.lookup, now, code::wait_after, sms_cap, random).await??;
    Ok(row)
}

pub async fn find(conn: &mut Conn, challenge: ChallengeId) -> QueryResult<Option<ChallengeRow>> {
    challenges::table.find(id(challenge)).select(ChallengeRow::as_select()).get_result(conn).await.optional()
}

/// The attempt is counted before anything is compared, so that guesses that come at once cannot be more than the
/// challenge allows.
pub async fn verify(conn: &mut Conn, guess: Guess) -> Write<Verdict> {
    let now = guess.at.millis();
    let live = challenges::table
        .find(id(guess.challenge))
        .filter(challenges::attempts.lt(code::MOST_ATTEMPTS))
        .filter(challenges::expires_at.gt(now));
    let row: Option<ChallengeRow> = diesel::update(live)
        .set(challenges::attempts.eq(challenges::attempts + 1))
        .returning(ChallengeRow::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    let Some(row) = row else { return Ok(Verdict::Wrong { attempts_left: 0 }) };
    let failures = budget(conn, &row.lookup, now).await?;
    let missed = events(conn, &row.lookup, MISSED, now).await?;
    if let Some(oldest) = missed.get(code::MOST_FAILURES - 1) {
        let free = Timestamp::from_millis(*oldest).plus(code::DAY).millis();
        return Err(later(free, now, code::MOST_FAILURES, code::DAY).into());
    }
    let same = vault::lookup::agree(&row.code_mac, &guess.mac);
    let reset = row.purpose == purpose_number(Purpose::ResetPassword);
    let closed = reset && failures >= code::MOST_FAILURES_IN_A_ROW;
    if same && row.letter == letter_number(Letter::Code) && !closed {
        diesel::delete(challenges::table.find(id(row.id))).execute(conn).await?;
        forgive(conn, std::slice::from_ref(&row.lookup)).await?;
        let grant = GrantRow {
            hash: guess.grant_hash,
            challenge_id: row.id,
            purpose: row.purpose,
            channel: row.channel,
            lookup: row.lookup,
            identifier_sealed: row.identifier_sealed,
            user_id: row.user_id,
            expires_at: guess.grant_expires_at.millis(),
        };
        diesel::insert_into(grants::table).values(grant).execute(conn).await?;
        return Ok(Verdict::Right);
    }
    note(conn, &row.lookup, MISSED, now, guess.random).await?;
    diesel::update(code_budgets::table.find(&row.lookup))
        .set(code_budgets::failures_in_a_row.eq(code_budgets::failures_in_a_row + 1))
        .execute(conn)
        .await?;
    let attempts_left = code::MOST_ATTEMPTS - row.attempts;
    if attempts_left <= 0 {
        diesel::delete(challenges::table.find(id(row.id))).execute(conn).await?;
        // The same work for an identifier of an account and for one of none.
        let owner = super::super::people::by_identifier(conn, channel_of(row.channel), row.lookup).await?;
        let entry = Entry::of(Act::CodesExhausted, owner.map(|owner| owner.id), guess.at);
        audit::insert(conn, AuditRow::of(entry.from(guess.address_prefix), guess.random)).await?;
    }
    Ok(Verdict::Wrong { attempts_left })
}

/// What a grant permits, while it is good.
pub async fn grant(conn: &mut Conn, hash: Vec<u8>, purpose: i32, now: i64) -> QueryResult<Option<GrantRow>> {
    grants::table
        .find(hash)
        .filter(grants::purpose.eq(purpose))
        .filter(grants::expires_at.gt(now))
        .select(GrantRow::as_select())
        .get_result(conn)
        .await
        .optional()
}

/// Uses a grant up. Of two at once one finds it gone.
pub async fn take_grant(
    conn: &mut Conn,
    hash: &[u8],
    purpose: Purpose,
    now: i64,
) -> QueryResult<Option<GrantRow>> {
    let good = grants::table
        .find(hash)
        .filter(grants::purpose.eq(purpose_number(purpose)))
        .filter(grants::expires_at.gt(now));
    diesel::delete(good).returning(GrantRow::as_returning()).get_result(conn).await.optional()
}

/// Proof of any kind clears what was missed in a row.
pub async fn forgive(conn: &mut Conn, lookups: &[Vec<u8>]) -> QueryResult<()> {
    for lookup in lookups {
        let spoilt = code_budgets::table.find(lookup).filter(code_budgets::failures_in_a_row.gt(0));
        diesel::update(spoilt).set(code_budgets::failures_in_a_row.eq(0)).execute(conn).await?;
    }
    Ok(())
}

/// Locks an identifier's budget and tells how many codes in a row were wrong.
async fn budget(conn: &mut Conn, lookup: &[u8], now: i64) -> QueryResult<i32> {
    let row = (
        code_budgets::lookup.eq(lookup),
        code_budgets::failures_in_a_row.eq(0),
        code_budgets::touched_at.eq(now),
    );
    diesel::insert_into(code_budgets::table)
        .values(row)
        .on_conflict(code_budgets::lookup)
        .do_update()
        .set(code_budgets::touched_at.eq(excluded(code_budgets::touched_at)))
        .returning(code_budgets::failures_in_a_row)
        .get_result(conn)
        .await
}

/// A message of another kind to an address: counted together with the codes. False where no more may go today.
pub async fn may_write(
    conn: &mut Conn,
    lookup: &[u8],
    sms_cap: Option<usize>,
    now: i64,
    random: Random,
) -> QueryResult<bool> {
    budget(conn, lookup, now).await?;
    Ok(sent(conn, lookup, now, code::wait_before_start, sms_cap, random).await?.is_ok())
}

/// Counts one more message, if it may go now. The budget is locked.
async fn sent(
    conn: &mut Conn,
    lookup: &[u8],
    now: i64,
    wait: fn(usize) -> Duration,
    sms_cap: Option<usize>,
    random: Random,
) -> QueryResult<Result<(), Fault>> {
    let sends = events(conn, lookup, SENT, now).await?;
    if let Some(oldest) = sends.get(code::MOST_SENDS - 1) {
        let free = Timestamp::from_millis(*oldest).plus(code::DAY).millis();
        return Ok(Err(later(free, now, code::MOST_SENDS, code::DAY)));
    }
    if let Some(last) = sends.as_slice().first() {
        let free = Timestamp::from_millis(*last).plus(wait(sends.len())).millis();
        if free > now {
            return Ok(Err(later(free, now, code::MOST_SENDS, code::DAY)));
        }
    }
    if let Some(cap) = sms_cap {
        budget(conn, ALL_SMS, now).await?;
        let all = events(conn, ALL_SMS, SENT, now).await?;
        if let Some(oldest) = cap.checked_sub(1).and_then(|last| all.get(last)) {
            let free = Timestamp::from_millis(*oldest).plus(code::DAY).millis();
            tracing::error!(event = "sms_cap_reached", cap, "no more SMS are sent today");
            return Ok(Err(later(free, now, cap, code::DAY)));
        }
        if (all.len() + 1) * 5 == cap * 4 {
            tracing::warn!(event = "sms_cap_near", cap, "four fifths of the day's SMS are used");
        }
        note(conn, ALL_SMS, SENT, now, random).await?;
    }
    note(conn, lookup, SENT, now, random).await?;
    Ok(Ok(()))
}

/// Times within the last day, newest first.
async fn events(conn: &mut Conn, lookup: &[u8], kind: i32, now: i64) -> QueryResult<Vec<i64>> {
    let since = Timestamp::from_millis(now).minus(code::DAY).millis();
    code_events::table
        .filter(code_events::lookup.eq(lookup))
        .filter(code_events::kind.eq(kind))
        .filter(code_events::at.gt(since))
        .order(code_events::at.desc())
        .select(code_events::at)
        .load(conn)
        .await
}

async fn note(conn: &mut Conn, lookup: &[u8], kind: i32, at: i64, random: Random) -> QueryResult<usize> {
    let id = StoredId::from(ChallengeId::make(Timestamp::from_millis(at), random));
    let row = EventRow { id, lookup: lookup.to_vec(), kind, at };
    diesel::insert_into(code_events::table).values(row).execute(conn).await
}

/// The same for identifiers that are known and for those that are not.
fn later(free: i64, now: i64, quota: usize, window: Duration) -> Fault {
    let wait = Timestamp::from_millis(free).since(Timestamp::from_millis(now));
    Fault::RateLimited(Limited {
        policy: "codes-identifier",
        quota: u32::try_from(quota).unwrap_or(u32::MAX),
        window,
        retry_after: wait.max(Duration::from_millis(1)),
    })
}

/// Any proof clears the failed tries of the account.
pub async fn forgive_account(conn: &mut Conn, user: UserId) -> QueryResult<()> {
    let Some(row) = people::find(conn, user).await? else { return Ok(()) };
    forgive(conn, &row.email_lookup.into_iter().chain(row.phone_lookup).collect::<Vec<_>>()).await
}
