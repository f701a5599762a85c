//! `parlance search`: rebuilds the search index. It works beside a running server.

use super::print;
use crate::cli::Search;
use crate::config::Settings;
use crate::run;
use anyhow::{Result, bail};
use app::Clock;
use app::search::indexing;
use persistence::Outlet;

pub async fn carry_out(settings: &Settings, what: &Search) -> Result<()> {
    match what {
        Search::Rebuild => rebuild(settings).await,
    }
}

/// It may be interrupted and repeated; a chat without a complete index is scanned instead.
async fn rebuild(settings: &Settings) -> Result<()> {
    let (outlet, _) = Outlet::new();
    let (_, store) = run::open_store(settings, outlet, Clock::System.now()).await?;
    let mut told = 0;
    let tell = |done: i64, total: i64| {
        let percent = (done * 100).checked_div(total).unwrap_or(100);
        if percent > told || done == total {
            told = percent;
            // A closed terminal does not stop the work.
            let _ = print(&format!("{percent} %: {done} of {total} messages\n"));
        }
    };
    let done = indexing::rebuild(&store, || Clock::System.now(), tell).await;
    store.stop().await;
    match done {
        Ok(()) => print("rebuilt the search index\n"),
        Err(fault) => bail!("cannot rebuild the index: {}", fault.code()),
    }
}
