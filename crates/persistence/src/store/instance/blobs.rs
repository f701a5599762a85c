//! Blobs have their rows and keys here. The bytes are sealed by what is handed out here, and stored elsewhere.

use crate::keys::{Field, KeySet};
use crate::rows::instance::blob::{CHATS, FileRow, PERSONS};
use crate::store::{Store, on_reader, on_writer};
use domain::media::Content;
use domain::{ChatId, Fault, FileId, Result, Timestamp, UserId};
use std::time::Duration;
use vault::{FileKey, FileSeal};

/// A file that nothing has taken hold of by then is thrown away.
const UNHELD: Duration = Duration::from_secs(3600);
/// Parts thrown away in one go.
const SWEEP: i64 = 100;

/// Whose key seals it, and with whose end it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileOwner {
    Person(UserId),
    Chat(ChatId),
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
    /// The rows come first: bytes that are never held are found by them and removed.
    pub async fn begin_file(
        &self,
        file: FileId,
        owner: FileOwner,
        parts: &[NewPart],
        at: Timestamp,
    ) -> Result<Vec<FileSeal>> {
        let (keys, kind, owner_id) = match owner {
            FileOwner::Person(user) => (self.user_keys(user).await?, PERSONS, user.into()),
            FileOwner::Chat(chat) => (self.sealing_keys(chat, at).await?, CHATS, chat.into()),
        };
        let mut rows = Vec::with_capacity(parts.len());
        let mut seals = Vec::with_capacity(parts.len());
        for new in parts {
            let key = FileKey::generate(self.random);
            seals.push(key.of_file(file.bytes(), new.size).map_err(|_| Fault::Internal)?);
            rows.push(FileRow {
                id: file,
                part: i32::from(new.part),
                owner_id,
                kind,
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
        on_writer!(self, instance::blobs::add(rows), |()| ((), vec![]))?;
        Ok(seals)
    }

    /// For a reader the owner has not blocked; a chat's for its members, or for all if it is public.
    pub async fn file(&self, reader: UserId, file: FileId, part: u16, now: Timestamp) -> Result<StoredFile> {
        let row = on_reader!(self, instance::blobs::for_reader(reader, file, i32::from(part)))?;
        let owner = row.owner_id.uuid();
        let keys = match row.kind {
            CHATS => self.keys_for(ChatId::from_uuid(owner), [row.key_sealed.as_slice()], now).await?,
            _ => self.user_keys(UserId::from_uuid(owner)).await?,
        };
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
        let parts = on_reader!(self, instance::blobs::over(now.millis(), SWEEP))?;
        Ok(parts.into_iter().map(|(file, part)| (file, u16::try_from(part).unwrap_or_default())).collect())
    }

    /// Where the files lie that are held, below the folder or the prefix of all files.
    pub async fn file_names(&self) -> Result<Vec<String>> {
        let parts = on_reader!(self, instance::blobs::held())?;
        let name = |(file, part)| crate::blobs::name(file, u16::try_from(part).unwrap_or_default());
        Ok(parts.into_iter().map(name).collect())
    }

    pub async fn parts_of(&self, file: FileId) -> Result<Vec<u16>> {
        let parts = on_reader!(self, instance::blobs::parts(file))?;
        Ok(parts.into_iter().map(|part| u16::try_from(part).unwrap_or_default()).collect())
    }

    /// For an account that ends: whatever it has in the store is over from `at` on.
    pub async fn let_go_of_files(&self, owner: UserId, at: Timestamp) -> Result<()> {
        on_writer!(self, instance::blobs::let_go_of_persons(owner, at.millis()), |_| ((), vec![]))
    }

    /// The bytes are removed.
    pub async fn forget_file(&self, file: FileId, part: u16) -> Result<()> {
        on_writer!(self, instance::blobs::forget(file, i32::from(part)), |_| ((), vec![]))
    }

    fn seal_key(&self, keys: &KeySet, file: FileId, key: &FileKey) -> Result<Vec<u8>> {
        keys.seal_field(Field::FileKey, file.bytes(), key.secret().bytes(), self.random)
    }
}
