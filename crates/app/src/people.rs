//! People find each other, see each other's profiles, and change their own here.

pub(crate) mod avatars;
pub(crate) mod friends;
pub mod pictures;

use crate::app::App;
use crate::caller::Caller;
use crate::rate_limit::{EDIT_PROFILE, Key, SEARCH};
use domain::language::{Language, Learning, Level, Side, Tongues};
use domain::page::{Limit, Page};
use domain::privacy::Privacy;
use domain::user::{DisplayName, OwnProfile, Person, Profile, ProfileEdit, Username, pretends_to_be_staff};
use domain::{Fault, Refusal, Result, UserId, text};

/// Letters a search must have, once it is folded.
const SHORTEST: usize = 2;
const LONGEST: usize = 64;

impl App {
    pub async fn me(&self, caller: &Caller) -> Result<OwnProfile> {
        let mut own = self.store.profile(caller.user).await?;
        self.link(caller, &mut own.person);
        Ok(own)
    }

    pub async fn edit_me(&self, caller: &Caller, mut edit: ProfileEdit) -> Result<OwnProfile> {
        self.limits.check(&EDIT_PROFILE, Key::User(caller.user)).await?;
        let names = [
            ("/username", edit.username.as_ref().map(Username::as_str)),
            ("/display_name", edit.display_name.as_ref().map(DisplayName::as_str)),
        ];
        let names = names.into_iter().filter_map(|(pointer, name)| Some((pointer, name?)));
        self.not_staff(names, self.store.credentials_of(caller.user).await?.is_some_and(|own| own.is_admin))?;
        if edit.native.is_some() || edit.learning.is_some() {
            let own = self.store.profile(caller.user).await?;
            let tongues = fit(&own, edit.native.take(), edit.learning.take())?;
            edit.native = Some(tongues.native().to_vec());
            edit.learning = Some(tongues.learning().to_vec());
        }
        if edit.gender.is_some() && self.store.profile(caller.user).await?.gender == edit.gender {
            // Saying the same again changes nothing, so it is not refused.
            edit.gender = None;
        }
        self.store.edit_profile(caller.user, edit, self.clock.now()).await?;
        self.me(caller).await
    }

    /// Only administrators may be called so.
    pub(crate) fn not_staff<'a>(
        &self,
        names: impl IntoIterator<Item = (&'a str, &'a str)>,
        is_admin: bool,
    ) -> Result<()> {
        let pretends = |name: &str| !is_admin && pretends_to_be_staff(name, &self.settings().instance_name);
        let refused = names.into_iter().filter(|(_, name)| pretends(name)).map(|(pointer, _)| {
            Refusal::new("reserved", "must not look like a name of the people who run this server")
                .at(pointer)
        });
        let refused: Vec<_> = refused.collect();
        if refused.is_empty() { Ok(()) } else { Err(Fault::Validation(refused)) }
    }

    pub async fn person(&self, caller: &Caller, user: UserId) -> Result<Profile> {
        let seen = self.store.view(caller.user, user).await?;
        let mut profile = seen.profile;
        profile.presence = self.presence(user, seen.sight, seen.last_seen);
        self.link(caller, &mut profile.person);
        Ok(profile)
    }

    pub async fn person_named(&self, caller: &Caller, username: &str) -> Result<Profile> {
        let user = self.store.user_named(caller.user, username.to_lowercase()).await?;
        self.person(caller, user).await
    }

    /// People are listed only by a part of their name.
    pub async fn search_people(
        &self,
        caller: &Caller,
        wanted: &str,
        after: Option<String>,
        limit: Limit,
    ) -> Result<Page<Person>> {
        self.limits.check(&SEARCH, Key::User(caller.user)).await?;
        self.find_people(caller, wanted, after, limit).await
    }

    /// As [`Self::search_people`], for callers that have counted it already.
    pub(crate) async fn find_people(
        &self,
        caller: &Caller,
        wanted: &str,
        after: Option<String>,
        limit: Limit,
    ) -> Result<Page<Person>> {
        let wanted = text::fold(&text::line(wanted, 1, LONGEST).map_err(|refusal| at_q(&refusal))?);
        if wanted.chars().count() < SHORTEST {
            return Err(Fault::field("q", "too_short", format!("must have at least {SHORTEST} letters")));
        }
        let mut page = self.store.search_people(caller.user, wanted, after, limit).await?;
        for person in &mut page.items {
            self.link(caller, person);
        }
        Ok(page)
    }

    pub async fn privacy(&self, caller: &Caller) -> Result<Privacy> {
        self.store.privacy(caller.user).await
    }

    pub async fn set_privacy(&self, caller: &Caller, privacy: Privacy) -> Result<Privacy> {
        self.limits.check(&EDIT_PROFILE, Key::User(caller.user)).await?;
        self.store.set_privacy(caller.user, privacy, self.clock.now()).await?;
        Ok(privacy)
    }
}

fn at_q(refusal: &Refusal) -> Fault {
    Fault::field("q", refusal.code, refusal.detail.clone())
}

/// The side that is not changed stays; the two must still fit together.
fn fit(own: &OwnProfile, native: Option<Vec<Language>>, learning: Option<Vec<Learning>>) -> Result<Tongues> {
    let known_native =
        || own.person.languages.native.iter().filter_map(|code| Language::parse(code).ok()).collect();
    let known = |(code, level): &(String, String)| {
        Some(Learning { language: Language::parse(code).ok()?, level: Level::parse(level).ok()? })
    };
    let known_learning = || own.person.languages.learning.iter().filter_map(known).collect();
    let (native, learning) = (native.unwrap_or_else(known_native), learning.unwrap_or_else(known_learning));
    Tongues::new(native, learning).map_err(|(side, refusal)| {
        let pointer = match side {
            Side::Native => "/native_languages",
            Side::Learning => "/learning_languages",
        };
        Fault::Validation(vec![refusal.at(pointer)])
    })
}
