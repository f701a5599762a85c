//! Serves search for messages, people and chats.

use super::Answer;
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{InChat, Query, Signed, ids};
use actix_web::get;
use actix_web::web::{Data, Json};
use app::search::{Asked, Scope};
use domain::message::MessageKind;
use domain::page::Limit;
use domain::search::{Before, Filter};
use domain::{ChatId, Seq, Timestamp, UserId};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::search::{ChatSearchPage, Has, SearchAnswer};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(search_chat_messages).service(search_everything);
}

/// What a hit must be besides holding the words.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct Narrowed {
    /// Only messages of this person
    #[param(value_type = Uuid, required = false)]
    from: Option<UserId>,
    /// Only messages of this kind
    #[param(inline, value_type = wire::message::MessageKind, required = false)]
    kind: Option<MessageKind>,
    /// Only messages with a link, or with media
    #[param(inline, value_type = Has, required = false)]
    has: Option<domain::search::Has>,
    /// Only messages sent at this time or later
    #[param(value_type = String, format = DateTime, required = false)]
    since: Option<Timestamp>,
    /// Only messages sent before this time
    #[param(value_type = String, format = DateTime, required = false)]
    until: Option<Timestamp>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Narrowed {
    fn read(values: &mut Values) -> Self {
        let kind = |text: &str| word::<wire::message::MessageKind>(text).map(Into::into);
        Self {
            from: values.parsed("from", "must be the id of a person", ids::id),
            kind: values.parsed("kind", "must be a kind of message", kind),
            has: values.parsed("has", "must be `link` or `media`", |text| word::<Has>(text).map(Into::into)),
            since: values.parsed("since", TIME, |text| text.parse().ok()),
            until: values.parsed("until", TIME, |text| text.parse().ok()),
            limit: values.limit(Limit::OTHERS),
        }
    }

    fn is_open(&self) -> bool {
        let Self { from, kind, has, since, until, limit: _ } = self;
        from.is_none() && kind.is_none() && has.is_none() && since.is_none() && until.is_none()
    }

    fn asked(self, text: String, chat: Option<ChatId>) -> Asked {
        let Self { from, kind, has, since, until, limit } = self;
        let filter = Filter { from, kind, since, until, has };
        Asked { text, filter, chat, before: None, before_seq: None, limit }
    }
}

const TIME: &str = "must be a time like 2026-12-31T20:00:00Z";

fn word<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).ok()
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct InChatQuery {
    /// Prefixes of words that all have to occur; a phrase "in quotes" has to occur as it is. Case and accents are
    /// ignored. Can only be left out where another condition is given
    #[param(min_length = 2, max_length = 128)]
    q: Option<String>,
    /// Only messages before this `seq`: `next` of the previous page
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    before: Option<i64>,
}

struct InChatSearch(Narrowed, InChatQuery);

impl Parameters for InChatSearch {
    fn read(values: &mut Values) -> Self {
        let query = InChatQuery { q: values.text("q"), before: values.whole("before", 1) };
        let narrowed = Narrowed::read(values);
        if query.q.is_none() && narrowed.is_open() {
            values.refuse("q", "required", "is required without another condition");
        }
        Self(narrowed, query)
    }
}

/// What to search.
#[derive(Clone, Copy, ToSchema, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum SearchScope {
    All,
    Chats,
    People,
    Messages,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct EverywhereQuery {
    /// Prefixes of words that all have to occur; a phrase "in quotes" has to occur as it is. Case and accents are
    /// ignored
    #[param(min_length = 2, max_length = 128)]
    q: String,
    /// What to search
    #[param(inline, required = false)]
    scope: SearchScope,
    /// Only messages of this chat
    #[param(value_type = Uuid, required = false, rename = "in")]
    chat: Option<ChatId>,
    /// `next` of the previous page of messages
    #[param(
        value_type = String, required = false,
        pattern = "^(0|[1-9][0-9]{0,14})_[1-9][0-9]{0,15}_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
    )]
    cursor: Option<Before>,
}

struct EverywhereSearch(Narrowed, EverywhereQuery);

impl Parameters for EverywhereSearch {
    fn read(values: &mut Values) -> Self {
        let q = values.text("q");
        if q.is_none() {
            values.refuse("q", "required", "is required");
        }
        let narrowed = Narrowed::read(values);
        let scope = values.parsed("scope", "must be `all`, `chats`, `people` or `messages`", word);
        let query = EverywhereQuery {
            q: q.unwrap_or_default(),
            scope: scope.unwrap_or(SearchScope::All),
            chat: values.parsed("in", "must be the id of a chat", ids::id),
            cursor: values.parsed("cursor", "must be `next` of a previous page", cursor),
        };
        Self(narrowed, query)
    }
}

fn cursor(text: &str) -> Option<Before> {
    let (at, rest) = text.split_once('_')?;
    let (seq, chat) = rest.split_once('_')?;
    Some(Before { at: Timestamp::from_millis(ids::number(at)?), seq: ids::seq(seq)?, chat: ids::id(chat)? })
}

/// Search the messages of a chat
///
/// Newest first. Only messages you may see are searched; deleted texts and earlier versions are not found. A page
/// without hits that has a `next` has not searched everything yet.
#[utoipa::path(
    tag = "messages",
    params(InChat, Narrowed, InChatQuery),
    responses(
        (status = 200, description = "One page of hits", body = ChatSearchPage),
        (status = 403, description = "`search_off`: this instance does not search messages"),
    )
)]
#[get("/chats/{chat_id}/search")]
async fn search_chat_messages(
    api: Data<Api>,
    Signed(caller, (at, Query(query))): Signed<(InChat, Query<InChatSearch>)>,
) -> Answer<ChatSearchPage> {
    let InChatSearch(narrowed, place) = query;
    let InChatQuery { q, before } = place;
    let asked = narrowed.asked(q.unwrap_or_default(), Some(at.chat_id));
    let asked = Asked { before_seq: before.map(Seq::from_number), ..asked };
    let found = api.app.search_messages(&caller, asked).await?;
    Ok(Json(ChatSearchPage::new(found.hits, found.next)))
}

/// Search chats, people and messages
///
/// Your chats by name, people who can be found, and the messages of all your chats, newest first. The filters apply
/// to messages.
#[utoipa::path(
    tag = "messages",
    params(Narrowed, EverywhereQuery),
    responses(
        (status = 200, description = "The hits of each kind", body = SearchAnswer),
        (status = 403, description = "`search_off`: this instance does not search messages, and nothing else was \
            requested"),
        (status = 404, description = "`not_found`: there is no such chat as `in` for you"),
    )
)]
#[get("/search")]
async fn search_everything(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<EverywhereSearch>>,
) -> Answer<SearchAnswer> {
    let EverywhereSearch(narrowed, EverywhereQuery { q, scope, chat, cursor }) = query;
    let scope = match scope {
        SearchScope::All => Scope::All,
        SearchScope::Chats => Scope::Chats,
        SearchScope::People => Scope::People,
        SearchScope::Messages => Scope::Messages,
    };
    let asked = Asked { before: cursor, ..narrowed.asked(q, chat) };
    let found = api.app.search_everything(&caller, scope, asked).await?;
    let messages = found.messages.map(|found| (found.hits, found.next));
    Ok(Json(SearchAnswer::new(found.chats, found.people, messages)))
}
