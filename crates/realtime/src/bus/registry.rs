//! Implements the registry of connections in Redis, under leases: a node that dies is removed when its lease expires.
//! Lost entries are written again by the next renewal.

use super::link::Link;
use domain::{ConnectionId, NodeId, UserId};
use redis::Script;
use std::sync::LazyLock;
use std::sync::atomic::Ordering;
use uuid::Uuid;

/// The lease of a connection; it is renewed three times in this span.
const CONNECTION_LEASE_MS: u64 = 90_000;
/// The lease of a node's list of people; it is renewed three times in this span.
const PEOPLE_LEASE_MS: u64 = 15_000;
/// The lease of a node; it is renewed four times in this span.
const NODE_LEASE_MS: u64 = 4_000;

/// A sorted set for each person: connections by the end of their lease, in the order of their ids, which is the order
/// in which they were opened.
const REGISTER: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local all = redis.call('ZRANGE', KEYS[1], 0, -1)
table.sort(all)
local surplus = {}
for at = 1, #all - tonumber(ARGV[3]) do
    surplus[at] = all[at]
    redis.call('ZREM', KEYS[1], all[at])
end
return surplus
";
static REGISTER_SCRIPT: LazyLock<Script> = LazyLock::new(|| Script::new(REGISTER));

/// The sockets each node holds from one address, with the end of its lease: a node that died holds none.
const COUNT_ADDRESS: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if tonumber(ARGV[2]) > 0 then
    redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ':' .. string.format('%.0f', now + ARGV[3]))
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
else
    redis.call('HDEL', KEYS[1], ARGV[1])
end
local sum = 0
local all = redis.call('HGETALL', KEYS[1])
for at = 1, #all, 2 do
    local count, ends = string.match(all[at + 1], '(%d+):(%d+)')
    if tonumber(ends) > now then
        sum = sum + tonumber(count)
    else
        redis.call('HDEL', KEYS[1], all[at])
    end
end
return sum
";
static COUNT_ADDRESS_SCRIPT: LazyLock<Script> = LazyLock::new(|| Script::new(COUNT_ADDRESS));

/// No limit at all: a renewal removes no connection.
const ALL: usize = 1_000_000;

impl Link {
    pub(super) async fn register(
        &self,
        user: UserId,
        connection: ConnectionId,
        most: usize,
    ) -> Option<Vec<ConnectionId>> {
        let mut line = self.line()?;
        let mut register = REGISTER_SCRIPT.prepare_invoke();
        register.key(self.key("sockets", &user.bytes()));
        register.arg(connection.uuid().simple().to_string()).arg(CONNECTION_LEASE_MS).arg(most);
        let surplus: Vec<String> = self.answer(register.invoke_async(&mut line).await)?;
        Some(surplus.iter().filter_map(|id| id.parse().ok()).collect())
    }

    pub(super) async fn unregister(&self, user: UserId, connection: ConnectionId) -> Option<()> {
        let mut remove = redis::cmd("ZREM");
        remove.arg(self.key("sockets", &user.bytes())).arg(connection.uuid().simple().to_string());
        self.answer(remove.query_async(&mut self.line()?).await)
    }

    /// Addresses are named by a keyed hash, as in buckets.
    pub(super) async fn count_address(&self, address: &[u8], here: usize) -> Option<usize> {
        let mut line = self.line()?;
        let mut count = COUNT_ADDRESS_SCRIPT.prepare_invoke();
        count.key(self.key("address", &self.seal.tag(&[b"address", address])));
        count.arg(self.node.bytes().as_slice()).arg(here).arg(CONNECTION_LEASE_MS);
        self.answer(count.invoke_async(&mut line).await)
    }

    pub(super) async fn renew(&self, connections: &[(UserId, ConnectionId)]) -> Option<()> {
        for (user, connection) in connections {
            self.register(*user, *connection, ALL).await?;
        }
        Some(())
    }

    /// Renews the lease of this node, and returns which nodes are alive.
    pub(super) async fn renew_node(&self) -> Option<Vec<NodeId>> {
        let mut line = self.line()?;
        let (nodes, alive) = (self.key("nodes", b""), |node: NodeId| self.key("alive", &node.bytes()));
        let mut write = redis::pipe();
        write.cmd("SET").arg(alive(self.node)).arg(1).arg("PX").arg(NODE_LEASE_MS).ignore();
        write.cmd("SADD").arg(&nodes).arg(self.node.bytes().as_slice()).ignore();
        write.cmd("SMEMBERS").arg(&nodes);
        let (listed,): (Vec<Vec<u8>>,) = self.answer(write.query_async(&mut line).await)?;
        let listed: Vec<NodeId> =
            listed.iter().filter_map(|bytes| id(bytes)).map(NodeId::from_uuid).collect();
        let mut read = redis::pipe();
        for node in &listed {
            read.cmd("EXISTS").arg(alive(*node));
        }
        let there: Vec<bool> = self.answer(read.query_async(&mut line).await)?;
        let alive: Vec<NodeId> =
            listed.into_iter().zip(there).filter_map(|(node, there)| there.then_some(node)).collect();
        self.nodes.store(alive.len().max(1), Ordering::Relaxed);
        Some(alive)
    }

    pub(super) async fn roll_call(&self, here: &[UserId]) -> Option<Vec<(NodeId, Vec<UserId>)>> {
        let mut line = self.line()?;
        let (nodes, own) = (self.key("nodes", b""), self.key("online", &self.node.bytes()));
        let ids: Vec<Vec<u8>> = here.iter().map(|user| user.bytes().to_vec()).collect();
        let mut write = redis::pipe();
        write.atomic().cmd("DEL").arg(&own).ignore();
        // A node without people is there as well.
        write.cmd("SADD").arg(&own).arg(self.node.bytes().as_slice()).arg(ids).ignore();
        write.cmd("PEXPIRE").arg(&own).arg(PEOPLE_LEASE_MS).ignore();
        write.cmd("SADD").arg(&nodes).arg(self.node.bytes().as_slice()).ignore();
        write.cmd("SMEMBERS").arg(&nodes);
        let (listed,): (Vec<Vec<u8>>,) = self.answer(write.query_async(&mut line).await)?;
        let mut elsewhere = Vec::new();
        for node in listed.iter().filter_map(|bytes| id(bytes)).map(NodeId::from_uuid) {
            if node == self.node {
                continue;
            }
            let mut read = redis::cmd("SMEMBERS");
            read.arg(self.key("online", &node.bytes()));
            let people: Vec<Vec<u8>> = self.answer(read.query_async(&mut line).await)?;
            if people.is_empty() {
                // Its lease has ended.
                let mut forget = redis::cmd("SREM");
                forget.arg(&nodes).arg(node.bytes().as_slice());
                self.answer::<i64>(forget.query_async(&mut line).await)?;
                continue;
            }
            let itself = |bytes: &&Vec<u8>| bytes.as_slice() != node.bytes().as_slice();
            let people = people.iter().filter(itself).filter_map(|bytes| id(bytes)).map(UserId::from_uuid);
            elsewhere.push((node, people.collect()));
        }
        Some(elsewhere)
    }

    pub(super) async fn sign_off(&self) -> Option<()> {
        let mut write = redis::pipe();
        write.cmd("DEL").arg(self.key("online", &self.node.bytes())).ignore();
        write.cmd("DEL").arg(self.key("alive", &self.node.bytes())).ignore();
        write.cmd("SREM").arg(self.key("nodes", b"")).arg(self.node.bytes().as_slice()).ignore();
        self.answer(write.query_async(&mut self.line()?).await)
    }
}

fn id(bytes: &[u8]) -> Option<Uuid> {
    Uuid::from_slice(bytes).ok()
}
