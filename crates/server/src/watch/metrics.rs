//! Serves metrics for Prometheus, on a listener of their own. Without `metrics_listen`, nothing is counted.

use super::process;
use actix_web::dev::ServerHandle;
use actix_web::http::header::{self, ContentType};
use actix_web::{App as Service, HttpResponse, HttpServer, web};
use anyhow::{Context, Result};
use app::App;
use metrics::Unit;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::task::JoinHandle;

/// Buckets of durations: from unnoticeable to unbearable.
const SECONDS: [f64; 12] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// Buckets of sizes.
const SIZES: [f64; 10] = [1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 500.0, 2_000.0, 10_000.0];
/// How often recorded values are aggregated, whether or not they are scraped.
const UPKEEP: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Present from the start with zero, so that the first event shows as an increase.
    Counter,
    /// One series for each label, from its first event on.
    Counters,
    Gauge,
    Seconds,
    Sizes,
}

/// Every series.
pub const KNOWN: &[(&str, Kind, &str)] = &[
    ("parlance_connections", Kind::Gauge, "Open sockets of this node"),
    ("parlance_chats_listened", Kind::Gauge, "Chats with listeners on this node"),
    ("parlance_nodes", Kind::Gauge, "Nodes of the instance, as this one sees them"),
    ("parlance_bus_whole", Kind::Gauge, "1 while this node receives from the other nodes"),
    (
        "parlance_bus_seconds",
        Kind::Seconds,
        "From sending on one node to receipt on this one, by their clocks",
    ),
    ("parlance_send_seconds", Kind::Seconds, "From a message's arrival to its acknowledgement"),
    ("parlance_deliveries_total", Kind::Counter, "Changes delivered to sockets, each socket counted"),
    ("parlance_audience", Kind::Sizes, "Sockets one change was delivered to"),
    ("parlance_batch_size", Kind::Sizes, "Units of work in one commit"),
    ("parlance_write_queue", Kind::Gauge, "Units of work that wait for the next commit"),
    (
        "parlance_gaps_healed_total",
        Kind::Counter,
        "Chats whose lost notifications were healed from the database",
    ),
    ("parlance_rate_limited_total", Kind::Counters, "Requests rejected, by limit"),
    ("parlance_bursts_total", Kind::Counters, "Accounts that kept running into a limit, by limit"),
    ("parlance_unreadable_total", Kind::Counter, "Stored messages that do not authenticate"),
    ("parlance_sockets_closed_total", Kind::Counters, "Sockets closed from this side, by code"),
    (
        "parlance_job_turns_total",
        Kind::Counters,
        "Attempts at jobs that one node does for all, by job and lease",
    ),
    ("parlance_requests_total", Kind::Counters, "Requests answered, by status"),
    ("parlance_request_seconds", Kind::Seconds, "How long answers took, by method and route"),
    ("parlance_errors_total", Kind::Counter, "Errors in the log"),
    ("parlance_build_info", Kind::Gauge, "1, with the version"),
    ("process_resident_memory_bytes", Kind::Gauge, "Memory in use"),
    ("process_open_fds", Kind::Gauge, "Open files and sockets"),
];

/// A bound listener, and what it serves.
pub struct Metrics {
    listener: TcpListener,
    handle: PrometheusHandle,
}

/// The running listener.
pub struct Serving {
    pub address: SocketAddr,
    http: ServerHandle,
    serving: JoinHandle<std::io::Result<()>>,
    upkeep: JoinHandle<()>,
}

impl Metrics {
    /// Counting begins here, before anything that is counted.
    pub fn open(address: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind(address)
            .with_context(|| format!("metrics_listen: cannot listen on {address}"))?;
        Ok(Self { listener, handle: recorder()? })
    }

    pub fn serve(self, app: Arc<App>) -> Result<Serving> {
        let address = self.listener.local_addr()?;
        let (handle, clock) = (self.handle.clone(), app.clock().clone());
        let upkeep = tokio::spawn(async move {
            loop {
                clock.sleep(UPKEEP).await;
                handle.run_upkeep();
            }
        });
        let shown = web::Data::new((app, self.handle));
        let server = HttpServer::new(move || {
            Service::new().app_data(shown.clone()).route("/metrics", web::get().to(show))
        })
        .workers(1)
        .disable_signals()
        .listen(self.listener)?
        .run();
        let http = server.handle();
        tracing::info!(%address, "serving metrics for Prometheus");
        Ok(Serving { address, http, serving: tokio::spawn(server), upkeep })
    }
}

impl Serving {
    pub async fn stop(self) {
        self.upkeep.abort();
        self.http.stop(false).await;
        let _ = self.serving.await;
    }
}

async fn show(shown: web::Data<(Arc<App>, PrometheusHandle)>) -> HttpResponse {
    let (app, handle) = shown.get_ref();
    app.take_readings();
    process::take_readings();
    metrics::gauge!("parlance_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    HttpResponse::Ok()
        .insert_header(ContentType::plaintext())
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(handle.render())
}

/// One for the process: tests start several servers in one.
fn recorder() -> Result<PrometheusHandle> {
    static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
    if let Some(handle) = RECORDER.get() {
        return Ok(handle.clone());
    }
    let mut builder = PrometheusBuilder::new();
    for (name, kind, _) in KNOWN {
        let buckets: &[f64] = match kind {
            Kind::Counter | Kind::Counters | Kind::Gauge => continue,
            Kind::Seconds => &SECONDS,
            Kind::Sizes => &SIZES,
        };
        builder = builder.set_buckets_for_metric(Matcher::Full((*name).to_owned()), buckets)?;
    }
    let handle = builder.install_recorder()?;
    for (name, kind, meaning) in KNOWN {
        match kind {
            Kind::Counter => {
                metrics::describe_counter!(*name, *meaning);
                metrics::counter!(*name).increment(0);
            }
            Kind::Counters => metrics::describe_counter!(*name, *meaning),
            Kind::Gauge => metrics::describe_gauge!(*name, *meaning),
            Kind::Seconds => metrics::describe_histogram!(*name, Unit::Seconds, *meaning),
            Kind::Sizes => metrics::describe_histogram!(*name, Unit::Count, *meaning),
        }
    }
    Ok(RECORDER.get_or_init(|| handle).clone())
}
