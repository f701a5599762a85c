//! This process among the nodes of an instance: alone, or with a line to the others.

use crate::config::Settings;
use crate::system_random;
use anyhow::{Result, anyhow};
use app::{Bus, Hearing};
use domain::{NodeId, Timestamp};
use vault::{KeyRing, Label};

pub struct Node {
    pub id: NodeId,
    pub bus: Bus,
}

impl Node {
    /// For work that ends before anybody could answer: what it changes, the serving nodes find in the database.
    pub fn alone(now: Timestamp) -> Self {
        Self { id: NodeId::make(now, system_random), bus: Bus::Local }
    }
}

/// Says why Redis cannot be used; the server starts without it.
pub async fn warn_of_redis(settings: &Settings) {
    let Some(url) = &settings.storage.redis else { return };
    let advice = match realtime::look(url.expose()).await {
        Ok(()) => return,
        Err(realtime::Trouble::Refused) => {
            "Redis refuses us: look at the user and the password in redis_url, and at its ACL"
        }
        Err(realtime::Trouble::Away) => {
            "Redis does not answer: is it running, and are host and port in redis_url right?"
        }
    };
    tracing::warn!(event = "redis_unavailable", "{advice} Until then nodes find messages in the database");
}

/// Redis need not be there yet.
pub fn open(settings: &Settings, ring: &KeyRing, now: Timestamp) -> Result<(Node, Option<Hearing>)> {
    let Node { id, bus } = Node::alone(now);
    let Some(url) = &settings.storage.redis else { return Ok((Node { id, bus }, None)) };
    let (bus, hearing) = Bus::redis(url.expose(), ring.derive(Label::Bus), id, system_random)
        .map_err(|wrong| anyhow!("redis_url: {wrong}"))?;
    Ok((Node { id, bus }, Some(hearing)))
}
