//! A real server in this process, real clients beside it.

pub mod database;
pub mod server;
pub mod socket;
pub mod user;

pub use database::Backend;
pub use server::TestServer;
pub use socket::TestSocket;
pub use user::TestUser;

use std::time::Duration;

/// No test waits longer than this for anything.
pub const LIMIT: Duration = Duration::from_secs(20);

/// One test for each database.
#[macro_export]
macro_rules! both {
    ($(#[$meta:meta])* async fn $name:ident($backend:ident) $body:block) => {
        mod $name {
            #[expect(clippy::allow_attributes, reason = "expect would fail where the import is used")]
            #[allow(unused_imports, reason = "a test uses what it needs of the module it stands in")]
            use super::*;

            async fn promise($backend: $crate::support::Backend) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                promise($crate::support::Backend::Sqlite).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                promise($crate::support::Backend::Postgres).await;
            }
        }
    };
}
