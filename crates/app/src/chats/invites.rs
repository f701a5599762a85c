//! Chat invites, join requests and bans: people join a group by the first two, and are kept out by the third.

use crate::app::App;
use crate::caller::Caller;
use crate::rate_limit::{INVITE, Key};
use auth::{OneTime, Use};
use domain::chat::OwnChat;
use domain::invite::{Invitation, Invite, InviteCode, JoinRequest, NewInvite, Used};
use domain::member::MemberEntry;
use domain::page::{Limit, Page};
use domain::{ChatId, Fault, InviteId, Result, UserId};

impl App {
    /// The invite, and its code.
    pub async fn make_chat_invite(
        &self,
        caller: &Caller,
        chat: ChatId,
        invite: NewInvite,
    ) -> Result<(Invite, String)> {
        self.limits.check(&INVITE, Key::User(caller.user)).await?;
        let code = OneTime::generate(Use::ChatInvite, self.random);
        let code = InviteCode { text: code.text().to_string(), hash: code.hash() };
        let made = self.store.make_chat_invite(chat, caller.user, invite, &code, self.clock.now()).await?;
        Ok((made, code.text))
    }

    pub async fn chat_invites(
        &self,
        caller: &Caller,
        chat: ChatId,
        before: Option<InviteId>,
        limit: Limit,
    ) -> Result<Page<Invite>> {
        self.store.invites(chat, caller.user, before, limit, self.clock.now()).await
    }

    pub async fn revoke_chat_invite(&self, caller: &Caller, chat: ChatId, invite: InviteId) -> Result<()> {
        self.store.revoke_invite(chat, caller.user, invite, self.clock.now()).await
    }

    /// What a code opens. One that is wrong, over, or not for the caller opens nothing.
    pub async fn chat_invitation(&self, caller: &Caller, code: &str) -> Result<Invitation> {
        let code = OneTime::parse(Use::ChatInvite, code).ok_or(Fault::NotFound)?;
        self.store.chat_invitation(code.hash(), caller.user, self.clock.now()).await
    }

    /// The group the caller is in now; nothing where they have to wait.
    pub async fn use_chat_invite(&self, caller: &Caller, code: &str) -> Result<Option<OwnChat>> {
        self.limits.check(&INVITE, Key::User(caller.user)).await?;
        let code = OneTime::parse(Use::ChatInvite, code).ok_or(Fault::NotFound)?;
        let (bounds, now) = (self.settings().bounds, self.clock.now());
        match self.store.use_invite(code.hash(), caller.user, bounds, now).await? {
            Used::In(chat) => self.chat(caller, chat).await.map(Some),
            Used::Asked => Ok(None),
        }
    }

    pub async fn join_requests(
        &self,
        caller: &Caller,
        chat: ChatId,
        after: Option<UserId>,
        limit: Limit,
    ) -> Result<Page<JoinRequest>> {
        let mut page = self.store.join_requests(chat, caller.user, after, limit).await?;
        for request in &mut page.items {
            self.link(caller, &mut request.person);
        }
        Ok(page)
    }

    pub async fn accept_join_request(&self, caller: &Caller, chat: ChatId, user: UserId) -> Result<()> {
        self.store
            .accept_join_request(chat, caller.user, user, self.settings().bounds, self.clock.now())
            .await
    }

    /// The person does not learn it.
    pub async fn decline_join_request(&self, caller: &Caller, chat: ChatId, user: UserId) -> Result<()> {
        self.store.decline_join_request(chat, caller.user, user, self.clock.now()).await
    }

    pub async fn ban(&self, caller: &Caller, chat: ChatId, target: UserId) -> Result<()> {
        self.store.ban(chat, caller.user, target, self.clock.now()).await
    }

    pub async fn unban(&self, caller: &Caller, chat: ChatId, target: UserId) -> Result<()> {
        self.store.unban(chat, caller.user, target, self.clock.now()).await
    }

    pub async fn bans(
        &self,
        caller: &Caller,
        chat: ChatId,
        after: Option<UserId>,
        limit: Limit,
    ) -> Result<Page<MemberEntry>> {
        let mut page = self.store.bans(chat, caller.user, after, limit).await?;
        for entry in &mut page.items {
            self.link(caller, &mut entry.person);
        }
        Ok(page)
    }
}
