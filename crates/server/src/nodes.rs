//! Defines this process as a node of its instance: alone, or with a link to the others. Must not know what nodes tell
//! each other.

use crate::config::Settings;
use crate::system_random;
use anyhow::{Result, anyhow};
use domain::{NodeId, Timestamp};
use realtime::{Bus, BusReceiver};
use vault::{KeyRing, Label};

pub struct Node {
    pub id: NodeId,
    pub bus: Bus,
}

impl Node {
    /// For work that ends before another node could react: serving nodes find its changes in the database.
    pub fn alone(now: Timestamp) -> Self {
        Self { id: NodeId::make(now, system_random), bus: Bus::Local }
    }
}

/// Logs why Redis cannot be used; the server starts without it.
pub async fn warn_of_redis(settings: &Settings) {
    let Some(url) = &settings.storage.redis else { return };
    let advice = match realtime::look(url.expose()).await {
        Ok(()) => return,
        Err(realtime::Trouble::Refused) => {
            "Redis rejects the connection: check the user and the password in redis_url, and its ACL"
        }
        Err(realtime::Trouble::Away) => {
            "Redis does not answer: is it running, and are host and port in redis_url right?"
        }
    };
    tracing::warn!(event = "redis_unavailable", "{advice} Until then nodes find messages in the database");
}

/// Redis need not be there yet.
pub fn open(settings: &Settings, ring: &KeyRing, now: Timestamp) -> Result<(Node, Option<BusReceiver>)> {
    let Node { id, bus } = Node::alone(now);
    let Some(url) = &settings.storage.redis else { return Ok((Node { id, bus }, None)) };
    let (bus, receiver) = Bus::redis(url.expose(), ring.derive(Label::Bus), id, system_random)
        .map_err(|wrong| anyhow!("redis_url: {wrong}"))?;
    Ok((Node { id, bus }, Some(receiver)))
}
