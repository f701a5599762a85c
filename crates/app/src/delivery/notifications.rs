//! Notifications are listed, read and configured here. Must not know how anything is sent.

use crate::app::App;
use crate::caller::Caller;
use domain::notice::{Notice, NoticeSettings};
use domain::page::{Limit, Page};
use domain::{NoticeId, Result};

impl App {
    /// Newest first, with the number that is not read.
    pub async fn notices(
        &self,
        caller: &Caller,
        before: Option<NoticeId>,
        limit: Limit,
    ) -> Result<(Page<Notice>, i64)> {
        self.store.notices(caller.user, before, limit).await
    }

    /// These, or all; how many are unread afterwards.
    pub async fn read_notices(&self, caller: &Caller, which: Option<Vec<NoticeId>>) -> Result<i64> {
        self.store.read_notices(caller.user, which, self.clock.now()).await
    }

    pub async fn remove_notice(&self, caller: &Caller, notice: NoticeId) -> Result<()> {
        self.store.remove_notice(caller.user, notice, self.clock.now()).await
    }

    pub async fn notice_settings(&self, caller: &Caller) -> Result<NoticeSettings> {
        self.store.notice_settings(caller.user).await
    }

    pub async fn set_notice_settings(
        &self,
        caller: &Caller,
        settings: NoticeSettings,
    ) -> Result<NoticeSettings> {
        self.store.set_notice_settings(caller.user, settings.clone()).await?;
        Ok(settings)
    }
}
