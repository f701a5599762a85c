//! The second factor is an authenticator app, with recovery codes for the day it is lost. Every way of signing in
//! ends here.

use crate::accounts::first_proof::FirstProof;
use crate::accounts::sessions::SignedIn;
use crate::app::App;
use crate::caller::{Caller, Visitor};
use crate::outside::change::Change;
use crate::outside::words::ContactMessage;
use crate::rate_limit::{Key, REAUTH, SECOND_FACTOR};
use auth::totp::{self, TotpSecret};
use auth::{OneTime, Use};
use domain::audit::{Act, Entry};
use domain::fault::Hidden;
use domain::session::{Holds, Transport, Way};
use domain::{Fault, Result, UserId};
use persistence::store::accounts::second_factors::SecondFactor;
use std::time::Duration;

/// How long a person may look for their phone.
const HALF: Duration = Duration::from_secs(300);
const MOST_TRIES: i32 = 5;
/// Wrong codes in a row after which no code is right any more, until a new password is set: an attacker has this one.
const MOST_MISSES: i32 = 60;
/// After so many the owner is warned.
const WARNED_AT: [i32; 3] = [5, 20, MOST_MISSES];
/// What touches the ways to sign in needs a proof no older than this.
pub(crate) const RECENT: Duration = Duration::from_secs(300);

/// A secret that is not in force before its first code was shown.
pub struct NewFactor {
    pub secret: String,
    pub uri: String,
}

/// An access token that says "proven just now".
pub struct Reproven {
    pub access_token: String,
    pub expires_in: Duration,
}

impl App {
    /// The first proof was right. What is still missing is asked for; with nothing missing, a session begins.
    pub(crate) async fn finish_sign_in(
        &self,
        first: FirstProof,
        visitor: &Visitor,
        transport: Option<Transport>,
        code: Option<&str>,
    ) -> Result<SignedIn> {
        let second_factor = match (self.factor_in_force(first.user).await?, code) {
            (None, _) => false,
            (Some(factor), Some(code)) => {
                self.check_code(first.user, &factor, code, Some(visitor)).await?;
                true
            }
            (Some(_), None) => return Err(self.half_way(first, visitor).await?),
        };
        self.begin_session(first, second_factor, visitor, transport).await
    }

    /// The second half of a sign-in.
    pub async fn sign_in_second(
        &self,
        visitor: &Visitor,
        token: &str,
        code: &str,
        transport: Option<Transport>,
    ) -> Result<SignedIn> {
        let token = OneTime::parse(Use::HalfSignIn, token).ok_or(Fault::GrantInvalid)?;
        let now = self.clock.now();
        let tried = self.store.try_second_factor(token.hash().to_vec(), MOST_TRIES, now).await?;
        let (user, way, ver) = tried.ok_or(Fault::GrantInvalid)?;
        let factor = self.factor_in_force(user).await?.ok_or(Fault::GrantInvalid)?;
        self.check_code(user, &factor, code, Some(visitor)).await?;
        if !self.store.finish_half_sign_in(token.hash().to_vec()).await? {
            return Err(Fault::GrantInvalid);
        }
        self.begin_session(FirstProof { user, ver, way }, true, visitor, transport).await
    }

    /// Whether it is in force, and how many recovery codes are left.
    pub async fn second_factor(&self, caller: &Caller) -> Result<(bool, i64)> {
        let (factor, left) = self.store.second_factor_and_codes(caller.user).await?;
        Ok((factor.is_some_and(|factor| factor.confirmed_at.is_some()), left))
    }

    pub async fn begin_second_factor(&self, caller: &Caller) -> Result<NewFactor> {
        self.recently_proven(caller).await?;
        let secret = TotpSecret::generate(self.random);
        self.store.begin_second_factor(caller.user, secret.bytes(), self.clock.now()).await?;
        let name = self.store.person(caller.user).await?.username;
        Ok(NewFactor { secret: secret.text(), uri: secret.uri(&self.settings().instance_name, &name) })
    }

    /// The app shows the right codes: from now on they are asked for, and the other sessions end. Gives the recovery
    /// codes, once.
    pub async fn confirm_second_factor(&self, caller: &Caller, code: &str) -> Result<Vec<String>> {
        self.limits.check(&SECOND_FACTOR, Key::User(caller.user)).await?;
        self.recently_proven(caller).await?;
        let factor = self.store.second_factor(caller.user).await?.ok_or(Fault::NotFound)?;
        if factor.confirmed_at.is_some() {
            return Err(Fault::SecondFactorExists);
        }
        let now = self.clock.now();
        let step = TotpSecret::from_bytes(&factor.secret)
            .and_then(|secret| secret.verify(code, factor.last_step, now))
            .ok_or(Fault::SecondFactorInvalid)?;
        let (shown, hashes) = self.recovery_codes();
        let ended = self.store.confirm_second_factor(caller.user, caller.session, step, hashes, now).await?;
        self.standing.doubt(caller.session);
        self.close_sessions(caller.user, ended);
        self.notify_user(caller.user, &ContactMessage::Changed(Change::SecondFactorOn)).await;
        tracing::info!(event = "second_factor_on", user_id = %caller.user);
        Ok(shown)
    }

    /// The former codes are void.
    pub async fn new_recovery_codes(&self, caller: &Caller) -> Result<Vec<String>> {
        self.recently_proven(caller).await?;
        let (shown, hashes) = self.recovery_codes();
        self.store.new_recovery_codes(caller.user, hashes, self.clock.now()).await?;
        self.notify_user(caller.user, &ContactMessage::Changed(Change::RecoveryCodes)).await;
        Ok(shown)
    }

    pub async fn remove_second_factor(&self, caller: &Caller) -> Result<()> {
        self.recently_proven(caller).await?;
        let entry = Entry::own(Act::SecondFactorOff, caller.user, self.clock.now());
        self.store.remove_second_factor(entry).await?;
        self.standing.doubt(caller.session);
        self.notify_user(caller.user, &ContactMessage::Changed(Change::SecondFactorOff)).await;
        tracing::info!(event = "second_factor_off", user_id = %caller.user);
        Ok(())
    }

    /// Proves once more within a session, by everything the account has: the password, a code, or both.
    pub async fn prove_again(
        &self,
        caller: &Caller,
        password: Option<String>,
        code: Option<&str>,
    ) -> Result<Reproven> {
        let account = self.store.credentials_of(caller.user).await?.ok_or(Fault::SessionRevoked)?;
        let mut proven = caller.proven;
        match (account.password_hash, password) {
            (Some(hash), Some(password)) => {
                self.limits.check(&REAUTH, Key::User(caller.user)).await?;
                self.verify(caller.user, password, hash, self.reauth_failed(caller)).await?;
                proven.way = Way::Password;
            }
            (Some(_), None) => return Err(Fault::InvalidCredentials),
            // Without a password a code is the only proof there is.
            (None, _) if code.is_none() => return Err(Fault::InvalidCredentials),
            (None, _) => {}
        }
        proven.second_factor = match (self.factor_in_force(caller.user).await?, code) {
            (Some(factor), Some(code)) => {
                self.check_code(caller.user, &factor, code, None).await?;
                true
            }
            (Some(_), None) | (None, Some(_)) => return Err(Fault::SecondFactorInvalid),
            (None, None) => false,
        };
        let now = self.clock.now();
        if !self.store.prove_again(caller.session, now, proven, account.security_ver).await? {
            return Err(Fault::SessionRevoked);
        }
        self.standing.doubt(caller.session);
        let access_token =
            self.access_token(caller.user, caller.session, account.security_ver, proven, now, now)?;
        Ok(Reproven { access_token, expires_in: self.settings().access_lifetime })
    }

    /// What touches the ways to sign in is done by a person who has just shown who they are, with everything the
    /// account can be proven with.
    pub(crate) async fn recently_proven(&self, caller: &Caller) -> Result<()> {
        if caller.auth_time.plus(RECENT) < self.clock.now() {
            return Err(Fault::ReauthRequired);
        }
        let account = self.store.credentials_of(caller.user).await?.ok_or(Fault::SessionRevoked)?;
        let holds = Holds {
            password: account.password_hash.is_some(),
            email: account.email_verified,
            factor: self.factor_in_force(caller.user).await?.is_some(),
        };
        if caller.proven.suffices(holds) { Ok(()) } else { Err(Fault::ReauthRequired) }
    }

    pub(crate) fn reauth_failed(&self, caller: &Caller) -> Entry {
        Entry::own(Act::ReauthFailed, caller.user, self.clock.now()).on(caller.session.uuid())
    }

    pub(crate) async fn factor_in_force(&self, user: UserId) -> Result<Option<SecondFactor>> {
        Ok(self.store.second_factor(user).await?.filter(|factor| factor.confirmed_at.is_some()))
    }

    async fn half_way(&self, first: FirstProof, visitor: &Visitor) -> Result<Fault> {
        let FirstProof { user, ver, way } = first;
        let token = OneTime::generate(Use::HalfSignIn, self.random);
        let now = self.clock.now();
        let hash = token.hash().to_vec();
        self.store.wait_for_second_factor(hash, user, ver, way, now, now.plus(HALF)).await?;
        let entry = Entry::of(Act::SecondFactorAwaited, Some(user), now);
        self.store.note(entry.from(visitor.origin().address_prefix)).await?;
        Ok(Fault::SecondFactorRequired(Hidden(token.text().to_string())))
    }

    /// A code of the app or a recovery code; each is good once. However many sign-ins are begun, the tries
    /// for one account are few, and end for good where none is right.
    async fn check_code(
        &self,
        user: UserId,
        factor: &SecondFactor,
        code: &str,
        visitor: Option<&Visitor>,
    ) -> Result<()> {
        self.limits.check(&SECOND_FACTOR, Key::User(user)).await?;
        let now = self.clock.now();
        let tries = self.store.count_factor_try(user).await?;
        let step = TotpSecret::from_bytes(&factor.secret)
            .and_then(|secret| secret.verify(code, factor.last_step, now));
        let right = match (step, totp::recovery_hash(code)) {
            _ if tries > MOST_MISSES => false,
            (Some(step), _) => self.store.use_totp_step(user, step).await?,
            (None, Some(hash)) => self.use_recovery_code(user, hash).await?,
            (None, None) => false,
        };
        if right {
            return Ok(());
        }
        tracing::info!(event = "second_factor_failed", user_id = %user);
        let entry = Entry::of(Act::SecondFactorFailed, Some(user), now);
        let entry = match visitor {
            Some(visitor) => entry.from(visitor.origin().address_prefix),
            None => entry,
        };
        if WARNED_AT.contains(&tries) {
            self.store.warn(entry).await?;
            self.notify_user(user, &ContactMessage::Changed(Change::SecondFactorGuessed)).await;
        } else {
            self.store.note(entry).await?;
        }
        Err(Fault::SecondFactorInvalid)
    }

    /// Its owner is told: a list on paper may be in other hands.
    async fn use_recovery_code(&self, user: UserId, hash: Vec<u8>) -> Result<bool> {
        let used = self.store.use_recovery_code(user, hash, self.clock.now()).await?;
        if used {
            self.notify_user(user, &ContactMessage::Changed(Change::RecoveryCodeUsed)).await;
        }
        Ok(used)
    }

    fn recovery_codes(&self) -> (Vec<String>, Vec<Vec<u8>>) {
        (0..totp::RECOVERY_CODES).map(|_| totp::recovery_code(self.random)).unzip()
    }
}
