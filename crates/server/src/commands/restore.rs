//! `parlance restore`: makes an instance of a backup, where there is none. Everything is checked before anything is
//! written, and the database gets its name last: an interrupted restore leaves no instance, and can be repeated.

use super::backup::{DATABASE, FILES, FORMAT, MANIFEST, Manifest, Part, part, place};
use super::print;
use super::progress::Progress;
use crate::config::{Database, FilesUrl, Keys, Settings};
use crate::data_dir::DataDir;
use crate::{key_file, run, system_random};
use anyhow::{Context, Result, bail};
use app::Clock;
use persistence::Outlet;
use persistence::maintenance::backup::{self, Contents};
use std::fs::File;
use std::path::{Component, Path};
use vault::KeyRing;

pub fn carry_out(settings: &Settings, folder: &Path) -> Result<()> {
    let Database::Sqlite(path) = &settings.storage.database else {
        bail!("database_url is PostgreSQL: a backup of an SQLite database can only be restored as SQLite")
    };
    if path.exists() {
        bail!("there is a database at {}: choose another folder with --data-dir", path.display());
    }
    let manifest = read_manifest(folder)?;
    check(folder, &manifest)?;
    let _data_dir = DataDir::claim(&settings.storage.data_dir)?;
    let draft = path.with_extension("restoring");
    place(&folder.join(DATABASE), &draft).context("cannot copy the database")?;
    let contents = backup::look(&draft)?;
    let ring = ring(settings)?;
    if ring.as_ref().is_some_and(|ring| !contents.opens_with(ring)) {
        std::fs::remove_file(&draft)?;
        bail!(
            "the key ring does not belong to this backup: use the keys.json that was used with it, with the key(s) {}",
            manifest.about.keys.join(", ")
        );
    }
    copy_files(settings, folder, &manifest)?;
    let epoch = backup::begin_anew(&draft, Clock::System.now(), system_random)?;
    std::fs::rename(&draft, path)?;
    if let Some(above) = path.parent() {
        File::open(above)?.sync_all()?;
    }
    print(&words(&contents, &epoch, ring.is_some()))
}

/// For a database that other tools restored. A serving node would go on publishing the previous epoch.
pub async fn renew_epoch(settings: &Settings) -> Result<()> {
    let refused = |fault: domain::Fault| anyhow::anyhow!("the database rejected it: {}", fault.code());
    let (outlet, _) = Outlet::new();
    let now = Clock::System.now();
    let (_, store) = run::open_store(settings, outlet, now).await?;
    if store.is_served(now).await.map_err(refused)? {
        store.stop().await;
        bail!(
            "a node serves this database: stop every node first (one that was killed counts for another 15 seconds)"
        );
    }
    let epoch = store.renew_epoch(now).await;
    store.stop().await;
    print(&format!("the new epoch is {}: clients load everything again\n", epoch.map_err(refused)?))
}

fn read_manifest(folder: &Path) -> Result<Manifest> {
    let path = folder.join(MANIFEST);
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("{} cannot be read: the backup is incomplete", path.display()))?;
    let manifest: Manifest =
        serde_json::from_str(&text).with_context(|| format!("cannot parse {}", path.display()))?;
    if manifest.format != FORMAT {
        bail!(
            "the backup was made by Parlance {}, whose format this version does not know",
            manifest.version
        );
    }
    Ok(manifest)
}

/// Every byte of the backup is unchanged.
fn check(folder: &Path, manifest: &Manifest) -> Result<()> {
    let mut progress = Progress::new("checking", u64::try_from(manifest.files.len())?.saturating_add(1));
    let mut same = |known: &Part, path: &Path| {
        progress.add(1);
        let found = part(&known.name, path)?;
        if found.sha256 == known.sha256 {
            Ok(())
        } else {
            Err(anyhow::anyhow!("{} was changed since the backup: use another backup", path.display()))
        }
    };
    same(&manifest.database, &folder.join(DATABASE))?;
    for file in &manifest.files {
        // A name comes from the backup, and must not lead out of its folder.
        let inside = Path::new(&file.name).components().all(|part| matches!(part, Component::Normal(_)));
        if !inside {
            bail!("the backup refers to a file outside of itself: {}", file.name);
        }
        same(file, &folder.join(FILES).join(&file.name))?;
    }
    Ok(())
}

fn copy_files(settings: &Settings, folder: &Path, manifest: &Manifest) -> Result<()> {
    let to = match &settings.storage.files {
        FilesUrl::Disk(to) => to,
        FilesUrl::Bucket { .. } if manifest.files.is_empty() => return Ok(()),
        FilesUrl::Bucket { bucket, .. } => {
            bail!("the backup has files, and files_url is the bucket {bucket}: restore with files on disk")
        }
    };
    let mut progress = Progress::new("files", u64::try_from(manifest.files.len())?);
    for file in &manifest.files {
        place(&folder.join(FILES).join(&file.name), &to.join(&file.name))
            .with_context(|| format!("the file {} cannot be copied", file.name))?;
        progress.add(1);
    }
    Ok(())
}

/// `None` where the ring is still to be restored; a new one would be useless.
fn ring(settings: &Settings) -> Result<Option<KeyRing>> {
    match &settings.storage.keys {
        Keys::File(path) if !path.exists() => Ok(None),
        Keys::File(_) | Keys::Inline(_) => {
            Ok(Some(key_file::open(&settings.storage, Clock::System.now())?.ring))
        }
    }
}

fn words(contents: &Contents, epoch: &str, opens: bool) -> String {
    let next = if opens {
        "the key ring opens it\n".to_owned()
    } else {
        format!(
            "before the first start, put the key ring that was used with it in its place (key(s) {})\n",
            contents.about.keys.join(", ")
        )
    };
    format!(
        "restored {} people, {} chats, {} messages, {} files; its epoch is {epoch}, so that clients read everything \
         anew\n{next}",
        contents.about.people,
        contents.about.chats,
        contents.about.messages,
        contents.files.len()
    )
}
