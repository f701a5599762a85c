//! People are seen by others here, and change their own profiles.

pub mod friends;
pub mod invitations;

use super::accounts::language_rows;
use super::{Store, on_reader, on_writer};
use crate::input::Edit;
use crate::keys::Field;
use crate::outcome::{Seen, Told};
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::{LanguageRow, UserRow};
use domain::audit::{Act, Entry};
use domain::event::{Committed, PersonChange};
use domain::language::{Language, Learning};
use domain::page::{Limit, Page};
use domain::privacy::{DmFrom, Privacy, Sight};
use domain::user::{Email, Person, Presence, Profile, ProfileEdit, Relation};
use domain::{FileId, Result, Timestamp, UserId};

/// A profile page, and whether its reader may know that the person is online.
pub struct SeenProfile {
    pub profile: Profile,
    pub sight: Sight,
    /// When the person was last seen, whether or not the reader may know.
    pub last_seen: Option<Timestamp>,
}

impl Store {
    pub async fn view(&self, viewer: UserId, user: UserId) -> Result<SeenProfile> {
        let seen = on_reader!(self, people::standings::view(viewer, user))?;
        self.opened(user, seen).await
    }

    /// By username; the same error whether there is no such person or they blocked this reader.
    pub async fn user_named(&self, viewer: UserId, username: String) -> Result<UserId> {
        on_reader!(self, people::blocks::find_for(viewer, username))
    }

    /// The languages given here were checked together with those that stay.
    pub async fn edit_profile(&self, user: UserId, edit: ProfileEdit, at: Timestamp) -> Result<()> {
        let gender_sealed = match edit.gender {
            Some(gender) => {
                let keys = self.user_keys(user).await?;
                Some(keys.seal_field(
                    Field::UserGender,
                    user.bytes(),
                    gender.name().as_bytes(),
                    self.random,
                )?)
            }
            None => None,
        };
        let native = edit.native.map(|native| native_rows(user, &native));
        let learning = edit.learning.map(|learning| learning_rows(user, &learning));
        let edit = Edit {
            username: edit.username.map(|name| (name.as_str().to_owned(), name.shape())),
            display_name: edit.display_name.map(|name| name.as_str().to_owned()),
            bio: edit.bio.map(|bio| bio.as_str().to_owned()),
            country: edit.country.map(|country| country.code().to_owned()),
            gender_sealed,
            native,
            learning,
        };
        let renamed = AuditRow::of(Entry::own(Act::UsernameChanged, user, at), self.random);
        on_writer!(self, people::profiles::edit(user, edit, at.millis(), renamed), |done| {
            let done: Told<Option<PersonChange>> = done;
            ((), facts(done.told, done.answer))
        })
    }

    /// The picture that was there before.
    pub async fn set_avatar(
        &self,
        user: UserId,
        avatar: Option<FileId>,
        at: Timestamp,
    ) -> Result<Option<FileId>> {
        on_writer!(self, people::profiles::set_avatar(user, avatar, at.millis()), |done| {
            let (change, former) = done.answer;
            (former, facts(done.told, Some(change)))
        })
    }

    pub async fn privacy(&self, user: UserId) -> Result<Privacy> {
        on_reader!(self, people::profiles::privacy(user))
    }

    /// Who may write to this person first; None: as the instance says.
    pub async fn dm_from(&self, user: UserId) -> Result<Option<DmFrom>> {
        Ok(self.privacy(user).await?.dm_from)
    }

    pub async fn set_privacy(&self, user: UserId, privacy: Privacy, at: Timestamp) -> Result<()> {
        let entry = AuditRow::of(Entry::own(Act::PrivacyChanged, user, at), self.random);
        on_writer!(self, people::profiles::set_privacy(user, privacy, entry), |done| {
            let done: Told<()> = done;
            ((), facts(done.told, None))
        })
    }

    /// People with this in their name, by username. `wanted` has at least two letters once it is folded.
    pub async fn search_people(
        &self,
        reader: UserId,
        wanted: String,
        after: Option<String>,
        limit: Limit,
    ) -> Result<Page<Person>> {
        let mut rows = on_reader!(self, people::directory::people(reader, wanted, after, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|row| row.username.clone());
        Ok(Page { items: rows.into_iter().map(UserRow::person).collect(), next })
    }

    /// What this person may know of each of these.
    pub async fn sights(&self, viewer: UserId, users: Vec<UserId>) -> Result<Vec<(UserId, Sight)>> {
        on_reader!(self, people::standings::sights(viewer, users))
    }

    /// What each of these may know of this person.
    pub async fn sights_of(&self, user: UserId, viewers: Vec<UserId>) -> Result<Vec<(UserId, Sight)>> {
        on_reader!(self, people::standings::sights_of(user, viewers))
    }

    /// Whether either of the two has blocked the other.
    pub async fn blocked_between(&self, one: UserId, other: UserId) -> Result<bool> {
        on_reader!(self, people::standings::blocked_between(one, other))
    }

    /// To the minute, several at once.
    pub async fn note_seen(&self, people: Vec<(UserId, Timestamp)>) -> Result<()> {
        let people = people.into_iter().map(|(user, at)| (user, at.to_minute().millis())).collect();
        on_writer!(self, people::profiles::seen(people), |()| ((), vec![]))
    }

    async fn opened(&self, user: UserId, seen: Seen) -> Result<SeenProfile> {
        let Seen { row, sight, standing, request } = seen;
        let email = match &row.email_sealed {
            Some(sealed) if sight.email => {
                let keys = self.user_keys(user).await?;
                keys.open_field(Field::UserEmail, user.bytes(), sealed)
                    .and_then(|email| Email::parse(&email).ok())
            }
            Some(_) | None => None,
        };
        let last_seen = row.last_seen_at.map(Timestamp::from_millis);
        let profile = Profile {
            bio: row.bio.clone(),
            country: row.country.clone(),
            created_at: Timestamp::from_millis(row.created_at),
            email,
            presence: Presence::default(),
            relation: Relation { friend: standing.friend, request, blocked: standing.blocks },
            person: row.person(),
        };
        Ok(SeenProfile { profile, sight, last_seen })
    }
}

pub(crate) fn facts(
    told: Vec<domain::event::PersonalChange>,
    person: Option<PersonChange>,
) -> Vec<Committed> {
    told.into_iter().map(Committed::Personal).chain(person.map(Committed::Person)).collect()
}

fn native_rows(user: UserId, native: &[Language]) -> Vec<LanguageRow> {
    language_rows(user, false, native.iter().map(|language| (*language, None)))
}

fn learning_rows(user: UserId, learning: &[Learning]) -> Vec<LanguageRow> {
    language_rows(user, true, learning.iter().map(|one| (one.language, Some(one.level.to_string()))))
}
