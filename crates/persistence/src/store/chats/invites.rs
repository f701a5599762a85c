//! Chat invites are made and used here, and join requests answered.

use crate::input::Bounds;
use crate::outcome::{Entered, InviteFound};
use crate::rows::chats::invite::{ChatInviteRow, JoinRequestRow};
use crate::rows::people::UserRow;
use crate::store::people::facts;
use crate::store::{Store, on_reader, on_writer};
use domain::audit;
use domain::event::Committed;
use domain::invite::{Invitation, Invite, InviteCode, JoinRequest, NewInvite, Used};
use domain::page::{Limit, Page};
use domain::{ChatId, InviteId, Result, Timestamp, UserId};

impl Store {
    pub async fn make_chat_invite(
        &self,
        chat: ChatId,
        issuer: UserId,
        invite: NewInvite,
        code: &InviteCode,
        at: Timestamp,
    ) -> Result<Invite> {
        let (act, keys) = (self.act(chat, issuer, at), self.current_sealing_keys(chat, at).await?);
        let row = ChatInviteRow::new((chat, issuer), &invite, code, &keys, at, self.random)?;
        let log = self.entry(audit::Act::ChatInviteMade, chat, issuer, None, at);
        on_writer!(self, chats::invites::make(act, row, log), move |row: ChatInviteRow| {
            (row.open(Some(&keys)), vec![])
        })
    }

    pub async fn invites(
        &self,
        chat: ChatId,
        reader: UserId,
        before: Option<InviteId>,
        limit: Limit,
        now: Timestamp,
    ) -> Result<Page<Invite>> {
        let mut rows = on_reader!(self, chats::invites::list(chat, reader, before, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|row| row.id.to_string());
        let sealed = rows.iter().flat_map(|row| [&row.title_sealed, &row.code_sealed]).flatten();
        let keys = self.keys_for(chat, sealed.map(Vec::as_slice), now).await?;
        Ok(Page { items: rows.iter().map(|row| row.open(Some(&keys))).collect(), next })
    }

    pub async fn revoke_invite(
        &self,
        chat: ChatId,
        actor: UserId,
        invite: InviteId,
        at: Timestamp,
    ) -> Result<()> {
        let act = self.act(chat, actor, at);
        let log = self.entry(audit::Act::ChatInviteRevoked, chat, actor, None, at);
        on_writer!(self, chats::invites::revoke(act, invite, log), |()| ((), vec![]))
    }

    pub async fn chat_invitation(
        &self,
        code_hash: [u8; 32],
        reader: UserId,
        now: Timestamp,
    ) -> Result<Invitation> {
        let InviteFound { invite, chat, entry, asked } =
            on_reader!(self, chats::invites::of_code(code_hash.to_vec(), reader, now.millis()))?;
        let sealed = [&chat.title_sealed, &chat.description_sealed].into_iter().flatten();
        let keys = self.keys_for(chat.id, sealed.map(Vec::as_slice), now).await?;
        Ok(Invitation { chat: chat.open(&keys).into(), invite: invite.open(None), entry, asked })
    }

    pub async fn use_invite(
        &self,
        code_hash: [u8; 32],
        user: UserId,
        bounds: Bounds,
        at: Timestamp,
    ) -> Result<Used> {
        let chat = on_reader!(self, chats::invites::chat_of(code_hash.to_vec()))?;
        let (act, keys) = (self.act(chat, user, at), self.current_sealing_keys(chat, at).await?);
        let opener = keys.clone();
        let log = self.entry(audit::Act::ChatInviteUsed, chat, user, None, at);
        let (hash, terms) = (code_hash.to_vec(), (bounds, log));
        on_writer!(self, chats::invites::accept(act, hash, keys, terms), move |entered| {
            match entered {
                Entered::In => (Used::In(chat), vec![]),
                Entered::Now(touched) => (Used::In(chat), Self::told(&opener, &touched)),
                Entered::Asked(told) => (Used::Asked, facts(told, None)),
            }
        })
    }

    pub async fn join_requests(
        &self,
        chat: ChatId,
        reader: UserId,
        after: Option<UserId>,
        limit: Limit,
    ) -> Result<Page<JoinRequest>> {
        let mut rows: Vec<(JoinRequestRow, UserRow)> =
            on_reader!(self, chats::join_requests::list(chat, reader, after, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|(row, _)| row.user_id.to_string());
        let open = |(row, user): (JoinRequestRow, UserRow)| JoinRequest {
            person: user.person(),
            created_at: Timestamp::from_millis(row.created_at),
        };
        Ok(Page { items: rows.into_iter().map(open).collect(), next })
    }

    pub async fn accept_join_request(
        &self,
        chat: ChatId,
        actor: UserId,
        user: UserId,
        bounds: Bounds,
        at: Timestamp,
    ) -> Result<()> {
        let (act, keys, publish) = self.change_chat(chat, actor, at).await?;
        let log = self.entry(audit::Act::ChatInviteUsed, chat, actor, Some(user), at);
        let terms = (bounds, log);
        on_writer!(self, chats::join_requests::accept(act, user, keys, terms), publish)
    }

    pub async fn decline_join_request(
        &self,
        chat: ChatId,
        actor: UserId,
        user: UserId,
        at: Timestamp,
    ) -> Result<()> {
        let act = self.act(chat, actor, at);
        on_writer!(self, chats::join_requests::decline(act, user), |told| {
            ((), told.into_iter().map(Committed::Personal).collect())
        })
    }
}
