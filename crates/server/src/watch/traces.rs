//! Exports traces over OTLP: requests, sends, and the database's part of both. A trace names the query that ran,
//! never its values.

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{SpanExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing::level_filters::LevelFilter;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;

/// The crates whose spans are traced; those of libraries may hold values.
const OURS: [&str; 2] = ["api", "persistence"];

/// Flushes when it is closed.
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// The sampling rate in percent. A sampling decision in a request's header is ignored: any client may send one.
    pub fn open(endpoint: &str, percent: u32) -> anyhow::Result<Self> {
        let exporter = SpanExporter::builder().with_http().with_endpoint(endpoint).build()?;
        let resource = Resource::builder().with_service_name("parlance").build();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource)
            .with_sampler(Sampler::TraceIdRatioBased(f64::from(percent) / 100.0))
            .build();
        Ok(Self(provider))
    }

    pub fn layer<S>(&self) -> impl Layer<S> + Send + Sync + use<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span> + Send + Sync,
    {
        let ours = |metadata: &Metadata<'_>| {
            let module = metadata.target().split("::").next().unwrap_or_default();
            metadata.is_span() && OURS.contains(&module)
        };
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer("parlance"))
            .with_location(false)
            .with_threads(false)
            .with_filter(filter_fn(ours).with_max_level_hint(LevelFilter::DEBUG))
    }

    pub async fn close(self) {
        // It waits for its own thread.
        let closed = tokio::task::spawn_blocking(move || self.0.shutdown()).await;
        if !matches!(closed, Ok(Ok(()))) {
            tracing::warn!("the last traces could not be sent");
        }
    }
}
