//! How what one node says reaches the others. It is only a hint: what gets lost is found in the database.
//! Must not know what a frame says, nor what a bucket counts.

mod codec;
mod hearing;
mod link;
mod look;
mod registry;
mod word;

pub use hearing::{Heard, Hearing};
pub use look::{Trouble, look};
pub use word::{Told, Word};

use domain::{ConnectionId, NodeId, Random, UserId};
use link::Link;
use redis::{IntoConnectionInfo, ProtocolVersion};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use vault::Secret32;

/// One word is one commit, or less.
const MOST_UNSAID: usize = 4096;

#[derive(Clone)]
pub enum Bus {
    /// One process: nobody else is there.
    Local,
    Redis(Arc<Link>),
}

/// What a shared bucket says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    pub allowed: bool,
    /// How full it is, in microseconds until it is empty; refused: how full it would have been.
    pub filled: u64,
}

/// A leaky bucket by its size, all in microseconds.
#[derive(Debug, Clone, Copy)]
pub struct Bucket {
    pub cost: u64,
    pub room: u64,
}

impl Bus {
    pub fn redis(url: &str, key: Secret32, node: NodeId, random: Random) -> Result<(Self, Hearing), String> {
        let client = client(url).map_err(|error| error.to_string())?;
        let (unsaid, outgoing) = tokio::sync::mpsc::channel(MOST_UNSAID);
        let link = Arc::new(Link::new(vault::BusSeal::new(key, node.bytes(), random), node, unsaid));
        let hearing = Hearing::new(link.clone(), client, outgoing);
        Ok((Self::Redis(link), hearing))
    }

    /// Tells the other nodes. Never waits: a word that finds no room is a lost hint.
    pub fn pass_on(&self, word: &Word) {
        match self {
            Self::Local => {}
            Self::Redis(link) => link.pass_on(word),
        }
    }

    pub fn is_shared(&self) -> bool {
        match self {
            Self::Local => false,
            Self::Redis(_) => true,
        }
    }

    /// Whether words get through. Where they do not, the database is asked more often.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Local => true,
            Self::Redis(link) => link.is_whole(),
        }
    }

    /// Nodes that were there when somebody last looked, this one among them.
    pub fn nodes(&self) -> usize {
        match self {
            Self::Local => 1,
            Self::Redis(link) => link.nodes.load(Ordering::Relaxed),
        }
    }

    /// Fills a bucket that all nodes share, so that nothing fits in for so many microseconds.
    pub async fn fill(&self, name: &[&[u8]], micros: u64) {
        match self {
            Self::Local => {}
            Self::Redis(link) => {
                let _ = link.fill(name, micros).await;
            }
        }
    }

    /// Puts something into a bucket all nodes share; none where nobody can say.
    pub async fn take(&self, name: &[&[u8]], bucket: Bucket) -> Option<Taken> {
        match self {
            Self::Local => None,
            Self::Redis(link) => link.take(name, bucket).await,
        }
    }

    /// Notes a connection of this person; those beyond `most`, oldest first, are listed no more.
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

    /// The leases of this node's connections begin anew.
    pub async fn renew(&self, connections: &[(UserId, ConnectionId)]) {
        match self {
            Self::Local => {}
            Self::Redis(link) => {
                let _ = link.renew(connections).await;
            }
        }
    }

    /// Records how many sockets this node holds from an address, and answers how many all nodes hold together; none
    /// where Redis is away.
    pub async fn count_address(&self, address: &[u8], here: usize) -> Option<usize> {
        match self {
            Self::Local => None,
            Self::Redis(link) => link.count_address(address, here).await,
        }
    }

    /// Renews the lease of this node, and answers which nodes are alive; none where Redis is away.
    pub async fn renew_node(&self) -> Option<Vec<NodeId>> {
        match self {
            Self::Local => None,
            Self::Redis(link) => link.renew_node().await,
        }
    }

    /// Says who is online here, under a lease, and asks who is elsewhere; none where nobody can say.
    pub async fn roll_call(&self, here: &[UserId]) -> Option<Vec<(NodeId, Vec<UserId>)>> {
        match self {
            Self::Local => None,
            Self::Redis(link) => link.roll_call(here).await,
        }
    }

    /// This node goes, and says so.
    pub async fn sign_off(&self) {
        match self {
            Self::Local => {}
            Self::Redis(link) => {
                let _ = link.sign_off().await;
            }
        }
    }
}

/// Only the third protocol answers questions and tells what was published over one connection.
fn client(url: &str) -> redis::RedisResult<redis::Client> {
    let place = url.into_connection_info()?;
    let settings = place.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
    redis::Client::open(place.set_redis_settings(settings))
}
