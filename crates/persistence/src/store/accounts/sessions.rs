//! Sessions are kept and their refresh tokens rotated here. Of a token only its hash comes here.

use crate::input::{NewSession, Rotate};
use crate::outcome::{Ended, Holder, Rotated};
use crate::rows::accounts::session::{RefreshRow, SessionRow};
use crate::rows::operators::audit::AuditRow;
use crate::store::sync::notifications::personal;
use crate::store::{Store, on_reader, on_writer};
use domain::audit::{Act, Entry};
use domain::event::{Committed, Personal};
use domain::notification::About;
use domain::session::{Liveness, Proven, Session, Transport};
use domain::{Result, SessionId, Timestamp, UserId};
use std::time::Duration;

pub struct StartSession {
    pub session: Session,
    pub token_hash: [u8; 32],
    pub token_expires_at: Timestamp,
    /// The account's version when the first proof was made.
    pub security_ver: i64,
}

/// A refresh token was shown, and its successor is ready.
pub struct Presented {
    pub hash: [u8; 32],
    pub successor_hash: [u8; 32],
    pub successor_sealed: Vec<u8>,
    pub now: Timestamp,
    /// Unused for this long, a session is over.
    pub idle: Duration,
    /// How long the predecessor still answers with the same successor.
    pub grace: Duration,
}

#[derive(Debug, Clone, Copy)]
pub struct TokenHolder {
    pub user: UserId,
    pub session: SessionId,
    pub security_ver: i64,
    pub auth_time: Timestamp,
    pub proven: Proven,
    pub transport: Transport,
}

pub enum Rotation {
    Fresh(TokenHolder),
    Twin {
        holder: TokenHolder,
        successor_sealed: Vec<u8>,
    },
    /// The family was ended.
    Reused,
    Unknown,
}

impl StartSession {
    pub(crate) fn rows(self) -> NewSession {
        let token = RefreshRow {
            hash: self.token_hash.to_vec(),
            session_id: self.session.id,
            generation: 1,
            created_at: self.session.created_at.millis(),
            expires_at: self.token_expires_at.millis(),
            used_at: None,
            successor_sealed: None,
        };
        NewSession { session: SessionRow::new(&self.session), token, security_ver: self.security_ver }
    }
}

impl Store {
    /// The sessions that had to make room for it. Refused where the account changed since it was proven.
    pub async fn start_session(&self, start: StartSession) -> Result<Vec<SessionId>> {
        let Session { id, user, origin, created_at: at, .. } = start.session.clone();
        let entry = Entry::own(Act::SignedIn, user, at).on(id.uuid()).from(&*origin.address_prefix);
        let about = About { user_agent: origin.user_agent, ..About::event("new_sign_in") };
        let about = About { address_prefix: Some(origin.address_prefix), ..about };
        let beside = self.beside(entry, Some((id.uuid(), about))).await?;
        let surplus = Entry::of(Act::SessionEnded, Some(user), at).saying("surplus");
        let surplus = AuditRow::of(surplus, self.random);
        let rows = start.rows();
        on_writer!(self, accounts::sessions::start(rows, beside, surplus), told)
    }

    /// `user` and `session` are whose token it is.
    pub async fn rotate(&self, user: UserId, session: SessionId, presented: Presented) -> Result<Rotation> {
        let entry = Entry::of(Act::RefreshReused, Some(user), presented.now).on(session.uuid());
        let reused = self.beside(entry, Some((session.uuid(), About::event("refresh_reused")))).await?;
        let ask = Rotate {
            hash: presented.hash.to_vec(),
            successor_hash: presented.successor_hash.to_vec(),
            successor_sealed: presented.successor_sealed,
            now: presented.now,
            idle: presented.idle,
            grace: presented.grace,
        };
        on_writer!(self, accounts::refresh::rotate(ask, reused), |rotated| match rotated {
            Rotated::Fresh(holder) => (Rotation::Fresh(open(&holder)), vec![]),
            Rotated::Twin { holder, successor_sealed } => {
                (Rotation::Twin { holder: open(&holder), successor_sealed }, vec![])
            }
            Rotated::Reused(ended) => (Rotation::Reused, told(ended).1),
            Rotated::Unknown => (Rotation::Unknown, vec![]),
        })
    }

    /// Whose session a refresh token belongs to, and how it travels.
    pub async fn session_of_token(&self, hash: [u8; 32]) -> Result<Option<(UserId, SessionId, Transport)>> {
        let found = on_reader!(self, accounts::refresh::session_of(hash.to_vec()))?;
        Ok(found.map(|(user, session, transport)| (user, session, transport_of(transport))))
    }

    pub async fn sessions(&self, user: UserId, now: Timestamp) -> Result<Vec<Session>> {
        let rows = on_reader!(self, accounts::sessions::list(user, now.millis()))?;
        Ok(rows.into_iter().map(SessionRow::open).collect())
    }

    /// The sessions that ended by it: one, or none if it had ended before. `elsewhere`: by another session.
    pub async fn end_session(
        &self,
        user: UserId,
        session: SessionId,
        elsewhere: bool,
        at: Timestamp,
    ) -> Result<Vec<SessionId>> {
        let entry = Entry::own(Act::SessionEnded, user, at).on(session.uuid());
        let entry = AuditRow::of(entry, self.random);
        on_writer!(self, accounts::session_ends::end_one(user, session, elsewhere, at.millis(), entry), told)
    }

    pub async fn end_other_sessions(
        &self,
        user: UserId,
        keep: SessionId,
        at: Timestamp,
    ) -> Result<Vec<SessionId>> {
        let entry = Entry::own(Act::SessionEnded, user, at).saying("others");
        let entry = AuditRow::of(entry, self.random);
        on_writer!(self, accounts::session_ends::end_others(user, keep, at.millis(), entry), told)
    }

    /// What stands behind an access token now, and when it was last seen.
    pub async fn liveness(
        &self,
        session: SessionId,
        now: Timestamp,
    ) -> Result<Option<(Liveness, Timestamp)>> {
        let found = on_reader!(self, accounts::sessions::liveness(session, now.millis()))?;
        Ok(found.map(|(liveness, seen)| (liveness, Timestamp::from_millis(seen))))
    }

    /// False when the session has ended meanwhile, or the account changed since the proof.
    pub async fn prove_again(
        &self,
        session: SessionId,
        at: Timestamp,
        proven: Proven,
        security_ver: i64,
    ) -> Result<bool> {
        on_writer!(
            self,
            accounts::sessions::prove_again(session, at.millis(), proven, security_ver),
            |done| (done, vec![])
        )
    }

    pub async fn alive_sessions(&self, ids: Vec<SessionId>, now: Timestamp) -> Result<Vec<SessionId>> {
        on_reader!(self, accounts::sessions::alive(ids, now.millis()))
    }

    /// Removes what has been over for long; true where there may be more.
    pub async fn sweep_sessions(&self, now: Timestamp, long_ago: Timestamp) -> Result<bool> {
        on_writer!(self, accounts::expiry::sweep(now.millis(), long_ago.millis()), |more| (more, vec![]))
    }

    pub async fn touch_session(&self, session: SessionId, at: Timestamp) -> Result<()> {
        on_writer!(self, accounts::sessions::touch(session, at.millis()), |_| ((), vec![]))
    }
}

pub(crate) fn told(ended: Ended) -> (Vec<SessionId>, Vec<Committed>) {
    let sessions = match ended.change.as_ref().map(|change| &change.what) {
        Some(Personal::SessionsEnded(sessions)) => sessions.clone(),
        Some(
            Personal::Membership { .. }
            | Personal::Withdrawn { .. }
            | Personal::Read { .. }
            | Personal::Notifications(_)
            | Personal::Preferences { .. }
            | Personal::Message(_)
            | Personal::NotificationSettings(_)
            | Personal::Profile
            | Personal::Friend(_)
            | Personal::Request(_)
            | Personal::Block { .. },
        )
        | None => vec![],
    };
    (sessions, personal(ended.change.into_iter().chain(ended.told)))
}

fn open(holder: &Holder) -> TokenHolder {
    TokenHolder {
        user: holder.user,
        session: holder.session,
        security_ver: holder.security_ver,
        auth_time: Timestamp::from_millis(holder.auth_time),
        proven: holder.proven,
        transport: transport_of(holder.transport),
    }
}

fn transport_of(number: i32) -> Transport {
    if number == 1 { Transport::Cookie } else { Transport::Body }
}
