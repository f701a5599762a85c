//! `parlance keep-files COMMAND`: runs a command that backs up the database and then the files, and removes no file
//! meanwhile. For databases that have backup tools of their own.

use super::hold;
use crate::config::Settings;
use crate::run;
use anyhow::{Context, Result, bail};
use app::Clock;
use persistence::Outlet;
use std::process::Command;

pub async fn carry_out(settings: &Settings, words: &[String]) -> Result<()> {
    let Some((program, arguments)) = words.split_first() else {
        bail!("name the command that makes the backup")
    };
    let (outlet, _) = Outlet::new();
    let (_, store) = run::open_store(settings, outlet, Clock::System.now()).await?;
    let mut copying = Command::new(program);
    copying.args(arguments);
    let copying = tokio::task::spawn_blocking(move || copying.status());
    let ended = hold::during(&store, copying).await;
    store.stop().await;
    let status = ended??.with_context(|| format!("cannot run {program}"))?;
    if !status.success() {
        bail!("{program} ended with {status}: the backup is incomplete");
    }
    Ok(())
}
