//! A person searches messages of one chat or of all their chats, and with them people and chats. Must not know how
//! anything is found.

pub mod indexing;
pub mod turns;

use crate::app::App;
use crate::caller::Caller;
use crate::rate_limit::{Key, SEARCH};
use crate::search::turns::Turn;
use crate::settings::SearchMode;
use domain::chat::OwnChat;
use domain::page::Limit;
use domain::search::{Before, Filter, Hits, Query};
use domain::user::Person;
use domain::{ChatId, Fault, Result, Seq};
use persistence::store::search::Search;

/// People and chats in one answer.
const MOST_NAMES: Limit = Limit::OTHERS;

/// What of everything is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    Chats,
    People,
    Messages,
}

/// A search for messages.
#[derive(Debug, Clone)]
pub struct Asked {
    pub text: String,
    pub filter: Filter,
    /// All chats of the caller where it is not given.
    pub chat: Option<ChatId>,
    /// Where the answer goes on.
    pub before: Option<Before>,
    /// The same, in one chat.
    pub before_seq: Option<Seq>,
    pub limit: Limit,
}

/// What was not asked for is not there.
#[derive(Debug, Default)]
pub struct Everything {
    pub chats: Option<Vec<OwnChat>>,
    pub people: Option<Vec<Person>>,
    pub messages: Option<Hits>,
}

impl App {
    pub async fn search_messages(&self, caller: &Caller, asked: Asked) -> Result<Hits> {
        // Conditions may stand alone; without any, words are needed.
        let by_filter = asked.text.is_empty() && !asked.filter.is_open();
        let query = if by_filter { Query::any() } else { parsed(&asked.text)? };
        let _turn = self.turn_to_search(caller).await?;
        self.hits(caller, query, asked).await
    }

    /// Everything with that in it; a scope narrows it down.
    pub async fn search_everything(&self, caller: &Caller, scope: Scope, asked: Asked) -> Result<Everything> {
        let query = parsed(&asked.text)?;
        let _turn = self.turn_to_search(caller).await?;
        let wants = |one| scope == Scope::All || scope == one;
        let mut found = Everything::default();
        if wants(Scope::Chats) {
            let (most, now) = (MOST_NAMES.len(), self.clock.now());
            let mut chats = self.store.chats_named(caller.user, &query, most, now).await?;
            for peer in chats.iter_mut().filter_map(|own| own.peer.as_mut()) {
                self.link(caller, peer);
            }
            found.chats = Some(chats);
        }
        if wants(Scope::People) {
            found.people = Some(self.people_named(caller, &asked.text).await?);
        }
        if wants(Scope::Messages) {
            found.messages = match self.hits(caller, query, asked).await {
                // A search of everything is not rejected because messages cannot be searched.
                Err(Fault::SearchOff) if scope == Scope::All => None,
                hits => Some(hits?),
            };
        }
        Ok(found)
    }

    async fn hits(&self, caller: &Caller, query: Query, asked: Asked) -> Result<Hits> {
        let indexed = match self.settings().search {
            SearchMode::Index => true,
            SearchMode::Scan => false,
            SearchMode::Off => return Err(Fault::SearchOff),
        };
        let Asked { text: _, filter, chat, before, before_seq, limit } = asked;
        let search = Search { reader: caller.user, chat, query, filter, before, before_seq, limit, indexed };
        self.store.search(search, self.clock.now()).await
    }

    /// A text too short for a name finds no one.
    async fn people_named(&self, caller: &Caller, text: &str) -> Result<Vec<Person>> {
        match self.find_people(caller, text, None, MOST_NAMES).await {
            Ok(page) => Ok(page.items),
            Err(Fault::Validation(_)) => Ok(vec![]),
            Err(fault) => Err(fault),
        }
    }

    async fn turn_to_search(&self, caller: &Caller) -> Result<Turn<'_>> {
        self.limits.check(&SEARCH, Key::User(caller.user)).await?;
        self.searching.turn(caller.user)
    }
}

fn parsed(text: &str) -> Result<Query> {
    Query::parse(text).map_err(|refusal| Fault::Validation(vec![refusal.at("q")]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::turns::Searching;
    use domain::UserId;
    use uuid::Uuid;

    #[test]
    fn two_searches_at_once_and_no_third() {
        let (searching, user) = (Searching::default(), |n| UserId::from_uuid(Uuid::from_u128(n)));
        let first = searching.turn(user(1)).unwrap();
        let _second = searching.turn(user(1)).unwrap();
        assert!(matches!(searching.turn(user(1)), Err(Fault::RateLimited(_))));
        assert!(searching.turn(user(2)).is_ok());
        drop(first);
        assert!(searching.turn(user(1)).is_ok());
    }
}
