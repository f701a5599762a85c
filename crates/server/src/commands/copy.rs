//! `parlance copy`: copies an SQLite instance to PostgreSQL. The source must not be in use meanwhile. It may be
//! interrupted at any moment and repeated.

use super::print;
use super::progress::Progress;
use crate::config::Settings;
use crate::data_dir::DataDir;
use anyhow::{Context, Result, bail};
use persistence::maintenance::copy::Copy;
use persistence::{Config, Store};
use std::path::{Path, PathBuf};

pub async fn carry_out(settings: &Settings, from: &str, to: &str) -> Result<()> {
    let Some(path) = from.strip_prefix("sqlite://").map(PathBuf::from) else {
        bail!("--from must be like sqlite:///var/lib/parlance/parlance.db")
    };
    if !to.starts_with("postgres://") && !to.starts_with("postgresql://") {
        bail!("--to must be like postgres://user:password@host/database")
    }
    if !path.exists() {
        bail!("there is no database at {}", path.display());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let _source = DataDir::claim(folder)?;
    Store::migrate(&Config::Sqlite { path: path.clone() }).await?;
    let url = to.to_owned();
    let migrate_url = settings.storage.migrate_url.as_ref().map(|url| url.expose().to_owned());
    Store::migrate(&Config::Postgres { url, migrate_url, force_unsafe: false }).await?;
    let mut copy = Copy::begin(&path, to).await?;
    let total = u64::try_from(copy.total()?)?;
    let mut progress = Progress::new("rows", total);
    let mut told = 0;
    let tell = |done: i64| {
        let done = u64::try_from(done).unwrap_or_default();
        progress.add(done.saturating_sub(told));
        told = done;
    };
    let copied =
        copy.run(tell).await.context("the copy is incomplete; run the same command again to continue")?;
    for table in copied.iter().filter(|table| table.rows > 0) {
        print(&format!("{:<22} {:>10} rows  {}\n", table.table, table.rows, table.sum))?;
    }
    print(
        "every row is the same on both sides. Keep the key ring and the folder of the files, set database_url to the \
         new database, and make the search index there with parlance search rebuild\n",
    )
}
