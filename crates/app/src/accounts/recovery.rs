//! An administrator helps a user back into an account here, and its owner is notified, at every proven address, of
//! every change to the ways in.

use crate::app::App;
use crate::caller::{Caller, Visitor};
use crate::outside::change::Change;
use crate::outside::post::Delivery;
use crate::outside::words::ContactMessage;
use crate::rate_limit::{Key, WARNING_SMS};
use auth::{OneTime, Use};
use domain::audit::{Act, Entry};
use domain::identifier::Identifier;
use domain::user::{OwnProfile, Password};
use domain::{Fault, Result, Timestamp, UserId};
use std::sync::Arc;
use std::time::Duration;

/// How long a way in made by an administrator is open.
const WAY_IN: Duration = Duration::from_secs(24 * 3600);
/// How long a command waits for its messages to go out.
const LAST_POST: Duration = Duration::from_secs(30);

/// A secret that sets the password of one account, once.
pub struct WayIn {
    pub token: String,
    /// A page of the browser client that uses it.
    pub link: String,
    pub expires_at: Timestamp,
}

impl App {
    /// For a person who lost the phone with the app and the codes on paper.
    pub async fn remove_factor_of(&self, caller: &Caller, user: UserId) -> Result<()> {
        self.admin_over(caller, user).await?;
        self.take_factor_off(user, Some(caller.user)).await
    }

    pub async fn make_way_in_for(&self, caller: &Caller, user: UserId) -> Result<WayIn> {
        self.admin_over(caller, user).await?;
        self.open_way_in(user, Some(caller.user)).await
    }

    // For the command line as well, where there is no session.

    pub async fn take_factor_off(&self, user: UserId, by: Option<UserId>) -> Result<()> {
        let entry = Entry::of(Act::SecondFactorRemovedByAdmin, Some(user), self.clock.now());
        self.store.remove_second_factor(Entry { actor: by, ..entry }).await?;
        tracing::warn!(event = "second_factor_removed_by_admin", user_id = %user);
        self.notify_user(user, &ContactMessage::Changed(Change::SecondFactorRemovedByAdmin)).await;
        Ok(())
    }

    pub async fn open_way_in(&self, user: UserId, by: Option<UserId>) -> Result<WayIn> {
        let token = OneTime::generate(Use::WayIn, self.random);
        let now = self.clock.now();
        let expires_at = now.plus(WAY_IN);
        let entry = Entry { actor: by, ..Entry::of(Act::WayInMade, Some(user), now) };
        self.store.make_way_in(token.hash(), expires_at, entry).await?;
        tracing::warn!(event = "way_in_made", user_id = %user);
        self.notify_user(user, &ContactMessage::Changed(Change::WayInMade)).await;
        let token = token.text().to_string();
        // Behind the #, which no proxy and no log sees.
        Ok(WayIn { link: format!("{}/way-in#{token}", self.public_url), token, expires_at })
    }

    /// Sets the password by an administrator's word.
    pub(crate) async fn enter(&self, visitor: &Visitor, way_in: &OneTime, password: Password) -> Result<()> {
        let now = self.clock.now();
        let user = self.store.way_in(way_in.hash(), now).await?.ok_or(Fault::GrantInvalid)?;
        let profile = self.store.profile(user).await?;
        self.not_leaked(&password, &profile.person.username, profile.email.as_ref())?;
        let password_hash = self.hash(&password).await?;
        let entry = Entry::own(Act::PasswordReset, user, now).saying("way_in");
        let entry = entry.from(visitor.origin().address_prefix);
        let ended = self.store.enter(way_in.hash(), password_hash, entry).await?;
        self.close_sessions(user, ended);
        self.notify_owner(&profile, &ContactMessage::PasswordChanged).await;
        tracing::info!(event = "password_reset", user_id = %user);
        Ok(())
    }

    /// At every proven address and number.
    pub(crate) async fn notify_owner(&self, profile: &OwnProfile, message: &ContactMessage<'_>) {
        self.notify_owner_except(None, profile, message).await;
    }

    /// As [`Self::notify_owner`], after what was told of is done: that it cannot be told undoes nothing.
    pub(crate) async fn notify_user(&self, user: UserId, message: &ContactMessage<'_>) {
        match self.store.profile(user).await {
            Ok(profile) => self.notify_owner(&profile, message).await,
            Err(fault) => tracing::error!(event = "owner_not_told", user_id = %user, code = fault.code()),
        }
    }

    /// At every proven address and number but this one.
    pub(crate) async fn notify_owner_except(
        &self,
        but: Option<&Identifier>,
        profile: &OwnProfile,
        message: &ContactMessage<'_>,
    ) {
        let email = profile.email.clone().filter(|_| profile.email_verified).map(Identifier::Email);
        let phone = profile.phone.clone().filter(|_| profile.phone_verified).map(Identifier::Phone);
        for to in email.into_iter().chain(phone).filter(|to| Some(to) != but) {
            // Mail costs nothing; an attacker inside the account must not spend the instance's SMS.
            let costs = matches!(to, Identifier::Phone(_));
            if costs && self.limits.check(&WARNING_SMS, Key::User(profile.person.id)).await.is_err() {
                tracing::warn!(event = "sms_warning_not_sent", user_id = %profile.person.id);
                continue;
            }
            self.send_to_contact(to, message);
        }
    }
}

/// Sends what a command of the command line has to say, and ends.
pub async fn deliver(app: &Arc<App>, delivery: Delivery) {
    app.post.close();
    if tokio::time::timeout(LAST_POST, delivery.run(app.clone())).await.is_err() {
        tracing::warn!("messages were still queued when the server stopped");
    }
}
