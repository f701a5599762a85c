//! These are the use cases of friends, friend requests, blocks, reports and invitations by contact.

use crate::app::App;
use crate::caller::Caller;
use crate::outside::words::ContactMessage;
use crate::rate_limit::{FRIEND_REQUEST, Key, REPORT};
use auth::{OneTime, Use};
use domain::friend::{Blocked, Direction, Friend, FriendRequest};
use domain::identifier::Identifier;
use domain::page::{Limit, Page};
use domain::report::NewReport;
use domain::user::Person;
use domain::{Fault, ReportId, RequestId, Result, Timestamp, UserId};

impl App {
    /// The request as it stands, and whether it is new.
    pub async fn ask_friend(&self, caller: &Caller, other: UserId) -> Result<(FriendRequest, bool)> {
        self.limits.check(&FRIEND_REQUEST, Key::User(caller.user)).await?;
        self.ask_counted(caller, other).await
    }

    async fn ask_counted(&self, caller: &Caller, other: UserId) -> Result<(FriendRequest, bool)> {
        if other == caller.user {
            return Err(Fault::field("/user_id", "self", "must be another person"));
        }
        let (mut request, new) = self.store.ask_friend(caller.user, other, self.clock.now()).await?;
        self.link_request(caller, &mut request);
        Ok((request, new))
    }

    pub async fn ask_friend_named(&self, caller: &Caller, username: String) -> Result<(FriendRequest, bool)> {
        // Counted before anything is looked up: whether there is such a name costs the same.
        self.limits.check(&FRIEND_REQUEST, Key::User(caller.user)).await?;
        let other = self.store.user_named(caller.user, username).await?;
        self.ask_counted(caller, other).await
    }

    /// The same answer whether or not the address has an account, and nothing is waited for that depends on it.
    pub async fn invite_by_contact(&self, caller: &Caller, contact: Identifier) -> Result<RequestId> {
        self.limits.check(&FRIEND_REQUEST, Key::User(caller.user)).await?;
        self.reachable(&contact)?;
        let code = OneTime::generate(Use::Invitation, self.random);
        let cap = self.settings().sms_daily_cap;
        let invited = self.store.invite(caller.user, &contact, code.hash(), cap, self.clock.now()).await?;
        if invited.send {
            let own = self.store.profile(caller.user).await?;
            let link = format!("{}/invite/{}", self.public_url, code.text().as_str());
            let invitation = ContactMessage::Invitation { from: &own.person.display_name, link: &link };
            self.send_to_contact(contact, &invitation);
        }
        if let Some(other) = invited.asks {
            // Behind the answer: what it takes must not be felt in its time.
            let (store, me, now) = (self.store.clone(), caller.user, self.clock.now());
            tokio::spawn(async move {
                if let Err(fault) = store.ask_invited(invited.id, me, other, now).await {
                    tracing::warn!(event = "invited_not_asked", code = fault.code());
                }
            });
        }
        Ok(invited.id)
    }

    /// Who invites, and until when.
    pub async fn invitation(&self, code: &str) -> Result<(Person, Timestamp)> {
        let code = OneTime::parse(Use::Invitation, code).ok_or(Fault::NotFound)?;
        self.store.invitation(code.hash(), self.clock.now()).await
    }

    /// The holder of an invitation and its sender become friends, with a new account or an old one.
    pub async fn accept_invitation(&self, caller: &Caller, code: &str) -> Result<()> {
        self.limits.check(&FRIEND_REQUEST, Key::User(caller.user)).await?;
        let code = OneTime::parse(Use::Invitation, code).ok_or(Fault::NotFound)?;
        self.store.redeem_invitation(code.hash(), caller.user, self.clock.now()).await
    }

    pub async fn accept_friend(&self, caller: &Caller, id: RequestId) -> Result<FriendRequest> {
        let mut request = self.store.accept_friend(caller.user, id, self.clock.now()).await?;
        self.link_request(caller, &mut request);
        Ok(request)
    }

    pub async fn decline_friend(&self, caller: &Caller, id: RequestId) -> Result<FriendRequest> {
        let mut request = self.store.decline_friend(caller.user, id, self.clock.now()).await?;
        self.link_request(caller, &mut request);
        Ok(request)
    }

    pub async fn cancel_request(&self, caller: &Caller, id: RequestId) -> Result<()> {
        self.store.cancel_request(caller.user, id, self.clock.now()).await
    }

    pub async fn friend_requests(
        &self,
        caller: &Caller,
        direction: Direction,
        before: Option<RequestId>,
        limit: Limit,
    ) -> Result<Page<FriendRequest>> {
        let now = self.clock.now();
        let mut page = self.store.friend_requests(caller.user, direction, before, limit, now).await?;
        for request in &mut page.items {
            self.link_request(caller, request);
        }
        Ok(page)
    }

    pub async fn friends(
        &self,
        caller: &Caller,
        after: Option<String>,
        limit: Limit,
    ) -> Result<Page<Friend>> {
        let page = self.store.friends(caller.user, after, limit).await?;
        let items = page.items.into_iter().map(|entry| {
            let mut person = entry.person;
            self.link(caller, &mut person);
            let presence = self.presence(person.id, entry.sight, entry.last_seen);
            Friend { person, since: entry.since, presence }
        });
        Ok(Page { items: items.collect(), next: page.next })
    }

    pub async fn unfriend(&self, caller: &Caller, other: UserId) -> Result<()> {
        self.store.unfriend(caller.user, other, self.settings().bounds.dm_from, self.clock.now()).await
    }

    pub async fn block(&self, caller: &Caller, other: UserId) -> Result<()> {
        if other == caller.user {
            return Err(Fault::field("user_id", "self", "must be another person"));
        }
        self.store.block(caller.user, other, self.clock.now()).await
    }

    pub async fn unblock(&self, caller: &Caller, other: UserId) -> Result<()> {
        if other == caller.user {
            return Err(Fault::NotFound);
        }
        self.store.unblock(caller.user, other, self.settings().bounds.dm_from, self.clock.now()).await
    }

    pub async fn blocks(
        &self,
        caller: &Caller,
        after: Option<String>,
        limit: Limit,
    ) -> Result<Page<Blocked>> {
        let mut page = self.store.blocks(caller.user, after, limit).await?;
        for blocked in &mut page.items {
            self.link(caller, &mut blocked.person);
        }
        Ok(page)
    }

    pub async fn report_abuse(&self, caller: &Caller, report: NewReport) -> Result<ReportId> {
        self.limits.check(&REPORT, Key::User(caller.user)).await?;
        let id = self.store.report_abuse(caller.user, report, self.clock.now()).await?;
        tracing::info!(event = "reported", report_id = %id, user_id = %caller.user);
        Ok(id)
    }

    fn link_request(&self, caller: &Caller, request: &mut FriendRequest) {
        if let Some(person) = &mut request.with {
            self.link(caller, person);
        }
    }
}
