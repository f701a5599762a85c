//! One-time codes become challenges, attempts and grants here. A code is compared as a MAC bound to its challenge,
//! purpose and identifier; codes and identifiers in clear never come further down than this.

use crate::input::Guess;
use crate::keys::Field;
use crate::outcome::Verdict;
use crate::rows::accounts::code::{
    ChallengeRow, InviteRow, channel_number, letter_number, letter_of, purpose_number, purpose_of,
};
use crate::rows::operators::audit::AuditRow;
use crate::store::{Store, on_reader, on_writer};
use crate::types::StoredId;
use domain::audit::Entry;
use domain::code::{self, Challenge, Letter, Proven, Purpose};
use domain::identifier::{Channel, Identifier};
use domain::{AuditId, ChallengeId, Fault, Result, Timestamp, UserId, random};

/// Who stands behind a proven identifier.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    pub user: UserId,
    pub is_active: bool,
}

pub struct NewChallenge {
    pub id: ChallengeId,
    pub purpose: Purpose,
    pub identifier: Identifier,
    pub user: Option<UserId>,
    pub letter: Letter,
    pub code: String,
    /// SMS of the whole instance in a day.
    pub sms_cap: usize,
    pub at: Timestamp,
}

/// A message is to go out for this challenge.
pub struct Started {
    pub challenge: Challenge,
    pub identifier: Identifier,
    pub letter: Letter,
}

/// An attempt with a code.
pub struct Try {
    pub challenge: ChallengeId,
    pub code: String,
    pub grant_hash: [u8; 32],
    pub address_prefix: String,
    pub at: Timestamp,
}

/// What a right code came to.
#[derive(Debug, Clone, Copy)]
pub struct Passed {
    pub purpose: Purpose,
    pub expires_at: Timestamp,
}

impl Store {
    /// Only a proven identifier belongs to an account.
    pub async fn known(&self, identifier: &Identifier) -> Result<Option<Known>> {
        let (channel, lookup) = (identifier.channel(), self.lookup(identifier));
        let row = on_reader!(self, people::by_identifier(channel, lookup))?;
        Ok(row.map(|row| Known { user: row.id, is_active: row.is_active }))
    }

    pub async fn start_challenge(&self, new: NewChallenge) -> Result<Started> {
        let keys = self.instance_keys(new.at).await?;
        let lookup = self.lookup(&new.identifier);
        let (id, text) = (new.id, new.identifier.as_str());
        let decoy = random::bytes::<32>(self.random).to_vec();
        let mac = self.code_mac(id, new.purpose, &lookup, &new.code);
        let row = ChallengeRow {
            id,
            purpose: purpose_number(new.purpose),
            channel: channel_number(new.identifier.channel()),
            identifier_sealed: keys.seal_field(
                Field::ChallengeIdentifier,
                id.bytes(),
                text.as_bytes(),
                self.random,
            )?,
            lookup,
            user_id: new.user.map(StoredId::from),
            letter: letter_number(new.letter),
            code_mac: if new.letter == Letter::Code { mac } else { decoy.clone() },
            attempts: 0,
            sends: 1,
            sent_at: new.at.millis(),
            created_at: new.at.millis(),
            expires_at: new.at.plus(code::LIFETIME).millis(),
        };
        let (cap, random) = (sms_cap(&new.identifier, new.sms_cap), self.random);
        let row = on_writer!(self, accounts::codes::start(row, decoy, cap, random), |row| (row, vec![]))?;
        Ok(started(&row, new.identifier, new.purpose))
    }

    /// What a challenge is for, if it is still there.
    pub async fn challenge_purpose(&self, id: ChallengeId) -> Result<Option<Purpose>> {
        let row = on_reader!(self, accounts::codes::find(id))?;
        Ok(row.and_then(|row| purpose_of(row.purpose)))
    }

    /// A new code for the same challenge; the old one is void.
    pub async fn resend_challenge(
        &self,
        id: ChallengeId,
        code: &str,
        cap: usize,
        at: Timestamp,
    ) -> Result<Started> {
        let keys = self.instance_keys(at).await?;
        let row = on_reader!(self, accounts::codes::find(id))?.ok_or(Fault::NotFound)?;
        let purpose = purpose_of(row.purpose).ok_or(Fault::NotFound)?;
        let identifier = row.identifier(&keys).ok_or(Fault::NotFound)?;
        let real = letter_of(row.letter) == Letter::Code;
        let mac = self.code_mac(id, purpose, &row.lookup, code);
        let mac = if real { mac } else { random::bytes::<32>(self.random).to_vec() };
        let (cap, random) = (sms_cap(&identifier, cap), self.random);
        let row = on_writer!(self, accounts::codes::resend(id, mac, at.millis(), cap, random), |row| (
            row,
            vec![]
        ))?;
        Ok(started(&row, identifier, purpose))
    }

    pub async fn verify_code(&self, tried: Try) -> Result<Passed> {
        let Try { challenge, code, grant_hash, address_prefix, at } = tried;
        let over = Fault::OtpInvalidOrExpired { attempts_left: 0 };
        // Purpose and identifier of a challenge never change: it is enough to read them beforehand.
        let row = on_reader!(self, accounts::codes::find(challenge))?.ok_or(over.clone())?;
        let purpose = purpose_of(row.purpose).ok_or(over)?;
        let expires_at = at.plus(purpose.grant_lifetime());
        let guess = Guess {
            challenge,
            mac: self.code_mac(challenge, purpose, &row.lookup, &code),
            grant_hash: grant_hash.to_vec(),
            grant_expires_at: expires_at,
            address_prefix,
            at,
            random: self.random,
        };
        match on_writer!(self, accounts::codes::verify(guess), |verdict| (verdict, vec![]))? {
            Verdict::Right => Ok(Passed { purpose, expires_at }),
            Verdict::Wrong { attempts_left } => {
                Err(Fault::OtpInvalidOrExpired { attempts_left: u32::try_from(attempts_left).unwrap_or(0) })
            }
        }
    }

    /// What a grant proves, without using it up.
    pub async fn proven(&self, grant_hash: [u8; 32], purpose: Purpose, now: Timestamp) -> Result<Proven> {
        let keys = self.instance_keys(now).await?;
        let (number, hash) = (purpose_number(purpose), grant_hash.to_vec());
        let row = on_reader!(self, accounts::codes::grant(hash, number, now.millis()))?
            .ok_or(Fault::GrantInvalid)?;
        let identifier = row.identifier(&keys).ok_or(Fault::GrantInvalid)?;
        Ok(Proven { purpose, identifier, user: row.user() })
    }

    /// Removes challenges, grants and counts that have run out; how many challenges there were.
    pub async fn sweep_codes(&self, now: Timestamp) -> Result<usize> {
        on_writer!(self, accounts::expiry::sweep_codes(now.millis()), |swept| (swept, vec![]))
    }

    pub async fn make_invite(
        &self,
        code_hash: [u8; 32],
        uses: u32,
        expires_at: Timestamp,
        entry: Entry,
    ) -> Result<()> {
        let row = InviteRow {
            id: AuditId::make(entry.at, self.random).into(),
            code_hash: code_hash.to_vec(),
            uses_left: i32::try_from(uses).unwrap_or(i32::MAX),
            made_by: entry.actor.map(StoredId::from),
            created_at: entry.at.millis(),
            expires_at: expires_at.millis(),
        };
        let entry = AuditRow::of(entry, self.random);
        on_writer!(self, accounts::registration_invites::make(row, entry), |()| ((), vec![]))
    }

    pub(crate) fn lookup(&self, identifier: &Identifier) -> Vec<u8> {
        match identifier {
            Identifier::Email(email) => vault::lookup::email(&self.blind_index, email.as_str()).to_vec(),
            Identifier::Phone(phone) => vault::lookup::phone(&self.blind_index, phone.as_str()).to_vec(),
        }
    }

    fn code_mac(&self, challenge: ChallengeId, purpose: Purpose, lookup: &[u8], code: &str) -> Vec<u8> {
        let purpose = purpose_number(purpose).to_be_bytes();
        vault::lookup::code(&self.otp, &[&challenge.bytes(), &purpose, lookup, code.as_bytes()]).to_vec()
    }
}

fn sms_cap(identifier: &Identifier, cap: usize) -> Option<usize> {
    (identifier.channel() == Channel::Sms).then_some(cap)
}

/// Only what this challenge did is told: how often others asked for the same identifier stays private.
fn started(row: &ChallengeRow, identifier: Identifier, purpose: Purpose) -> Started {
    let sends = usize::try_from(row.sends).unwrap_or_default();
    let challenge = Challenge {
        id: row.id,
        purpose,
        masked: identifier.masked(),
        expires_at: row.expires_at(),
        resend_available_at: Timestamp::from_millis(row.sent_at).plus(code::wait_after(sends)),
        resends_left: code::free_resends_left(sends),
        attempts_left: code::MOST_ATTEMPTS - row.attempts,
    };
    Started { challenge, identifier, letter: letter_of(row.letter) }
}
