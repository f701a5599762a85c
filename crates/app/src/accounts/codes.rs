//! One-time codes are requested, sent again, and turned into grants here. To the caller, a known identifier and an
//! unknown one look the same: the same answer, the same work before it, and whatever differs goes out after it.

use crate::app::App;
use crate::caller::{Caller, Visitor};
use crate::outside::words::ContactMessage;
use crate::rate_limit::{CODES, CODES_AGAIN, CODES_NETWORK, CODES_VERIFY, CODES_VERIFY_NETWORK, Key, Policy};
use auth::{OneTime, Use};
use domain::audit::{Act, Entry};
use domain::code::{self, Challenge, Letter, Proven, Purpose};
use domain::identifier::{Channel, Identifier};
use domain::instance::Registration;
use domain::{ChallengeId, Fault, Result, Timestamp, random};
use persistence::store::accounts::codes::{Known, NewChallenge, Started, Try};
use std::time::Duration;

/// What a right code gives.
pub struct Granted {
    pub grant: OneTime,
    pub purpose: Purpose,
    pub expires_at: Timestamp,
}

/// How long a link that makes an administrator is good.
const ADMIN_LINK_LIFETIME: Duration = Duration::from_secs(3600);

impl App {
    /// `caller` adds an identifier to their account.
    pub async fn ask_for_code(
        &self,
        visitor: &Visitor,
        caller: Option<&Caller>,
        purpose: Purpose,
        identifier: Identifier,
    ) -> Result<Challenge> {
        match purpose {
            Purpose::Register if self.settings().registration == Registration::Closed => {
                return Err(Fault::RegistrationClosed);
            }
            Purpose::SignIn if !self.settings().sign_in_by_code => return Err(Fault::Forbidden),
            Purpose::ConfirmIdentifier if caller.is_none() => return Err(Fault::Unauthenticated),
            Purpose::Register | Purpose::SignIn | Purpose::ResetPassword | Purpose::ConfirmIdentifier => {}
        }
        self.counted(visitor, &CODES, &CODES_NETWORK).await?;
        self.reachable(&identifier)?;
        let me = caller.filter(|_| purpose == Purpose::ConfirmIdentifier).map(|caller| caller.user);
        let known = self.store.known(&identifier).await?;
        let letter = match (purpose, known) {
            (Purpose::Register, None) => Letter::Code,
            (Purpose::Register, Some(_)) => Letter::AlreadyRegistered,
            (Purpose::SignIn | Purpose::ResetPassword, Some(Known { is_active: true, .. })) => Letter::Code,
            (Purpose::SignIn | Purpose::ResetPassword, Some(_) | None) => Letter::Nothing,
            (Purpose::ConfirmIdentifier, None) => Letter::Code,
            (Purpose::ConfirmIdentifier, Some(known)) if Some(known.user) == me => Letter::Code,
            (Purpose::ConfirmIdentifier, Some(_)) => Letter::AlreadyRegistered,
        };
        let code = code::fresh(purpose, self.random);
        let new = NewChallenge {
            id: ChallengeId::from_uuid(uuid::Uuid::from_bytes(random::bytes(self.random))),
            purpose,
            identifier,
            user: me,
            letter,
            code: code.clone(),
            sms_cap: self.settings().sms_daily_cap,
            at: self.clock.now(),
        };
        let started = self.store.start_challenge(new).await?;
        Ok(self.post_letter(started, &code))
    }

    pub async fn ask_again(&self, visitor: &Visitor, challenge: ChallengeId) -> Result<Challenge> {
        self.limits.check(&CODES_AGAIN, Key::Address(visitor.bucket())).await?;
        let purpose = self.store.challenge_purpose(challenge).await?.ok_or(Fault::NotFound)?;
        let code = code::fresh(purpose, self.random);
        let (cap, now) = (self.settings().sms_daily_cap, self.clock.now());
        let started = self.store.resend_challenge(challenge, &code, cap, now).await?;
        Ok(self.post_letter(started, &code))
    }

    pub async fn verify_code(
        &self,
        visitor: &Visitor,
        challenge: ChallengeId,
        code: String,
    ) -> Result<Granted> {
        self.counted(visitor, &CODES_VERIFY, &CODES_VERIFY_NETWORK).await?;
        let grant = OneTime::generate(Use::Grant, self.random);
        let tried = Try {
            challenge,
            code,
            grant_hash: grant.hash(),
            address_prefix: visitor.origin().address_prefix,
            at: self.clock.now(),
        };
        let passed = self.store.verify_code(tried).await?;
        Ok(Granted { grant, purpose: passed.purpose, expires_at: passed.expires_at })
    }

    /// Registration invites are handed out by the operator.
    pub async fn make_invite(&self, uses: u32, lifetime: Duration) -> Result<OneTime> {
        let invite = OneTime::generate(Use::Invite, self.random);
        let now = self.clock.now();
        let entry = Entry::of(Act::RegistrationInviteMade, None, now).saying("command_line");
        self.store.make_invite(invite.hash(), uses, now.plus(lifetime), entry).await?;
        Ok(invite)
    }

    /// Where an administrator is made in the browser, once and within the hour.
    pub async fn make_admin_link(&self) -> Result<String> {
        let link = OneTime::generate(Use::AdminLink, self.random);
        let now = self.clock.now();
        let entry = Entry::of(Act::RegistrationInviteMade, None, now).saying("admin_link");
        self.store.make_invite(link.hash(), 1, now.plus(ADMIN_LINK_LIFETIME), entry).await?;
        // Behind the #, which no proxy and no log sees.
        Ok(format!("{}/first-admin#{}", self.public_url, link.text().as_str()))
    }

    /// A page of the browser client that begins a registration with this invitation.
    pub fn join_link(&self, code: &str) -> String {
        format!("{}/join/{code}", self.public_url)
    }

    pub fn sends_mail(&self) -> bool {
        self.channels.mail.is_on()
    }

    pub fn sends_sms(&self) -> bool {
        self.channels.sms.is_on()
    }

    /// What a grant proves, and its hash, by which it is used up later.
    pub(crate) async fn proven(&self, grant: &str, purpose: Purpose) -> Result<(Proven, [u8; 32])> {
        let grant = OneTime::parse(Use::Grant, grant).ok_or(Fault::GrantInvalid)?;
        let proven = self.store.proven(grant.hash(), purpose, self.clock.now()).await?;
        Ok((proven, grant.hash()))
    }

    /// An address is counted, and more loosely the network around it.
    pub(crate) async fn counted(&self, visitor: &Visitor, one: &Policy, network: &Policy) -> Result<()> {
        self.limits.check(one, Key::Address(visitor.bucket())).await?;
        self.limits.check(network, Key::Address(visitor.network())).await?;
        Ok(())
    }

    /// Whether a message could get there at all; the same for every account's.
    pub(crate) fn reachable(&self, identifier: &Identifier) -> Result<()> {
        let on = match identifier.channel() {
            Channel::Email => self.channels.mail.is_on(),
            Channel::Sms => self.channels.sms.is_on(),
        };
        if !on {
            return Err(Fault::field(
                "/identifier",
                "no_channel",
                "is of a kind this server sends nothing to",
            ));
        }
        match (identifier, &self.settings().sms_countries) {
            (Identifier::Phone(phone), Some(countries)) if !phone.is_in(countries) => Err(Fault::field(
                "/identifier",
                "country_not_allowed",
                "is in a country this server sends nothing to",
            )),
            (Identifier::Phone(_) | Identifier::Email(_), _) => Ok(()),
        }
    }

    fn post_letter(&self, started: Started, code: &str) -> Challenge {
        let Started { challenge, identifier, letter } = started;
        let message = match letter {
            Letter::Nothing => None,
            Letter::Code => Some(ContactMessage::Code { purpose: challenge.purpose, code }),
            Letter::AlreadyRegistered => Some(ContactMessage::AlreadyRegistered),
            Letter::ResetClosed => Some(ContactMessage::ResetClosed),
        };
        if let Some(message) = message {
            self.send_to_contact(identifier, &message);
        }
        challenge
    }

    pub(crate) fn send_to_contact(&self, to: Identifier, message: &ContactMessage<'_>) {
        self.post.put(message.parcel(to, &self.settings().instance_name));
    }
}
