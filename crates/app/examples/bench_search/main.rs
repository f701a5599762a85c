//! What searching and listing cost among a million messages: `just bench-search`, on SQLite, or with a PostgreSQL URL
//! as the first argument; a second one is the number of messages. The words are made up, and as common as those of a
//! language: the n-th most common one comes n times less often than the first.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::as_conversions,
    reason = "a benchmark prints and measures real time"
)]

mod fill;
mod send;
#[path = "../../../persistence/examples/bench/shared.rs"]
mod shared;
mod words;

use anyhow::{Context, Result};
use domain::chat::ChatsAsked;
use domain::page::{Limit, Place};
use domain::search::{Filter, Query};
use domain::{ChatId, UserId};
use fill::World;
use persistence::store::search::Search;
use persistence::{Config, Outlet, Store};
use shared::{now, random, refused, wrong};
use std::sync::Arc;
use std::time::{Duration, Instant};
use vault::KeyRing;
use words::Words;

const ROUNDS: usize = 400;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = tempfile::TempDir::new_in(".")?;
    let (config, name) = match arguments.next().filter(|url| url.starts_with("postgres")) {
        Some(url) => (Config::Postgres { url, migrate_url: None, force_unsafe: false }, "PostgreSQL"),
        None => (Config::Sqlite { path: folder.path().join("bench.db") }, "SQLite"),
    };
    let messages = arguments.next().map_or(Ok(1_000_000), |text| text.parse())?;
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let ring = Arc::new(KeyRing::generate(random, now().millis()));
    let (outlet, facts) = Outlet::new();
    let files = persistence::blobs::Files::disk(folder.path().join("files"));
    let store = Arc::new(Store::open(&config, files, ring, outlet, random, now()).await?);
    let facts = send::drain(facts);

    println!("{name}");
    let mut words = Words::new();
    let world = fill::world(&store, &mut words, messages).await?;
    fill::index(&store, messages).await?;
    search(&store, &world, &mut words).await?;
    lists(&store, &world).await?;
    send::compare(&store, &world, &mut words, &facts).await?;
    store.stop().await;
    Ok(())
}

/// Words of messages that are there, looked for where they are and elsewhere.
async fn search(store: &Store, world: &World, words: &mut Words) -> Result<()> {
    let mut took: [(&str, Vec<Duration>, usize); 7] = [
        ("one word, one chat", vec![], 0),
        ("two words, one chat", vec![], 0),
        ("four letters, one chat", vec![], 0),
        ("five letters, one chat", vec![], 0),
        ("one word, 50 chats", vec![], 0),
        ("four letters, 50 chats", vec![], 0),
        ("five letters, 50 chats", vec![], 0),
    ];
    for _ in 0..ROUNDS {
        // A larger chat is searched more often, because more is said there.
        let (chat, reader) = world.some_chat(words);
        let page =
            store.history(chat, reader, Place::Latest, Limit::LARGEST, now()).await.map_err(refused)?;
        let said = page.messages.get(words.below(page.messages.len())).context("a message")?;
        let domain::message::Body::Text(text) = &said.body else { continue };
        let mut long = text.split(' ').filter(|word| word.chars().count() > 3);
        let (Some(first), Some(second)) = (long.next(), long.next()) else { continue };
        let beginning = |length| first.chars().take(length).collect::<String>();
        let exact = |word: &str| format!("\"{word}\"");
        let asked = [
            (exact(first), Some(chat)),
            (format!("{} {}", exact(first), exact(second)), Some(chat)),
            (beginning(4), Some(chat)),
            (beginning(5), Some(chat)),
            (exact(first), None),
            (beginning(4), None),
            (beginning(5), None),
        ];
        for ((text, chat), (_, took, hits)) in asked.into_iter().zip(&mut took) {
            let search = Search {
                reader,
                chat,
                query: Query::parse(&text).map_err(wrong)?,
                filter: Filter::default(),
                before: None,
                before_seq: None,
                limit: Limit::OTHERS,
                indexed: true,
            };
            let begun = Instant::now();
            let found = store.search(search, now()).await.map_err(refused)?;
            took.push(begun.elapsed());
            *hits += found.hits.len();
        }
    }
    for (name, took, hits) in &mut took {
        println!("  {name:<22} {}   {:.1} hits", shown(took)?, *hits as f64 / took.len() as f64);
    }
    Ok(())
}

async fn lists(store: &Store, world: &World) -> Result<()> {
    let (mut pages, mut all, mut histories) = (vec![], vec![], vec![]);
    for _ in 0..50 {
        let (begun, mut after, mut count) = (Instant::now(), None, 0);
        loop {
            let asked = ChatsAsked { after, archived: None, limit: Limit::LARGEST };
            let turn = Instant::now();
            let page = store.own_chats(world.busy, asked, now()).await.map_err(refused)?;
            pages.push(turn.elapsed());
            count += page.items.len();
            let Some(last) = page.items.last().filter(|_| page.next.is_some()) else { break };
            after = Some(domain::chat::ListPlace {
                pinned: last.preferences.pinned,
                active_at: last.active_at,
                chat: last.chat.id,
            });
        }
        anyhow::ensure!(count == fill::BUSY, "the list has {count} chats");
        all.push(begun.elapsed());
    }
    for (chat, reader) in world.chats.iter().take(200) {
        let begun = Instant::now();
        let page =
            store.history(*chat, *reader, Place::Latest, Limit::MESSAGES, now()).await.map_err(refused)?;
        histories.push(begun.elapsed());
        anyhow::ensure!(page.messages.len() == 50 || page.prev.is_none());
    }
    println!("  chat list, 200 of {}  {}", fill::BUSY, shown(&mut pages)?);
    println!("  chat list, all {}    {}", fill::BUSY, shown(&mut all)?);
    println!("  history, 50 messages   {}", shown(&mut histories)?);
    Ok(())
}

fn shown(took: &mut [Duration]) -> Result<String> {
    took.sort();
    let at =
        |part: f64| took.get((took.len() as f64 * part) as usize).copied().context("nothing was measured");
    let ms = |took: Duration| took.as_secs_f64() * 1e3;
    Ok(format!("p50 {:>7.2} ms   p99 {:>7.2} ms", ms(at(0.5)?), ms(at(0.99)?)))
}

type Home = (ChatId, UserId);
