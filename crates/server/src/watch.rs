//! Monitors the server: metrics, alarms, traces. Must not know what a request means; nothing that leaves here holds a
//! text, name or token.

mod alarm;
pub mod metrics;
mod process;
mod traces;

use crate::config::Settings;
use crate::telemetry::Listener;
use alarm::{Alarm, Calls};
use anyhow::Result;
use app::Clock;
use tokio::task::JoinHandle;
use traces::Traces;

/// The configured monitoring tasks.
pub struct Watching {
    traces: Option<Traces>,
    calls: Option<JoinHandle<()>>,
}

impl Watching {
    /// Together with what listens to the log.
    pub fn open(settings: &Settings) -> Result<(Self, Vec<Listener>)> {
        let mut listeners: Vec<Listener> = Vec::new();
        let watch = &settings.watch;
        let traces =
            watch.otlp_url.as_ref().map(|url| Traces::open(url.expose(), watch.otlp_percent)).transpose()?;
        if let Some(traces) = &traces {
            listeners.push(Box::new(traces.layer()));
        }
        let mut calls = None;
        if let Some(hook) = &watch.error_hook {
            let instance = settings.http.public_url_at(settings.http.listen.port());
            let (alarm, taken): (Alarm, Calls) = alarm::open(hook, instance.as_str().to_owned())?;
            listeners.push(Box::new(alarm));
            calls = Some(tokio::spawn(taken.run(Clock::System)));
            alarm::log_panics();
        }
        Ok((Self { traces, calls }, listeners))
    }

    pub async fn close(self) {
        if let Some(calls) = self.calls {
            calls.abort();
        }
        if let Some(traces) = self.traces {
            traces.close().await;
        }
    }
}
