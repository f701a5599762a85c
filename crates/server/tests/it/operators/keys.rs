//! The key ring is made, guarded, rejected and rotated as operators do it. Also the binary, as operators run it.

use crate::both;
use crate::instance::query_plans::Past;
use crate::support::{Backend, LIMIT, TestUser};
use parlance_server::system_random;
use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;
use vault::KeyRing;

/// A database and a data folder that is still to be made, and the settings said by variables.
pub struct Operator {
    pub database_url: String,
    backend: Backend,
    folder: TempDir,
    settings: BTreeMap<String, String>,
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A running server.
pub struct Serving {
    pub url: String,
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    out: String,
    log: PathBuf,
}

impl Operator {
    pub async fn new(backend: Backend) -> Self {
        let folder = TempDir::new().unwrap();
        let database_url = backend.empty(&folder.path().join("data")).await;
        Self::of(backend, folder, &database_url)
    }

    /// Of a database that is there already.
    pub fn over(backend: Backend, database_url: &str) -> Self {
        Self::of(backend, TempDir::new().unwrap(), database_url)
    }

    fn of(backend: Backend, folder: TempDir, database_url: &str) -> Self {
        let operator =
            Self { database_url: database_url.to_owned(), backend, folder, settings: BTreeMap::new() };
        let operator = operator.set("DATABASE_URL", database_url).set("LISTEN", "127.0.0.1:0");
        operator.set("LIMITS_SCALE", "1000").set("REGISTRATION", "open").set("DM_FROM", "everyone")
    }

    /// Another machine: the same database and settings, a folder of its own.
    pub fn beside(&self) -> Self {
        let (database_url, settings) = (self.database_url.clone(), self.settings.clone());
        Self { database_url, backend: self.backend, folder: TempDir::new().unwrap(), settings }
    }

    /// A setting by the name of its variable, without `PARLANCE_`.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.settings.insert(format!("PARLANCE_{name}"), value.to_owned());
        self
    }

    /// Back to the default.
    pub fn unset(mut self, name: &str) -> Self {
        self.settings.remove(&format!("PARLANCE_{name}"));
        self
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn backend(&self) -> Backend {
        self.backend
    }

    pub fn past(&self) -> Past {
        Past::of(self.backend, &self.database_url)
    }

    pub fn ring(&self) -> PathBuf {
        self.data().join("keys.json")
    }

    pub fn active_kid(&self) -> String {
        KeyRing::load(&self.ring()).unwrap().active_kid().to_string()
    }

    /// Runs a command to its end.
    pub async fn run(&self, args: &[&str]) -> Said {
        self.told(args, "").await
    }

    /// The same, with these words on its standard input.
    pub async fn told(&self, args: &[&str], words: &str) -> Said {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        // A command that reads nothing may have ended already.
        let _ = input.write_all(words.as_bytes()).await;
        drop(input);
        let ended = timeout(LIMIT, child.wait_with_output()).await.expect("the command ends").unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code: ended.status.code(), out: text(ended.stdout), err: text(ended.stderr) }
    }

    pub async fn serve(&self) -> Serving {
        self.serve_in(&[]).await
    }

    /// With more in its environment.
    pub async fn serve_in(&self, more: &[(&str, &Path)]) -> Serving {
        let log = self.folder.path().join("log");
        let mut command = self.command(&["serve"]);
        command.envs(more.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(File::create(&log).unwrap());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut out = String::new();
        let url = loop {
            let line = timeout(LIMIT, lines.next_line()).await.expect("the server starts in time").unwrap();
            let Some(line) = line else { panic!("it did not start: {}", fs::read_to_string(&log).unwrap()) };
            out.push_str(&line);
            out.push('\n');
            if line.contains("Parlance is at") {
                // What people type may name another place than the one that is listened on, which the log has.
                let log = fs::read_to_string(&log).unwrap_or_default();
                let listens = log.split("\"address\":\"").nth(1).and_then(|rest| rest.split('"').next());
                let typed = line.trim_end_matches('/');
                let port = listens.unwrap_or(typed).rsplit(':').next().unwrap();
                break format!("http://127.0.0.1:{port}");
            }
        };
        Serving { url, child, lines, out, log }
    }

    /// What its commands find in their environment.
    pub fn environment(&self) -> BTreeMap<String, String> {
        let mut all = self.settings.clone();
        all.insert("PARLANCE_DATA_DIR".to_owned(), self.data().display().to_string());
        all
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parlance"));
        command.args(args).current_dir(self.folder.path()).env_clear().envs(&self.settings);
        command.env("PARLANCE_DATA_DIR", self.data()).kill_on_drop(true);
        command
    }
}

impl Said {
    /// What it printed, if it went well.
    #[track_caller]
    pub fn well(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.err);
        self.out
    }

    /// It failed in words, and these are among them.
    #[track_caller]
    pub fn refused(&self, parts: &[&str]) {
        assert_eq!(self.code, Some(1), "{self:?}");
        for part in parts {
            assert!(self.err.contains(*part), "`{part}` is not said: {}", self.err);
        }
    }
}

impl Serving {
    /// Waits until the log holds this word.
    pub async fn says(&self, word: &str) {
        let said = async {
            while !fs::read_to_string(&self.log).unwrap().contains(word) {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        timeout(LIMIT, said).await.unwrap_or_else(|_| panic!("the log never said {word}"));
    }

    /// As a power cut does.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// SIGTERM, as a service manager says it; everything the server said from its start to its end.
    pub async fn stop(mut self) -> Said {
        let pid = self.child.id().expect("it runs");
        let told = Command::new("sh").arg("-c").arg(format!("kill -TERM {pid}")).status().await.unwrap();
        assert!(told.success());
        let status = timeout(LIMIT, self.child.wait()).await.expect("the server ends").unwrap();
        while let Some(line) = self.lines.next_line().await.unwrap() {
            self.out.push_str(&line);
            self.out.push('\n');
        }
        Said { code: status.code(), out: self.out, err: fs::read_to_string(&self.log).unwrap() }
    }
}

/// A ring as it is given in `PARLANCE_KEYS`.
pub fn ring_json() -> String {
    KeyRing::generate(system_random, 0).to_json().as_str().to_owned()
}

pub fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

both! {
    async fn the_first_run_makes_a_ring_only_its_owner_can_read(backend) {
        let operator = Operator::new(backend).await;
        operator.serve().await.stop().await.well();
        assert_eq!((mode(&operator.data()), mode(&operator.ring())), (0o700, 0o600));
        if backend == Backend::Sqlite {
            assert_eq!(mode(&operator.data().join("parlance.db")), 0o600);
        }
        let kid = operator.active_kid();
        operator.serve().await.stop().await.well();
        assert_eq!(operator.active_kid(), kid, "a later run makes no other");
    }
}

both! {
    async fn another_ring_is_refused_before_anything_is_served(backend) {
        let operator = Operator::new(backend).await;
        let serving = operator.serve().await;
        let ana = TestUser::register(&serving.url, "ana").await;
        let chat = ana.group(&[]).await;
        ana.send(&chat, "still there").await.expect(201);
        serving.stop().await.well();
        let before = operator.past().count("data_keys").await;
        let kept = operator.data().join("kept.json");
        fs::rename(operator.ring(), &kept).unwrap();
        let says = ["the key ring does not belong to this database", "keys.json"];

        // A lost ring is not replaced by a new one, either.
        operator.run(&["serve"]).await.refused(&says);
        if operator.ring().exists() {
            fs::remove_file(operator.ring()).unwrap();
        }
        KeyRing::generate(system_random, 0).create(&operator.ring()).unwrap();
        for args in [&["serve"][..], &["keys", "status"], &["keys", "rotate-kek"]] {
            operator.run(args).await.refused(&says);
        }
        assert_eq!(operator.past().count("data_keys").await, before);

        fs::rename(&kept, operator.ring()).unwrap();
        let serving = operator.serve().await;
        let ana = TestUser::login(&serving.url, "ana").await;
        assert_eq!(ana.history(&chat).await[1]["text"], "still there");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ring_others_can_read_is_refused_with_its_cure() {
    let operator = Operator::new(Backend::Sqlite).await;
    operator.serve().await.stop().await.well();
    let cure = format!("chmod 600 {}", operator.ring().display());
    for open in [0o644, 0o640, 0o604, 0o620] {
        fs::set_permissions(operator.ring(), Permissions::from_mode(open)).unwrap();
        operator.run(&["serve"]).await.refused(&[cure.as_str()]);
        operator.run(&["keys", "rotate-kek"]).await.refused(&[cure.as_str()]);
    }
    fs::set_permissions(operator.ring(), Permissions::from_mode(0o600)).unwrap();
    operator.serve().await.stop().await.well();
}
