//! `parlance audit`: verifies the chain of the audit log. It works beside a running server.

use super::print;
use crate::cli::Audit;
use crate::config::Settings;
use crate::run;
use anyhow::{Result, bail};
use app::Clock;
use app::operators::audit::{hex, kept_head};
use persistence::Outlet;
use persistence::store::operators::audit_chain::{Broken, Verdict};

pub async fn carry_out(settings: &Settings, what: &Audit) -> Result<()> {
    match what {
        Audit::Verify => verify(settings).await,
    }
}

/// Fails, and so ends with a status that is not 0, where anything is wrong.
async fn verify(settings: &Settings) -> Result<()> {
    let (outlet, _) = Outlet::new();
    let (_, store) = run::open_store(settings, outlet, Clock::System.now()).await?;
    let verdict = store.verify_audit(kept_head(&settings.storage.data_dir)).await;
    store.stop().await;
    match verdict {
        Ok(verdict) => tell(&verdict),
        Err(fault) => bail!("cannot read the audit log: {}", fault.code()),
    }
}

fn tell(verdict: &Verdict) -> Result<()> {
    let Verdict { linked, unlinked, head, broken } = verdict;
    print(&format!("{linked} entries are verified, {unlinked} are not linked yet\n"))?;
    match broken {
        None => {
            if let Some(head) = head {
                print(&format!("the chain ends at {} {}\n", head.no, hex(&head.mac)))?;
            }
            print("the audit log is intact\n")
        }
        Some(Broken::Removed { no }) => bail!("entry {no} was removed"),
        Some(Broken::Changed { no }) => bail!("entry {no} was changed"),
        Some(Broken::Gap { no }) => bail!("link {no} was removed"),
        Some(Broken::Cut { no }) => bail!("entries up to {no} were linked, and the last of them are gone"),
        Some(Broken::Forged) => bail!("the record of the chain's end was not written by this server"),
    }
}
