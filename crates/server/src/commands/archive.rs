//! `parlance archive`: moves old texts to the archive, and restores them. It works beside a running server.

use super::print;
use crate::cli::Archive;
use crate::config::Settings;
use crate::run;
use anyhow::{Result, bail};
use app::Clock;
use app::messages::archive::{self, Moved};
use domain::Fault;
use persistence::{Outlet, Store};

pub async fn carry_out(settings: &Settings, what: &Archive) -> Result<()> {
    let months = settings.chats.archive_months;
    if matches!(what, Archive::Run) && months == 0 {
        bail!("archive_months is 0, so nothing is archived: set after how many months texts are moved");
    }
    let (outlet, _) = Outlet::new();
    let (_, store) = run::open_store(settings, outlet, Clock::System.now()).await?;
    let done = move_texts(&store, what, months).await;
    store.stop().await;
    match done {
        Ok(moved) => print(&said(what, moved)),
        Err(Fault::Internal) => bail!("cannot read an archive file: the log names its chat and its name"),
        Err(fault) => bail!("cannot move the texts: {}", fault.code()),
    }
}

async fn move_texts(store: &Store, what: &Archive, months: u32) -> Result<Moved, Fault> {
    let mut told = 0;
    let tell = |moved: Moved| {
        // A closed terminal does not stop the work.
        if moved.messages > told {
            told = moved.messages;
            let _ = print(&format!("{} chats checked, {} messages moved\n", moved.chats, moved.messages));
        }
    };
    match what {
        Archive::Run => archive::put_away(store, &Clock::System, months, None, tell).await,
        Archive::Restore { chat } => archive::restore(store, &Clock::System, *chat, tell).await,
    }
}

fn said(what: &Archive, moved: Moved) -> String {
    match what {
        Archive::Run => format!("archived the texts of {} messages\n", moved.messages),
        Archive::Restore { .. } => format!("restored the texts of {} messages\n", moved.messages),
    }
}
