//! Accounts are registered and found here, with their profile and password.

pub mod codes;
pub mod erasure;
pub mod exports;
pub mod identifiers;
pub mod identities;
pub mod recovery;
pub mod second_factors;
pub mod sessions;

use super::{Store, on_reader, on_writer};
use crate::input::{Beside, Entrance, NewPassword};
use crate::keys::Field;
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::{LanguageRow, UserRow, languages};
use crate::store::accounts::sessions::{StartSession, told};
use domain::audit::{Act, Entry};
use domain::identifier::{Identifier, LoginName};
use domain::language::{Language, Tongues};
use domain::notification::About;
use domain::user::{Background, DisplayName, Email, OwnProfile, Person, Phone, Username};
use domain::{AuditId, Fault, MyRev, Result, SessionId, Timestamp, UserId};
use vault::Owner;

/// What signing in needs to know of an account.
pub struct Credentials {
    pub user: UserId,
    pub password_hash: Option<String>,
    pub security_ver: i64,
    pub is_active: bool,
    pub is_admin: bool,
    pub email_verified: bool,
}

pub struct NewAccount {
    pub id: UserId,
    pub username: Username,
    pub display_name: DisplayName,
    pub email: Option<Email>,
    pub email_verified: bool,
    /// Always a proven one.
    pub phone: Option<Phone>,
    /// An administrator made on the command line has none.
    pub background: Option<Background>,
    pub password_hash: Option<String>,
    pub is_admin: bool,
    /// Where the request came from, cut short; nowhere on the command line.
    pub address_prefix: Option<String>,
    /// The grant that proves the address or number, used up with it.
    pub grant_hash: Option<[u8; 32]>,
    pub invite_hash: Option<[u8; 32]>,
    /// The grant of an identity another provider vouched for, used up with it.
    pub identity: Option<Vec<u8>>,
    pub at: Timestamp,
}

impl Store {
    /// The account and its first session, or nothing.
    pub async fn register(&self, account: NewAccount, session: Option<StartSession>) -> Result<OwnProfile> {
        let entrance = self.entrance(&account);
        let NewAccount {
            id,
            username,
            display_name,
            email,
            email_verified,
            phone,
            background,
            password_hash,
            is_admin,
            at,
            ..
        } = account;
        let (keys, key_rows) = self.new_keys(Owner::User(id.bytes()), at);
        let seal = |field, text: &str| keys.seal_field(field, id.bytes(), text.as_bytes(), self.random);
        let tongues = background.as_ref().map(|background| tongue_rows(id, &background.tongues));
        let tongues = tongues.unwrap_or_default();
        let user = UserRow {
            id,
            username: username.as_str().to_owned(),
            display_name: display_name.as_str().to_owned(),
            email_sealed: email.as_ref().map(|email| seal(Field::UserEmail, email.as_str())).transpose()?,
            email_lookup: email.map(|email| self.lookup(&Identifier::Email(email))),
            email_verified,
            birth_date_sealed: background
                .as_ref()
                .map(|background| seal(Field::UserBirthDate, &background.birth_date.to_string()))
                .transpose()?,
            country: background.as_ref().map(|background| background.country.code().to_owned()),
            password_hash,
            security_ver: 1,
            my_rev: MyRev::ZERO,
            is_active: true,
            is_admin,
            created_at: at.millis(),
            phone_sealed: phone.as_ref().map(|phone| seal(Field::UserPhone, phone.as_str())).transpose()?,
            phone_verified: phone.is_some(),
            phone_lookup: phone.map(|phone| self.lookup(&Identifier::Phone(phone))),
            username_shape: Some(username.shape()),
            bio: String::new(),
            avatar_id: None,
            learning_changed_at: None,
            last_seen_at: None,
            suspended_at: None,
            deleted_at: None,
            email_set_at: None,
            phone_set_at: None,
            gender_sealed: None,
            languages: languages::write(&tongues),
        };
        let session = session.map(StartSession::rows);
        on_writer!(
            self,
            accounts::registration::register(user, tongues, key_rows, session, entrance),
            move |row: UserRow| { (row.open(&keys), vec![]) }
        )
    }

    /// By username, or by a proven address or number.
    pub async fn credentials(&self, name: &LoginName) -> Result<Option<Credentials>> {
        let row = match name {
            LoginName::Identifier(identifier @ Identifier::Email(_)) => {
                let lookup = self.lookup(identifier);
                on_reader!(self, people::by_email(lookup))?
            }
            LoginName::Identifier(identifier @ Identifier::Phone(_)) => {
                let lookup = self.lookup(identifier);
                on_reader!(self, people::by_phone(lookup))?
            }
            LoginName::Username(username) => {
                let username = username.clone();
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
        let row = on_reader!(self, people::find(user))?.ok_or(Fault::NotFound)?;
        Ok(row.open(&keys))
    }

    pub async fn person(&self, user: UserId) -> Result<Person> {
        let row = on_reader!(self, people::find(user))?.filter(|row| row.is_active);
        row.map(UserRow::person).ok_or(Fault::NotFound)
    }

    /// Every other session ends; these are they. Refused where the account changed since the old password was verified.
    pub async fn set_password(
        &self,
        user: UserId,
        verified_ver: i64,
        hash: String,
        keep: SessionId,
        at: Timestamp,
    ) -> Result<Vec<SessionId>> {
        let entry = Entry::own(Act::PasswordChanged, user, at);
        let cause = AuditId::make(at, self.random).uuid();
        let beside = self.beside(entry, Some((cause, About::event("password_changed")))).await?;
        let ended = AuditRow::of(Entry::own(Act::SessionEnded, user, at).saying("others"), self.random);
        let new = NewPassword { hash, at: at.millis(), entry: ended };
        on_writer!(self, accounts::passwords::set_password(user, verified_ver, new, keep, beside), told)
    }

    /// The same password under better parameters; lost if the password changed meanwhile.
    pub async fn rehash(&self, user: UserId, old: String, new: String) -> Result<()> {
        on_writer!(self, accounts::passwords::rehash(user, old, new), |_| ((), vec![]))
    }

    fn entrance(&self, account: &NewAccount) -> Entrance {
        let act = if account.is_admin { Act::AdminCreated } else { Act::Registered };
        let registered = match &account.address_prefix {
            Some(prefix) => Entry::own(act, account.id, account.at).from(prefix.clone()),
            None => Entry::of(act, Some(account.id), account.at).saying("command_line"),
        };
        let invited = account.invite_hash.map(|_| Act::RegistrationInviteUsed);
        let invited = invited.map(|act| Entry::own(act, account.id, account.at));
        let entries = [registered].into_iter().chain(invited);
        Entrance {
            grant_hash: account.grant_hash.map(Vec::from),
            invite_hash: account.invite_hash.map(Vec::from),
            identity: account.identity.clone().map(|grant| {
                let linked = Entry::own(Act::IdentityLinked, account.id, account.at);
                (grant, Beside { entry: AuditRow::of(linked, self.random), notification: None })
            }),
            entries: entries.map(|entry| AuditRow::of(entry, self.random)).collect(),
        }
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
            email_verified: row.email_verified,
        }
    }
}

fn tongue_rows(user: UserId, tongues: &Tongues) -> Vec<LanguageRow> {
    let native = tongues.native().iter().map(|language| (*language, None));
    let learning = tongues.learning().iter().map(|one| (one.language, Some(one.level.to_string())));
    let mut rows = language_rows(user, false, native);
    rows.extend(language_rows(user, true, learning));
    rows
}

/// One side of the languages a person speaks or learns, in their order.
pub(crate) fn language_rows(
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
