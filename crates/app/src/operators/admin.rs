//! Administrators look at figures and accounts, suspend an account and end its sessions here. Everything they look at
//! is itself an entry of the audit log. Nothing here reads what people wrote.

use crate::app::App;
use crate::caller::Caller;
use crate::rate_limit::{ADMIN, ADMIN_REFUSED, Key};
use domain::account::{Account, AccountDetail};
use domain::audit::{Act, AuditQuery, Entry};
use domain::page::{Limit, Page};
use domain::report::{Decision, Report};
use domain::{AuditId, Fault, ReportId, Result, Timestamp, UserId};
use persistence::store::operators::admin::{Figures, Suspend};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);

/// Figures of the database, and of this node as it is now.
pub struct Overview {
    pub figures: Figures,
    pub connections: usize,
}

/// What an administrator does about a report.
pub enum Step {
    Dismiss,
    /// Something was done elsewhere.
    Acted,
    /// The message the report is about is removed for everyone.
    RemoveMessage,
    Suspend {
        reason: String,
    },
}

impl App {
    pub async fn admin_overview(&self, caller: &Caller) -> Result<Overview> {
        self.look(caller, "overview", None).await?;
        let now = self.clock.now();
        let figures = self.store.figures(now.minus(DAY), now.minus(DAY * 30)).await?;
        Ok(Overview { figures, connections: self.hub.connections().len() })
    }

    pub async fn admin_accounts(
        &self,
        caller: &Caller,
        part: Option<&str>,
        before: Option<UserId>,
        limit: Limit,
    ) -> Result<Page<Account>> {
        self.look(caller, "users", None).await?;
        self.store.accounts(part, before, limit).await
    }

    pub async fn admin_account(&self, caller: &Caller, user: UserId) -> Result<AccountDetail> {
        self.look(caller, "user", Some(user)).await?;
        self.store.account(user, self.clock.now()).await
    }

    pub async fn admin_audit(
        &self,
        caller: &Caller,
        ask: AuditQuery,
        limit: Limit,
    ) -> Result<Page<(AuditId, Entry)>> {
        self.look(caller, "audit", ask.user).await?;
        self.store.audit_entries(ask, limit).await
    }

    /// For whatever is settled elsewhere and only shown here.
    pub async fn admin_instance(&self, caller: &Caller) -> Result<()> {
        self.look(caller, "instance", None).await
    }

    /// The account's sessions end before the answer, and its sockets with them.
    pub async fn suspend(
        &self,
        caller: &Caller,
        user: UserId,
        reason: String,
        until: Option<Timestamp>,
    ) -> Result<()> {
        self.admin(caller).await?;
        if user == caller.user {
            return Err(Fault::Forbidden);
        }
        self.suspend_account(user, Some(caller.user), reason, until).await
    }

    pub async fn unsuspend(&self, caller: &Caller, user: UserId) -> Result<()> {
        self.admin(caller).await?;
        self.unsuspend_account(user, Some(caller.user)).await
    }

    pub async fn end_sessions_of(&self, caller: &Caller, user: UserId) -> Result<()> {
        self.admin(caller).await?;
        self.sign_out_everywhere(user, Some(caller.user)).await
    }

    pub async fn set_role_of(&self, caller: &Caller, user: UserId, admin: bool) -> Result<()> {
        self.admin(caller).await?;
        self.recently_proven(caller).await?;
        self.store.set_admin(user, admin, Some(caller.user), self.clock.now()).await
    }

    /// Open ones oldest first, decided ones newest first.
    pub async fn admin_reports(
        &self,
        caller: &Caller,
        decided: bool,
        cursor: Option<ReportId>,
        limit: Limit,
    ) -> Result<Page<Report>> {
        self.look(caller, "reports", None).await?;
        self.store.reports(decided, cursor, limit, self.clock.now()).await
    }

    /// What is to be done is done first: a report is not decided by something that failed.
    pub async fn decide_report(&self, caller: &Caller, report: ReportId, step: Step) -> Result<Report> {
        self.admin(caller).await?;
        let now = self.clock.now();
        let found = self.store.report(report, now).await?;
        if found.decided.is_some() {
            return Err(Fault::ReportDecided);
        }
        let decision = match step {
            Step::Dismiss => Decision::Dismissed,
            Step::Acted => Decision::Acted,
            Step::RemoveMessage => {
                let (chat, seq) = found.chat.zip(found.seq).ok_or_else(|| {
                    Fault::field("/decision", "no_message", "the report is not about a message")
                })?;
                let entry = Entry::of(Act::ReportedMessageRemoved, found.user, now);
                self.store.remove_reported(chat, seq, entry.by(caller.user).on(report.uuid())).await?;
                Decision::Acted
            }
            Step::Suspend { reason } => {
                let user = found.user.filter(|user| *user != caller.user).ok_or(Fault::Forbidden)?;
                self.suspend_account(user, Some(caller.user), reason, None).await?;
                Decision::Acted
            }
        };
        self.store.decide_report(report, caller.user, decision, now).await
    }

    // For the command line as well, where there is no session.

    pub async fn suspend_account(
        &self,
        user: UserId,
        by: Option<UserId>,
        reason: String,
        until: Option<Timestamp>,
    ) -> Result<()> {
        let suspend = Suspend { user, by, reason, until, at: self.clock.now() };
        let ended = self.store.suspend(suspend).await?;
        self.close_sessions(user, ended);
        tracing::info!(event = "user_suspended", user_id = %user);
        Ok(())
    }

    pub async fn unsuspend_account(&self, user: UserId, by: Option<UserId>) -> Result<()> {
        self.store.unsuspend(user, by, self.clock.now()).await?;
        tracing::info!(event = "user_unsuspended", user_id = %user);
        Ok(())
    }

    pub async fn sign_out_everywhere(&self, user: UserId, by: Option<UserId>) -> Result<()> {
        let ended = self.store.end_all_sessions(user, by, self.clock.now()).await?;
        self.close_sessions(user, ended);
        Ok(())
    }

    /// For a database that was put back from a copy. A running server closes the sockets within seconds.
    pub async fn sign_everyone_out(&self) -> Result<()> {
        self.store.forget_proofs(self.clock.now()).await
    }

    pub async fn promote(&self, user: UserId, admin: bool) -> Result<()> {
        self.store.set_admin(user, admin, None, self.clock.now()).await
    }

    pub async fn list_accounts(&self, before: Option<UserId>) -> Result<Page<Account>> {
        self.store.accounts(None, before, Limit::LARGEST).await
    }

    pub async fn has_admin(&self) -> Result<bool> {
        self.store.has_admin().await
    }

    pub async fn user_named(&self, username: &str) -> Result<Option<UserId>> {
        self.store.account_named(username).await
    }

    /// Suspensions that were for a while.
    pub(crate) async fn end_suspensions(&self) -> Result<()> {
        for user in self.store.suspensions_over(self.clock.now()).await? {
            self.unsuspend_account(user, None).await?;
        }
        Ok(())
    }

    /// An administrator whose session has shown a second factor that is in force. Other callers leave a trace.
    pub(crate) async fn admin(&self, caller: &Caller) -> Result<()> {
        self.limits.check(&ADMIN, Key::User(caller.user)).await?;
        let account = self.store.credentials_of(caller.user).await?;
        let refused = if !account.is_some_and(|account| account.is_admin && account.is_active) {
            Fault::Forbidden
        } else if caller.proven.second_factor && self.factor_in_force(caller.user).await?.is_some() {
            return Ok(());
        } else {
            Fault::SecondFactorNeeded
        };
        // Repeated attempts must not fill the log.
        if self.limits.check(&ADMIN_REFUSED, Key::User(caller.user)).await.is_ok() {
            let entry = Entry::own(Act::AdminRefused, caller.user, self.clock.now());
            self.store.note(entry.saying(refused.code())).await?;
        }
        Err(refused)
    }

    /// An administrator who acts on another person's account, and has proven within minutes that it is they.
    pub(crate) async fn admin_over(&self, caller: &Caller, user: UserId) -> Result<()> {
        self.admin(caller).await?;
        self.recently_proven(caller).await?;
        if user == caller.user { Err(Fault::Forbidden) } else { Ok(()) }
    }

    /// First the entry, then the view: no look goes without a trace.
    async fn look(&self, caller: &Caller, what: &str, of: Option<UserId>) -> Result<()> {
        self.admin(caller).await?;
        let entry = Entry::of(Act::AdminLooked, None, self.clock.now()).by(caller.user).saying(what);
        let entry = match of {
            Some(user) => entry.on(user.uuid()),
            None => entry,
        };
        self.store.note(entry).await
    }
}
