//! An account may have a second factor. Its secret is sealed with the person's own key; codes come here hashed.

use crate::keys::Field;
use crate::rows::accounts::proof::{HalfSignInRow, SecondFactorRow};
use crate::rows::operators::audit::AuditRow;
use crate::store::accounts::sessions::told;
use crate::store::sync::notifications::personal;
use crate::store::{Store, on_reader, on_writer};
use domain::audit::{Act, Entry};
use domain::notification::About;
use domain::session::Way;
use domain::{AuditId, Result, SessionId, Timestamp, UserId};

/// A factor that is in force, or waits to be confirmed.
pub struct SecondFactor {
    pub secret: Vec<u8>,
    pub last_step: i64,
    pub confirmed_at: Option<Timestamp>,
}

impl Store {
    /// None where there is none. One whose secret does not open is an error: it must not pass for none.
    pub async fn second_factor(&self, user: UserId) -> Result<Option<SecondFactor>> {
        Ok(self.second_factor_and_codes(user).await?.0)
    }

    /// With the number of recovery codes that are left.
    pub async fn second_factor_and_codes(&self, user: UserId) -> Result<(Option<SecondFactor>, i64)> {
        let (row, left) = on_reader!(self, accounts::second_factors::state(user))?;
        let Some(row) = row else { return Ok((None, left)) };
        let keys = self.user_keys(user).await?;
        let secret = keys.open_bytes(Field::UserTotp, user.bytes(), &row.secret_sealed).ok_or_else(|| {
            tracing::error!(event = "unreadable_second_factor", user_id = %user);
            domain::Fault::unavailable()
        })?;
        let confirmed_at = row.confirmed_at.map(Timestamp::from_millis);
        Ok((Some(SecondFactor { secret, last_step: row.last_step, confirmed_at }), left))
    }

    pub async fn begin_second_factor(&self, user: UserId, secret: &[u8], at: Timestamp) -> Result<()> {
        let keys = self.user_keys(user).await?;
        let row = SecondFactorRow {
            user_id: user,
            secret_sealed: keys.seal_field(Field::UserTotp, user.bytes(), secret, self.random)?,
            last_step: 0,
            created_at: at.millis(),
            confirmed_at: None,
            misses: 0,
        };
        on_writer!(self, accounts::second_factors::begin(row), |()| ((), vec![]))
    }

    /// From now on it is asked for. The other sessions end; these are they.
    pub async fn confirm_second_factor(
        &self,
        user: UserId,
        session: SessionId,
        step: i64,
        codes: Vec<Vec<u8>>,
        at: Timestamp,
    ) -> Result<Vec<SessionId>> {
        let cause = AuditId::make(at, self.random).uuid();
        let entry = Entry::own(Act::SecondFactorOn, user, at);
        let beside = self.beside(entry, Some((cause, About::event("second_factor_on")))).await?;
        let ended = AuditRow::of(Entry::own(Act::SessionEnded, user, at).saying("others"), self.random);
        on_writer!(
            self,
            accounts::second_factors::confirm(session, user, (step, codes), at.millis(), beside, ended),
            told
        )
    }

    pub async fn new_recovery_codes(&self, user: UserId, codes: Vec<Vec<u8>>, at: Timestamp) -> Result<()> {
        let cause = AuditId::make(at, self.random).uuid();
        let entry = Entry::own(Act::RecoveryCodesMade, user, at);
        let beside = self.beside(entry, Some((cause, About::event("recovery_codes_made")))).await?;
        on_writer!(self, accounts::second_factors::new_codes(user, codes, at.millis(), beside), |told| (
            (),
            personal(told)
        ))
    }

    /// One more code is tried; how many were wrong in a row, this one included.
    pub async fn count_factor_try(&self, user: UserId) -> Result<i32> {
        on_writer!(self, accounts::second_factors::count_try(user), |misses| (misses, vec![]))
    }

    pub async fn use_totp_step(&self, user: UserId, step: i64) -> Result<bool> {
        on_writer!(self, accounts::second_factors::use_step(user, step), |used| (used, vec![]))
    }

    pub async fn use_recovery_code(&self, user: UserId, hash: Vec<u8>, at: Timestamp) -> Result<bool> {
        let beside = self.security(Entry::own(Act::RecoveryCodeUsed, user, at)).await?;
        on_writer!(self, accounts::second_factors::use_code(user, hash, at.millis(), beside), |(
            used,
            told,
        )| (
            used,
            personal(told)
        ))
    }

    /// By its owner, or by an administrator; none: the command line.
    pub async fn remove_second_factor(&self, entry: Entry) -> Result<()> {
        let cause = AuditId::make(entry.at, self.random).uuid();
        let Some(user) = entry.user else { return Err(domain::Fault::NotFound) };
        let beside = self.beside(entry, Some((cause, About::event("second_factor_off")))).await?;
        on_writer!(self, accounts::second_factors::remove(user, beside), |told| ((), personal(told)))
    }

    pub async fn wait_for_second_factor(
        &self,
        hash: Vec<u8>,
        user: UserId,
        security_ver: i64,
        way: Way,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<()> {
        let row = HalfSignInRow {
            hash,
            user_id: user,
            way: way.number().into(),
            tries: 0,
            expires_at: expires_at.millis(),
            security_ver,
        };
        on_writer!(self, accounts::second_factors::wait(row, now.millis()), |()| ((), vec![]))
    }

    /// One of the few tries a waiting sign-in has; None when there is no such, or no try left.
    pub async fn try_second_factor(
        &self,
        hash: Vec<u8>,
        most: i32,
        now: Timestamp,
    ) -> Result<Option<(UserId, Way, i64)>> {
        on_writer!(self, accounts::second_factors::attempt(hash, most, now.millis()), |found| (
            found.map(|(user, way, security_ver)| (user, Way::from_number(way), security_ver)),
            vec![]
        ))
    }

    pub async fn finish_half_sign_in(&self, hash: Vec<u8>) -> Result<bool> {
        on_writer!(self, accounts::second_factors::finish(hash), |done| (done, vec![]))
    }
}
