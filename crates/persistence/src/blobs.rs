//! Sealed files are stored as blobs in a folder, or in a bucket that speaks S3. Only ciphertext comes here. Must not
//! know what a file is, nor how it is sealed.

use bytes::Bytes;
use domain::{Fault, FileId, Result};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{ObjectStoreExt, PutPayload};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

pub enum Files {
    Disk(Disk),
    S3(Box<Bucket>),
}

/// A folder of folders; only the server's own user may look into it.
pub struct Disk(PathBuf);

pub struct Bucket {
    store: AmazonS3,
    /// Stands before every name; may be empty.
    prefix: String,
}

/// An operator's settings of the bucket.
#[derive(Clone)]
pub struct BucketSettings {
    pub bucket: String,
    pub prefix: String,
    pub region: String,
    /// None: Amazon's own.
    pub endpoint: Option<String>,
    pub access_key: String,
    pub secret_key: String,
}

#[derive(Debug, thiserror::Error)]
#[error("the bucket cannot be used: {0}")]
pub struct BadBucket(#[from] object_store::Error);

impl Files {
    pub fn disk(folder: PathBuf) -> Self {
        Self::Disk(Disk(folder))
    }

    pub fn s3(settings: BucketSettings) -> std::result::Result<Self, BadBucket> {
        let BucketSettings { bucket, prefix, region, endpoint, access_key, secret_key } = settings;
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(bucket)
            .with_region(region)
            .with_access_key_id(access_key)
            .with_secret_access_key(secret_key);
        if let Some(endpoint) = endpoint {
            builder = builder.with_allow_http(endpoint.starts_with("http://")).with_endpoint(endpoint);
        }
        Ok(Self::S3(Box::new(Bucket { store: builder.build()?, prefix })))
    }

    /// When this returns, the bytes are where a crash does not reach them.
    pub async fn put(&self, file: FileId, part: u16, bytes: Vec<u8>) -> Result<()> {
        match self {
            Self::Disk(disk) => {
                let path = disk.path(file, part);
                on_disk(move || write(&path, &bytes)).await
            }
            Self::S3(bucket) => {
                let put = bucket.store.put(&bucket.key(file, part), PutPayload::from(bytes)).await;
                put.map(|_| ()).map_err(|error| away(&error))
            }
        }
    }

    pub async fn get(&self, file: FileId, part: u16, range: Range<u64>) -> Result<Bytes> {
        match self {
            Self::Disk(disk) => {
                let path = disk.path(file, part);
                on_disk(move || read(&path, range)).await
            }
            Self::S3(bucket) => match bucket.store.get_range(&bucket.key(file, part), range).await {
                Err(object_store::Error::NotFound { .. }) => Err(Fault::NotFound),
                found => found.map_err(|error| away(&error)),
            },
        }
    }

    /// Also right where nothing is there any more.
    pub async fn remove(&self, file: FileId, part: u16) -> Result<()> {
        match self {
            Self::Disk(disk) => {
                let path = disk.path(file, part);
                on_disk(move || match std::fs::remove_file(&path) {
                    Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                    done => done,
                })
                .await
            }
            Self::S3(bucket) => match bucket.store.delete(&bucket.key(file, part)).await {
                Err(object_store::Error::NotFound { .. }) => Ok(()),
                done => done.map_err(|error| away(&error)),
            },
        }
    }
}

impl Disk {
    fn path(&self, file: FileId, part: u16) -> PathBuf {
        self.0.join(name(file, part))
    }
}

impl Bucket {
    fn key(&self, file: FileId, part: u16) -> Key {
        Key::from(format!("{}/{}", self.prefix, name(file, part)))
    }
}

/// Spread over 256 folders by the last, random byte of the id.
pub(crate) fn name(file: FileId, part: u16) -> String {
    let [.., last] = file.bytes();
    format!("{last:02x}/{}-{part}", file.uuid().simple())
}

/// Under another name first: a crash leaves the whole file or none.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    if !folder.is_dir() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        if let Some(above) = folder.parent() {
            File::open(above)?.sync_all()?;
        }
    }
    let draft = path.with_extension("new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&draft, path)?;
    File::open(folder)?.sync_all()
}

fn read(path: &Path, range: Range<u64>) -> io::Result<Bytes> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(range.start))?;
    let length = range.end.saturating_sub(range.start);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes.into())
}

async fn on_disk<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => Err(Fault::NotFound),
        Ok(Err(error)) => Err(away(&error)),
        Err(_) => Err(Fault::Internal),
    }
}

fn away(error: &dyn std::fmt::Display) -> Fault {
    tracing::warn!(event = "files_unavailable", error = %error, "the file store cannot serve");
    Fault::unavailable()
}
