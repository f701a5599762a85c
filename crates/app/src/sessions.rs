//! Signing in, staying in, signing out. A session is what everything else hangs on: when it ends, its
//! tokens stop working and its sockets close.

use crate::app::App;
use crate::caller::{Caller, Visitor};
use crate::rate_limit::{FAILED_PROOF, Key, LOGIN_ACCOUNT, LOGIN_ADDRESS, LOGIN_HERE, REFRESH};
use crate::settings::{REFRESH_GRACE, REFRESH_IDLE, SESSION_LONGEST};
use auth::{Claims, RefreshToken, Verified};
use domain::audit::{Act, Entry};
use domain::identifier::LoginName;
use domain::session::{Proven, Session, Transport, Way};
use domain::user::OwnProfile;
use domain::{Fault, Result, SessionId, Timestamp, UserId};
use persistence::store::sessions::{Presented, Rotation, StartSession, TokenHolder};
use std::time::Duration;

/// What somebody gets who has just proven who he is.
pub struct SignedIn {
    pub access_token: String,
    pub expires_in: Duration,
    pub profile: OwnProfile,
    pub session: SessionId,
    pub transport: Transport,
    pub refresh_token: RefreshToken,
}

/// A session that is about to be stored, and the secret that only its holder gets.
pub struct Fresh {
    session: Session,
    token: RefreshToken,
}

impl App {
    /// One answer for everything that is wrong: name, password, a closed account.
    pub async fn login(
        &self,
        visitor: &Visitor,
        identifier: &str,
        password: String,
        code: Option<&str>,
        transport: Option<Transport>,
    ) -> Result<SignedIn> {
        let name = LoginName::read(identifier);
        let account = name.as_str().to_owned();
        self.limits.check(&LOGIN_ADDRESS, Key::Address(visitor.bucket())).await?;
        self.limits.check(&LOGIN_HERE, Key::AccountFrom(account.clone(), visitor.bucket())).await?;
        self.limits.check(&LOGIN_ACCOUNT, Key::Account(account)).await?;
        let found = self.store.credentials(&name).await?.filter(|found| found.is_active);
        let user = match found.map(|found| (found.user, found.password_hash)) {
            Some((user, Some(hash))) => {
                self.verify(user, password, hash).await?;
                user
            }
            Some((_, None)) | None => return self.wrong(password).await,
        };
        self.finish_sign_in(user, Way::Password, visitor, transport, code).await
    }

    /// Every proof that is asked for was right.
    pub(crate) async fn begin_session(
        &self,
        user: UserId,
        proven: Proven,
        visitor: &Visitor,
        transport: Option<Transport>,
    ) -> Result<SignedIn> {
        let now = self.clock.now();
        // Read after the proof: whoever was shut out meanwhile stays out.
        let account = self.store.credentials_of(user).await?.filter(|found| found.is_active);
        let ver = account.ok_or(Fault::InvalidCredentials)?.security_ver;
        let (fresh, start) = self.fresh_session(user, proven, visitor, transport, now);
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
            grace: REFRESH_GRACE,
        };
        let (holder, refresh_token) = match self.store.rotate(user, session, presented).await? {
            Rotation::Fresh(holder) => (holder, successor),
            Rotation::Twin { holder, successor_sealed } => {
                (holder, token.open_successor(&successor_sealed).ok_or(Fault::SessionRevoked)?)
            }
            Rotation::Reused => {
                tracing::warn!(event = "refresh_reuse", session_id = %session, "a spent refresh token came back");
                self.close_session(user, session);
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

    /// Before the answer: whoever hears that a session ended finds its tokens dead.
    pub(crate) fn close_sessions(&self, user: UserId, ended: Vec<SessionId>) {
        for session in ended {
            self.close_session(user, session);
        }
    }

    pub(crate) fn fresh_session(
        &self,
        user: UserId,
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
            expires_in: self.settings.access_lifetime,
            profile,
            session: session.id,
            transport: session.transport,
            refresh_token: token,
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
            expires_in: self.settings.access_lifetime,
            profile,
            session: holder.session,
            transport: holder.transport,
            refresh_token,
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

    pub(crate) async fn verify(&self, user: UserId, password: String, hash: String) -> Result<()> {
        match self.passwords.verify(password.clone(), hash.clone()).await {
            Ok(Verified::Right { needs_rehash: false }) => Ok(()),
            Ok(Verified::Right { needs_rehash: true }) => {
                let new = self.passwords.hash(password).await.map_err(|_| Fault::unavailable())?;
                self.store.rehash(user, hash, new).await
            }
            Ok(Verified::Wrong) => {
                tracing::info!(event = "sign_in_failed", user_id = %user);
                let entry = Entry::of(Act::SignInFailed, Some(user), self.clock.now());
                let store = self.store.clone();
                // Behind the answer: waiting for a commit would tell that there is such an account.
                tokio::spawn(async move { store.note(entry).await });
                Err(Fault::InvalidCredentials)
            }
            Err(_) => Err(Fault::unavailable()),
        }
    }

    /// As slow as a real check, so that time tells nothing.
    async fn wrong(&self, password: String) -> Result<SignedIn> {
        self.passwords.verify_nobody(password).await.map_err(|_| Fault::unavailable())?;
        tracing::info!(event = "sign_in_failed");
        Err(Fault::InvalidCredentials)
    }
}
