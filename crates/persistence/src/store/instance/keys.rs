//! Opened keys are cached for a short while, and wrapped ones rotated and rewrapped here.

use crate::keys::{FIRST_DATA_KEY, KeySet, owner_number, owner_of, wrapped};
use crate::outcome::KeyUse;
use crate::rows::instance::{DataKeyRow, InstanceRow};
use crate::rows::operators::audit::AuditRow;
use crate::store::{Store, on_reader, on_writer};
use crate::types::StoredId;
use domain::audit::{Act, Entry};
use domain::{ChatId, Fault, Result, Seq, Timestamp, UserId};
use std::collections::HashMap;
use std::sync::Arc;
use vault::Owner;

/// How many data keys each key-encryption key still wraps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyStatus {
    pub kid: String,
    pub wraps: i64,
}

const REWRAP_BATCH: i64 = 500;
/// Data keys of one key-encryption key that are tried.
const TRIED: i64 = 200;

impl Store {
    pub async fn key_status(&self) -> Result<Vec<KeyStatus>> {
        let counts = on_reader!(self, instance::keys::count_by_kid())?;
        Ok(counts.into_iter().map(|(kid, wraps)| KeyStatus { kid, wraps }).collect())
    }

    /// Wraps some more data keys under the active key; how many were done, and 0 when none is left.
    /// It may be broken off and begun again at any point.
    pub async fn rewrap_some(&self) -> Result<usize> {
        let active = self.ring.active_kid().to_string();
        let rows = on_reader!(self, instance::keys::not_under(active, REWRAP_BATCH))?;
        let mut fresh = Vec::with_capacity(rows.len());
        for row in rows {
            let ver = u32::try_from(row.ver).unwrap_or_default();
            let rewrapped = wrapped(&row)
                .and_then(|old| self.ring.rewrap(owner_of(&row), ver, &old, self.random).ok())
                .ok_or(Fault::Internal)?;
            fresh.push(DataKeyRow {
                kid: rewrapped.kid.to_string(),
                nonce: rewrapped.nonce.to_vec(),
                wrapped: rewrapped.bytes,
                ..row
            });
        }
        let done = fresh.len();
        on_writer!(self, instance::keys::rewrap_rows(fresh), |()| ((), vec![]))?;
        Ok(done)
    }

    /// Tries some data keys of each key-encryption key: how many there were, and how many do not open.
    pub async fn try_keys(&self) -> Result<(usize, usize)> {
        let (mut tried, mut shut) = (0, 0);
        for KeyStatus { kid, .. } in self.key_status().await? {
            for row in on_reader!(self, instance::keys::some_under(kid, TRIED))? {
                let ver = u32::try_from(row.ver).unwrap_or_default();
                let opened = wrapped(&row)
                    .and_then(|old| self.ring.rewrap(owner_of(&row), ver, &old, self.random).ok());
                tried += 1;
                shut += usize::from(opened.is_none());
            }
        }
        Ok((tried, shut))
    }

    /// Proves the ring again under its active key, so that the former one can be retired.
    pub async fn renew_canary(&self, at: Timestamp) -> Result<()> {
        let row = on_reader!(self, instance::find())?.ok_or(Fault::Internal)?;
        let canary = self.ring.canary(self.random);
        let row = InstanceRow {
            canary_kid: canary.kid.to_string(),
            canary_nonce: canary.nonce.to_vec(),
            canary_wrapped: canary.bytes,
            ..row
        };
        let entry = AuditRow::of(Entry::of(Act::KeysRotated, None, at), self.random);
        on_writer!(self, instance::renew(row, entry), |()| ((), vec![]))
    }

    /// The keys of a chat. An outsider's chat without keys does not exist.
    pub(crate) async fn chat_keys(&self, chat: ChatId, now: Timestamp) -> Result<Arc<KeySet>> {
        let owner = Owner::Chat(chat.bytes());
        if let Some(keys) = self.cached_keys(owner) {
            return Ok(keys);
        }
        let (kind, _) = owner_number(owner);
        let (rows, mut used) = on_reader!(self, instance::keys::of_chats(kind, vec![chat]))?;
        let used = used.pop();
        let seq = used.map_or(Seq::ZERO, |used| used.seq);
        let mut keys = KeySet::open(&self.ring, owner, &rows);
        if keys.is_empty() && rows.is_empty() {
            return Err(Fault::NotFound);
        }
        if !keys.is_empty() && used.is_some_and(|used| self.needs_rotation(&keys, used, now)) {
            let next = [keys.newest() + 1];
            let (_, fresh) = KeySet::create(&self.ring, owner, &next, seq, now, self.random);
            on_writer!(self, instance::keys::add(fresh), |()| ((), vec![]))?;
            let (rows, _) = on_reader!(self, instance::keys::of_chats(kind, vec![chat]))?;
            keys = KeySet::open(&self.ring, owner, &rows);
        }
        Ok(self.remember(owner, keys))
    }

    /// As [`Self::chat_keys`], for many at once; a chat without keys is left out.
    pub(crate) async fn keys_of_chats(
        &self,
        chats: impl IntoIterator<Item = ChatId>,
        now: Timestamp,
    ) -> Result<HashMap<ChatId, Arc<KeySet>>> {
        let mut found = HashMap::new();
        let mut missing = Vec::new();
        for chat in chats {
            match self.cached_keys(Owner::Chat(chat.bytes())) {
                Some(keys) => drop(found.insert(chat, keys)),
                None => missing.push(chat),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        let (kind, _) = owner_number(Owner::Chat([0; 16]));
        let (rows, used) = on_reader!(self, instance::keys::of_chats(kind, missing))?;
        let mut of: HashMap<StoredId, Vec<DataKeyRow>> = HashMap::new();
        for row in rows {
            of.entry(row.owner_id).or_default().push(row);
        }
        for used in used {
            let Some(rows) = of.get(&StoredId::from(used.chat)) else { continue };
            let owner = Owner::Chat(used.chat.bytes());
            let keys = Arc::new(KeySet::open(&self.ring, owner, rows));
            // A key that needs rotation is rotated by the next writer, who must not find it here.
            if !self.needs_rotation(&keys, used, now) {
                self.keys.insert(owner, keys.clone());
            }
            found.insert(used.chat, keys);
        }
        Ok(found)
    }

    /// As [`Self::chat_keys`], for a caller about to seal: without a key nothing is stored, rather than
    /// stored unreadably.
    pub(crate) async fn sealing_keys(&self, chat: ChatId, now: Timestamp) -> Result<Arc<KeySet>> {
        able_to_seal(chat, self.chat_keys(chat, now).await?)
    }

    /// As [`Self::chat_keys`], for a caller that replaces something sealed: the database is asked whether another node
    /// has made a version since these were read.
    pub(crate) async fn current_keys(&self, chat: ChatId, now: Timestamp) -> Result<Arc<KeySet>> {
        let keys = self.chat_keys(chat, now).await?;
        let (kind, owner) = owner_number(Owner::Chat(chat.bytes()));
        match on_reader!(self, instance::keys::latest(kind, owner))? {
            Some(latest) if keys.precedes(u32::try_from(latest).unwrap_or_default()) => {
                self.chat_keys(chat, now).await
            }
            Some(_) | None => Ok(keys),
        }
    }

    /// As [`Self::current_keys`], for a caller that also seals.
    pub(crate) async fn current_sealing_keys(&self, chat: ChatId, now: Timestamp) -> Result<Arc<KeySet>> {
        able_to_seal(chat, self.current_keys(chat, now).await?)
    }

    /// As [`Self::chat_keys`], for a caller that opens these: a version that another node made meanwhile is looked up.
    pub(crate) async fn keys_for(
        &self,
        chat: ChatId,
        sealed: impl IntoIterator<Item = &[u8]>,
        now: Timestamp,
    ) -> Result<Arc<KeySet>> {
        let keys = self.chat_keys(chat, now).await?;
        if sealed.into_iter().any(|sealed| keys.lacks(sealed)) {
            return self.chat_keys(chat, now).await;
        }
        Ok(keys)
    }

    /// None where they were never opened here, or where a later version has been met since.
    fn cached_keys(&self, owner: Owner) -> Option<Arc<KeySet>> {
        self.keys.get(&owner).filter(|keys| !keys.is_stale())
    }

    fn needs_rotation(&self, keys: &KeySet, used: KeyUse, now: Timestamp) -> bool {
        let monthly = self.retention.get().is_some() || used.retention_days.is_some();
        keys.needs_rotation(used.seq, monthly, now)
    }

    pub(crate) async fn user_keys(&self, user: UserId) -> Result<Arc<KeySet>> {
        let owner = Owner::User(user.bytes());
        if let Some(keys) = self.cached_keys(owner) {
            return Ok(keys);
        }
        let (kind, _) = owner_number(owner);
        let rows = on_reader!(self, instance::keys::of_owner(kind, StoredId::from_uuid(user.uuid())))?;
        Ok(self.remember(owner, KeySet::open(&self.ring, owner, &rows)))
    }

    /// What belongs to no chat and no person yet is sealed with the instance's own key, made when first needed.
    pub(crate) async fn instance_keys(&self, now: Timestamp) -> Result<Arc<KeySet>> {
        let owner = Owner::Instance;
        if let Some(keys) = self.cached_keys(owner) {
            return Ok(keys);
        }
        let (kind, id) = owner_number(owner);
        let mut rows = on_reader!(self, instance::keys::of_owner(kind, id))?;
        if rows.is_empty() {
            let (_, fresh) = self.new_keys(owner, now);
            on_writer!(self, instance::keys::add(fresh), |()| ((), vec![]))?;
            rows = on_reader!(self, instance::keys::of_owner(kind, id))?;
        }
        let keys = KeySet::open(&self.ring, owner, &rows);
        // A value sealed without a key could never be opened.
        if keys.is_empty() { Err(Fault::Internal) } else { Ok(self.remember(owner, keys)) }
    }

    /// Fresh keys for something that is about to be stored.
    pub(crate) fn new_keys(&self, owner: Owner, now: Timestamp) -> (Arc<KeySet>, Vec<DataKeyRow>) {
        let vers: &[u32] = match owner {
            Owner::Chat(_) => &[crate::keys::SEARCH_KEY, FIRST_DATA_KEY],
            Owner::User(_) | Owner::Instance => &[FIRST_DATA_KEY],
        };
        let (keys, rows) = KeySet::create(&self.ring, owner, vers, Seq::ZERO, now, self.random);
        (Arc::new(keys), rows)
    }

    pub(crate) fn forget_keys(&self, owner: Owner) {
        self.keys.invalidate(&owner);
    }

    pub(crate) async fn insert_instance(&self, row: InstanceRow) -> Result<()> {
        on_writer!(self, instance::begin(row), |()| ((), vec![]))
    }

    pub(crate) fn remember(&self, owner: Owner, keys: KeySet) -> Arc<KeySet> {
        let keys = Arc::new(keys);
        self.keys.insert(owner, keys.clone());
        keys
    }
}

fn able_to_seal(chat: ChatId, keys: Arc<KeySet>) -> Result<Arc<KeySet>> {
    if keys.is_empty() {
        tracing::error!(
            event = "no_key",
            chat_id = %chat,
            "no key of this chat opens, so nothing can be written: if the key ring was changed while this node ran, \
             give it the new one and start it again"
        );
        return Err(Fault::unavailable());
    }
    Ok(keys)
}
