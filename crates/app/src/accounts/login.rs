//! A user signs in by password here: guesses are bounded, and there is one answer for everything that is wrong.

use crate::accounts::first_proof::FirstProof;
use crate::accounts::sessions::SignedIn;
use crate::app::App;
use crate::caller::Visitor;
use crate::rate_limit::{Key, LOGIN_ACCOUNT, LOGIN_ADDRESS, LOGIN_DEVICE, LOGIN_GUESSES, LOGIN_HERE};
use auth::Verified;
use domain::audit::{Act, Entry};
use domain::identifier::LoginName;
use domain::session::{Transport, Way};
use domain::{Fault, Result, UserId};
use persistence::store::accounts::Credentials;

/// What a person shows to sign in.
pub struct Login<'a> {
    pub identifier: &'a str,
    pub password: String,
    pub code: Option<&'a str>,
    /// From an earlier sign-in.
    pub device_token: Option<&'a str>,
    pub transport: Option<Transport>,
}

impl App {
    /// One answer for everything that is wrong: name, password, a closed account.
    pub async fn login(&self, visitor: &Visitor, login: Login<'_>) -> Result<SignedIn> {
        let name = LoginName::read(login.identifier);
        self.limits.check(&LOGIN_ADDRESS, Key::Address(visitor.bucket())).await?;
        let found = self.store.credentials(&name).await?;
        let may_guess = self.may_guess(visitor, &name, found.as_ref(), login.device_token).await?;
        let found = found.filter(|found| found.is_active && may_guess);
        let first = match found.map(|found| (found.user, found.security_ver, found.password_hash)) {
            Some((user, ver, Some(hash))) => {
                let failed = Entry::of(Act::SignInFailed, Some(user), self.clock.now());
                let failed = failed.from(visitor.origin().address_prefix);
                self.verify(user, login.password, hash, failed).await?;
                FirstProof { user, ver, way: Way::Password }
            }
            Some((_, _, None)) | None => return self.wrong(login.password).await,
        };
        self.finish_sign_in(first, visitor, login.transport, login.code).await
    }

    /// Counts a guess. From a device of the account's, strangers' guesses do not count. From others, that the account's
    /// budget is used up must not show: a guesser who typed another name of it would learn whose it is.
    async fn may_guess(
        &self,
        visitor: &Visitor,
        name: &LoginName,
        found: Option<&Credentials>,
        device_token: Option<&str>,
    ) -> Result<bool> {
        let device = found.zip(device_token);
        let device =
            device.and_then(|(found, token)| Some((found.user, self.devices.read(found.user, token)?)));
        if let Some((user, device)) = device {
            self.limits.check(&LOGIN_DEVICE, Key::Device(user, device)).await?;
            return Ok(true);
        }
        let typed = name.as_str().to_owned();
        self.limits.check(&LOGIN_HERE, Key::AccountFrom(typed.clone(), visitor.bucket())).await?;
        self.limits.check(&LOGIN_ACCOUNT, Key::Account(typed.clone())).await?;
        let whose = found.map_or(Key::Account(typed), |found| Key::User(found.user));
        Ok(self.limits.check(&LOGIN_GUESSES, whose).await.is_ok())
    }

    /// `failed` is what the log says of a wrong one.
    pub(crate) async fn verify(
        &self,
        user: UserId,
        password: String,
        hash: String,
        failed: Entry,
    ) -> Result<()> {
        match self.passwords.verify(password.clone(), hash.clone()).await {
            Ok(Verified::Right { needs_rehash: false }) => Ok(()),
            Ok(Verified::Right { needs_rehash: true }) => {
                let new = self.passwords.hash(password).await.map_err(|_| Fault::unavailable())?;
                self.store.rehash(user, hash, new).await
            }
            Ok(Verified::Wrong) => {
                tracing::info!(event = failed.act.name(), user_id = %user);
                let store = self.store.clone();
                // Behind the answer: waiting for a commit would tell that there is such an account.
                tokio::spawn(async move { store.note(failed).await });
                Err(Fault::InvalidCredentials)
            }
            Err(_) => Err(Fault::unavailable()),
        }
    }

    /// As slow as a real check, so that time tells nothing.
    async fn wrong(&self, password: String) -> Result<SignedIn> {
        self.passwords.verify_decoy(password).await.map_err(|_| Fault::unavailable())?;
        tracing::info!(event = "sign_in_failed");
        Err(Fault::InvalidCredentials)
    }
}
