//! A real server in this process, real clients beside it.

pub mod cluster;
pub mod database;
pub mod engine;
pub mod harm;
pub mod outbox;
pub mod process;
pub mod provider;
pub mod push_service;
pub mod server;
pub mod sinks;
pub mod socket;
pub mod totp;
pub mod user;
pub mod wall;

pub use database::Backend;
pub use outbox::Outbox;
pub use server::TestServer;
pub use socket::TestSocket;
pub use user::{TestUser, http_client};

use std::time::Duration;

/// No test waits longer than this for anything.
pub const LIMIT: Duration = Duration::from_secs(20);

/// One test for each database.
#[macro_export]
macro_rules! both {
    (async fn $name:ident($backend:ident) $body:block) => {
        async fn $name($backend: $crate::support::Backend) $body

        mod $name {
            use $crate::support::Backend;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$name(Backend::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                super::$name(Backend::Postgres).await;
            }
        }
    };
}
