//! The server under test, in this process, on a free port, with a database and a folder of its own.

use super::{Backend, Outbox, TestUser};
use app::{Clock, Moved};
use auth::Cost;
use domain::Timestamp;
use parlance_server::cli::Flags;
use parlance_server::config::{self, Environment};
use parlance_server::{Running, start};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// What is hashed here are the passwords of people who live for seconds, thousands of them in a run.
const CHEAP: Cost = Cost { memory_kib: 64, iterations: 1, lanes: 1 };

pub struct TestServer {
    pub url: String,
    pub database_url: String,
    pub folder: Arc<TempDir>,
    running: Option<Running>,
    clock: Clock,
    environment: Environment,
    password_cost: Cost,
}

pub struct Builder {
    environment: Environment,
    clock: Clock,
    password_cost: Cost,
    backend: Backend,
}

impl TestServer {
    /// Open registration, no message requests, limits out of the way.
    pub async fn start(backend: Backend) -> Self {
        Self::with(backend).start().await
    }

    /// With its defaults, as an operator meets them.
    pub fn bare(backend: Backend) -> Builder {
        let builder = Builder {
            environment: Environment::default(),
            clock: Clock::System,
            password_cost: CHEAP,
            backend,
        };
        builder.set("LISTEN", "127.0.0.1:0")
    }

    pub fn with(backend: Backend) -> Builder {
        Self::bare(backend)
            .set("REGISTRATION", "open")
            .set("DM_FROM", "everyone")
            .set("LIMITS_SCALE", "1000")
            // All of them come from one address.
            .set("LIMITS_CONNECTIONS_PER_ADDRESS", "10000")
            .set("DRAIN_SECONDS", "0")
    }

    pub async fn user(&self, name: &str) -> TestUser {
        TestUser::register(&self.url, name).await
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What Prometheus would be told.
    pub async fn numbers(&self) -> String {
        let address =
            self.running.as_ref().and_then(Running::metrics_address).expect("METRICS_LISTEN is set");
        let answer = reqwest::get(format!("http://{address}/metrics")).await.expect("it answers");
        assert!(answer.status().is_success());
        answer.text().await.expect("text")
    }

    /// The mail and SMS it sent, unless the test set other channels.
    pub fn outbox(&self) -> Outbox {
        Outbox::of(self.folder())
    }

    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// The same server again, at the same address, with everything it had stored.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.running = Some(launch(&self.environment, self.clock.clone(), self.password_cost).await);
    }
}

impl Builder {
    /// A setting by the name of its variable, without `PARLANCE_`.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.environment.insert(format!("PARLANCE_{name}"), value.into());
        self
    }

    /// Time stands still until the test moves it.
    pub fn clock(mut self, clock: &Moved) -> Self {
        self.clock = Clock::Moved(clock.clone());
        self
    }

    /// Passwords are hashed at the cost an operator's server hashes them at.
    pub fn full_password_cost(mut self) -> Self {
        self.password_cost = Cost::DEFAULT;
        self
    }

    pub async fn start(mut self) -> TestServer {
        let folder = Arc::new(TempDir::new().expect("a temporary folder"));
        let database_url = self.backend.fresh(folder.path()).await;
        self.environment.insert("PARLANCE_DATA_DIR".into(), folder.path().into());
        self.environment.insert("PARLANCE_DATABASE_URL".into(), database_url.clone().into());
        let running = launch(&self.environment, self.clock.clone(), self.password_cost).await;
        // Tokens name the address that issued them, so it stays the same over restarts.
        self.environment.insert("PARLANCE_LISTEN".into(), running.address.to_string().into());
        TestServer {
            url: format!("http://{}", running.address),
            database_url,
            folder,
            running: Some(running),
            clock: self.clock,
            environment: self.environment,
            password_cost: self.password_cost,
        }
    }
}

/// A clock for tests, starting today.
pub fn moved_clock() -> Moved {
    Moved::starting_at(Timestamp::from_millis(Clock::System.now().millis()))
}

async fn launch(environment: &Environment, clock: Clock, password_cost: Cost) -> Running {
    let mut settings = config::load(&Flags::default(), environment, &|path| std::fs::read_to_string(path))
        .unwrap_or_else(|faults| panic!("{faults:?}"));
    settings.accounts.password_cost = password_cost;
    start(&settings, clock).await.unwrap_or_else(|error| panic!("{error:#}"))
}
