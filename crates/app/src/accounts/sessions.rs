//! Sessions begin, go on and end here. Everything else depends on a session: when it ends, its tokens stop working
//! and its sockets close.

use crate::accounts::first_proof::FirstProof;
use crate::app::App;
use crate::caller::{Caller, Visitor};
use crate::outside::change::Change;
use crate::outside::words::ContactMessage;
use crate::rate_limit::{FAILED_PROOF, Key, REFRESH};
use crate::settings::{REFRESH_GRACE, REFRESH_IDLE, SESSION_LONGEST};
use auth::{Claims, RefreshToken};
use domain::session::{Proven, Session, Transport};
use domain::user::OwnProfile;
use domain::{Fault, Result, SessionId, Timestamp, UserId};
use persistence::store::accounts::sessions::{Presented, Rotation, StartSession, TokenHolder};
use std::time::Duration;

/// What a person gets who has just proven who they are.
pub struct SignedIn {
    pub access_token: String,
    pub expires_in: Duration,
    pub profile: OwnProfile,
    pub session: SessionId,
    pub transport: Transport,
    pub refresh_token: RefreshToken,
    /// By which the browser or program is known when it signs in again.
    pub device_token: Option<String>,
}

/// A session that is about to be stored, and the secret that only its holder gets.
pub struct Fresh {
    session: Session,
    token: RefreshToken,
}

impl App {
    /// Every proof that is asked for was right. A person who was suspended meanwhile, or proved something that changed,
    /// stays out.
    pub(crate) async fn begin_session(
        &self,
        first: FirstProof,
        second_factor: bool,
        visitor: &Visitor,
        transport: Option<Transport>,
    ) -> Result<SignedIn> {
        let FirstProof { user, ver, way } = first;
        let now = self.clock.now();
        let proven = Proven { way, second_factor };
        let (fresh, start) = self.fresh_session(user, ver, proven, visitor, transport, now);
        let surplus = self.store.start_session(start).await?;
        self.close_sessions(user, surplus);
        let profile = self.store.profile(user).await?;
        tracing::info!(event = "signed_in", user_id = %user, session_id = %fresh.session.id);
        self.signed_in(fresh, ver, now, profile)
    }

    /// `transport` says how the token came: it must be the way it was given out.
    pub async fn refresh(&self, visitor: &Visitor, token: &str, transport: Transport) -> Result<SignedIn> {
        let Some(token) = RefreshToken::parse(token) else {
            return Err(self.unproven(visitor, Fault::TokenInvalid).await);
        };
        let owner = self.store.session_of_token(token.hash()).await?;
        let Some((user, session, _)) = owner.filter(|(_, _, given)| *given == transport) else {
            return Err(self.unproven(visitor, Fault::SessionRevoked).await);
        };
        self.limits.check(&REFRESH, Key::Session(session)).await?;
        let now = self.clock.now();
        let successor = RefreshToken::generate(self.random);
        let presented = Presented {
            hash: token.hash(),
            successor_hash: successor.hash(),
            successor_sealed: token.seal_successor(&successor, self.random),
            now,
            idle: REFRESH_IDLE,
            // Another node may have used it a moment ago, by a clock that is behind.
            grace: REFRESH_GRACE + self.clocks_apart(),
        };
        let (holder, refresh_token) = match self.store.rotate(user, session, presented).await? {
            Rotation::Fresh(holder) => (holder, successor),
            Rotation::Twin { holder, successor_sealed } => {
                (holder, token.open_successor(&successor_sealed).ok_or(Fault::SessionRevoked)?)
            }
            Rotation::Reused => {
                tracing::warn!(event = "refresh_reuse", session_id = %session, "a used refresh token was presented again");
                self.close_session(user, session);
                self.notify_user(user, &ContactMessage::Changed(Change::RefreshReused)).await;
                return Err(Fault::SessionRevoked);
            }
            Rotation::Unknown => return Err(Fault::SessionRevoked),
        };
        self.mint(&holder, refresh_token, now).await
    }

    /// Ends the session a refresh token belongs to. An unknown token is as good as ended.
    pub async fn logout_with_token(
        &self,
        visitor: &Visitor,
        token: &str,
        transport: Transport,
    ) -> Result<()> {
        let unknown =
            async || self.limits.check(&FAILED_PROOF, Key::Address(visitor.bucket())).await.map(drop);
        let Some(token) = RefreshToken::parse(token) else { return unknown().await };
        match self.store.session_of_token(token.hash()).await? {
            Some((user, session, given)) if given == transport => {
                let ended = self.store.end_session(user, session, false, self.clock.now()).await?;
                self.close_sessions(user, ended);
                Ok(())
            }
            Some(_) | None => unknown().await,
        }
    }

    pub async fn logout(&self, caller: &Caller) -> Result<()> {
        self.end_session(caller, caller.session).await
    }

    pub async fn sessions(&self, caller: &Caller) -> Result<Vec<Session>> {
        self.store.sessions(caller.user, self.clock.now()).await
    }

    pub async fn end_session(&self, caller: &Caller, session: SessionId) -> Result<()> {
        let elsewhere = session != caller.session;
        let ended = self.store.end_session(caller.user, session, elsewhere, self.clock.now()).await?;
        self.close_sessions(caller.user, ended);
        Ok(())
    }

    pub async fn end_other_sessions(&self, caller: &Caller) -> Result<()> {
        let ended = self.store.end_other_sessions(caller.user, caller.session, self.clock.now()).await?;
        self.close_sessions(caller.user, ended);
        Ok(())
    }

    /// Before the answer: a client that hears that a session ended finds its tokens dead.
    pub(crate) fn close_sessions(&self, user: UserId, ended: Vec<SessionId>) {
        for session in ended {
            self.close_session(user, session);
        }
    }

    pub(crate) fn fresh_session(
        &self,
        user: UserId,
        security_ver: i64,
        proven: Proven,
        visitor: &Visitor,
        transport: Option<Transport>,
        now: Timestamp,
    ) -> (Fresh, StartSession) {
        let token = RefreshToken::generate(self.random);
        let session = Session {
            id: SessionId::make(now, self.random),
            user,
            transport: transport.unwrap_or(visitor.transport),
            origin: visitor.origin(),
            proven,
            created_at: now,
            last_seen_at: now.to_minute(),
            expires_at: now.plus(SESSION_LONGEST),
        };
        let start = StartSession {
            session: session.clone(),
            token_hash: token.hash(),
            token_expires_at: now.plus(REFRESH_IDLE),
            security_ver,
        };
        (Fresh { session, token }, start)
    }

    pub(crate) fn signed_in(
        &self,
        fresh: Fresh,
        security_ver: i64,
        now: Timestamp,
        profile: OwnProfile,
    ) -> Result<SignedIn> {
        let Fresh { session, token } = fresh;
        let access_token =
            self.access_token(session.user, session.id, security_ver, session.proven, now, now)?;
        Ok(SignedIn {
            access_token,
            expires_in: self.settings().access_lifetime,
            profile,
            session: session.id,
            transport: session.transport,
            refresh_token: token,
            device_token: Some(self.devices.mint(session.user, self.random)),
        })
    }

    async fn mint(
        &self,
        holder: &TokenHolder,
        refresh_token: RefreshToken,
        now: Timestamp,
    ) -> Result<SignedIn> {
        let profile = self.store.profile(holder.user).await?;
        let access_token = self.access_token(
            holder.user,
            holder.session,
            holder.security_ver,
            holder.proven,
            holder.auth_time,
            now,
        )?;
        Ok(SignedIn {
            access_token,
            expires_in: self.settings().access_lifetime,
            profile,
            session: holder.session,
            transport: holder.transport,
            refresh_token,
            device_token: None,
        })
    }

    pub(crate) fn access_token(
        &self,
        user: UserId,
        session: SessionId,
        ver: i64,
        proven: Proven,
        auth_time: Timestamp,
        now: Timestamp,
    ) -> Result<String> {
        let claims = Claims { user, session, ver, auth_time, amr: proven.names() };
        self.access_tokens.mint(&claims, now).map(|minted| minted.token).map_err(|error| {
            tracing::error!(error = %error, "an access token could not be signed");
            Fault::Internal
        })
    }
}
