//! Accounts: register, look at oneself, change the password.

use crate::app::App;
use crate::caller::{Caller, Visitor};
use crate::rate_limit::{Key, LOGIN_ACCOUNT, REGISTER};
use crate::sessions::SignedIn;
use crate::settings::Registration;
use auth::Verified;
use domain::session::Transport;
use domain::user::{DisplayName, Email, Newcomer, OwnProfile, Password, Username};
use domain::{Fault, Result, UserId};
use persistence::store::accounts::NewAccount;

impl App {
    pub async fn register(
        &self,
        visitor: &Visitor,
        newcomer: Newcomer,
        password: Password,
        transport: Option<Transport>,
    ) -> Result<SignedIn> {
        if self.settings.registration == Registration::Closed {
            return Err(Fault::RegistrationClosed);
        }
        self.limits.check(&REGISTER, Key::Address(visitor.bucket()))?;
        let now = self.clock.now();
        let password_hash = self.hash(&password).await?;
        let id = UserId::make(now, self.random);
        let (fresh, start) = self.fresh_session(id, visitor, transport, now);
        let Newcomer { username, display_name, email, background } = newcomer;
        let account = NewAccount {
            id,
            username,
            display_name,
            email,
            background: Some(background),
            password_hash: Some(password_hash),
            is_admin: false,
            at: now,
        };
        let profile = self.store.register(account, Some(start)).await?;
        tracing::info!(event = "registered", user_id = %id);
        self.signed_in(fresh, 1, now, profile)
    }

    /// For the command line: an account that may look after the instance.
    pub async fn create_admin(
        &self,
        username: Username,
        email: Option<Email>,
        password: Password,
    ) -> Result<OwnProfile> {
        let display_name = DisplayName::parse(username.as_str())
            .map_err(|refusal| Fault::Validation(vec![refusal.at("username")]))?;
        let now = self.clock.now();
        let password_hash = self.hash(&password).await?;
        let id = UserId::make(now, self.random);
        let account = NewAccount {
            id,
            username,
            display_name,
            email,
            background: None,
            password_hash: Some(password_hash),
            is_admin: true,
            at: now,
        };
        self.store.register(account, None).await
    }

    /// The current password is asked for, and every other session ends.
    pub async fn change_password(&self, caller: &Caller, current: String, new: Password) -> Result<()> {
        self.limits.check(&LOGIN_ACCOUNT, Key::Account(caller.user.to_string()))?;
        let stored = self.store.credentials_of(caller.user).await?.and_then(|found| found.password_hash);
        let verified = match stored {
            Some(hash) => self.passwords.verify(current, hash).await,
            None => self.passwords.verify_nobody(current).await.map(|()| Verified::Wrong),
        };
        match verified {
            Ok(Verified::Right { .. }) => {}
            Ok(Verified::Wrong) => return Err(Fault::InvalidCredentials),
            Err(_) => return Err(Fault::unavailable()),
        }
        let hash = self.hash(&new).await?;
        let ended = self.store.set_password(caller.user, hash, caller.session, self.clock.now()).await?;
        self.close_sessions(caller.user, ended);
        tracing::info!(event = "password_changed", user_id = %caller.user);
        Ok(())
    }

    pub(crate) async fn hash(&self, password: &Password) -> Result<String> {
        self.passwords.hash(password.expose().to_owned()).await.map_err(|_| Fault::unavailable())
    }
}
