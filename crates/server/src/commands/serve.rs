//! `parlance serve`: runs the server until it is told to stop.

use super::print;
use crate::config::{Database, Keys, Settings};
use crate::nodes::warn_of_redis;
use crate::run::start;
use anyhow::Result;
use app::Clock;
use tokio::signal::unix::{SignalKind, signal};

pub async fn serve(settings: &Settings) -> Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    warn_of_redis(settings).await;
    let running = start(settings, Clock::System).await?;
    let link = running.first_admin_link().await.unwrap_or_else(|error| {
        tracing::warn!(%error, "cannot create a link for the first administrator: `parlance admin link` prints one");
        None
    });
    print(&banner(settings, &running.public_url, link.as_deref()))?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("draining");
    tokio::select! {
        () = running.stop() => {}
        // A second interrupt stops at once.
        _ = interrupt.recv() => tracing::warn!("stopped without draining"),
    }
    Ok(())
}

fn banner(settings: &Settings, url: &str, admin_link: Option<&str>) -> String {
    let data = match &settings.storage.database {
        Database::Sqlite(path) => path.display().to_string(),
        Database::Postgres(_) => "PostgreSQL".to_owned(),
    };
    let keys = match &settings.storage.keys {
        Keys::File(path) => format!("{} (keep a copy of it elsewhere)", path.display()),
        Keys::Inline(_) => "from PARLANCE_KEYS".to_owned(),
    };
    let scale = settings.limits.scale;
    let limits =
        if scale == 1 { String::new() } else { format!("  limits   {scale} times the usual rates\n") };
    let admin = admin_link.map_or(String::new(), |link| {
        format!(
            "  admin    {link}\n           creates the first administrator, valid for an hour; another: parlance admin link\n"
        )
    });
    format!(
        "\nParlance is at {url}\n  data     {data}\n  keys     {keys}\n  contract {url}/openapi.yaml\n{limits}{admin}\n"
    )
}
