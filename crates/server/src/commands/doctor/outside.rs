//! What people reach: the public address, through whatever stands in front of the server; and the clocks by which
//! tokens are judged.

use super::Findings;
use crate::config::Settings;
use crate::run;
use app::Clock;
use domain::Timestamp;
use persistence::Store;
use reqwest::header;
use reqwest::{Client, Response, StatusCode};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(10);
/// Nodes forgive each other a minute: two that are this far from the database are not further apart.
const CLOCKS_APART: Duration = Duration::from_secs(30);

pub async fn look(settings: &Settings, findings: &mut Findings) {
    match Store::clock(&run::store_config(settings)).await {
        Ok(Some(there)) => compare("the database", there, findings),
        Ok(None) => {}
        // Why it does not answer is said where the database is looked at.
        Err(_) => findings.warn("the clock of the database could not be read"),
    }
    let url = settings.http.public_url_at(settings.http.listen.port()).as_str().to_owned();
    // Sockets are opened over HTTP/1.1.
    let client = Client::builder().timeout(PATIENCE).http1_only().redirect(reqwest::redirect::Policy::none());
    let client = match client.build() {
        Ok(client) => client,
        Err(error) => return findings.fault(&format!("nothing can be asked over HTTP: {error}")),
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
            "{url}/healthz answers {} instead of 200: the proxy leads somewhere else",
            answer.status()
        )),
        Err(error) => findings.warn(&format!(
            "nothing answers at {url} ({}): start the server; otherwise look at its DNS name, the proxy and its \
             certificate, unless this machine cannot reach its own public address",
            causes(&error)
        )),
    }
}

/// Asks for a socket without a proof: only a request that arrives as an upgrade is asked for one.
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
            findings.ok("sockets get through to the server");
        }
        Ok(answer) => findings.fault(&format!(
            "sockets do not get through ({} instead of 401): the proxy must pass the headers Upgrade and Connection",
            answer.status()
        )),
        Err(error) => findings.fault(&format!("sockets do not get through: {}", causes(&error))),
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
            "the clock of {whose} is {} seconds from the one here: let both follow NTP",
            apart.as_secs()
        ));
    } else {
        findings.ok(&format!("the clock of {whose} agrees with the one here"));
    }
}

fn causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.last().map_or_else(|| error.to_string(), ToString::to_string)
}
