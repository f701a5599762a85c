//! This is the one call to an address that a client named: its browser vendor's push service. The host must be one of
//! those the operator trusts, and the address it has at that moment must be the internet's. Must not know what a push
//! says.

use super::address::is_public;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, StatusCode, Url};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(3);
const TOTAL: Duration = Duration::from_secs(10);
const LONGEST_ENDPOINT: usize = 2048;

/// Where pushes may go.
#[derive(Debug, Clone)]
pub struct PushRules {
    /// Exact names, or `*.` and the end of a name.
    pub hosts: Vec<String>,
    /// An origin on this machine, for trying things out; the configuration refuses it anywhere else.
    pub test_origin: Option<String>,
}

impl PushRules {
    /// The address in the form it is called by, if it may be called at all.
    pub fn allow(&self, endpoint: &str) -> Option<Url> {
        let url = Url::parse(endpoint).ok().filter(|_| endpoint.len() <= LONGEST_ENDPOINT)?;
        if self.is_test(&url) {
            return Some(url);
        }
        let name = url.domain()?.to_ascii_lowercase();
        let plain = url.username().is_empty() && url.password().is_none();
        let fits = url.scheme() == "https" && url.port_or_known_default() == Some(443) && plain;
        (fits && self.hosts.iter().any(|known| covers(known, &name))).then_some(url)
    }

    fn is_test(&self, url: &Url) -> bool {
        self.test_origin.as_deref() == Some(url.origin().ascii_serialization().as_str())
    }
}

fn covers(known: &str, name: &str) -> bool {
    match known.strip_prefix("*.") {
        Some(end) => name.strip_suffix(end).is_some_and(|start| start.len() > 1 && start.ends_with('.')),
        None => known == name,
    }
}

/// How a push ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    Done,
    /// The browser unsubscribed.
    Gone,
    /// The push service cannot just now.
    Later,
    /// It never will.
    Refused,
}

/// Its clients are made with the first push: each reads all root certificates.
#[derive(Clone)]
pub struct PushService {
    checked: OnceLock<Client>,
    /// Only for the test origin.
    unchecked: OnceLock<Client>,
    pub rules: PushRules,
}

impl PushService {
    pub fn new(rules: PushRules) -> Self {
        Self { checked: OnceLock::new(), unchecked: OnceLock::new(), rules }
    }

    fn client(&self, test: bool) -> Option<&Client> {
        let kept = if test { &self.unchecked } else { &self.checked };
        if let Some(client) = kept.get() {
            return Some(client);
        }
        let builder = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .no_proxy()
            .user_agent("parlance");
        let checked = |builder: ClientBuilder| builder.https_only(true).dns_resolver(Arc::new(Public));
        let made = if test { builder } else { checked(builder) }.build().ok()?;
        Some(kept.get_or_init(|| made))
    }

    pub async fn send(&self, url: Url, headers: &[(&'static str, String)], body: Vec<u8>) -> Delivery {
        let Some(client) = self.client(self.rules.is_test(&url)) else { return Delivery::Later };
        let request =
            headers.iter().fold(client.post(url), |request, (name, value)| request.header(*name, value));
        // Nothing of the answer but its status is read.
        match request.body(body).send().await.map(|answer| answer.status()) {
            Ok(status) if status.is_success() => Delivery::Done,
            Ok(StatusCode::NOT_FOUND | StatusCode::GONE) => Delivery::Gone,
            Ok(StatusCode::TOO_MANY_REQUESTS) => Delivery::Later,
            Ok(status) if status.is_server_error() => Delivery::Later,
            Ok(_) => Delivery::Refused,
            Err(_) => Delivery::Later,
        }
    }
}

/// Resolves a name, once for a connection, and hands over its addresses only if all of them are the internet's:
/// what was checked is what is called.
struct Public;

impl Resolve for Public {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<_> = tokio::net::lookup_host((name.as_str(), 443)).await?.collect();
            if found.is_empty() || !found.iter().all(|address| is_public(address.ip())) {
                return Err("the name leads to an address that is not the internet's".into());
            }
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> PushRules {
        let hosts = ["push.example", "*.notify.example"].map(str::to_owned).to_vec();
        PushRules { hosts, test_origin: Some("http://127.0.0.1:9999".to_owned()) }
    }

    #[test]
    fn only_known_push_services_by_https() {
        for good in [
            "https://push.example/x?y=z",
            "https://PUSH.example/x",
            "https://push.example:443/x",
            "https://db5.notify.example/x",
            "http://127.0.0.1:9999/x",
        ] {
            assert!(rules().allow(good).is_some(), "{good}");
        }
        for bad in [
            "http://push.example/x",
            "https://push.example:8443/x",
            "https://push.example.evil.org/x",
            "https://evilpush.example/x",
            "https://notify.example/x",
            "https://evilnotify.example/x",
            "https://user@push.example/x",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://[::ffff:127.0.0.1]/x",
            "https://169.254.169.254/latest/meta-data",
            "https://0x7f000001/x",
            "https://localhost/x",
            "http://127.0.0.1:9998/x",
            "http://localhost:9999/x",
            "file:///etc/passwd",
            "push.example",
            "",
        ] {
            assert!(rules().allow(bad).is_none(), "{bad}");
        }
        assert!(rules().allow(&format!("https://push.example/{}", "x".repeat(2048))).is_none());
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_not_called() {
        let name = "localhost".parse().unwrap();
        assert!(Public.resolve(name).await.is_err());
    }
}
