//! Accounts: made, found, their profile and their password.

use super::{Store, on_reader, on_writer};
use crate::keys::Field;
use crate::rows::user::{LanguageRow, UserRow};
use crate::store::sessions::{StartSession, told};
use domain::language::{Language, Tongues};
use domain::user::{Background, DisplayName, Email, OwnProfile, Person, Username};
use domain::{Fault, Result, SessionId, Timestamp, UserId};
use vault::Owner;

/// What signing in needs to know of an account.
pub struct Credentials {
    pub user: UserId,
    pub password_hash: Option<String>,
    pub security_ver: i64,
    pub is_active: bool,
}

pub struct NewAccount {
    pub id: UserId,
    pub username: Username,
    pub display_name: DisplayName,
    pub email: Option<Email>,
    /// An administrator made on the command line has none.
    pub background: Option<Background>,
    pub password_hash: Option<String>,
    pub is_admin: bool,
    pub at: Timestamp,
}

impl Store {
    /// The account and its first session, or nothing.
    pub async fn register(&self, account: NewAccount, session: Option<StartSession>) -> Result<OwnProfile> {
        let NewAccount { id, username, display_name, email, background, password_hash, is_admin, at } =
            account;
        let (keys, key_rows) = self.new_keys(Owner::User(id.bytes()), at);
        let seal = |field, text: &str| keys.seal_field(field, id.bytes(), text.as_bytes(), self.random);
        let user = UserRow {
            id,
            username: username.as_str().to_owned(),
            display_name: display_name.as_str().to_owned(),
            email_sealed: email.as_ref().map(|email| seal(Field::UserEmail, email.as_str())),
            email_lookup: email.as_ref().map(|email| self.email_lookup(email)),
            email_verified: false,
            birth_date_sealed: background
                .as_ref()
                .map(|background| seal(Field::UserBirthDate, &background.birth_date.to_string())),
            country: background.as_ref().map(|background| background.country.code().to_owned()),
            password_hash,
            security_ver: 1,
            my_rev: 0,
            is_active: true,
            is_admin,
            created_at: at.millis(),
            phone_sealed: None,
            phone_lookup: None,
            phone_verified: false,
            username_shape: None,
            bio: String::new(),
            avatar_id: None,
            learning_changed_at: None,
            last_seen_at: None,
            suspended_at: None,
            deleted_at: None,
        };
        let languages = background.map(|background| languages(id, &background.tongues)).unwrap_or_default();
        let profile_languages = languages.clone();
        let session = session.map(StartSession::rows);
        on_writer!(self, people::register(user, languages, key_rows, session), move |row: UserRow| {
            (row.open(profile_languages, &keys), vec![])
        })
    }

    /// By username, or by an address that is somebody's.
    pub async fn credentials(&self, identifier: &str) -> Result<Option<Credentials>> {
        let row = match Email::parse(identifier) {
            Ok(email) => {
                let lookup = self.email_lookup(&email);
                on_reader!(self, people::by_email(lookup))?
            }
            Err(_) => {
                let username = identifier.trim().to_lowercase();
                on_reader!(self, people::by_username(username))?
            }
        };
        Ok(row.map(Credentials::of))
    }

    pub async fn credentials_of(&self, user: UserId) -> Result<Option<Credentials>> {
        Ok(on_reader!(self, people::find(user))?.map(Credentials::of))
    }

    pub async fn profile(&self, user: UserId) -> Result<OwnProfile> {
        let keys = self.user_keys(user).await?;
        let (row, languages) = on_reader!(self, people::profile(user))?.ok_or(Fault::NotFound)?;
        Ok(row.open(languages, &keys))
    }

    pub async fn person(&self, user: UserId) -> Result<Person> {
        let row = on_reader!(self, people::find(user))?.filter(|row| row.is_active);
        row.map(UserRow::person).ok_or(Fault::NotFound)
    }

    /// Every other session ends; these are they.
    pub async fn set_password(
        &self,
        user: UserId,
        hash: String,
        keep: SessionId,
        at: Timestamp,
    ) -> Result<Vec<SessionId>> {
        on_writer!(self, people::set_password(user, hash, keep, at.millis()), told)
    }

    /// The same password under better parameters; lost if the password changed meanwhile.
    pub async fn rehash(&self, user: UserId, old: String, new: String) -> Result<()> {
        on_writer!(self, people::rehash(user, old, new), |_| ((), vec![]))
    }

    fn email_lookup(&self, email: &Email) -> Vec<u8> {
        vault::lookup::email(&self.blind_index, email.as_str()).to_vec()
    }
}

impl Credentials {
    fn of(row: UserRow) -> Self {
        Self {
            user: row.id,
            password_hash: row.password_hash,
            security_ver: row.security_ver,
            is_active: row.is_active,
        }
    }
}

fn languages(user: UserId, tongues: &Tongues) -> Vec<LanguageRow> {
    let native = tongues.native().iter().map(|language| (*language, None));
    let learning = tongues.learning().iter().map(|one| (one.language, Some(one.level.to_string())));
    let mut rows = language_rows(user, false, native);
    rows.extend(language_rows(user, true, learning));
    rows
}

/// One side of what somebody speaks and learns, in his order.
pub(super) fn language_rows(
    user: UserId,
    learning: bool,
    languages: impl Iterator<Item = (Language, Option<String>)>,
) -> Vec<LanguageRow> {
    languages
        .zip(0..)
        .map(|((language, level), position)| LanguageRow {
            user_id: user,
            learning,
            position,
            code: language.code().to_owned(),
            level,
        })
        .collect()
}
