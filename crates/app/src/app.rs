//! `App` holds what the use cases share. Built by `server`, shared by every caller.

use crate::accounts::session_state::Standing;
use crate::clock::Clock;
use crate::delivery::push::hints::Pushing;
use crate::live::absence::{self, Gone, OnlineIn};
use crate::live::places::Places;
use crate::live::typists::Typists;
use crate::messages::served::Delivered;
use crate::messages::turns::Turns;
use crate::outside::channels::Channels;
use crate::outside::engine::Engine;
use crate::outside::post::Post;
use crate::outside::providers::Providers;
use crate::outside::push_service::PushService;
use crate::people::pictures::Pictures;
use crate::rate_limit::Limits;
use crate::search::indexing::Indexing;
use crate::search::turns::Searching;
use crate::settings::{SearchMode, Settings};
use auth::{AccessTokens, Blocklist, DeviceTokens, MediaTokens, PasswordPool, SigningKeys, Tickets, Vapid};
use domain::{Fault, NodeId, Random, Result};
use persistence::Store;
use persistence::blobs::Files;
use realtime::{Bus, Hub};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};
use std::time::Duration;
use tokio::sync::Notify;

/// After a kill, keys may be changed when this is over.
pub(crate) const SERVING_LEASE: Duration = Duration::from_secs(15);

pub struct App {
    pub(crate) store: Arc<Store>,
    pub(crate) hub: Arc<Hub>,
    pub(crate) bus: Bus,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    /// What is in force: what the operator configured, and above it what was chosen in the console.
    pub(crate) settings: RwLock<Arc<Settings>>,
    pub(crate) configured: Settings,
    /// The choices this node follows.
    pub(crate) followed: tokio::sync::Mutex<Option<String>>,
    pub(crate) limits: Limits,
    pub(crate) places: Arc<Places>,
    pub(crate) standing: Standing,
    pub(crate) typists: Typists,
    pub(crate) searching: Searching,
    /// Where messages are found by an index.
    pub(crate) indexing: Option<Indexing>,
    /// Where messages are translated.
    pub(crate) engine: Option<Engine>,
    pub(crate) gone: Gone,
    pub(crate) online_in: OnlineIn,
    pub(crate) pictures: Pictures,
    pub(crate) files: Arc<Files>,
    pub(crate) media_tokens: MediaTokens,
    pub(crate) devices: DeviceTokens,
    pub(crate) passwords: PasswordPool,
    pub(crate) blocklist: Blocklist,
    pub(crate) channels: Channels,
    pub(crate) post: Post,
    /// Where people reach us, without a slash at its end.
    pub(crate) public_url: String,
    /// This process among those that share a database.
    pub(crate) node: NodeId,
    pub(crate) access_tokens: AccessTokens,
    pub(crate) tickets: Tickets,
    pub(crate) signing: Arc<SigningKeys>,
    pub(crate) providers: Providers,
    /// Woken when a chat was deleted and its rows wait to be removed.
    pub(crate) sweeping: Notify,
    /// Woken when an account was deleted and its chats wait to be left.
    pub(crate) departing: Notify,
    /// Woken when a person was mentioned and waits to be notified.
    pub(crate) mentioning: Notify,
    pub(crate) delivered: Delivered,
    /// What senders wait for whose messages leave the groups.
    pub(crate) turns: Arc<Turns>,
    pub(crate) pushing: Pushing,
    /// On the way down: no new socket is taken, and a balancer is told to look elsewhere.
    pub(crate) draining: AtomicBool,
    /// Whether the last word to the database was written.
    pub(crate) writes: AtomicBool,
}

/// What `server` has made ready.
pub struct Parts {
    /// This process among those that share a database.
    pub node: NodeId,
    pub bus: Bus,
    pub store: Arc<Store>,
    pub clock: Clock,
    pub random: Random,
    pub settings: Settings,
    pub passwords: PasswordPool,
    pub blocklist: Blocklist,
    pub channels: Channels,
    pub engine: Option<Engine>,
    pub post: Post,
    pub signing: Arc<SigningKeys>,
    pub providers: Providers,
    pub media_tokens: MediaTokens,
    pub devices: DeviceTokens,
    pub vapid: Vapid,
    pub push_service: PushService,
    /// Who issues tokens: the address people reach us at.
    pub issuer: String,
}

impl App {
    pub fn new(parts: Parts) -> Self {
        let Parts {
            node,
            bus,
            store,
            clock,
            random,
            settings,
            passwords,
            blocklist,
            channels,
            engine,
            post,
            signing,
            providers,
            media_tokens,
            devices,
            vapid,
            push_service,
            issuer,
        } = parts;
        if let Some(retention) = settings.retention {
            store.keep_for(retention);
        }
        let hub = Arc::new(Hub::default());
        let indexing =
            (settings.search == SearchMode::Index).then(|| Indexing::new(store.clone(), clock.clone(), node));
        Self {
            hub,
            limits: Limits::new(clock.clone(), settings.limits_scale, bus.clone()),
            places: Places::new(settings.connections, settings.connections_per_address, bus.clone()),
            bus,
            standing: Standing::default(),
            typists: Typists::default(),
            searching: Searching::default(),
            indexing,
            engine,
            gone: Gone::default(),
            online_in: absence::online_in(),
            pictures: Pictures::default(),
            files: store.files().clone(),
            media_tokens,
            devices,
            public_url: issuer.clone(),
            node,
            access_tokens: AccessTokens::new(
                signing.clone(),
                issuer.clone(),
                settings.access_lifetime,
                random,
            ),
            tickets: Tickets::new(signing.clone(), issuer, random),
            signing,
            providers,
            store,
            clock,
            random,
            settings: RwLock::new(Arc::new(settings.clone())),
            configured: settings,
            followed: tokio::sync::Mutex::default(),
            passwords,
            blocklist,
            channels,
            post,
            sweeping: Notify::new(),
            departing: Notify::new(),
            mentioning: Notify::new(),
            delivered: Delivered::default(),
            turns: Arc::default(),
            pushing: Pushing::new(vapid, push_service),
            draining: AtomicBool::new(false),
            writes: AtomicBool::new(true),
        }
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    pub fn random(&self) -> Random {
        self.random
    }

    /// The public keys by which others verify our access tokens.
    pub fn jwks(&self) -> serde_json::Value {
        self.signing.jwks()
    }

    pub(crate) fn not_draining(&self) -> Result<()> {
        if self.draining.load(Ordering::Relaxed) { Err(Fault::unavailable()) } else { Ok(()) }
    }

    /// Whether requests that need the database can be served.
    pub async fn ready(&self) -> Result<()> {
        self.not_draining()?;
        if !self.writes.load(Ordering::Relaxed) {
            return Err(Fault::unavailable());
        }
        self.store.ping().await
    }

    /// Says at the start that this node serves, and whether the database is another one than before.
    pub async fn begin(&self) -> Result<()> {
        let now = self.clock.now();
        self.follow_epoch(now).await?;
        self.follow_choices().await?;
        self.store.serve(self.node, now, SERVING_LEASE).await
    }
}
