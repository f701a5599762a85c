//! Copies that are made while everything is written and killed, and what comes out of each when it is put back.

use super::upkeep::{Chats, Shared, run};
use crate::operators::keys::Operator;
use crate::support::database::{fresh_postgres, postgres_url};
use crate::support::{Backend, TestUser};
use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::Command;
use tokio::time::{sleep, timeout};

/// How many, and how many kills lie between two of them.
#[derive(Debug, Clone, Copy)]
pub struct Copies {
    pub most: usize,
    pub every: usize,
}

pub struct Copy {
    folder: TempDir,
    /// What had been acknowledged of each chat before it began.
    least: HashMap<String, i64>,
}

impl Copies {
    /// Some of this many kills.
    pub fn among(kills: usize, most: usize) -> Self {
        Self { most, every: (kills / most).max(1) }
    }

    pub(super) async fn make(self, shared: Arc<Shared>) -> Vec<Copy> {
        let mut made = Vec::new();
        while made.len() < self.most && !shared.world.is_over() {
            let least = shared.world.highest.lock().unwrap().clone();
            let due = shared.rounds.load(Ordering::Relaxed) >= made.len() * self.every;
            if due && least.values().any(|seq| *seq > 20) {
                let copy = Copy { folder: TempDir::new().unwrap(), least };
                let (command, place) = how(&shared, copy.folder.path());
                let words: Vec<&str> = command.iter().map(String::as_str).collect();
                // Without its database there is none.
                if run(&shared, &words, Duration::from_secs(60)).await.is_some() {
                    assert!(place.exists());
                    made.push(copy);
                    shared.copied.fetch_add(1, Ordering::Relaxed);
                }
            }
            sleep(Duration::from_millis(100)).await;
        }
        made
    }
}

/// As docs/operations.md says it, and what is there afterwards.
fn how(shared: &Shared, folder: &Path) -> (Vec<String>, std::path::PathBuf) {
    let place = folder.join("copy");
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match shared.operator.backend() {
        Backend::Sqlite => (words(&["backup", &place.display().to_string()]), place.join("manifest.json")),
        Backend::Postgres => {
            fs::create_dir(&place).unwrap();
            let (dump, files) = (place.join("copy.dump"), place.join("files"));
            // There are none before the first text was put away.
            let script = format!(
                "pg_dump --format=custom --file='{}' '{}' && mkdir -p '{from}' && cp -r '{from}' '{}'",
                dump.display(),
                shared.operator.database_url,
                files.display(),
                from = shared.files.display(),
            );
            (words(&["keep-files", "sh", "-c", &script]), dump)
        }
    }
}

impl Copy {
    /// Puts it back elsewhere, and reads everything there as its people do.
    pub async fn prove_whole(self, source: &Operator, reader: &TestUser, chats: &Chats) {
        let place = self.folder.path().join("copy");
        let elsewhere = match source.backend() {
            Backend::Sqlite => {
                let elsewhere = Operator::new(Backend::Sqlite).await;
                elsewhere.run(&["restore", &place.display().to_string()]).await.well();
                fs::copy(source.ring(), elsewhere.ring()).unwrap();
                elsewhere
            }
            Backend::Postgres => restored(source, &place).await,
        };
        let said = elsewhere.run(&["doctor"]).await.well();
        assert!(said.contains("messages can be read") && !said.contains("unreadable"), "{said}");
        let serving = elsewhere.serve().await;
        let there = TestUser::login(&serving.url, &reader.name).await;
        for chat in [&chats.main, &chats.forgetful, &chats.slow] {
            let history = there.history(chat).await;
            let mut expected = history.first().map(|first| first["seq"].as_i64().unwrap());
            for message in &history {
                assert_eq!(message["seq"].as_i64(), expected, "a hole or a repetition in a copy");
                assert_ne!(message["unreadable"], true, "{message}");
                expected = expected.map(|seq| seq + 1);
            }
            // All of a chat that forgets may be forgotten.
            let least = self.least.get(chat).copied().unwrap_or_default();
            let last = there.get(&format!("/chats/{chat}")).await.expect(200)["seq"].as_i64();
            assert!(last.unwrap() >= least, "{last:?}: {least} had been acknowledged before");
        }
        serving.stop().await.well();
    }
}

async fn restored(source: &Operator, place: &Path) -> Operator {
    let url = fresh_postgres(&postgres_url()).await;
    let mut restoring = Command::new("pg_restore");
    restoring.args(["--no-owner", "--dbname", &url]).arg(place.join("copy.dump")).kill_on_drop(true);
    let ended = timeout(Duration::from_secs(60), restoring.status()).await.expect("it is put back in time");
    assert!(ended.unwrap().success());
    let mut elsewhere = Operator::over(Backend::Postgres, &url);
    if let Some(keys) = source.environment().get("PARLANCE_KEYS") {
        elsewhere = elsewhere.set("KEYS", keys);
    }
    fs::create_dir_all(elsewhere.data()).unwrap();
    fs::set_permissions(elsewhere.data(), fs::Permissions::from_mode(0o700)).unwrap();
    fs::rename(place.join("files"), elsewhere.data().join("files")).unwrap();
    if source.ring().exists() {
        fs::copy(source.ring(), elsewhere.ring()).unwrap();
    }
    elsewhere.run(&["admin", "sessions", "end-all"]).await.well();
    elsewhere
}
