//! Files of the file store: their rows and their keys. The bytes are sealed by what is handed out here, and lie
//! elsewhere.

use super::{Store, on_reader, on_writer};
use crate::keys::{Field, KeySet};
use crate::rows::file::FileRow;
use domain::{Fault, FileId, Result, Timestamp, UserId};
use std::time::Duration;
use vault::{FileKey, FileSeal};

/// A file that nothing has taken hold of by then is thrown away.
const UNHELD: Duration = Duration::from_secs(3600);
/// Parts thrown away in one go.
const SWEEP: i64 = 100;

/// What a file is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Avatar,
}

/// What a file holds; only what we made ourselves has a name here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    Opaque,
    Jpeg,
    WebP,
}

/// One part of a file that is about to be stored: the whole, or a small version of it.
#[derive(Debug, Clone, Copy)]
pub struct NewPart {
    /// 0 is the whole; others go by the length of their sides.
    pub part: u16,
    pub content: Content,
    pub size: u64,
}

/// A part of a file, and what opens its bytes.
pub struct StoredFile {
    pub content: Content,
    pub seal: FileSeal,
}

impl Store {
    /// The rows come first: bytes that nobody takes hold of are found by them and removed.
    pub async fn begin_file(
        &self,
        file: FileId,
        owner: UserId,
        kind: FileKind,
        parts: &[NewPart],
        at: Timestamp,
    ) -> Result<Vec<FileSeal>> {
        let keys = self.user_keys(owner).await?;
        let mut rows = Vec::with_capacity(parts.len());
        let mut seals = Vec::with_capacity(parts.len());
        for new in parts {
            let key = FileKey::generate(self.random);
            seals.push(key.of_file(file.bytes(), new.size).map_err(|_| Fault::Internal)?);
            rows.push(FileRow {
                id: file,
                part: i32::from(new.part),
                owner_id: owner,
                kind: match kind {
                    FileKind::Avatar => 1,
                },
                content: match new.content {
                    Content::Opaque => 0,
                    Content::Jpeg => 1,
                    Content::WebP => 2,
                },
                size: i64::try_from(new.size).map_err(|_| Fault::Internal)?,
                key_sealed: self.seal_key(&keys, file, &key)?,
                created_at: at.millis(),
                gone_at: Some(at.plus(UNHELD).millis()),
            });
        }
        on_writer!(self, files::add(rows), |()| ((), vec![]))?;
        Ok(seals)
    }

    /// For somebody whom the owner has not shut out.
    pub async fn file(&self, reader: UserId, file: FileId, part: u16) -> Result<StoredFile> {
        let row = on_reader!(self, files::for_reader(reader, file, i32::from(part)))?;
        let keys = self.user_keys(row.owner_id).await?;
        let key = keys.open_secret(Field::FileKey, file.bytes(), &row.key_sealed).ok_or_else(|| {
            tracing::error!(event = "unreadable_file", file_id = %file, "the key of a file does not open");
            Fault::Internal
        })?;
        let size = u64::try_from(row.size).map_err(|_| Fault::Internal)?;
        let seal = FileKey::from_secret(key).of_file(file.bytes(), size).map_err(|_| Fault::Internal)?;
        let content = match row.content {
            1 => Content::Jpeg,
            2 => Content::WebP,
            _ => Content::Opaque,
        };
        Ok(StoredFile { content, seal })
    }

    /// Parts whose bytes are to be removed now.
    pub async fn files_over(&self, now: Timestamp) -> Result<Vec<(FileId, u16)>> {
        let parts = on_reader!(self, files::over(now.millis(), SWEEP))?;
        Ok(parts.into_iter().map(|(file, part)| (file, u16::try_from(part).unwrap_or_default())).collect())
    }

    pub async fn parts_of(&self, file: FileId) -> Result<Vec<u16>> {
        let parts = on_reader!(self, files::parts(file))?;
        Ok(parts.into_iter().map(|part| u16::try_from(part).unwrap_or_default()).collect())
    }

    /// For an account that ends: whatever it has in the store is over from `at` on.
    pub async fn let_go_of_files(&self, owner: UserId, at: Timestamp) -> Result<()> {
        on_writer!(self, files::let_go_of_all(owner, at.millis()), |_| ((), vec![]))
    }

    /// The bytes are removed.
    pub async fn forget_file(&self, file: FileId, part: u16) -> Result<()> {
        on_writer!(self, files::forget(file, i32::from(part)), |_| ((), vec![]))
    }

    fn seal_key(&self, keys: &KeySet, file: FileId, key: &FileKey) -> Result<Vec<u8>> {
        let sealed = keys.seal_field(Field::FileKey, file.bytes(), key.secret().bytes(), self.random);
        if sealed.is_empty() { Err(Fault::Internal) } else { Ok(sealed) }
    }
}
