//! Connects to a Redis once, to explain why it cannot be used. Must not know what goes over it.

use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(2);

/// Why a Redis cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    Away,
    /// Wrong user or password, or missing rights.
    Refused,
}

pub async fn look(url: &str) -> Result<(), Trouble> {
    let asked = async {
        let client = redis::Client::open(url)?;
        let mut line = client.get_multiplexed_async_connection().await?;
        redis::cmd("PING").query_async::<()>(&mut line).await
    };
    match tokio::time::timeout(TIMEOUT, asked).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) if error.is_io_error() || error.is_timeout() => Err(Trouble::Away),
        Ok(Err(_)) => Err(Trouble::Refused),
        Err(_) => Err(Trouble::Away),
    }
}
