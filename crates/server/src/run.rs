//! Starts and stops the server: keys, store, use cases, listener; and the same in reverse. Must not know rules.

mod app_settings;

use crate::config::{Cidr, Database, FilesUrl, Http, Provider, ProviderKind, Secret, Settings, Storage};
use crate::data_dir::DataDir;
use crate::listen::serve;
use crate::nodes::{self, Node};
use crate::watch::metrics::{Metrics, Serving};
use crate::{key_file, system_random};
use actix_web::dev::ServerHandle;
use anyhow::{Context, Result};
use api::{Api, HttpSettings};
use app::{App, Channels, Clock, Jobs, Mail, Parts, Post, Sms};
use app_settings::app_settings;
use auth::{Blocklist, DeviceTokens, MediaTokens, PasswordHasher, PasswordPool, SeedKey, SigningKeys, Vapid};
use domain::Timestamp;
use persistence::blobs::{BucketSettings, Files};
use persistence::{Config, OpenError, Outlet, Store};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;
use vault::{KeyRing, Label};

/// A longer wait for password hashing would outlast the client's timeout.
const PASSWORD_DEADLINE: Duration = Duration::from_secs(10);

pub struct Running {
    pub address: SocketAddr,
    pub public_url: String,
    app: Arc<App>,
    store: Arc<Store>,
    jobs: Jobs,
    http: ServerHandle,
    serving: tokio::task::JoinHandle<std::io::Result<()>>,
    metrics: Option<Serving>,
    drain: Duration,
    _data_dir: DataDir,
}

pub async fn start(settings: &Settings, clock: Clock) -> Result<Running> {
    let metrics = settings.watch.metrics.map(Metrics::open).transpose()?;
    let data_dir = DataDir::claim(&settings.storage.data_dir)?;
    let now = clock.now();
    let (outlet, facts) = Outlet::new();
    let (ring, store) = open_store(settings, outlet, now).await?;

    let listener = TcpListener::bind(settings.http.listen)
        .with_context(|| format!("cannot listen on {}", settings.http.listen))?;
    let address = listener.local_addr()?;
    let public_url = settings.http.public_url_at(address.port()).as_str().to_owned();

    let (post, outgoing) = app::post();
    let (node, receiver) = nodes::open(settings, &ring, now)?;
    let parts = parts(settings, &ring, store.clone(), clock, public_url.clone(), post, node)?;
    let app = Arc::new(App::new(parts));
    app.begin().await.map_err(|fault| anyhow::anyhow!("cannot write to the database: {}", fault.code()))?;
    let jobs = Jobs::start(&app, facts, outgoing, receiver);
    let api = Api::new(app.clone(), http_settings(&settings.http, address.port()));
    let (http, serving) = serve(listener, Arc::new(api), settings)?;
    let metrics = metrics.map(|metrics| metrics.serve(app.clone())).transpose()?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), %address, %public_url, "listening");
    Ok(Running {
        address,
        public_url,
        app,
        store,
        jobs,
        http,
        serving,
        metrics,
        drain: settings.http.drain,
        _data_dir: data_dir,
    })
}

impl Running {
    /// Sockets are closed first, spread over the window; requests in flight are finished; then the store writes its
    /// queue.
    pub async fn stop(mut self) {
        self.app.drain(self.drain).await;
        self.http.stop(true).await;
        let _ = self.serving.await;
        self.jobs.rest().await;
        self.store.stop().await;
        self.jobs.stop().await;
        if let Some(metrics) = self.metrics {
            metrics.stop().await;
        }
    }

    /// The link that creates the first administrator, where there is none.
    pub async fn first_admin_link(&self) -> Result<Option<String>> {
        let refused = |fault: domain::Fault| anyhow::anyhow!("cannot create the link: {}", fault.code());
        if self.app.has_admin().await.map_err(refused)? {
            return Ok(None);
        }
        self.app.make_admin_link().await.map(Some).map_err(refused)
    }

    /// The address of the metrics.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics.as_ref().map(|metrics| metrics.address)
    }
}

/// The keys and the database they belong to. A new ring for a database that has another one is removed again: it
/// would stand where the right one has to be restored.
pub async fn open_store(
    settings: &Settings,
    outlet: Outlet,
    now: Timestamp,
) -> Result<(Arc<KeyRing>, Arc<Store>)> {
    let key_file::Opened { ring, made } = key_file::open(&settings.storage, now)?;
    let ring = Arc::new(ring);
    let files = files(&settings.storage)?;
    match (Store::open(&store_config(settings), files, ring.clone(), outlet, system_random, now).await, made)
    {
        (Ok(store), None) => Ok((ring, Arc::new(store))),
        (Ok(store), Some(path)) => {
            tracing::warn!(
                path = %path.display(),
                "created a new key ring: keep a copy of this file apart from the data, without it nothing can be read"
            );
            Ok((ring, Arc::new(store)))
        }
        (Err(OpenError::WrongRing), Some(path)) => {
            std::fs::remove_file(path)?;
            Err(OpenError::WrongRing.into())
        }
        (Err(error), _) => Err(error.into()),
    }
}

pub fn store_config(settings: &Settings) -> Config {
    match &settings.storage.database {
        Database::Sqlite(path) => Config::Sqlite { path: path.clone() },
        Database::Postgres(url) => Config::Postgres {
            url: url.expose().to_owned(),
            migrate_url: settings.storage.migrate_url.as_ref().map(|url| url.expose().to_owned()),
            force_unsafe: settings.storage.force_unsafe_database,
        },
    }
}

pub fn parts(
    settings: &Settings,
    ring: &KeyRing,
    store: Arc<Store>,
    clock: Clock,
    issuer: String,
    post: Post,
    node: Node,
) -> Result<Parts> {
    let seeds = ring.signing_keys().into_iter().map(|key| SeedKey {
        kid: key.kid.to_string(),
        seed: *key.seed.bytes(),
        active: key.active,
    });
    let signing = Arc::new(SigningKeys::new(seeds.collect())?);
    let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let at_once = cores.min(PasswordPool::MOST_AT_ONCE);
    let pepper = *ring.derive(Label::Pepper).bytes();
    let hasher = PasswordHasher::new(pepper, settings.accounts.password_cost, at_once, system_random)?;
    Ok(Parts {
        node: node.id,
        bus: node.bus,
        store,
        clock,
        random: system_random,
        settings: app_settings(settings, logo(settings)?),
        passwords: PasswordPool::new(hasher, at_once, PASSWORD_DEADLINE),
        blocklist: blocklist(settings)?,
        channels: channels(settings)?,
        engine: app::Engine::open(&settings.outside.engine)?,
        post,
        signing,
        providers: app::Providers::new(providers(settings), issuer.clone()),
        media_tokens: MediaTokens::new(ring.derive(Label::MediaToken).bytes()),
        devices: DeviceTokens::new(ring.derive(Label::Device).bytes()),
        vapid: Vapid::new(ring.derive(Label::Vapid).bytes(), issuer.clone())?,
        push_service: app::PushService::new(app::PushRules {
            hosts: settings.push.hosts.clone(),
            test_origin: settings.push.test_origin.as_ref().map(|origin| origin.as_str().to_owned()),
        }),
        issuer,
    })
}

fn providers(settings: &Settings) -> Vec<app::Provider> {
    let one = |provider: &Provider| app::Provider {
        name: provider.name.clone(),
        label: provider.label.clone(),
        kind: match &provider.kind {
            ProviderKind::Oidc { issuer } => app::ProviderKind::Oidc { issuer: issuer.clone() },
            ProviderKind::Github { site, api } => {
                app::ProviderKind::Github { site: site.clone(), api: api.clone() }
            }
        },
        client_id: provider.client_id.clone(),
        client_secret: provider.client_secret.expose().to_owned(),
    };
    settings.accounts.providers.iter().map(one).collect()
}

/// Like the list below, an unreadable picture is reported at the start.
fn logo(settings: &Settings) -> Result<Option<app::Logo>> {
    let Some(path) = &settings.instance_logo else { return Ok(None) };
    let bytes =
        std::fs::read(path).with_context(|| format!("instance_logo {} cannot be read", path.display()))?;
    let logo = app::Logo::read(&bytes);
    let wrong = || format!("instance_logo {} is no PNG, JPEG or WebP", path.display());
    Ok(Some(logo.ok().with_context(wrong)?))
}

/// An unreadable list protects nothing: better not to start.
fn blocklist(settings: &Settings) -> Result<Blocklist> {
    let Some(path) = &settings.accounts.blocklist_file else { return Ok(Blocklist::default()) };
    let lines = std::fs::read_to_string(path)
        .with_context(|| format!("password.blocklist_file {} cannot be read", path.display()))?;
    Ok(Blocklist::with(&lines))
}

fn channels(settings: &Settings) -> Result<Channels> {
    let data_dir = &settings.storage.data_dir;
    let mail =
        Mail::open(&settings.outside.mail, data_dir).map_err(|wrong| anyhow::anyhow!("mail_url: {wrong}"))?;
    let sms =
        Sms::open(&settings.outside.sms, data_dir).map_err(|wrong| anyhow::anyhow!("sms_url: {wrong}"))?;
    Ok(Channels { mail, sms })
}

pub fn files(storage: &Storage) -> Result<Files> {
    match &storage.files {
        FilesUrl::Disk(folder) => Ok(Files::disk(folder.clone())),
        FilesUrl::Bucket { bucket, prefix, region, endpoint } => {
            let key =
                |key: &Option<Secret>| key.as_ref().map(|key| key.expose().to_owned()).unwrap_or_default();
            Ok(Files::s3(BucketSettings {
                bucket: bucket.clone(),
                prefix: prefix.clone(),
                region: region.clone(),
                endpoint: endpoint.clone(),
                access_key: key(&storage.files_access_key),
                secret_key: key(&storage.files_secret_key),
            })?)
        }
    }
}

fn http_settings(http: &Http, port: u16) -> HttpSettings {
    let proxies: Vec<Cidr> = http.trusted_proxies.clone();
    HttpSettings {
        allowed_origins: http.origins_at(port).iter().map(|origin| origin.as_str().to_owned()).collect(),
        https: http.public_url_at(port).is_https(),
        trusted_proxy: Arc::new(move |address: IpAddr| proxies.iter().any(|known| known.contains(address))),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

pub fn whole(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
