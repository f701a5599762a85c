//! Invitations by contact go to people who may have no account.

use super::facts;
use crate::input::Kind;
use crate::keys::Field;
use crate::outcome::Told;
use crate::rows::people::friend::InvitationRow;
use crate::store::{Store, on_reader, on_writer};
use domain::friend::INVITATION_LIFE;
use domain::identifier::Identifier;
use domain::user::Person;
use domain::{Fault, NotificationId, RequestId, Result, Timestamp, UserId};

/// What came of an invitation; only whether it has to be sent depends on who has the address.
#[derive(Debug, Clone, Copy)]
pub struct Invited {
    pub id: RequestId,
    pub created_at: Timestamp,
    /// A letter has to go out.
    pub send: bool,
    /// A person who has an account is to be asked, after the answer.
    pub asks: Option<UserId>,
}

impl Store {
    /// Once for each address, as long as the invitation is open.
    pub async fn invite(
        &self,
        inviter: UserId,
        contact: &Identifier,
        code_hash: [u8; 32],
        sms_cap: usize,
        at: Timestamp,
    ) -> Result<Invited> {
        let keys = self.user_keys(inviter).await?;
        let id = RequestId::make(at, self.random);
        let text = contact.as_str();
        let (kind, lookup) = match contact {
            Identifier::Email(_) => (Kind::Email, vault::lookup::email(&self.blind_index, text)),
            Identifier::Phone(_) => (Kind::Phone, vault::lookup::phone(&self.blind_index, text)),
        };
        let row = InvitationRow {
            id,
            inviter_id: inviter,
            contact_sealed: keys.seal_field(
                Field::InvitationContact,
                id.bytes(),
                text.as_bytes(),
                self.random,
            )?,
            contact_lookup: lookup.to_vec(),
            code_hash: code_hash.to_vec(),
            request_id: None,
            created_at: at.millis(),
            expires_at: at.plus(INVITATION_LIFE).millis(),
            ended_at: None,
            used_by: None,
        };
        let (cap, random) = (matches!(contact, Identifier::Phone(_)).then_some(sms_cap), self.random);
        on_writer!(self, people::invitations::invite(row, kind, cap, random), |done| {
            let done: Told<(InvitationRow, bool, Option<UserId>)> = done;
            let (row, send, asks) = done.answer;
            let created_at = Timestamp::from_millis(row.created_at);
            (Invited { id: row.id, created_at, send, asks }, facts(done.told, None))
        })
    }

    /// The second half of an invitation to a person who has an account.
    pub async fn ask_invited(
        &self,
        invitation: RequestId,
        inviter: UserId,
        other: UserId,
        at: Timestamp,
    ) -> Result<()> {
        let request = RequestId::make(at, self.random);
        on_writer!(
            self,
            people::invitations::ask(invitation, (inviter, other), request, at.millis()),
            |done| {
                let done: Told<()> = done;
                ((), facts(done.told, None))
            }
        )
    }

    /// Who invites, and until when, for the holder of the code.
    pub async fn invitation(&self, code_hash: [u8; 32], now: Timestamp) -> Result<(Person, Timestamp)> {
        let found = on_reader!(self, people::invitations::of_code(code_hash.to_vec(), now.millis()))?;
        let (row, inviter) = found.ok_or(Fault::NotFound)?;
        Ok((inviter.person(), Timestamp::from_millis(row.expires_at)))
    }

    /// The holder of the code and its sender become friends. It works once.
    pub async fn redeem_invitation(
        &self,
        code_hash: [u8; 32],
        newcomer: UserId,
        at: Timestamp,
    ) -> Result<()> {
        let notification = NotificationId::make(at, self.random);
        on_writer!(
            self,
            people::invitations::redeem(code_hash.to_vec(), newcomer, notification, at.millis()),
            |done| {
                let done: Told<()> = done;
                ((), facts(done.told, None))
            }
        )
    }
}
