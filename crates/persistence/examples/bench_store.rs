//! How many durable messages a second the store takes: one sender after the other against many at once, on
//! the same file in the same run. `just bench-store`, or with a PostgreSQL URL as the argument.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::as_conversions,
    reason = "a benchmark prints and measures real time"
)]

#[path = "bench/shared.rs"]
mod shared;

use anyhow::{Context, Result};
use domain::message::{MessageText, NewMessage};
use domain::privacy::DmFrom;
use domain::{ChatId, ClientId, UserId};
use persistence::store::chats::ChatBounds;
use persistence::{Config, Outlet, Store};
use shared::{now, person, random, refused, wrong};
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};
use vault::KeyRing;

const SENDERS: usize = 64;
const CHATS: usize = 200;
const SPAN: Duration = Duration::from_secs(4);

#[tokio::main]
async fn main() -> Result<()> {
    let folder = tempfile::TempDir::new_in(".")?;
    let config = match std::env::args().nth(1) {
        Some(url) => Config::Postgres { url, migrate_url: None, force_unsafe: false },
        None => Config::Sqlite { path: folder.path().join("bench.db") },
    };
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let ring = Arc::new(KeyRing::generate(random, now().millis()));
    let (outlet, mut facts) = Outlet::new();
    let files = persistence::blobs::Files::disk(folder.path().join("files"));
    let store = Arc::new(Store::open(&config, files, ring, outlet, random, now()).await?);
    tokio::spawn(async move { while facts.recv().await.is_some() {} });

    let (author, chats) = prepare(&store).await?;
    println!(
        "200 characters a message, {} s each; a sync of this disk takes {:.2?}",
        SPAN.as_secs(),
        sync(folder.path())?
    );
    for (title, chats) in [("one chat", chats.get(..1)), ("200 chats", chats.get(..))] {
        let chats = chats.context("there are chats")?;
        println!("{title}");
        let alone = run(&store, author, chats, 1).await?;
        let together = run(&store, author, chats, SENDERS).await?;
        println!("  together / one by one: {:.1}", together / alone);
    }
    store.stop().await;
    Ok(())
}

/// What a commit cannot be faster than: the median of some appended pages, each synced.
fn sync(folder: &std::path::Path) -> Result<Duration> {
    let mut file = std::fs::File::create(folder.join("sync"))?;
    let mut took = Vec::new();
    for _ in 0..101 {
        file.write_all(&[7; 8192])?;
        let begun = Instant::now();
        file.sync_data()?;
        took.push(begun.elapsed());
    }
    took.sort();
    took.get(50).copied().context("nothing was synced")
}

/// One person and their chats with many others.
async fn prepare(store: &Store) -> Result<(UserId, Vec<ChatId>)> {
    let bounds = ChatBounds { most_members: 1000, most_chats: 1000, dm_from: DmFrom::Everyone };
    let author = person(store, "author").await?;
    let mut chats = Vec::new();
    for number in 1..=CHATS {
        let peer = person(store, &format!("p{number:04}")).await?;
        let (chat, _) = store.open_direct(author, peer, bounds, now()).await.map_err(refused)?;
        chats.push(chat);
    }
    Ok((author, chats))
}

/// Messages a second, and how long one of them took.
async fn run(store: &Arc<Store>, author: UserId, chats: &[ChatId], senders: usize) -> Result<f64> {
    let (start, text) = (Instant::now(), "x".repeat(200));
    let mut tasks = Vec::new();
    for sender in 0..senders {
        let (store, chats, text) = (store.clone(), chats.to_vec(), text.clone());
        tasks.push(tokio::spawn(async move {
            let mut took = Vec::new();
            for chat in chats.iter().cycle().skip(sender * 3) {
                if start.elapsed() > SPAN {
                    break;
                }
                let begun = Instant::now();
                let text = MessageText::parse(&text).map_err(wrong)?;
                let client_id = ClientId::make(now(), random);
                let message = NewMessage::text(*chat, author, client_id, text, now());
                store.send(message).await.map_err(refused)?.outcome().await.map_err(refused)?;
                took.push(begun.elapsed());
            }
            anyhow::Ok(took)
        }));
    }
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await??);
    }
    took.sort();
    let rate = took.len() as f64 / start.elapsed().as_secs_f64();
    let at = |part: f64| took.get((took.len() as f64 * part) as usize).copied().context("nothing was sent");
    println!("  {senders:>3} at once: {rate:>8.0} msg/s   p50 {:>8.2?}   p99 {:>8.2?}", at(0.5)?, at(0.99)?);
    Ok(rate)
}
