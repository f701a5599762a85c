//! `parlance backup`: copies the database and the files to a folder. It works beside a running server. The keys are
//! not included: a found backup is unreadable.

use super::hold::Hold;
use super::print;
use super::progress::Progress;
use crate::config::{Database, FilesUrl, Settings};
use anyhow::{Context, Result, bail};
use persistence::maintenance::backup::{self, About, Contents};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

pub const FORMAT: u32 = 1;
pub const MANIFEST: &str = "manifest.json";
pub const DATABASE: &str = "parlance.db";
pub const FILES: &str = "files";

/// The manifest of a backup. It is written last: a folder without it is incomplete.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub version: String,
    /// It names keys; the keys themselves are elsewhere.
    #[serde(flatten)]
    pub about: About,
    pub database: Part,
    pub files: Vec<Part>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub size: u64,
    pub sha256: String,
}

pub fn carry_out(settings: &Settings, folder: &Path) -> Result<()> {
    let Database::Sqlite(path) = &settings.storage.database else {
        bail!(
            "this instance has a PostgreSQL database: copy it with pg_dump --format=custom and the folder or bucket of \
             the files after it, both under parlance keep-files, as docs/operations.md says"
        )
    };
    if !path.exists() {
        bail!("there is no database at {}", path.display());
    }
    make(folder)?;
    print(&format!("copying {}\n", path.display()))?;
    let hold = Hold::begin(path)?;
    let copied = copy(settings, path, folder);
    let kept = hold.end();
    let (contents, database, files) = copied?;
    kept?;
    let kept = files.len();
    write_manifest(folder, &contents.about, database, files)?;
    print(&format!(
        "{}: {} people, {} chats, {} messages, {kept} files\n",
        folder.display(),
        contents.about.people,
        contents.about.chats,
        contents.about.messages
    ))?;
    print(&format!(
        "the keys are NOT in it: keep the key ring apart from it, with the key(s) {}; without it nothing can be read\n",
        contents.about.keys.join(", ")
    ))
}

/// The database at one moment, then every file it refers to.
fn copy(settings: &Settings, path: &Path, folder: &Path) -> Result<(Contents, Part, Vec<Part>)> {
    let copy = folder.join(DATABASE);
    backup::copy(path, &copy)?;
    let contents = backup::look(&copy)?;
    let database = part(DATABASE, &copy)?;
    let files = match &settings.storage.files {
        FilesUrl::Disk(from) => copy_files(from, &folder.join(FILES), &contents)?,
        FilesUrl::Bucket { bucket, .. } => {
            print(&format!(
                "the files are in the bucket {bucket}: back them up with its own tools, all of it under parlance keep-files\n"
            ))?;
            vec![]
        }
    };
    Ok((contents, database, files))
}

/// A folder of its own, private.
fn make(folder: &Path) -> Result<()> {
    match DirBuilder::new().recursive(false).mode(0o700).create(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let mut inside =
                std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
            if inside.next().is_some() {
                bail!("{} is not empty: choose an empty folder for this backup", folder.display());
            }
            Ok(())
        }
        made => made.with_context(|| format!("{} cannot be made", folder.display())),
    }
}

/// The files the copied database refers to. A missing one was lost before: none is removed meanwhile.
fn copy_files(from: &Path, to: &Path, contents: &Contents) -> Result<Vec<Part>> {
    let mut progress = Progress::new("files", u64::try_from(contents.files.len())?);
    let mut parts = Vec::with_capacity(contents.files.len());
    for name in &contents.files {
        progress.add(1);
        place(&from.join(name), &to.join(name)).with_context(|| {
            format!(
                "the file {name}, which the database refers to, cannot be copied: the backup is incomplete"
            )
        })?;
        parts.push(part(name, &to.join(name))?);
    }
    Ok(parts)
}

/// When this returns, the backup is on the disk.
pub fn place(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut source = File::open(from)?;
    if let Some(above) = to.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(above)?;
    }
    let mut copy = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(to)?;
    std::io::copy(&mut source, &mut copy)?;
    copy.sync_all()
}

/// The size and the hash of a file.
pub fn part(name: &str, path: &Path) -> Result<Part> {
    let mut file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let (mut hash, mut buffer, mut size) = (Sha256::new(), vec![0; 1 << 20], 0);
    loop {
        let length = file.read(&mut buffer).with_context(|| format!("{} cannot be read", path.display()))?;
        if length == 0 {
            break;
        }
        hash.update(buffer.get(..length).unwrap_or_default());
        size += u64::try_from(length)?;
    }
    let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Part { name: name.to_owned(), size, sha256 })
}

fn write_manifest(folder: &Path, about: &About, database: Part, files: Vec<Part>) -> Result<()> {
    let manifest = Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        about: about.clone(),
        database,
        files,
    };
    let (draft, name) = (folder.join("manifest.new"), folder.join(MANIFEST));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(serde_json::to_string_pretty(&manifest)?.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&draft, &name)?;
    File::open(folder)?.sync_all()?;
    Ok(())
}
