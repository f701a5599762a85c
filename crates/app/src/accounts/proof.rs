//! Access tokens and tickets are checked here against the session they name. A token that is right by its signature
//! alone is not enough: its session may have ended.

use crate::app::App;
use crate::caller::{Caller, Visitor};
use crate::rate_limit::{FAILED_PROOF, Key, TICKET};
use auth::TokenError;
use domain::session::Liveness;
use domain::time::CLOCKS_APART;
use domain::{Fault, Result, SessionId, Timestamp};
use std::time::Duration;

pub struct Ticket {
    pub ticket: String,
    pub expires_at: Timestamp,
}

impl App {
    pub async fn prove(&self, token: &str) -> Result<Caller> {
        let proof = self.access_tokens.verify(token, self.clock.now()).map_err(|error| match error {
            TokenError::Expired => Fault::TokenExpired,
            TokenError::Invalid => Fault::TokenInvalid,
        })?;
        let mut standing = self.liveness(proof.session).await?;
        if standing.security_ver != proof.ver {
            // Either the account changed since the token was made, or since we last asked.
            self.standing.doubt(proof.session);
            standing = self.liveness(proof.session).await?;
        }
        if standing.user != proof.user {
            return Err(Fault::SessionRevoked);
        }
        // The session was kept over a change of the account: it gets tokens that know of it.
        if standing.security_ver != proof.ver {
            return Err(Fault::TokenExpired);
        }
        Ok(Caller {
            user: proof.user,
            session: proof.session,
            expires_at: proof.expires_at,
            auth_time: proof.auth_time,
            proven: standing.proven,
        })
    }

    /// Counts a proof that is none against its address, which is the only thing known of who sent it.
    pub async fn unproven(&self, visitor: &Visitor, fault: Fault) -> Fault {
        match self.limits.check(&FAILED_PROOF, Key::Address(visitor.bucket())).await {
            Ok(_) => fault,
            Err(limited) => limited,
        }
    }

    pub async fn ticket(&self, caller: &Caller) -> Result<Ticket> {
        self.limits.check(&TICKET, Key::User(caller.user)).await?;
        let now = self.clock.now();
        let minted =
            self.tickets.mint(caller.user, caller.session, caller.expires_at, now).map_err(|error| {
                tracing::error!(error = %error, "a ticket could not be signed");
                Fault::Internal
            })?;
        Ok(Ticket { ticket: minted.token, expires_at: minted.expires_at })
    }

    /// A ticket opens one socket, once, within its half minute.
    pub async fn redeem(&self, ticket: &str) -> Result<Caller> {
        let now = self.clock.now();
        let late = self.clocks_apart();
        let proof = self.tickets.verify(ticket, now, late).map_err(|_| Fault::TicketInvalid)?;
        // Several nodes have only the database in common that never forgets. A node that is ahead takes it for over
        // while one that is behind still accepts it late.
        let first = if self.bus.is_shared() {
            self.store.use_ticket(proof.jti, proof.expires_at.plus(late).plus(late)).await?
        } else {
            self.standing.use_once(proof.jti, proof.expires_at, now)
        };
        if !first {
            return Err(Fault::TicketInvalid);
        }
        let standing = self.liveness(proof.session).await?;
        if standing.user != proof.user {
            return Err(Fault::TicketInvalid);
        }
        Ok(Caller {
            user: proof.user,
            session: proof.session,
            expires_at: proof.access_expires_at,
            auth_time: Timestamp::from_millis(0),
            proven: standing.proven,
        })
    }

    /// How far the clock of the node that made something may be from ours.
    pub(crate) fn clocks_apart(&self) -> Duration {
        if self.bus.is_shared() { CLOCKS_APART } else { Duration::ZERO }
    }

    pub(crate) async fn liveness(&self, session: SessionId) -> Result<Liveness> {
        // Where nodes do not hear each other, the end of a session is not heard either.
        if self.bus.is_whole()
            && let Some(known) = self.standing.alive.get(&session)
        {
            return Ok(known);
        }
        let now = self.clock.now();
        let found = self.store.liveness(session, now).await?;
        let (liveness, seen) = found.ok_or(Fault::SessionRevoked)?;
        self.standing.alive.insert(session, liveness);
        // Asked after the insert: an end that came in between is seen by one of the two.
        if self.standing.ended.contains_key(&session) {
            self.standing.alive.invalidate(&session);
            return Err(Fault::SessionRevoked);
        }
        if seen < now.to_minute() {
            // Once a minute at most; no request waits for it, and losing it costs a minute of exactness.
            let (store, minute) = (self.store.clone(), now.to_minute());
            tokio::spawn(async move { store.touch_session(session, minute).await });
        }
        Ok(liveness)
    }
}
