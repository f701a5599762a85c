//! Implements the bus: how a change on one node reaches the others. A message is only a hint: a lost change is found
//! in the database. Must not know what a frame says, nor what a bucket counts.

mod codec;
mod link;
mod look;
mod message;
mod receiver;
mod registry;

pub use look::{Trouble, look};
pub use message::{BusMessage, PersonalUpdate};
pub use receiver::{BusEvent, BusReceiver};

use domain::{ConnectionId, NodeId, Random, UserId};
use link::Link;
use redis::{IntoConnectionInfo, ProtocolVersion};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use vault::Secret32;

/// One message is one commit, or less.
const OUTGOING_QUEUE: usize = 4096;

#[derive(Clone)]
pub enum Bus {
    /// One process, no other nodes.
    Local,
    Redis(Arc<Link>),
}

/// The answer of a shared bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    pub allowed: bool,
    /// How full it is, in microseconds until it is empty; where it was rejected: how full it would have been.
    pub filled: u64,
}

/// A leaky bucket by its size, all in microseconds.
#[derive(Debug, Clone, Copy)]
pub struct Bucket {
    pub cost: u64,
    pub room: u64,
}

impl Bus {
    pub fn redis(
        url: &str,
        key: Secret32,
        node: NodeId,
        random: Random,
    ) -> Result<(Self, BusReceiver), String> {
        let client = client(url).map_err(|error| error.to_string())?;
        let (queue, outgoing) = tokio::sync::mpsc::channel(OUTGOING_QUEUE);
        let link = Arc::new(Link::new(vault::BusSeal::new(key, node.bytes(), random), node, queue));
        let receiver = BusReceiver::new(link.clone(), client, outgoing);
        Ok((Self::Redis(link), receiver))
    }

    /// Publishes to the other nodes. Never waits: a message that finds the queue full is a lost hint.
    pub fn publish(&self, message: &BusMessage) {
        match self {
            Self::Local => {}
            Self::Redis(link) => link.enqueue(message),
        }
    }

    pub fn is_shared(&self) -> bool {
        match self {
            Self::Local => false,
            Self::Redis(_) => true,
        }
    }

    /// Whether messages get through. Where they do not, the database is asked more often.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Local => true,
            Self::Redis(link) => link.is_whole(),
        }
    }

    /// The number of nodes at the last check, this one included.
    pub fn nodes(&self) -> usize {
        match self {
            Self::Local => 1,
            Self::Redis(link) => link.nodes.load(Ordering::Relaxed),
        }
    }

    /// Fills a bucket that all nodes share, so that nothing fits in for that many microseconds.
    pub async fn fill(&self, name: &[&[u8]], micros: u64) {
        match self {
            Self::Local => {}
            Self::Redis(link) => {
                let _ = link.fill(name, micros).await;
            }
        }
    }

    /// Adds to a bucket that all nodes share; `None` where Redis is away.
    pub async fn take(&self, name: &[&[u8]], bucket: Bucket) -> Option<Taken> {
        match self {
            Self::Local => None,
            Self::Redis(link) => link.take(name, bucket).await,
        }
    }

    /// Registers a connection of this person; those beyond `most`, oldest first, are removed from the list.
    pub async fn register(&self, user: UserId, connection: ConnectionId, most: usize) -> Vec<ConnectionId> {
        match self {
            Self::Local => Vec::new(),
            Self::Redis(link) => link.register(user, connection, most).await.unwrap_or_default(),
        }
    }

    pub async fn unregister(&self, user: UserId, connection: ConnectionId) {
        match self {
            Self::Local => {}
            Self::Redis(link) => {
                let _ = link.unregister(user, connection).await;
            }
        }
    }

    /// Renews the leases of this node's connections.
    pub async fn renew(&self, connections: &[(UserId, ConnectionId)]) {
        match self {
            Self::Local => {}
            Self::Redis(link) => {
                let _ = link.renew(connections).await;
            }
        }
    }

    /// Records how many sockets this node holds from an address, and returns how many all nodes hold together; `None`
    /// where Redis is away.
    pub async fn count_address(&self, address: &[u8], here: usize) -> Option<usize> {
        match self {
            Self::Local => None,
            Self::Redis(link) => link.count_address(address, here).await,
        }
    }

    /// Renews the lease of this node, and returns which nodes are alive; `None` where Redis is away.
    pub async fn renew_node(&self) -> Option<Vec<NodeId>> {
        match self {
            Self::Local => None,
            Self::Redis(link) => link.renew_node().await,
        }
    }

    /// Publishes who is online here, under a lease, and asks who is elsewhere; `None` where Redis is away.
    pub async fn roll_call(&self, here: &[UserId]) -> Option<Vec<(NodeId, Vec<UserId>)>> {
        match self {
            Self::Local => None,
            Self::Redis(link) => link.roll_call(here).await,
        }
    }

    /// Removes this node from the registry.
    pub async fn sign_off(&self) {
        match self {
            Self::Local => {}
            Self::Redis(link) => {
                let _ = link.sign_off().await;
            }
        }
    }
}

/// Only the third protocol answers questions and delivers published messages over one connection.
fn client(url: &str) -> redis::RedisResult<redis::Client> {
    let place = url.into_connection_info()?;
    let settings = place.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
    redis::Client::open(place.set_redis_settings(settings))
}
