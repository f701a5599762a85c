//! A person is a row. What identifies them outside the product is sealed with their own key, so that deleting that
//! key is enough.

pub mod friend;
pub mod languages;
pub mod profile;

use crate::keys::{Field, KeySet};
use crate::schema::people::{user_languages, users};
use crate::types::{StoredId, StoredNumber};
use diesel::prelude::*;
use domain::user::{Avatar, Email, Gender, LEARNING_COOLDOWN, OwnProfile, Person, Phone};
use domain::{FileId, MyRev, Timestamp, UserId};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct UserRow {
    #[diesel(serialize_as = StoredId)]
    pub id: UserId,
    pub username: String,
    pub display_name: String,
    pub email_sealed: Option<Vec<u8>>,
    pub email_lookup: Option<Vec<u8>>,
    pub email_verified: bool,
    pub birth_date_sealed: Option<Vec<u8>>,
    pub country: Option<String>,
    pub password_hash: Option<String>,
    pub security_ver: i64,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub my_rev: MyRev,
    pub is_active: bool,
    pub is_admin: bool,
    pub created_at: i64,
    pub phone_sealed: Option<Vec<u8>>,
    pub phone_lookup: Option<Vec<u8>>,
    pub phone_verified: bool,
    pub username_shape: Option<String>,
    pub bio: String,
    pub avatar_id: Option<StoredId>,
    pub learning_changed_at: Option<i64>,
    pub last_seen_at: Option<i64>,
    pub suspended_at: Option<i64>,
    pub deleted_at: Option<i64>,
    /// When the address or number there is now was added; nothing where it came with the account.
    pub email_set_at: Option<i64>,
    pub phone_set_at: Option<i64>,
    pub gender_sealed: Option<Vec<u8>>,
    /// Written by [`languages::write`], read by [`languages::read`].
    pub languages: String,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = user_languages, check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct LanguageRow {
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub learning: bool,
    pub position: i32,
    pub code: String,
    pub level: Option<String>,
}

impl UserRow {
    pub fn person(self) -> Person {
        let avatar = self.avatar_id.map(|id| Avatar { file: FileId::from_uuid(id.uuid()), links: None });
        Person {
            id: self.id,
            username: self.username,
            display_name: self.display_name,
            languages: languages::read(&self.languages),
            avatar,
        }
    }

    /// Whether there is such a person for others.
    pub fn stands(&self) -> bool {
        self.is_active && self.suspended_at.is_none() && self.deleted_at.is_none()
    }

    pub fn open(self, keys: &KeySet) -> OwnProfile {
        let field = |field: Field, sealed: &Option<Vec<u8>>| {
            sealed.as_deref().and_then(|sealed| keys.open_field(field, self.id.bytes(), sealed))
        };
        OwnProfile {
            email: field(Field::UserEmail, &self.email_sealed).and_then(|email| Email::parse(&email).ok()),
            birth_date: field(Field::UserBirthDate, &self.birth_date_sealed),
            gender: field(Field::UserGender, &self.gender_sealed).and_then(|name| Gender::parse(&name)),
            email_verified: self.email_verified,
            phone: field(Field::UserPhone, &self.phone_sealed).and_then(|phone| Phone::parse(&phone).ok()),
            phone_verified: self.phone_verified,
            country: self.country.clone(),
            is_admin: self.is_admin,
            created_at: Timestamp::from_millis(self.created_at),
            bio: self.bio.clone(),
            learning_free_at: self
                .learning_changed_at
                .map(|at| Timestamp::from_millis(at).plus(LEARNING_COOLDOWN)),
            person: self.person(),
        }
    }
}
