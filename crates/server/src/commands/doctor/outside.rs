//! Checks the way from outside: the public address, through any proxy; and the clocks by which tokens are judged.

use super::Findings;
use crate::config::Settings;
use crate::run;
use app::Clock;
use domain::Timestamp;
use persistence::Store;
use reqwest::header;
use reqwest::{Client, Response, StatusCode};
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(10);
/// Nodes tolerate a minute: two that differ this much from the database do not differ more from each other.
const CLOCKS_APART: Duration = Duration::from_secs(30);

pub async fn look(settings: &Settings, findings: &mut Findings) {
    match Store::clock(&run::store_config(settings)).await {
        Ok(Some(there)) => compare("the database", there, findings),
        Ok(None) => {}
        // The reason is reported where the database is checked.
        Err(_) => findings.warn("cannot read the clock of the database"),
    }
    let url = settings.http.public_url_at(settings.http.listen.port()).as_str().to_owned();
    // Sockets are opened over HTTP/1.1.
    let client = Client::builder().timeout(TIMEOUT).http1_only().redirect(reqwest::redirect::Policy::none());
    let client = match client.build() {
        Ok(client) => client,
        Err(error) => return findings.fault(&format!("cannot make HTTP requests: {error}")),
    };
    match client.get(format!("{url}/healthz")).send().await {
        Ok(answer) if answer.status() == StatusCode::OK => {
            findings.ok(&format!("the server answers at {url}"));
            if let Some(there) = date(&answer) {
                compare(&format!("the machine behind {url}"), there, findings);
            }
            socket(&client, &url, findings).await;
        }
        Ok(answer) => findings.fault(&format!(
            "{url}/healthz answers {} instead of 200: the proxy points to something else",
            answer.status()
        )),
        Err(error) => findings.warn(&format!(
            "nothing answers at {url} ({}): start the server; otherwise look at its DNS name, the proxy and its \
             certificate, unless this machine cannot reach its own public address",
            causes(&error)
        )),
    }
}

/// Requests a socket without a proof: only a request that arrives as an upgrade is answered with 401.
async fn socket(client: &Client, url: &str, findings: &mut Findings) {
    let asked = client
        .get(format!("{url}/api/v1/ws"))
        .header(header::CONNECTION, "Upgrade")
        .header(header::UPGRADE, "websocket")
        .header(header::SEC_WEBSOCKET_VERSION, "13")
        .header(header::SEC_WEBSOCKET_KEY, "cGFybGFuY2UgZG9jdG9yIQ==")
        .header(header::SEC_WEBSOCKET_PROTOCOL, "parlance.v1")
        .send()
        .await;
    match asked {
        Ok(answer) if answer.status() == StatusCode::UNAUTHORIZED => {
            findings.ok("WebSockets reach the server");
        }
        Ok(answer) => findings.fault(&format!(
            "WebSockets do not reach the server ({} instead of 401): the proxy must forward the headers Upgrade and Connection",
            answer.status()
        )),
        Err(error) => findings.fault(&format!("WebSockets do not reach the server: {}", causes(&error))),
    }
}

fn date(answer: &Response) -> Option<Timestamp> {
    let date = answer.headers().get(header::DATE)?.to_str().ok()?;
    let at = std::time::SystemTime::from(date.parse::<actix_web::http::header::HttpDate>().ok()?);
    let since = at.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(Timestamp::from_millis(i64::try_from(since.as_millis()).ok()?))
}

fn compare(whose: &str, there: Timestamp, findings: &mut Findings) {
    let here = Clock::System.now();
    let apart = if here > there { here.since(there) } else { there.since(here) };
    if apart > CLOCKS_APART {
        findings.fault(&format!(
            "the clock of {whose} is {} seconds off this one: synchronize both by NTP",
            apart.as_secs()
        ));
    } else {
        findings.ok(&format!("the clock of {whose} agrees with this one"));
    }
}

fn causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.last().map_or_else(|| error.to_string(), ToString::to_string)
}
