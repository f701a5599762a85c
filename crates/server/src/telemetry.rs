//! Writes the log: one JSON object a line for machines, plain lines for a person at a terminal. Must not know what is
//! logged; that it holds no text, token or key is up to the callers.

use crate::config::{Log, LogFormat};
use std::io::{self, IsTerminal, Write};
use tracing::Subscriber;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry, fmt, registry};

/// A listener to the log, with a filter of its own.
pub type Listener = Box<dyn Layer<Registry> + Send + Sync>;

/// Starts logging to standard error, so that what a command prints stays clean. The first call in a process
/// counts; later ones, as tests make them, change nothing.
pub fn init(log: &Log, more: Vec<Listener>) {
    let usual = if io::stderr().is_terminal() { LogFormat::Text } else { LogFormat::Json };
    let format = log.format.unwrap_or(usual);
    // The only way to fail is that there is a log already.
    drop(subscriber(log, format, io::stderr, more).try_init());
}

/// Control characters are escaped in both formats, so a hostile name can neither begin a line of its own nor control
/// a terminal. That is why there are no colors. The spans of a line, which carry `request_id`, come as a list from
/// the outermost inward.
fn subscriber<W>(
    log: &Log,
    format: LogFormat,
    writer: W,
    more: Vec<Listener>,
) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    // At debug it logs the values of every query: hashes, wrapped keys, names.
    let writer = OneLine(writer);
    // The web server reports its workers, which is no concern at `info`.
    let filter = log
        .filter
        .clone()
        .with_target("tokio_postgres", LevelFilter::WARN)
        .with_target("actix_server", LevelFilter::WARN);
    let lines: Listener = match format {
        LogFormat::Json => {
            let lines = fmt::layer().json().with_current_span(false).with_span_list(true).with_writer(writer);
            Box::new(lines.with_filter(filter))
        }
        LogFormat::Text => Box::new(fmt::layer().with_ansi(false).with_writer(writer).with_filter(filter)),
    };
    let mut listeners = vec![lines];
    listeners.extend(more);
    registry().with(listeners)
}

/// Makes each event one line: all control characters in it are escaped, but for its own end.
struct OneLine<W>(W);

impl<'w, W: MakeWriter<'w>> MakeWriter<'w> for OneLine<W> {
    type Writer = OneLineWriter<W::Writer>;

    fn make_writer(&'w self) -> Self::Writer {
        OneLineWriter(self.0.make_writer())
    }
}

struct OneLineWriter<W>(W);

impl<W: Write> Write for OneLineWriter<W> {
    /// The log hands over a whole event at once.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let line = text.strip_suffix('\n').unwrap_or(&text);
        let mut escaped = String::with_capacity(text.len());
        for character in line.chars() {
            if character.is_control() {
                // As JSON would write it; all control characters have at most four digits.
                escaped.push_str(&format!("\\u{:04x}", u32::from(character)));
            } else {
                escaped.push(character);
            }
        }
        escaped.push('\n');
        self.0.write_all(escaped.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Buffer(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Buffer {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(format: LogFormat, filter: &str, say: impl FnOnce()) -> String {
        let buffer = Buffer::default();
        let log = Log { filter: filter.parse().unwrap(), format: Some(format) };
        let writer = buffer.clone();
        tracing::subscriber::with_default(subscriber(&log, format, move || writer.clone(), vec![]), say);
        let bytes = buffer.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_line_tells_time_level_target_fields_and_request() {
        let text = logged(LogFormat::Json, "info", || {
            let request = tracing::info_span!("request", request_id = "r-1");
            request.in_scope(|| tracing::info_span!("inner").in_scope(|| tracing::warn!(count = 3, "full")));
        });
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(line["timestamp"].as_str().unwrap().ends_with('Z'));
        assert_eq!(line["level"], "WARN");
        assert_eq!(line["target"], "parlance_server::telemetry::tests");
        assert_eq!(line["fields"], serde_json::json!({"count": 3, "message": "full"}));
        assert_eq!(line["spans"][0]["request_id"], "r-1");
    }

    #[test]
    fn a_hostile_text_stays_on_its_line() {
        let hostile = "x\n{\"level\":\"ERROR\"}\r\u{1b}[31m\u{9b}2J\u{0}\u{7f}";
        for format in [LogFormat::Json, LogFormat::Text] {
            let text = logged(format, "info", || {
                let span = tracing::info_span!("request", route = %hostile);
                span.in_scope(
                    || tracing::warn!(name = hostile, shown = %hostile, debug = ?hostile, "{hostile}"),
                );
            });
            assert_eq!(text.lines().count(), 1);
            assert!(!text.strip_suffix('\n').unwrap().chars().any(char::is_control), "{text:?}");
        }
    }

    #[test]
    fn the_filter_leaves_out_what_is_too_quiet() {
        let say = || {
            tracing::debug!("quiet");
            tracing::info!(target: "api", "loud");
        };
        assert!(logged(LogFormat::Json, "info", say).contains("loud"));
        let say = || tracing::info!(target: "api", "loud");
        assert_eq!(logged(LogFormat::Text, "info,api=warn", say), "");
    }

    #[test]
    fn starting_twice_is_harmless() {
        let log = Log { filter: "off".parse().unwrap(), format: None };
        init(&log, vec![]);
        init(&log, vec![]);
    }
}
