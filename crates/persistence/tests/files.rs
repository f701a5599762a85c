//! Files on a disk, below the store.

use domain::{Fault, FileId};
use persistence::blobs::Files;
use std::os::unix::fs::PermissionsExt;
use uuid::Uuid;

#[tokio::test]
async fn a_file_on_disk_is_whole_private_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::disk(folder.path().join("files"));
    let file = FileId::from_uuid(Uuid::from_u128(0xab));
    files.put(file, 64, b"0123456789".to_vec()).await.unwrap();
    let path = folder.path().join("files/ab").join(format!("{}-64", file.uuid().simple()));
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let shard = std::fs::metadata(path.parent().unwrap()).unwrap();
    assert_eq!(shard.permissions().mode() & 0o777, 0o700);
    assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    assert_eq!(files.get(file, 64, 3..6).await.unwrap(), "345");
    assert_eq!(files.get(file, 0, 0..1).await, Err(Fault::NotFound));
    files.put(file, 64, b"again".to_vec()).await.unwrap();
    assert_eq!(files.get(file, 64, 0..5).await.unwrap(), "again");
    files.remove(file, 64).await.unwrap();
    files.remove(file, 64).await.unwrap();
    assert!(!path.exists());
}
