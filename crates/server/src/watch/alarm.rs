//! Sends alarms to the error hook: errors of the log, panics, and many failed requests. Each kind of trouble is sent
//! once in a while, so that a bad night is a few calls and not a million.

use crate::config::Secret;
use anyhow::Result;
use app::Clock;
use domain::Timestamp;
use serde::Serialize;
use std::collections::HashMap;
use std::fmt::Debug;
use std::panic;
use std::time::Duration;
use tokio::sync::mpsc;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

/// How long the same trouble is not sent again.
const QUIET: Duration = Duration::from_secs(300);
/// How long suppressed repetitions are counted.
const REMEMBERED: Duration = Duration::from_secs(3600);
/// The most different alarms in that time.
const MOST: usize = 20;
/// The number of failed requests within [`WINDOW`] that is trouble in itself.
const FAILURES: u32 = 20;
const WINDOW: Duration = Duration::from_secs(60);
/// Beyond it alarms are dropped: the log has them.
const QUEUE: usize = 256;
const TIMEOUT: Duration = Duration::from_secs(10);
/// The module that logs a line for each failed request.
const REQUESTS: &str = "api::request";

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trouble {
    level: &'static str,
    target: String,
    message: String,
    event: Option<String>,
    error: Option<String>,
}

/// Listens to the log.
pub struct Alarm(mpsc::Sender<Trouble>);

/// Sends alarms to the hook.
pub struct Calls {
    troubles: mpsc::Receiver<Trouble>,
    client: reqwest::Client,
    hook: Secret,
    instance: String,
}

/// The payload of the hook. `text` alone is what chat programs show.
#[derive(Serialize)]
struct Call<'a> {
    text: String,
    instance: &'a str,
    version: &'static str,
    at: String,
    level: &'a str,
    target: &'a str,
    message: &'a str,
    event: Option<&'a str>,
    error: Option<&'a str>,
    /// How many repetitions were suppressed since.
    repeated: u32,
}

pub fn open(hook: &Secret, instance: String) -> Result<(Alarm, Calls)> {
    let (sender, troubles) = mpsc::channel(QUEUE);
    let client =
        reqwest::Client::builder().timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none()).build()?;
    Ok((Alarm(sender), Calls { troubles, client, hook: hook.clone(), instance }))
}

/// A panic is an error of the log like others; its own message stays on standard error.
pub fn log_panics() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        let place = panicked.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(event = "panic", error = place, "panic: this is a bug at the given place");
        usual(panicked);
    }));
}

impl<S: Subscriber> Layer<S> for Alarm {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        let level = match *metadata.level() {
            Level::ERROR => "error",
            Level::WARN if metadata.target() == REQUESTS => "warn",
            _ => return,
        };
        if level == "error" {
            metrics::counter!("parlance_errors_total").increment(1);
        }
        let mut trouble = Trouble { level, target: metadata.target().to_owned(), ..Trouble::default() };
        event.record(&mut trouble);
        if trouble.message.is_empty() {
            trouble.message = trouble.event.clone().unwrap_or_default();
        }
        // A full queue means that alarms are on their way already.
        let _ = self.0.try_send(trouble);
    }
}

impl Visit for Trouble {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "event" => self.event = Some(value.to_owned()),
            "error" | "code" => self.error = Some(value.to_owned()),
            "message" => value.clone_into(&mut self.message),
            _ => {}
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

impl Calls {
    pub async fn run(mut self, clock: Clock) {
        let mut told = Told::default();
        while let Some(trouble) = self.troubles.recv().await {
            let Some((trouble, repeated)) = told.worth_telling(trouble, clock.now()) else { continue };
            self.call(&trouble, repeated, clock.now()).await;
        }
    }

    async fn call(&self, trouble: &Trouble, repeated: u32, now: Timestamp) {
        let detail = trouble.error.as_ref().map(|error| format!(": {error}")).unwrap_or_default();
        let call = Call {
            text: format!("Parlance at {}: {}{detail}", self.instance, trouble.message),
            instance: &self.instance,
            version: env!("CARGO_PKG_VERSION"),
            at: now.to_string(),
            level: trouble.level,
            target: &trouble.target,
            message: &trouble.message,
            event: trouble.event.as_deref(),
            error: trouble.error.as_deref(),
            repeated,
        };
        let answered = self.client.post(self.hook.expose()).json(&call).send().await;
        if let Err(error) = answered.and_then(reqwest::Response::error_for_status) {
            // The URL is a secret.
            tracing::warn!(event = "alarm_unheard", error = %error.without_url(), "error_hook did not accept a call");
        }
    }
}

/// The alarms that were sent, and when.
#[derive(Default)]
struct Told {
    last: HashMap<(String, String), (Timestamp, u32)>,
    failures: u32,
    window: Option<Timestamp>,
}

impl Told {
    /// With the number of suppressed repetitions.
    fn worth_telling(&mut self, trouble: Trouble, now: Timestamp) -> Option<(Trouble, u32)> {
        let trouble = if trouble.level == "warn" { self.failing(now)? } else { trouble };
        self.last.retain(|_, (at, _)| now.since(*at) < REMEMBERED);
        let kind = (trouble.target.clone(), trouble.message.clone());
        let full = self.last.values().filter(|(at, _)| now.since(*at) < QUIET).count() >= MOST;
        match self.last.get_mut(&kind) {
            Some((at, repeated)) if now.since(*at) < QUIET => {
                *repeated += 1;
                None
            }
            Some(known) => {
                let (_, repeated) = std::mem::replace(known, (now, 0));
                Some((trouble, repeated))
            }
            None if full => None,
            None => {
                self.last.insert(kind, (now, 0));
                Some((trouble, 0))
            }
        }
    }

    /// Counts a failed request; returns whether there are too many.
    fn failing(&mut self, now: Timestamp) -> Option<Trouble> {
        if self.window.is_none_or(|since| now.since(since) > WINDOW) {
            (self.window, self.failures) = (Some(now), 0);
        }
        self.failures += 1;
        (self.failures == FAILURES).then(|| Trouble {
            level: "error",
            target: REQUESTS.to_owned(),
            message: format!("{FAILURES} requests have failed within a minute"),
            ..Trouble::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing_subscriber::layer::SubscriberExt;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    fn trouble(message: &str) -> Trouble {
        Trouble { level: "error", message: message.to_owned(), ..Trouble::default() }
    }

    #[test]
    fn the_same_is_told_once_in_a_while_and_counted_meanwhile() {
        let mut told = Told::default();
        assert_eq!(told.worth_telling(trouble("a"), NOW), Some((trouble("a"), 0)));
        for _ in 0..3 {
            assert_eq!(told.worth_telling(trouble("a"), NOW.plus(QUIET / 2)), None);
        }
        assert_eq!(told.worth_telling(trouble("b"), NOW), Some((trouble("b"), 0)));
        assert_eq!(told.worth_telling(trouble("a"), NOW.plus(QUIET)), Some((trouble("a"), 3)));
    }

    #[test]
    fn a_flood_of_different_ones_ends() {
        let mut told = Told::default();
        let calls = (0..1_000).filter(|n| told.worth_telling(trouble(&n.to_string()), NOW).is_some()).count();
        assert_eq!(calls, MOST);
    }

    #[test]
    fn many_failed_requests_are_trouble_and_few_are_not() {
        let mut told = Told::default();
        let failed = Trouble { level: "warn", ..Trouble::default() };
        for minute in 0..10 {
            for _ in 1..FAILURES {
                assert_eq!(told.worth_telling(failed.clone(), NOW.plus(WINDOW * 2 * minute)), None);
            }
        }
        let (said, _) = told.worth_telling(failed, NOW.plus(WINDOW * 18)).unwrap();
        assert_eq!(said.message, "20 requests have failed within a minute");
    }

    #[test]
    fn errors_are_noticed_and_lesser_things_are_not() {
        let (sender, mut noticed) = mpsc::channel(8);
        let log = tracing_subscriber::registry().with(Alarm(sender));
        tracing::subscriber::with_default(log, || {
            tracing::info!("all is well");
            tracing::warn!("hm");
            tracing::error!(event = "lost", error = "no disk", text = "private", "it is gone");
        });
        let trouble = noticed.try_recv().unwrap();
        assert_eq!((trouble.message.as_str(), trouble.event.as_deref()), ("it is gone", Some("lost")));
        assert_eq!(trouble.error.as_deref(), Some("no disk"));
        assert!(!format!("{trouble:?}").contains("private"));
        assert!(noticed.try_recv().is_err());
    }
}
