//! Users register here, read their own account, and change the password.

pub mod first_proof;
pub mod session_state;

pub(crate) mod codes;
pub(crate) mod erasure;
pub(crate) mod export;
pub(crate) mod identifiers;
pub(crate) mod login;
pub(crate) mod oauth;
pub(crate) mod proof;
pub(crate) mod recovery;
pub(crate) mod second_factor;
pub(crate) mod sessions;

use crate::accounts::sessions::SignedIn;
use crate::app::App;
use crate::caller::{Caller, Visitor};
use crate::outside::words::ContactMessage;
use crate::rate_limit::{Key, REGISTER};
use auth::{OneTime, Use};
use domain::code::Purpose;
use domain::identifier::Identifier;
use domain::instance::Registration as Mode;
use domain::session::{Proven, Way};
use domain::user::{DisplayName, Email, Newcomer, OwnProfile, Password, Phone, Username};
use domain::{Fault, Result, UserId};
use persistence::store::accounts::NewAccount;
use wire::account::Registration;

/// The version every account begins with.
const FIRST_VERSION: i64 = 1;

/// What a registration needs besides the new user's own words.
#[derive(Default)]
struct Entrance {
    email: Option<Email>,
    email_verified: bool,
    phone: Option<Phone>,
    grant_hash: Option<[u8; 32]>,
    invite_hash: Option<[u8; 32]>,
    /// The invite was a link that makes an administrator.
    is_admin: bool,
    /// An identity another provider vouched for.
    identity: Option<Vec<u8>>,
}

impl App {
    pub async fn register(&self, visitor: &Visitor, asked: Registration) -> Result<SignedIn> {
        let admin_link = asked.invite.as_deref().and_then(|code| OneTime::parse(Use::AdminLink, code));
        if self.settings().registration == Mode::Closed && admin_link.is_none() {
            return Err(Fault::RegistrationClosed);
        }
        self.limits.check(&REGISTER, Key::Address(visitor.bucket())).await?;
        let Registration { newcomer, password, grant, invite, invitation, identity_grant, transport } = asked;
        let Newcomer { username, display_name, email, background } = newcomer;
        let names = [("/username", username.as_str()), ("/display_name", display_name.as_str())];
        self.not_staff(names, admin_link.is_some())?;
        let entrance = match admin_link {
            // It opens the door in every mode; what it does not prove stays unproven.
            Some(link) => {
                Entrance { email, invite_hash: Some(link.hash()), is_admin: true, ..Entrance::default() }
            }
            None => {
                self.entrance(email, grant.as_deref(), invite.as_deref(), identity_grant.as_deref()).await?
            }
        };
        let password_hash = match password {
            Some(password) => {
                self.not_leaked(&password, username.as_str(), entrance.email.as_ref())?;
                Some(self.hash(&password).await?)
            }
            None if entrance.identity.is_some() => None,
            None if entrance.grant_hash.is_some() && !self.settings().password_required => None,
            None => return Err(Fault::field("/password", "required", "is required")),
        };
        let now = self.clock.now();
        let id = UserId::make(now, self.random);
        let way = match (&entrance.identity, &password_hash) {
            (Some(_), _) => Way::Provider,
            (None, Some(_)) => Way::Password,
            (None, None) if entrance.phone.is_some() => Way::Sms,
            (None, None) => Way::Code,
        };
        let proven = Proven { way, second_factor: false };
        let (fresh, start) = self.fresh_session(id, FIRST_VERSION, proven, visitor, transport, now);
        let Entrance { email, email_verified, phone, grant_hash, invite_hash, is_admin, identity } = entrance;
        let account = NewAccount {
            id,
            username,
            display_name,
            email,
            email_verified,
            phone,
            background: Some(background),
            password_hash,
            is_admin,
            address_prefix: Some(visitor.origin().address_prefix),
            grant_hash,
            invite_hash,
            identity,
            at: now,
        };
        let profile = self.store.register(account, Some(start)).await?;
        tracing::info!(event = "registered", user_id = %id);
        self.enter_default_room(id).await;
        if let Some(code) = invitation.and_then(|code| OneTime::parse(Use::Invitation, &code)) {
            match self.store.redeem_invitation(code.hash(), id, now).await {
                // The account is there; who invited can still be asked by hand.
                Ok(()) | Err(Fault::NotFound) => {}
                Err(fault) => tracing::warn!(event = "invitation_not_redeemed", code = fault.code()),
            }
        }
        self.signed_in(fresh, FIRST_VERSION, now, profile)
    }

    /// What the mode asks for. Nothing is used up yet: that is done together with the account.
    async fn entrance(
        &self,
        email: Option<Email>,
        grant: Option<&str>,
        invite: Option<&str>,
        identity: Option<&str>,
    ) -> Result<Entrance> {
        let mode = self.settings().registration;
        let mut entrance = Entrance { email, ..Entrance::default() };
        match (mode, invite) {
            (Mode::Invite, None) => return Err(Fault::field("/invite", "required", "is required")),
            (Mode::Invite, Some(code)) => {
                let invite = OneTime::parse(Use::Invite, code).ok_or(Fault::InviteInvalid)?;
                entrance.invite_hash = Some(invite.hash());
            }
            (Mode::Otp | Mode::Open | Mode::Closed, _) => {}
        }
        if let Some(identity) = identity {
            let identity = OneTime::parse(Use::OauthGrant, identity).ok_or(Fault::GrantInvalid)?;
            let (_, vouched) = self.read_oauth_grant(&identity).await?;
            entrance.identity = Some(identity.hash().to_vec());
            if let Some(vouched) = vouched.filter(|_| grant.is_none()) {
                if entrance.email.as_ref().is_some_and(|email| *email != vouched) {
                    return Err(Fault::field(
                        "/email",
                        "unproven",
                        "must be the address the provider vouched for",
                    ));
                }
                entrance.email = Some(vouched);
                entrance.email_verified = true;
                return Ok(entrance);
            }
        }
        let Some(grant) = grant else {
            return match mode {
                Mode::Otp => Err(Fault::field("/grant", "required", "is required")),
                Mode::Open | Mode::Invite | Mode::Closed => Ok(entrance),
            };
        };
        let (proven, hash) = self.proven(grant, Purpose::Register).await?;
        entrance.grant_hash = Some(hash);
        match proven.identifier {
            Identifier::Email(proven) => {
                if entrance.email.as_ref().is_some_and(|email| *email != proven) {
                    return Err(Fault::field(
                        "/email",
                        "unproven",
                        "must be the address the code was sent to",
                    ));
                }
                entrance.email = Some(proven);
                entrance.email_verified = true;
            }
            Identifier::Phone(proven) => {
                if entrance.email.is_some() && mode == Mode::Otp {
                    return Err(Fault::field("/email", "unproven", "can be added once the account is there"));
                }
                entrance.phone = Some(proven);
            }
        }
        Ok(entrance)
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
        self.not_leaked(&password, username.as_str(), email.as_ref())?;
        let now = self.clock.now();
        let password_hash = self.hash(&password).await?;
        let id = UserId::make(now, self.random);
        let account = NewAccount {
            id,
            username,
            display_name,
            email,
            email_verified: false,
            phone: None,
            background: None,
            password_hash: Some(password_hash),
            is_admin: true,
            address_prefix: None,
            grant_hash: None,
            invite_hash: None,
            identity: None,
            at: now,
        };
        self.store.register(account, None).await
    }

    /// The current password is asked for, and every other session ends.
    pub async fn change_password(&self, caller: &Caller, current: String, new: Password) -> Result<()> {
        let verified_ver = self.proven_lately(caller, Some(current)).await?;
        let profile = self.store.profile(caller.user).await?;
        self.not_leaked(&new, &profile.person.username, profile.email.as_ref())?;
        let hash = self.hash(&new).await?;
        let (keep, now) = (caller.session, self.clock.now());
        let ended = self.store.set_password(caller.user, verified_ver, hash, keep, now).await?;
        self.standing.doubt(keep);
        self.close_sessions(caller.user, ended);
        self.notify_owner(&profile, &ContactMessage::PasswordChanged).await;
        tracing::info!(event = "password_changed", user_id = %caller.user);
        Ok(())
    }

    /// Nothing that is tried first: known from leaks, or derived from what is known of the person.
    pub(crate) fn not_leaked(
        &self,
        password: &Password,
        username: &str,
        email: Option<&Email>,
    ) -> Result<()> {
        let settings = self.settings();
        let mut known = vec![username, settings.instance_name.as_str(), "parlance"];
        known.extend(email.map(Email::local));
        match self.blocklist.refuses(password.expose(), &known) {
            Some(why) => Err(Fault::field("/password", why.code(), why.detail())),
            None => Ok(()),
        }
    }

    pub(crate) async fn hash(&self, password: &Password) -> Result<String> {
        self.passwords.hash(password.expose().to_owned()).await.map_err(|_| Fault::unavailable())
    }
}
