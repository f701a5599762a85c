//! Dispatches the commands of the command line, each to a module of its own. Must not know what a command does.

mod admin;
mod archive;
mod audit;
mod backup;
mod copy;
mod doctor;
mod hold;
mod keep_files;
mod keys;
mod progress;
mod restore;
mod search;
mod seed;
mod serve;

use crate::cli::{Cli, Command};
use crate::config::{self, Settings};
use crate::nodes::Node;
use crate::watch::Watching;
use crate::{run, telemetry};
use anyhow::{Result, bail};
use app::{App, Clock, Delivery};
use persistence::{Outlet, Store};
use std::io::Write;
use std::sync::Arc;

/// Carries out one command to its end.
pub async fn carry_out(cli: Cli) -> Result<()> {
    let flags = cli.flags.clone();
    let command = cli.command();
    match command {
        Command::Openapi => return print(&api::openapi_yaml()),
        Command::Version => return print(concat!("parlance ", env!("CARGO_PKG_VERSION"), "\n")),
        Command::Serve
        | Command::Migrate
        | Command::CheckConfig
        | Command::Doctor
        | Command::Keys(_)
        | Command::Admin(_)
        | Command::Audit(_)
        | Command::Search(_)
        | Command::Archive(_)
        | Command::Copy { .. }
        | Command::Seed(_)
        | Command::Backup { .. }
        | Command::KeepFiles { .. }
        | Command::RenewEpoch
        | Command::Restore { .. } => {}
    }
    let settings = match config::load(&flags, &config::environment(), &|path| std::fs::read_to_string(path)) {
        Ok(settings) => settings,
        Err(faults) => bail!(all(&faults)),
    };
    if matches!(command, Command::Serve) {
        let (watching, listeners) = Watching::open(&settings)?;
        telemetry::init(&settings.log, listeners);
        let served = serve::serve(&settings).await;
        watching.close().await;
        return served;
    }
    telemetry::init(&settings.log, vec![]);
    match command {
        Command::Migrate => migrate(&settings).await,
        Command::CheckConfig => print(&settings.report.to_string()),
        Command::Doctor => doctor::carry_out(&settings).await,
        Command::Keys(what) => keys::carry_out(&settings, &what).await,
        Command::Admin(what) => admin::carry_out(&settings, what).await,
        Command::Audit(what) => audit::carry_out(&settings, &what).await,
        Command::Search(what) => search::carry_out(&settings, &what).await,
        Command::Archive(what) => archive::carry_out(&settings, &what).await,
        Command::Copy { from, to } => copy::carry_out(&settings, &from, &to).await,
        Command::Seed(what) => seed::carry_out(&settings, &what).await,
        Command::Backup { folder } => backup::carry_out(&settings, &folder),
        Command::KeepFiles { command } => keep_files::carry_out(&settings, &command).await,
        Command::RenewEpoch => restore::renew_epoch(&settings).await,
        Command::Restore { folder } => restore::carry_out(&settings, &folder),
        Command::Serve | Command::Openapi | Command::Version => Ok(()),
    }
}

/// The use cases without the server around them; nothing is sent.
async fn use_cases(settings: &Settings) -> Result<(App, Arc<Store>)> {
    let (app, store, _) = sending_use_cases(settings).await?;
    Ok((app, store))
}

/// Like [`use_cases`], with the delivery of messages.
async fn sending_use_cases(settings: &Settings) -> Result<(App, Arc<Store>, Delivery)> {
    let (outlet, _) = Outlet::new();
    let (ring, store) = run::open_store(settings, outlet, Clock::System.now()).await?;
    let issuer = settings.http.public_url_at(settings.http.listen.port()).as_str().to_owned();
    let (post, delivery) = app::post();
    let node = Node::alone(Clock::System.now());
    let app = App::new(run::parts(settings, &ring, store.clone(), Clock::System, issuer, post, node)?);
    Ok((app, store, delivery))
}

async fn migrate(settings: &Settings) -> Result<()> {
    let _data_dir = crate::data_dir::DataDir::claim(&settings.storage.data_dir)?;
    let applied = Store::migrate(&run::store_config(settings)).await?;
    if applied.is_empty() {
        print("the database is up to date\n")
    } else {
        print(&format!("applied {}\n", applied.join(", ")))
    }
}

fn all(faults: &[config::Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(|fault| format!("  {fault}")).collect();
    format!("the configuration has {} fault(s):\n{}", faults.len(), lines.join("\n"))
}

fn print(text: &str) -> Result<()> {
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
