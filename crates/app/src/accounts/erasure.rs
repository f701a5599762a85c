//! An account is erased at its owner's request. What happens to each kind of data is written in
//! docs/account-deletion.md.

use crate::app::App;
use crate::caller::Caller;
use crate::outside::change::Change;
use crate::outside::words::ContactMessage;
use domain::audit::{Act, Entry};
use domain::{Fault, Result, UserId};
use std::sync::Arc;
use std::time::Duration;

/// The database was away, or a chat's key does not open.
const AGAIN: Duration = Duration::from_secs(30);

impl App {
    /// Who the person was is gone when this answers; their chats are left right after it.
    pub async fn delete_account(&self, caller: &Caller) -> Result<()> {
        self.recently_proven(caller).await?;
        self.end_account(caller.user, Entry::own(Act::AccountDeleted, caller.user, self.clock.now())).await
    }

    /// Deletes another person's account, as an administrator.
    pub async fn delete_account_of(&self, caller: &Caller, user: UserId) -> Result<()> {
        self.admin_over(caller, user).await?;
        self.remove_account(user, Some(caller.user)).await
    }

    /// Deletes an account; from the command line, no one does it.
    pub async fn remove_account(&self, user: UserId, by: Option<UserId>) -> Result<()> {
        let entry = Entry::of(Act::AccountDeletedByAdmin, Some(user), self.clock.now());
        self.end_account(user, Entry { actor: by, ..entry }).await
    }

    async fn end_account(&self, user: UserId, entry: Entry) -> Result<()> {
        // Read before: afterwards it is unknown where to write to.
        let profile = self.store.profile(user).await?;
        let ended = self.store.delete_account(user, entry).await?;
        self.close_sessions(user, ended);
        tracing::info!(event = "account_deleted", user_id = %user);
        self.notify_owner(&profile, &ContactMessage::Changed(Change::AccountDeleted)).await;
        self.departing.notify_one();
        Ok(())
    }
}

/// Leaves the chats of people who are gone; also what a former process left.
pub async fn leave(app: Arc<App>) {
    loop {
        match app.store.leave_some(app.clock.now()).await {
            Ok(true) => {
                app.sweeping.notify_one();
                tokio::task::yield_now().await;
            }
            Ok(false) => app.departing.notified().await,
            Err(Fault::Unavailable { .. }) => app.clock.sleep(AGAIN).await,
            Err(fault) => {
                tracing::warn!(event = "chat_not_left", code = fault.code());
                app.clock.sleep(AGAIN).await;
            }
        }
    }
}
