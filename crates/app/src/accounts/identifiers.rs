//! Addresses, numbers and the password of an account are set, changed and restored here. Every change asks for a
//! fresh proof and is told to the account's previous contacts.

use crate::accounts::first_proof::FirstProof;
use crate::accounts::sessions::SignedIn;
use crate::app::App;
use crate::caller::{Caller, Visitor};
use crate::outside::change::Change;
use crate::outside::words::ContactMessage;
use crate::rate_limit::{CODES_VERIFY, CODES_VERIFY_NETWORK, Key, REAUTH};
use auth::{OneTime, Use};
use domain::audit::{Act, Entry};
use domain::code::Purpose;
use domain::identifier::{Channel, Identifier, REGRET};
use domain::session::{Transport, Way};
use domain::user::{OwnProfile, Password};
use domain::{Fault, Result};
use persistence::store::accounts::identifiers::WayBack;

impl App {
    /// A session for a code instead of a password.
    pub async fn login_with_code(
        &self,
        visitor: &Visitor,
        grant: &str,
        transport: Option<Transport>,
    ) -> Result<SignedIn> {
        if !self.settings().sign_in_by_code {
            return Err(Fault::Forbidden);
        }
        self.counted(visitor, &CODES_VERIFY, &CODES_VERIFY_NETWORK).await?;
        let (proven, hash) = self.proven(grant, Purpose::SignIn).await?;
        let way = match proven.channel() {
            Channel::Email => Way::Code,
            Channel::Sms => Way::Sms,
        };
        // Good once, whatever else is asked for.
        let (user, ver) = self.store.spend_sign_in_grant(hash, self.clock.now()).await?;
        self.finish_sign_in(FirstProof { user, ver, way }, visitor, transport, None).await
    }

    /// The code, or an administrator's word, proves who it is; everything that was open before ends.
    pub async fn reset_password(&self, visitor: &Visitor, grant: &str, password: Password) -> Result<()> {
        self.counted(visitor, &CODES_VERIFY, &CODES_VERIFY_NETWORK).await?;
        if let Some(way_in) = OneTime::parse(Use::WayIn, grant) {
            return self.enter(visitor, &way_in, password).await;
        }
        let (proven, hash) = self.proven(grant, Purpose::ResetPassword).await?;
        let known = self.store.known(&proven.identifier).await?.ok_or(Fault::GrantInvalid)?;
        let profile = self.store.profile(known.user).await?;
        self.not_leaked(&password, &profile.person.username, profile.email.as_ref())?;
        let password_hash = self.hash(&password).await?;
        let entry = Entry::own(Act::PasswordReset, known.user, self.clock.now());
        let entry = entry.from(visitor.origin().address_prefix);
        let ended = self.store.reset_password(hash, password_hash, entry).await?;
        self.close_sessions(known.user, ended);
        self.notify_owner(&profile, &ContactMessage::PasswordChanged).await;
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
        let (act, change) = match channel {
            Channel::Email => (Act::EmailChanged, Change::Email),
            Channel::Sms => (Act::PhoneChanged, Change::Phone),
        };
        let before = self.store.profile(caller.user).await?;
        let (way_back, back) = self.way_back();
        let entry = Entry::own(act, caller.user, self.clock.now()).on(caller.session.uuid());
        let former = self.store.change_identifier(caller.user, &proven.identifier, hash, back, entry).await?;
        self.tell_former(former, &before, (channel, change), &way_back).await;
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
        let (act, change) = match channel {
            Channel::Email => (Act::EmailRemoved, Change::EmailRemoved),
            Channel::Sms => (Act::PhoneRemoved, Change::PhoneRemoved),
        };
        let before = self.store.profile(caller.user).await?;
        let (way_back, back) = self.way_back();
        let entry = Entry::own(act, caller.user, self.clock.now()).on(caller.session.uuid());
        let former = self.store.remove_identifier(caller.user, channel, back, entry).await?;
        self.tell_former(former, &before, (channel, change), &way_back).await;
        self.store.profile(caller.user).await
    }

    /// "This was not me": the holder of the message to the former address or number gets the account back.
    pub async fn undo(&self, visitor: &Visitor, token: &str) -> Result<()> {
        self.counted(visitor, &CODES_VERIFY, &CODES_VERIFY_NETWORK).await?;
        let token = OneTime::parse(Use::Undo, token).ok_or(Fault::GrantInvalid)?;
        let (user, ended) = self.store.undo_identifier(token.hash(), self.clock.now()).await?;
        self.close_sessions(user, ended);
        let profile = self.store.profile(user).await?;
        self.notify_owner(&profile, &ContactMessage::IdentifierRestored).await;
        tracing::warn!(event = "identifier_restored", user_id = %user);
        Ok(())
    }

    /// A password now, or a proof just before. Where there is a second factor the password alone is none. Gives the
    /// account's version it was proven against.
    pub(crate) async fn proven_lately(&self, caller: &Caller, password: Option<String>) -> Result<i64> {
        let account = self.store.credentials_of(caller.user).await?.ok_or(Fault::SessionRevoked)?;
        let recent = self.recently_proven(caller).await;
        let Some(password) = password else { return recent.map(|()| account.security_ver) };
        self.limits.check(&REAUTH, Key::User(caller.user)).await?;
        let Some(hash) = account.password_hash else { return Err(Fault::InvalidCredentials) };
        self.verify(caller.user, password, hash, self.reauth_failed(caller)).await?;
        if recent.is_ok() || self.factor_in_force(caller.user).await?.is_none() {
            Ok(account.security_ver)
        } else {
            Err(Fault::ReauthRequired)
        }
    }

    fn way_back(&self) -> (OneTime, WayBack) {
        let token = OneTime::generate(Use::Undo, self.random);
        let back = WayBack { hash: token.hash(), until: self.clock.now().plus(REGRET) };
        (token, back)
    }

    /// The previous contacts of the account: the former identifier can take the change back, the other ones hear of it.
    async fn tell_former(
        &self,
        former: Option<Identifier>,
        before: &OwnProfile,
        (channel, change): (Channel, Change),
        way_back: &OneTime,
    ) {
        self.notify_owner_except(former.as_ref(), before, &ContactMessage::Changed(change)).await;
        if let Some(former) = former {
            let token = way_back.text();
            // Behind the `#` it reaches no server's log.
            let link = format!("{}/undo#{}", self.public_url, token.as_str());
            self.send_to_contact(
                former,
                &ContactMessage::IdentifierChanged { channel, link: &link, token: token.as_str() },
            );
        }
    }
}
