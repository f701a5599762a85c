//! Two thousand chats of very different sizes, and the index over them.

use crate::Home;
use crate::shared::{now, person, random, refused, wrong};
use crate::words::Words;
use anyhow::{Context, Result};
use domain::chat::{Description, GroupLanguages, History, NewGroup, Title, Visibility};
use domain::message::{MessageKind, MessageText, NewMessage, References};
use domain::privacy::DmFrom;
use domain::{ChatId, ClientId, UserId};
use persistence::Store;
use persistence::store::chats::ChatBounds;
use std::sync::Arc;
use std::time::Instant;

const CHATS: usize = 2_000;
/// Chats of each reader.
const READ: usize = 50;
/// Chats of the one whose list is read.
pub const BUSY: usize = 1_000;
const SENDERS: usize = 64;
const BOUNDS: ChatBounds = ChatBounds { most_members: 1_000, most_chats: 10_000, dm_from: DmFrom::Everyone };

pub struct World {
    /// Writes in every chat, in turns with its reader.
    pub author: UserId,
    /// Is in the first thousand.
    pub busy: UserId,
    pub chats: Vec<Home>,
    /// A chat for each message there is.
    order: Vec<usize>,
}

impl World {
    pub fn some_chat(&self, words: &mut Words) -> Home {
        let number = self.order.get(words.below(self.order.len())).copied().unwrap_or_default();
        self.chats.get(number).copied().unwrap_or((ChatId::from_uuid(uuid::Uuid::nil()), self.author))
    }
}

pub async fn world(store: &Arc<Store>, words: &mut Words, messages: usize) -> Result<World> {
    let (author, busy) = (person(store, "author").await?, person(store, "busy").await?);
    let mut chats = Vec::new();
    let mut reader = author;
    for number in 0..CHATS {
        if number % READ == 0 {
            reader = person(store, &format!("reader{number}")).await?;
        }
        let mut members = vec![reader];
        members.extend(Some(busy).filter(|_| number < BUSY));
        let group = NewGroup {
            client_id: None,
            title: Title::parse(&format!("Chat {number}")).map_err(wrong)?,
            handle: None,
            description: Description::parse("").map_err(wrong)?,
            visibility: Visibility::Private,
            history: History::All,
            languages: GroupLanguages::default(),
            members,
        };
        let (chat, _) = store.create_group(author, group, BOUNDS, now()).await.map_err(refused)?;
        chats.push((chat, reader));
    }
    let order = order(words, messages);
    let begun = Instant::now();
    send(store, author, words, order.iter().filter_map(|number| chats.get(*number)).copied()).await?;
    let rate = messages as f64 / begun.elapsed().as_secs_f64();
    println!("  {messages} messages in {CHATS} chats, {rate:.0} a second");
    Ok(World { author, busy, chats, order })
}

/// The n-th largest chat has about n times fewer messages than the first; they come in any order.
fn order(words: &mut Words, messages: usize) -> Vec<usize> {
    let weight = |number: usize| 1.0 / (number as f64 + 10.0).powf(0.8);
    let all: f64 = (0..CHATS).map(weight).sum();
    // Sizes are scattered, so that a reader has large and small ones.
    let place = |number: usize| number * 787 % CHATS;
    let mut order: Vec<usize> = (0..CHATS)
        .flat_map(|number| {
            std::iter::repeat_n(place(number), (weight(number) / all * messages as f64) as usize + 1)
        })
        .collect();
    for last in (1..order.len()).rev() {
        order.swap(last, words.below(last + 1));
    }
    order.truncate(messages);
    order
}

async fn send(
    store: &Arc<Store>,
    author: UserId,
    words: &mut Words,
    chats: impl Iterator<Item = Home>,
) -> Result<()> {
    let mut waiting = std::collections::VecDeque::new();
    for (number, (chat, reader)) in chats.enumerate() {
        let author = if number % 2 == 0 { author } else { reader };
        let text = MessageText::parse(&words.message()).map_err(wrong)?;
        let client_id = ClientId::make(now(), random);
        let message = NewMessage {
            chat,
            author,
            client_id,
            kind: MessageKind::Text,
            references: References::default(),
            text,
            at: now(),
        };
        waiting.push_back(store.send(message).await.map_err(refused)?);
        if waiting.len() > SENDERS * 8 {
            let first = waiting.pop_front().context("a person waits")?;
            first.outcome().await.map_err(refused)?;
        }
    }
    for last in waiting {
        last.outcome().await.map_err(refused)?;
    }
    Ok(())
}

pub async fn index(store: &Store, messages: usize) -> Result<()> {
    let before = size(store).await?;
    let begun = Instant::now();
    app::search::indexing::rebuild(store, now, |_, _| {}).await.map_err(refused)?;
    let took = begun.elapsed().as_secs_f64() * 1e6 / messages as f64;
    let grown = (size(store).await? - before) as f64 / messages as f64;
    println!("  index: {took:.0} us a message, {grown:.0} bytes a message");
    Ok(())
}

async fn size(store: &Store) -> Result<i64> {
    Ok(store.figures(now(), now()).await.map_err(refused)?.database_bytes)
}
