//! In chat rows, a private chat's names are sealed, a public one's are clear so that they can be found.

pub mod invite;
pub mod member;
pub mod preferences;

use crate::keys::{Field, KeySet};
use crate::schema::chats::chats;
use crate::types::{StoredId, StoredNumber};
use diesel::prelude::*;
use domain::chat::{Chat, ChatKind, GroupLanguages, History, Retention, SlowMode, Visibility};
use domain::text::fold;
use domain::user::Avatar;
use domain::{ChatId, FileId, Ordinal, Random, Result, Rev, Seq, Timestamp};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = chats, treat_none_as_null = true, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct ChatRow {
    #[diesel(serialize_as = StoredId)]
    pub id: ChatId,
    pub kind: i32,
    pub visibility: i32,
    pub history: i32,
    pub handle: Option<String>,
    pub title_public: Option<String>,
    pub title_sealed: Option<Vec<u8>>,
    pub description_public: Option<String>,
    pub description_sealed: Option<Vec<u8>>,
    pub pair_key: Option<Vec<u8>>,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub seq: Seq,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub rev: Rev,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub ordinal: Ordinal,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub settings_rev: Rev,
    pub member_count: i64,
    pub active_at: i64,
    pub created_at: i64,
    pub gone_at: Option<i64>,
    /// A public group's names as they are looked for; empty otherwise.
    pub folded: String,
    /// Between commas, so that one is found by `,de,`.
    pub languages: String,
    pub slow_seconds: i32,
    pub avatar_id: Option<StoredId>,
    pub retention_days: Option<i32>,
    /// The first message that is still there, and the last one whose text is gone.
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub kept_from: Seq,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub erased_to: Seq,
}

impl ChatRow {
    /// An empty chat at its first revision.
    pub fn new(id: ChatId, kind: ChatKind, visibility: Visibility, history: History, at: Timestamp) -> Self {
        Self {
            id,
            kind: kind_number(kind),
            visibility: visibility_number(visibility),
            history: history_number(history),
            handle: None,
            title_public: None,
            title_sealed: None,
            description_public: None,
            description_sealed: None,
            pair_key: None,
            seq: Seq::ZERO,
            rev: Rev::FIRST,
            ordinal: Ordinal::ZERO,
            settings_rev: Rev::FIRST,
            member_count: 0,
            active_at: at.millis(),
            created_at: at.millis(),
            gone_at: None,
            folded: String::new(),
            languages: String::new(),
            slow_seconds: 0,
            avatar_id: None,
            retention_days: None,
            kept_from: Seq::FIRST,
            erased_to: Seq::ZERO,
        }
    }

    pub fn kind(&self) -> ChatKind {
        if self.kind == kind_number(ChatKind::Group) { ChatKind::Group } else { ChatKind::Direct }
    }

    pub fn visibility(&self) -> Visibility {
        if self.visibility == visibility_number(Visibility::Public) {
            Visibility::Public
        } else {
            Visibility::Private
        }
    }

    pub fn is_public(&self) -> bool {
        self.visibility() == Visibility::Public
    }

    pub fn history(&self) -> History {
        if self.history == history_number(History::All) { History::All } else { History::SinceJoin }
    }

    pub fn retention(&self) -> Option<Retention> {
        self.retention_days.and_then(|days| Retention::parse(i64::from(days)).ok())
    }

    pub fn set_retention(&mut self, retention: Option<Retention>) {
        self.retention_days = retention.and_then(|retention| i32::try_from(retention.days()).ok());
    }

    pub fn set_history(&mut self, history: History) {
        self.history = history_number(history);
    }

    pub fn set_languages(&mut self, languages: &GroupLanguages) {
        let mut text: String = languages.iter().flat_map(|language| [",", language.code()]).collect();
        if !text.is_empty() {
            text.push(',');
        }
        self.languages = text;
    }

    pub fn slow_mode(&self) -> SlowMode {
        u32::try_from(self.slow_seconds)
            .ok()
            .and_then(|seconds| SlowMode::parse(seconds).ok())
            .unwrap_or_default()
    }

    pub fn set_slow_mode(&mut self, slow: SlowMode) {
        self.slow_seconds = i32::try_from(slow.seconds()).unwrap_or_default();
    }

    pub fn avatar(&self) -> Option<FileId> {
        self.avatar_id.map(|file| FileId::from_uuid(file.uuid()))
    }

    /// Both names at once, sealed or clear as the visibility wants.
    pub fn set_names(
        &mut self,
        names: Names,
        visibility: Visibility,
        keys: &KeySet,
        random: Random,
    ) -> Result<()> {
        self.visibility = visibility_number(visibility);
        self.folded = match (visibility, &names.title) {
            (Visibility::Public, Some(title)) => {
                fold(&format!("{title} {}", self.handle.as_deref().unwrap_or_default()))
            }
            (Visibility::Public | Visibility::Private, _) => String::new(),
        };
        let id = self.id;
        let seal = |field: Field, text: &Option<String>| {
            text.as_ref().map(|text| keys.seal_field(field, id.bytes(), text.as_bytes(), random)).transpose()
        };
        (self.title_public, self.title_sealed, self.description_public, self.description_sealed) =
            match visibility {
                Visibility::Public => (names.title, None, names.description, None),
                Visibility::Private => (
                    None,
                    seal(Field::ChatTitle, &names.title)?,
                    None,
                    seal(Field::ChatDescription, &names.description)?,
                ),
            };
        Ok(())
    }

    /// Whether its names were sealed with a version that was made after these keys were read.
    pub fn is_newer_than(&self, keys: &KeySet) -> bool {
        [&self.title_sealed, &self.description_sealed].into_iter().flatten().any(|sealed| keys.lacks(sealed))
    }

    pub fn names(&self, keys: &KeySet) -> Names {
        let open = |public: &Option<String>, field: Field, sealed: &Option<Vec<u8>>| {
            public.clone().or_else(|| {
                sealed.as_deref().and_then(|sealed| keys.open_field(field, self.id.bytes(), sealed))
            })
        };
        Names {
            title: open(&self.title_public, Field::ChatTitle, &self.title_sealed),
            description: open(&self.description_public, Field::ChatDescription, &self.description_sealed),
        }
    }

    pub fn open(&self, keys: &KeySet) -> Chat {
        let names = self.names(keys);
        Chat {
            id: self.id,
            kind: self.kind(),
            title: names.title,
            description: names.description,
            handle: self.handle.clone(),
            visibility: self.visibility(),
            history: self.history(),
            languages: self.languages.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            slow_mode: self.slow_mode(),
            avatar: self.avatar().map(|file| Avatar { file, links: None }),
            retention: self.retention(),
            kept_from: self.kept_from,
            seq: self.seq,
            rev: self.rev,
            member_count: self.member_count,
            created_at: Timestamp::from_millis(self.created_at),
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    pub title: Option<String>,
    pub description: Option<String>,
}

fn kind_number(kind: ChatKind) -> i32 {
    match kind {
        ChatKind::Direct => 1,
        ChatKind::Group => 2,
    }
}

fn visibility_number(visibility: Visibility) -> i32 {
    match visibility {
        Visibility::Private => 1,
        Visibility::Public => 2,
    }
}

fn history_number(history: History) -> i32 {
    match history {
        History::All => 1,
        History::SinceJoin => 2,
    }
}
