//! Connections to PostgreSQL use TLS as the URL asks, and have the same bounds on every session.

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::pooled_connection::deadpool::{BuildError, Pool};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use rustls_platform_verifier::ConfigVerifierExt;
use std::time::Duration;
use tokio_postgres_rustls::MakeRustlsConnect;

pub type Conn = AsyncPgConnection;

/// Nothing of ours takes long; what does is stuck, and a waiting client is told so. A transaction whose node is gone
/// ends before the ones who wait for its locks time out.
const SESSION: &str = "
    SET statement_timeout = '5s';
    SET lock_timeout = '4s';
    SET idle_in_transaction_session_timeout = '2s';
    SET client_min_messages = 'warning';";

const CONNECT: Duration = Duration::from_secs(4);
/// What the other side does not confirm for so long ends the connection.
const UNHEARD: Duration = Duration::from_secs(15);

pub async fn connect(url: &str) -> ConnectionResult<Conn> {
    let bad = |error: &dyn std::error::Error| ConnectionError::BadConnection(whole(error));
    let tls = rustls::ClientConfig::with_platform_verifier().map_err(|error| bad(&error))?;
    let mut config: tokio_postgres::Config =
        url.parse().map_err(|error: tokio_postgres::Error| bad(&error))?;
    config.connect_timeout(CONNECT).application_name("parlance").keepalives_idle(Duration::from_secs(30));
    config.tcp_user_timeout(UNHEARD);
    let (client, connection) =
        config.connect(MakeRustlsConnect::new(tls)).await.map_err(|error| bad(&error))?;
    Conn::try_from_client_and_connection(client, connection).await
}

pub fn pool(url: &str, size: usize) -> Result<Pool<Conn>, BuildError> {
    let mut config = ManagerConfig::<Conn>::default();
    config.recycling_method = RecyclingMethod::Fast;
    config.custom_setup = Box::new(|url| {
        Box::pin(async move {
            let mut conn = connect(url).await?;
            conn.batch_execute(SESSION).await.map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(conn)
        })
    });
    Pool::builder(AsyncDieselConnectionManager::new_with_config(url, config)).max_size(size).build()
}

/// What the server said stands behind the driver's own words.
fn whole(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

/// A setting that lets the server forget what it acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooLoose(pub String);

#[derive(diesel::QueryableByName)]
struct Setting {
    #[diesel(sql_type = diesel::sql_types::Text)]
    setting: String,
}

/// What time the server takes it to be, in milliseconds.
pub async fn clock(conn: &mut Conn) -> diesel::QueryResult<i64> {
    #[derive(diesel::QueryableByName)]
    struct Now {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        millis: i64,
    }
    let now = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS millis";
    Ok(diesel::sql_query(now).get_result::<Now>(conn).await?.millis)
}

pub async fn check_durability(conn: &mut Conn) -> diesel::QueryResult<Result<(), TooLoose>> {
    for name in ["fsync", "synchronous_commit"] {
        let query = format!("SELECT current_setting('{name}') AS setting");
        let value: Setting = diesel::sql_query(query).get_result(conn).await?;
        if value.setting == "off" {
            return Ok(Err(TooLoose(name.to_owned())));
        }
    }
    Ok(Ok(()))
}
