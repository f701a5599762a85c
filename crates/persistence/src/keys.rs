//! A key set holds the opened keys of one chat or one person; everything sealed with them is sealed and opened here.
//! A sealed value starts with the number of the key version that sealed it.

mod stale;

use crate::rows::instance::DataKeyRow;
use crate::types::StoredId;
use domain::search::{Term, terms};
use domain::{ChatId, ClientId, Fault, Random, Result, Seq, Timestamp, UserId};
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use uuid::Uuid;
use vault::{Aad, DataKey, KeyRing, Owner, SearchKey, Secret32, Wrapped};
use zeroize::Zeroizing;

/// Version 0 keys a chat's search index and is never rotated; messages start at version 1.
pub const SEARCH_KEY: u32 = 0;
pub const FIRST_DATA_KEY: u32 = 1;

/// Table and column numbers are bound into what they seal: they never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    ChatTitle,
    ChatDescription,
    UserEmail,
    UserBirthDate,
    UserTotp,
    UserGender,
    UserPhone,
    /// Where a code goes; sealed by the instance, because there may be no account yet.
    ChallengeIdentifier,
    NotificationAbout,
    PushTarget,
    SuspensionReason,
    ExportPart,
    FileKey,
    ReportText,
    ReportEvidence,
    InvitationContact,
    InviteTitle,
    InviteCode,
    Draft,
    Translation,
}

impl Field {
    fn place(self) -> (u8, u8) {
        match self {
            Self::ChatTitle => (1, 1),
            Self::ChatDescription => (1, 2),
            Self::UserEmail => (2, 1),
            Self::UserBirthDate => (2, 2),
            Self::UserPhone => (2, 3),
            Self::UserTotp => (2, 4),
            Self::UserGender => (2, 5),
            Self::ChallengeIdentifier => (10, 1),
            Self::NotificationAbout => (20, 1),
            Self::PushTarget => (21, 1),
            Self::SuspensionReason => (22, 1),
            Self::ExportPart => (23, 1),
            Self::FileKey => (30, 1),
            Self::ReportText => (31, 1),
            Self::ReportEvidence => (31, 2),
            Self::InvitationContact => (32, 1),
            Self::InviteTitle => (33, 1),
            Self::InviteCode => (33, 2),
            Self::Draft => (40, 1),
            Self::Translation => (41, 1),
        }
    }
}

/// What a message's ciphertext is bound to.
#[derive(Debug, Clone, Copy)]
pub struct MessageSeal {
    pub chat: ChatId,
    pub author: UserId,
    pub client_id: ClientId,
    pub revision: u32,
    pub kind: u8,
}

impl MessageSeal {
    fn aad(&self, key_ver: u32) -> Aad {
        Aad::Message {
            chat: self.chat.bytes(),
            author: self.author.bytes(),
            client_id: self.client_id.bytes(),
            revision: self.revision,
            key_ver,
            kind: self.kind,
        }
    }
}

#[derive(Default)]
pub struct KeySet {
    keys: BTreeMap<u32, DataKey>,
    search: Option<SearchKey>,
    newest: u32,
    newest_from_seq: Seq,
    newest_since: i64,
    /// The latest version there was a row of, whether or not it opened.
    latest: u32,
    /// Something sealed with a later version was met: this set must be read again.
    stale: AtomicBool,
}

impl KeySet {
    /// Opens what the ring can open. A version it cannot open is left out: its rows become unreadable.
    pub fn open(ring: &KeyRing, owner: Owner, rows: &[DataKeyRow]) -> Self {
        let mut set = Self::default();
        for row in rows {
            let ver = u32::try_from(row.ver).unwrap_or_default();
            set.latest = set.latest.max(ver);
            let opened = wrapped(row).is_some_and(|wrapped| match (owner, ver) {
                (Owner::Chat(_), SEARCH_KEY) => {
                    set.search = ring.unwrap_search(owner, ver, &wrapped).ok();
                    set.search.is_some()
                }
                (Owner::Chat(_) | Owner::User(_) | Owner::Instance, _) => {
                    ring.unwrap(owner, ver, &wrapped).map(|key| set.add(ver, key, row)).is_ok()
                }
            });
            if !opened {
                tracing::error!(event = "unreadable_key", ?owner, ver, kid = %row.kid, "a data key does not open");
            }
        }
        set
    }

    /// New keys for a new owner: the set, and the rows to store.
    pub fn create(
        ring: &KeyRing,
        owner: Owner,
        vers: &[u32],
        from_seq: Seq,
        at: Timestamp,
        random: Random,
    ) -> (Self, Vec<DataKeyRow>) {
        let new = |ver: &u32| row(owner, *ver, &ring.new_data_key(owner, *ver, random).1, from_seq, at);
        let rows: Vec<DataKeyRow> = vers.iter().map(new).collect();
        (Self::open(ring, owner, &rows), rows)
    }

    /// What the index holds of a text; nothing where the chat has no search key.
    pub fn tokens_of(&self, text: &str) -> Vec<i64> {
        self.tokens(&terms(text))
    }

    pub fn tokens<'t>(&self, terms: impl IntoIterator<Item = &'t Term>) -> Vec<i64> {
        let Some(key) = &self.search else { return Vec::new() };
        terms.into_iter().map(|term| key.token(term.as_bytes())).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.newest < FIRST_DATA_KEY
    }

    pub fn newest(&self) -> u32 {
        self.newest
    }

    /// A key is rotated long before GCM's bound for random nonces is near.
    /// Where a chat keeps its messages for a while only, every month has its own: with it, the month goes.
    pub fn needs_rotation(&self, chat_seq: Seq, monthly: bool, now: Timestamp) -> bool {
        const MOST_MESSAGES: i64 = 1 << 28;
        const LONGEST: std::time::Duration = std::time::Duration::from_secs(365 * 24 * 3600);
        chat_seq.since(self.newest_from_seq) >= MOST_MESSAGES
            || now.since(Timestamp::from_millis(self.newest_since)) >= LONGEST
            || monthly && now.month() > Timestamp::from_millis(self.newest_since).month()
    }

    pub fn seal_message(&self, seal: &MessageSeal, text: &str, random: Random) -> Result<Vec<u8>> {
        self.seal(|ver| seal.aad(ver), text.as_bytes(), random)
    }

    pub fn open_message(&self, seal: &MessageSeal, sealed: &[u8]) -> Option<String> {
        self.unseal(|ver| seal.aad(ver), sealed)
    }

    pub fn seal_field(&self, field: Field, row: [u8; 16], value: &[u8], random: Random) -> Result<Vec<u8>> {
        let (table, column) = field.place();
        self.seal(|ver| Aad::Field { table, row, column, ver }, value, random)
    }

    pub fn open_field(&self, field: Field, row: [u8; 16], sealed: &[u8]) -> Option<String> {
        let (table, column) = field.place();
        self.unseal(|ver| Aad::Field { table, row, column, ver }, sealed)
    }

    pub fn open_bytes(&self, field: Field, row: [u8; 16], sealed: &[u8]) -> Option<Vec<u8>> {
        let (table, column) = field.place();
        self.unsealed(|ver| Aad::Field { table, row, column, ver }, sealed).map(|opened| opened.to_vec())
    }

    /// A key that lies sealed in a row: it is no text.
    pub fn open_secret(&self, field: Field, row: [u8; 16], sealed: &[u8]) -> Option<Secret32> {
        let (table, column) = field.place();
        let opened = self.unsealed(|ver| Aad::Field { table, row, column, ver }, sealed)?;
        opened.first_chunk().filter(|_| opened.len() == 32).map(|key| Secret32::new(*key))
    }

    fn add(&mut self, ver: u32, key: DataKey, row: &DataKeyRow) {
        self.keys.insert(ver, key);
        if ver >= self.newest {
            self.newest = ver;
            self.newest_from_seq = row.from_seq;
            self.newest_since = row.created_at;
        }
    }

    /// An error where there is no key or the value is too long: what cannot be sealed is not stored at all.
    fn seal(&self, aad: impl FnOnce(u32) -> Aad, value: &[u8], random: Random) -> Result<Vec<u8>> {
        let key = self.keys.get(&self.newest);
        let sealed =
            key.and_then(|key| key.seal(&aad(self.newest), value, random).ok()).ok_or_else(|| {
                tracing::error!(event = "not_sealed", bytes = value.len(), "a value could not be sealed");
                Fault::Internal
            })?;
        Ok([self.newest.to_be_bytes().as_slice(), &sealed].concat())
    }

    fn unseal(&self, aad: impl FnOnce(u32) -> Aad, sealed: &[u8]) -> Option<String> {
        std::str::from_utf8(&self.unsealed(aad, sealed)?).ok().map(str::to_owned)
    }

    fn unsealed(&self, aad: impl FnOnce(u32) -> Aad, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (ver, sealed) = sealed.split_first_chunk::<4>()?;
        let ver = u32::from_be_bytes(*ver);
        if self.precedes(ver) {
            return None;
        }
        self.keys.get(&ver)?.open(&aad(ver), sealed).ok()
    }
}

pub fn owner_number(owner: Owner) -> (i32, StoredId) {
    match owner {
        Owner::Instance => (0, StoredId::from_uuid(Uuid::nil())),
        Owner::Chat(id) => (1, StoredId::from_uuid(Uuid::from_bytes(id))),
        Owner::User(id) => (2, StoredId::from_uuid(Uuid::from_bytes(id))),
    }
}

pub fn owner_of(row: &DataKeyRow) -> Owner {
    match row.owner_kind {
        1 => Owner::Chat(row.owner_id.uuid().into_bytes()),
        2 => Owner::User(row.owner_id.uuid().into_bytes()),
        _ => Owner::Instance,
    }
}

pub fn wrapped(row: &DataKeyRow) -> Option<Wrapped> {
    Some(Wrapped {
        kid: row.kid.parse().ok()?,
        nonce: row.nonce.as_slice().try_into().ok()?,
        bytes: row.wrapped.clone(),
    })
}

fn row(owner: Owner, ver: u32, wrapped: &Wrapped, from_seq: Seq, at: Timestamp) -> DataKeyRow {
    let (owner_kind, owner_id) = owner_number(owner);
    DataKeyRow {
        owner_kind,
        owner_id,
        ver: i32::try_from(ver).unwrap_or(i32::MAX),
        kid: wrapped.kid.to_string(),
        nonce: wrapped.nonce.to_vec(),
        wrapped: wrapped.bytes.clone(),
        from_seq,
        created_at: at.millis(),
    }
}
