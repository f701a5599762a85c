//! Addresses, numbers and the password of an account: set, changed, taken back. Every change asks for a fresh
//! proof and is told to whoever had the account before it.

use crate::app::App;
use crate::caller::{Caller, Visitor};
use crate::outside::Notice;
use crate::rate_limit::{CODES_VERIFY, CODES_VERIFY_NETWORK, Key, LOGIN_ACCOUNT};
use crate::sessions::SignedIn;
use auth::{OneTime, Use, Verified};
use domain::audit::{Act, Entry};
use domain::code::Purpose;
use domain::identifier::{Channel, Identifier};
use domain::session::{Transport, Way};
use domain::user::{OwnProfile, Password};
use domain::{Fault, Result};
use persistence::store::identifiers::WayBack;
use std::time::Duration;

/// How long "this was not me" works.
const REGRET: Duration = Duration::from_secs(72 * 3600);

impl App {
    /// A session for a code instead of a password.
    pub async fn login_with_code(
        &self,
        visitor: &Visitor,
        grant: &str,
        transport: Option<Transport>,
    ) -> Result<SignedIn> {
        if !self.settings.sign_in_by_code {
            return Err(Fault::Forbidden);
        }
        self.counted(visitor, &CODES_VERIFY, &CODES_VERIFY_NETWORK).await?;
        let (proven, hash) = self.proven(grant, Purpose::SignIn).await?;
        let known = self.store.known(&proven.identifier).await?.filter(|known| known.is_active);
        let user = known.ok_or(Fault::GrantInvalid)?.user;
        // Good once, whatever else is asked for.
        self.store.spend_sign_in_grant(hash, self.clock.now()).await?;
        self.finish_sign_in(user, Way::Code, visitor, transport, None).await
    }

    /// The code proves who he is; everything that was open before ends.
    pub async fn reset_password(&self, visitor: &Visitor, grant: &str, password: Password) -> Result<()> {
        self.counted(visitor, &CODES_VERIFY, &CODES_VERIFY_NETWORK).await?;
        let (proven, hash) = self.proven(grant, Purpose::ResetPassword).await?;
        let known = self.store.known(&proven.identifier).await?.ok_or(Fault::GrantInvalid)?;
        let profile = self.store.profile(known.user).await?;
        self.not_leaked(&password, &profile.person.username, profile.email.as_ref())?;
        let password_hash = self.hash(&password).await?;
        let entry = Entry::own(Act::PasswordReset, known.user, self.clock.now());
        let entry = entry.from(visitor.origin().address_prefix);
        let ended = self.store.reset_password(hash, password_hash, entry).await?;
        self.close_sessions(known.user, ended);
        self.tell_owner(&profile, &Notice::PasswordChanged);
        tracing::info!(event = "password_reset", user_id = %known.user);
        Ok(())
    }

    /// The proven identifier takes the place of the one of its kind, if there is one.
    pub async fn change_identifier(
        &self,
        caller: &Caller,
        channel: Channel,
        grant: &str,
        password: Option<String>,
    ) -> Result<OwnProfile> {
        self.proven_lately(caller, password).await?;
        let (proven, hash) = self.proven(grant, Purpose::ConfirmIdentifier).await?;
        if proven.channel() != channel || proven.user != Some(caller.user) {
            return Err(Fault::GrantInvalid);
        }
        let act = match channel {
            Channel::Email => Act::EmailChanged,
            Channel::Sms => Act::PhoneChanged,
        };
        let (way_back, back) = self.way_back();
        let entry = Entry::own(act, caller.user, self.clock.now()).on(caller.session.uuid());
        let former = self.store.change_identifier(caller.user, &proven.identifier, hash, back, entry).await?;
        self.tell_former(former, channel, &way_back);
        self.store.profile(caller.user).await
    }

    /// The last way to sign in stays.
    pub async fn remove_identifier(
        &self,
        caller: &Caller,
        channel: Channel,
        password: Option<String>,
    ) -> Result<OwnProfile> {
        self.proven_lately(caller, password).await?;
        let act = match channel {
            Channel::Email => Act::EmailRemoved,
            Channel::Sms => Act::PhoneRemoved,
        };
        let (way_back, back) = self.way_back();
        let entry = Entry::own(act, caller.user, self.clock.now()).on(caller.session.uuid());
        let former = self.store.remove_identifier(caller.user, channel, back, entry).await?;
        self.tell_former(former, channel, &way_back);
        self.store.profile(caller.user).await
    }

    /// "This was not me": whoever holds the message to the former address or number gets the account back.
    pub async fn undo(&self, visitor: &Visitor, token: &str) -> Result<()> {
        self.counted(visitor, &CODES_VERIFY, &CODES_VERIFY_NETWORK).await?;
        let token = OneTime::parse(Use::Undo, token).ok_or(Fault::GrantInvalid)?;
        let (user, ended) = self.store.undo_identifier(token.hash(), self.clock.now()).await?;
        self.close_sessions(user, ended);
        let profile = self.store.profile(user).await?;
        self.tell_owner(&profile, &Notice::IdentifierRestored);
        tracing::warn!(event = "identifier_restored", user_id = %user);
        Ok(())
    }

    /// A password now, or a proof just before. Where there is a second factor the password alone is none.
    pub(crate) async fn proven_lately(&self, caller: &Caller, password: Option<String>) -> Result<()> {
        let recent = self.recently_proven(caller);
        let Some(password) = password else { return recent };
        self.limits.check(&LOGIN_ACCOUNT, Key::Account(caller.user.to_string())).await?;
        let stored = self.store.credentials_of(caller.user).await?.and_then(|found| found.password_hash);
        let verified = match stored {
            Some(hash) => self.passwords.verify(password, hash).await,
            None => self.passwords.verify_nobody(password).await.map(|()| Verified::Wrong),
        };
        match verified {
            Ok(Verified::Right { .. }) if recent.is_ok() || !self.second_factor(caller).await?.0 => Ok(()),
            Ok(Verified::Right { .. }) => Err(Fault::ReauthRequired),
            Ok(Verified::Wrong) => Err(Fault::InvalidCredentials),
            Err(_) => Err(Fault::unavailable()),
        }
    }

    /// To the proven address, else to the number; to nobody where neither was ever proven.
    pub(crate) fn tell_owner(&self, profile: &OwnProfile, notice: &Notice<'_>) {
        let email = profile.email.clone().filter(|_| profile.email_verified).map(Identifier::Email);
        let phone = profile.phone.clone().filter(|_| profile.phone_verified).map(Identifier::Phone);
        if let Some(to) = email.or(phone) {
            self.send_notice(to, notice);
        }
    }

    fn way_back(&self) -> (OneTime, WayBack) {
        let token = OneTime::generate(Use::Undo, self.random);
        let back = WayBack { hash: token.hash(), until: self.clock.now().plus(REGRET) };
        (token, back)
    }

    fn tell_former(&self, former: Option<Identifier>, channel: Channel, way_back: &OneTime) {
        if let Some(former) = former {
            let token = way_back.text();
            // Behind the `#` it reaches no server's log.
            let link = format!("{}/undo#{}", self.public_url, token.as_str());
            self.send_notice(
                former,
                &Notice::IdentifierChanged { channel, link: &link, token: token.as_str() },
            );
        }
    }
}
