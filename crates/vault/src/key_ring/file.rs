//! Stores the ring in its file: private, written whole or not at all, never overwritten by a new ring. Must not know
//! what the ring holds.

use super::KeyRing;
use super::json::Malformed;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Room for thousands of keys.
const MAX_FILE: u64 = 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("{path} is open to others (mode {mode:03o}); cure it with: chmod 600 {path}", path = .path.display())]
    Exposed { path: PathBuf, mode: u32 },
    #[error("{path} exists already and is not overwritten", path = .path.display())]
    Exists { path: PathBuf },
    #[error("{path}: {source}", path = .path.display())]
    Malformed { path: PathBuf, source: Malformed },
    #[error("{path}: {source}", path = .path.display())]
    Io { path: PathBuf, source: io::Error },
}

impl KeyRing {
    /// Rejects a file that others may read.
    pub fn load(path: &Path) -> Result<Self, FileError> {
        let io = |source| FileError::Io { path: path.into(), source };
        let file = File::open(path).map_err(io)?;
        let meta = file.metadata().map_err(io)?;
        let mode = meta.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(FileError::Exposed { path: path.into(), mode });
        }
        let text = read(file).map_err(io)?;
        Self::from_json(&text).map_err(|source| FileError::Malformed { path: path.into(), source })
    }

    /// Writes a new file, readable by its owner only; makes its directory when there is none.
    pub fn create(&self, path: &Path) -> Result<(), FileError> {
        let io = |source| FileError::Io { path: path.into(), source };
        DirBuilder::new().recursive(true).mode(0o700).create(directory(path)).map_err(io)?;
        // A rename would replace a file that was created meanwhile; a link refuses to.
        self.write(path, |new| fs::hard_link(new, path)).map_err(|source| {
            if source.kind() == io::ErrorKind::AlreadyExists {
                FileError::Exists { path: path.into() }
            } else {
                io(source)
            }
        })
    }

    /// Replaces the file at once: a crash leaves the old ring or the new one.
    pub fn save(&self, path: &Path) -> Result<(), FileError> {
        self.write(path, |new| fs::rename(new, path))
            .map_err(|source| FileError::Io { path: path.into(), source })
    }

    fn write(&self, path: &Path, publish: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
        // Named after the active key, so that two new rings do not write into each other's file.
        let new = directory(path).join(format!(".keys-{}.new", self.active_kid()));
        remove(&new)?;
        let written = self.fill(&new).and_then(|()| publish(&new));
        // After a rename there is nothing left to remove.
        let cleaned = remove(&new);
        written.and(cleaned)?;
        File::open(directory(path))?.sync_all()
    }

    fn fill(&self, new: &Path) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(new)?;
        file.write_all(self.to_json().as_bytes())?;
        file.sync_all()
    }
}

/// Into one buffer with room for all of it, so that no grown copy of the keys stays in memory.
fn read(file: File) -> io::Result<Zeroizing<String>> {
    let len = file.metadata()?.len();
    if len > MAX_FILE {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "too long for a key ring"));
    }
    let mut text = Zeroizing::new(String::with_capacity(usize::try_from(len).unwrap_or_default() + 1));
    file.take(MAX_FILE).read_to_string(&mut text)?;
    Ok(text)
}

fn directory(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{counting, ring};

    /// An empty place that is removed afterwards.
    struct Place(PathBuf);

    impl Place {
        fn new() -> Self {
            let name = crate::testing::hex(&crate::secret::bytes::<8>(counting));
            let path = std::env::temp_dir().join(format!("parlance-ring-{}-{name}", std::process::id()));
            fs::create_dir(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn names(directory: &Path) -> Vec<String> {
        fs::read_dir(directory).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_new_ring_is_private_and_read_back() {
        let place = Place::new();
        let path = place.0.join("data/keys/keys.json");
        let ring = ring();
        ring.create(&path).unwrap();
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&place.0.join("data")), 0o700);
        assert_eq!(mode(&place.0.join("data/keys")), 0o700);
        assert_eq!(names(&place.0.join("data/keys")), ["keys.json"]);
        assert_eq!(*KeyRing::load(&path).unwrap().to_json(), *ring.to_json());
    }

    #[test]
    fn create_never_overwrites() {
        let place = Place::new();
        let path = place.0.join("keys.json");
        let first = ring();
        first.create(&path).unwrap();
        assert!(matches!(ring().create(&path), Err(FileError::Exists { .. })));
        assert!(matches!(first.create(&path), Err(FileError::Exists { .. })));
        assert_eq!(*KeyRing::load(&path).unwrap().to_json(), *first.to_json());
        assert_eq!(names(&place.0), ["keys.json"]);
    }

    #[test]
    fn save_replaces_the_ring_whole() {
        let place = Place::new();
        let path = place.0.join("keys.json");
        let mut ring = ring();
        ring.create(&path).unwrap();
        // The leftover of a crash in an earlier save does no harm.
        let new = ring.rotate_kek(counting, 1);
        fs::write(place.0.join(format!(".keys-{new}.new")), "half").unwrap();
        ring.save(&path).unwrap();
        assert_eq!(KeyRing::load(&path).unwrap().active_kid(), new);
        assert_eq!(mode(&path), 0o600);
        assert_eq!(names(&place.0), ["keys.json"]);
    }

    #[test]
    fn a_file_open_to_others_is_refused_with_its_cure() {
        let place = Place::new();
        let path = place.0.join("keys.json");
        ring().create(&path).unwrap();
        for open in [0o644, 0o640, 0o604, 0o620] {
            fs::set_permissions(&path, fs::Permissions::from_mode(open)).unwrap();
            let error = KeyRing::load(&path).unwrap_err();
            assert!(matches!(error, FileError::Exposed { mode, .. } if mode == open));
            assert!(error.to_string().ends_with(&format!("chmod 600 {}", path.display())), "{error}");
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        assert!(KeyRing::load(&path).is_ok());
    }

    #[test]
    fn a_missing_or_damaged_file_is_named() {
        let place = Place::new();
        let path = place.0.join("keys.json");
        assert!(matches!(KeyRing::load(&path), Err(FileError::Io { .. })));
        ring().create(&path).unwrap();
        fs::write(&path, "{\"version\": 1").unwrap();
        let error = KeyRing::load(&path).unwrap_err();
        assert!(matches!(error, FileError::Malformed { .. }));
        assert!(error.to_string().starts_with(&path.display().to_string()), "{error}");
    }
}
