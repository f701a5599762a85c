//! `parlance archive`: old texts go to files of the file store, and come back. It works beside a running server.

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
        bail!("archive_months is 0: nothing is put away; say after how many months texts go to files");
    }
    let (outlet, _) = Outlet::new();
    let (_, store) = run::open_store(settings, outlet, Clock::System.now()).await?;
    let done = move_texts(&store, what, months).await;
    store.stop().await;
    match done {
        Ok(moved) => print(&said(what, moved)),
        Err(Fault::Internal) => bail!("a segment cannot be read: the log names its chat and its file"),
        Err(fault) => bail!("the texts cannot be moved: {}", fault.code()),
    }
}

async fn move_texts(store: &Store, what: &Archive, months: u32) -> Result<Moved, Fault> {
    let mut told = 0;
    let tell = |moved: Moved| {
        // A terminal that went away does not stop the work.
        if moved.messages > told {
            told = moved.messages;
            let _ = print(&format!("{} chats looked at, {} messages\n", moved.chats, moved.messages));
        }
    };
    match what {
        Archive::Run => archive::put_away(store, &Clock::System, months, None, tell).await,
        Archive::Restore { chat } => archive::restore(store, &Clock::System, *chat, tell).await,
    }
}

fn said(what: &Archive, moved: Moved) -> String {
    match what {
        Archive::Run => format!("the texts of {} messages were put away\n", moved.messages),
        Archive::Restore { .. } => format!("the texts of {} messages came back\n", moved.messages),
    }
}
