//! What goes on beside the talk, as on any instance: old texts go to files and come back, a group forgets what is a
//! month old, keys of chats get new versions, and copies are made. None of it waits for a kill, and none is waited for.

use super::client::World;
use super::copies::{Copies, Copy};
use crate::instance::query_plans::Past;
use crate::operators::keys::Operator;
use crate::support::TestUser;
use reqwest::Method;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

const FORTY_DAYS: i64 = 40 * 86_400_000;
const YEAR: i64 = 400 * 86_400_000;
/// In May of last year; the newest hundred messages of a chat stay at hand however old they are.
const LONG_AGO: i64 = 1_746_100_000_000;
const AT_HAND: i64 = 110;

/// The chats it works on.
#[derive(Clone)]
pub struct Chats {
    pub main: String,
    /// Keeps its messages for thirty days.
    pub forgetful: String,
    pub slow: String,
}

pub struct Upkeep {
    shared: Arc<Shared>,
    archive: JoinHandle<()>,
    copies: JoinHandle<Vec<Copy>>,
}

pub(super) struct Shared {
    pub world: Arc<World>,
    pub operator: Arc<Operator>,
    pub files: PathBuf,
    pub chats: Chats,
    /// Kills so far: copies are spread over them.
    pub rounds: AtomicUsize,
    archived: AtomicUsize,
    pub copied: AtomicUsize,
}

/// What was done until now.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    pub archived: usize,
    pub retained: usize,
    pub keys: usize,
    pub copies: usize,
}

impl Upkeep {
    pub fn begin(
        world: Arc<World>,
        operator: Arc<Operator>,
        files: PathBuf,
        chats: Chats,
        owner: TestUser,
        copies: Copies,
    ) -> Self {
        let shared = Arc::new(Shared {
            world,
            operator,
            files,
            chats,
            rounds: AtomicUsize::default(),
            archived: AtomicUsize::default(),
            copied: AtomicUsize::default(),
        });
        let archive = tokio::spawn(archive(shared.clone(), owner));
        let copies = tokio::spawn(copies.make(shared.clone()));
        Self { shared, archive, copies }
    }

    /// As if a long time went by before a killed node starts again: whatever it had taken on itself is free, keys of
    /// chats are a year old, and in one chat so is what was said. Where other nodes serve, keys of that chat stay
    /// young: those nodes believe what they opened for some minutes, in which no month goes by.
    pub async fn time_goes_by(&self, alone: bool) {
        let (past, chats) = (self.shared.operator.past(), &self.shared.chats);
        let id = |chat: &str| past.id(chat);
        let mut all = format!(
            "DELETE FROM leases WHERE name IN ('archive', 'retention'); \
             UPDATE data_keys SET created_at = created_at - {YEAR} WHERE owner_kind = 1 AND owner_id IN ({}, {}); \
             UPDATE messages SET created_at = created_at - {FORTY_DAYS} WHERE chat_id = {};",
            id(&chats.main),
            id(&chats.slow),
            id(&chats.forgetful),
        );
        if alone {
            all += &format!(
                "UPDATE data_keys SET created_at = created_at - {FORTY_DAYS} WHERE owner_kind = 1 AND owner_id = {};",
                id(&chats.forgetful)
            );
        }
        self.shared.rounds.fetch_add(1, Ordering::Relaxed);
        let all = format!("BEGIN; {all} COMMIT;");
        timeout(Duration::from_secs(20), past.run(&all)).await.expect("time goes by");
    }

    pub async fn done(&self, reader: &TestUser) -> Done {
        let shared = &self.shared;
        let path = format!("/chats/{}", shared.chats.forgetful);
        let kept_from = reader.get(&path).await.expect(200)["kept_from"].as_i64().unwrap();
        Done {
            archived: shared.archived.load(Ordering::Relaxed),
            retained: usize::try_from(kept_from - 1).unwrap(),
            keys: made_anew(&shared.operator.past()).await,
            copies: shared.copied.load(Ordering::Relaxed),
        }
    }

    /// Ends when what is under way has ended; the copies it made.
    pub async fn end(self) -> Vec<Copy> {
        let time_limit = Duration::from_secs(60);
        timeout(time_limit, self.archive).await.expect("the archive ends").unwrap();
        timeout(time_limit, self.copies).await.expect("the last copy ends").unwrap()
    }
}

/// Versions of chats' keys beyond the first one of each.
async fn made_anew(past: &Past) -> usize {
    let newest = "SELECT max(ver) AS ver FROM data_keys WHERE owner_kind = 1 AND ver > 0 GROUP BY owner_id";
    let sum = format!("SELECT CAST(coalesce(sum(ver - 1), 0) AS text) AS text FROM ({newest}) AS newest");
    past.text(&sum).await.parse().unwrap()
}

/// Old texts are put away by one process after the other; every third is killed at its work, and now and then all
/// comes back. Reactions to old messages restore their archive file as well.
async fn archive(shared: Arc<Shared>, owner: TestUser) {
    let past = shared.operator.past();
    let main = past.id(&shared.chats.main);
    for turn in 0_usize.. {
        if shared.world.is_over() {
            return;
        }
        let highest =
            shared.world.highest.lock().unwrap().get(&shared.chats.main).copied().unwrap_or_default();
        let up_to = highest - AT_HAND;
        if up_to > 10 {
            // Also while the database is killed.
            let aged = format!(
                "UPDATE messages SET created_at = {LONG_AGO} + seq \
                 WHERE chat_id = {main} AND seq <= {up_to} AND created_at > {LONG_AGO} + seq"
            );
            past.try_run(&aged).await;
            match turn % 4 {
                0 | 1 => put_away(&shared, Duration::from_secs(20)).await,
                2 => {
                    put_away(&shared, Duration::from_millis(40 + 97 * u64::try_from(turn).unwrap() % 300))
                        .await
                }
                _ => drop(run(&shared, &["archive", "restore"], Duration::from_secs(20)).await),
            }
            // The first one says that the group was made.
            react(&shared, &owner, 2 + turn % 9).await;
        }
        sleep(Duration::from_millis(400)).await;
    }
}

async fn put_away(shared: &Shared, within: Duration) {
    if let Some(said) = run(shared, &["archive", "run"], within).await
        && let Some((_, rest)) = said.rsplit_once("the texts of ")
        && let Some(count) = rest.split(' ').next().and_then(|count| count.parse::<usize>().ok())
    {
        shared.archived.fetch_add(count, Ordering::Relaxed);
    }
}

async fn react(shared: &Shared, owner: &TestUser, seq: usize) {
    let node = shared.rounds.load(Ordering::Relaxed);
    let owner = TestUser { url: shared.world.url(node).to_owned(), ..owner.clone() };
    let path = format!("/chats/{}/messages/{seq}/reactions/👍", shared.chats.main);
    let asked = owner.request(Method::PUT, &path).timeout(Duration::from_secs(5)).send().await;
    // A node that is being killed answers nothing, or that it cannot now.
    if let Ok(answered) = asked {
        let status = answered.status().as_u16();
        assert!(matches!(status, 200 | 408 | 502 | 503), "{status}: {:?}", answered.text().await);
        let _ = owner.request(Method::DELETE, &path).timeout(Duration::from_secs(5)).send().await;
    }
}

/// A command of the operator, killed where it takes longer; what it printed, if it went well.
pub(super) async fn run(shared: &Shared, args: &[&str], within: Duration) -> Option<String> {
    let mut command = shared.operator.command(args);
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let ended = timeout(within, child.wait_with_output()).await.ok()?.unwrap();
    // Without its database it says so and ends.
    ended.status.success().then(|| String::from_utf8(ended.stdout).unwrap())
}
