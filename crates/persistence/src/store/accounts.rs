//! Accounts: made, found, their profile and their password.

use super::{Store, on_reader, on_writer};
use crate::keys::Field;
use crate::rows::audit::AuditRow;
use crate::rows::user::{LanguageRow, UserRow};
use crate::store::sessions::{StartSession, told};
use domain::audit::{Act, Entry};
use domain::language::Tongues;
use domain::notice::About;
use domain::user::{Background, DisplayName, Email, OwnProfile, Person, Username};
use domain::{AuditId, Fault, Result, SessionId, Timestamp, UserId};
use vault::Owner;

/// What signing in needs to know of an account.
pub struct Credentials {
    pub user: UserId,
    pub password_hash: Option<String>,
    pub security_ver: i64,
    pub is_active: bool,
    pub is_admin: bool,
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
        let act = if is_admin { Act::AdminCreated } else { Act::Registered };
        let mut entry = Entry::own(act, id, at);
        if let Some(start) = &session {
            entry = entry.on(start.session.id.uuid()).from(&*start.session.origin.address_prefix);
        }
        let entry = AuditRow::of(entry, self.random);
        let session = session.map(StartSession::rows);
        on_writer!(self, people::register(user, languages, key_rows, session, entry), move |row: UserRow| {
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
        let entry = Entry::own(Act::PasswordChanged, user, at);
        let cause = AuditId::make(at, self.random).uuid();
        let beside = self.beside(entry, Some((cause, About::event("password_changed")))).await?;
        let ended = AuditRow::of(Entry::own(Act::SessionEnded, user, at).saying("others"), self.random);
        on_writer!(self, people::set_password(user, hash, keep, at.millis(), beside, ended), told)
    }

    /// The same password under better parameters; lost if the password changed meanwhile.
    pub async fn rehash(&self, user: UserId, old: String, new: String) -> Result<()> {
        on_writer!(self, people::rehash(user, old, new), |_| ((), vec![]))
    }

    pub(super) fn email_lookup(&self, email: &Email) -> Vec<u8> {
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
            is_admin: row.is_admin,
        }
    }
}

fn languages(user: UserId, tongues: &Tongues) -> Vec<LanguageRow> {
    let native = tongues.native().iter().map(|language| (false, *language, None));
    let learning = tongues.learning().iter().map(|one| (true, one.language, Some(one.level.to_string())));
    native
        .chain(learning)
        .zip(0..)
        .map(|((learning, language, level), position)| LanguageRow {
            user_id: user,
            learning,
            position,
            code: language.code().to_owned(),
            level,
        })
        .collect()
}
