//! Defines search results as JSON. Must not know how they are found, nor who may see them.

use crate::account::UserCard;
use crate::chat::ChatAnswer;
use crate::message::Message;
use crate::mirror::mirror;
use domain::chat::OwnChat;
use domain::search::{Before, Hit};
use domain::user::Person;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

mirror! {
    /// What a message has to contain.
    Has = domain::search::Has { Link, Media }
}

/// A message that was found, and the hits in its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SearchHit {
    pub message: Message,
    /// Start and end (exclusive) of each hit, in UTF-16 code units, as JavaScript counts; in order, not overlapping.
    #[schema(value_type = Vec<[i32; 2]>)]
    pub highlights: Vec<[usize; 2]>,
}

impl From<Hit> for SearchHit {
    fn from(hit: Hit) -> Self {
        let highlights = hit.highlights.into_iter().map(|(start, end)| [start, end]).collect();
        Self { message: hit.message.into(), highlights }
    }
}

/// Hits in one chat, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChatSearchPage {
    pub items: Vec<SearchHit>,
    /// The `before` of the next page. While it is there, not everything was searched, even where nothing was found.
    #[schema(required, minimum = 1)]
    pub next: Option<i64>,
}

impl ChatSearchPage {
    pub fn new(hits: Vec<Hit>, next: Option<Before>) -> Self {
        Self { items: hits.into_iter().map(Into::into).collect(), next: next.map(|place| place.seq.number()) }
    }
}

/// Hits in all your chats, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SearchPage {
    pub items: Vec<SearchHit>,
    /// The `cursor` of the next page. While it is there, not everything was searched, even where nothing was found.
    #[schema(required)]
    pub next: Option<String>,
}

impl SearchPage {
    pub fn new(hits: Vec<Hit>, next: Option<Before>) -> Self {
        let next = next.map(|place| format!("{}_{}_{}", place.at.millis(), place.seq, place.chat));
        Self { items: hits.into_iter().map(Into::into).collect(), next }
    }
}

/// The hits of each kind; what `scope` excludes is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SearchAnswer {
    /// Your chats, by their title or the other person's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub chats: Option<Vec<ChatAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub people: Option<Vec<UserCard>>,
    /// Also absent where this instance does not search messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub messages: Option<SearchPage>,
}

impl SearchAnswer {
    pub fn new(
        chats: Option<Vec<OwnChat>>,
        people: Option<Vec<Person>>,
        messages: Option<(Vec<Hit>, Option<Before>)>,
    ) -> Self {
        Self {
            chats: chats.map(|chats| chats.into_iter().map(Into::into).collect()),
            people: people.map(|people| people.into_iter().map(Into::into).collect()),
            messages: messages.map(|(hits, next)| SearchPage::new(hits, next)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, id};
    use domain::{ChatId, Seq, Timestamp};
    use serde_json::json;

    #[test]
    fn hits_say_where_and_pages_where_to_go_on() {
        let hit = Hit { message: testing::text(), highlights: vec![(0, 2)] };
        let place = Before {
            at: Timestamp::from_millis(7),
            chat: ChatId::from_uuid(id(1)),
            seq: Seq::from_number(5),
        };
        let page = serde_json::to_value(SearchPage::new(vec![hit.clone()], Some(place))).unwrap();
        assert_eq!(page["items"][0]["highlights"], json!([[0, 2]]));
        assert_eq!(page["next"], format!("7_5_{}", id(1)));
        let page = serde_json::to_value(ChatSearchPage::new(vec![hit], Some(place))).unwrap();
        assert_eq!((&page["next"], &page["items"][0]["message"]["text"]), (&json!(5), &json!("hi")));
        assert_eq!(serde_json::to_value(SearchAnswer::default()).unwrap(), json!({}));
    }
}
