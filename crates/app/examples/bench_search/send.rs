//! Sending with and without the index being filled behind it, turn by turn in one run.

use crate::fill::World;
use crate::shared::{now, random, refused, wrong};
use crate::words::Words;
use anyhow::{Context, Result};
use app::Clock;
use app::search::indexing::Indexing;
use domain::event::Committed;
use domain::message::{MessageKind, MessageText, NewMessage, References};
use domain::{ClientId, NodeId};
use persistence::Store;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::Receiver;

const SENDERS: usize = 64;
const SPAN: Duration = Duration::from_secs(5);
const ROUNDS: usize = 3;

/// The listener to committed facts, if there is one.
#[derive(Clone, Default)]
pub struct Facts(Arc<Mutex<Option<Arc<Indexing>>>>);

pub fn drain(mut facts: Receiver<Vec<Committed>>) -> Facts {
    let told = Facts::default();
    let listener = told.clone();
    tokio::spawn(async move {
        while let Some(batch) = facts.recv().await {
            let indexing = listener.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let Some(indexing) = indexing else { continue };
            for fact in batch {
                if let Committed::Chat(change) = fact {
                    indexing.note(&change);
                }
            }
        }
    });
    told
}

pub async fn compare(store: &Arc<Store>, world: &World, words: &mut Words, facts: &Facts) -> Result<()> {
    let mut rates = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        rates.0.push(run(store, world, words).await?);
        let node = NodeId::make(now(), random);
        let indexing = Arc::new(Indexing::new(store.clone(), Clock::System, node));
        *facts.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(indexing.clone());
        let task = tokio::spawn(async move { indexing.run().await });
        rates.1.push(run(store, world, words).await?);
        *facts.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
        task.abort();
    }
    let (without, with) = (median(rates.0)?, median(rates.1)?);
    let cost = |rate: f64| 1e6 / rate;
    println!(
        "  {SENDERS} senders: {without:.0} msg/s ({:.0} us each) without the index, {with:.0} ({:.0} us) with it: {:.1} % slower",
        cost(without),
        cost(with),
        (1.0 - with / without) * 100.0
    );
    Ok(())
}

async fn run(store: &Arc<Store>, world: &World, words: &mut Words) -> Result<f64> {
    let start = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..SENDERS {
        let chats: Vec<_> = (0..64).map(|_| world.some_chat(words).0).collect();
        let texts: Vec<_> = (0..64).map(|_| words.message()).collect();
        let (store, author) = (store.clone(), world.author);
        tasks.push(tokio::spawn(async move {
            let mut sent = 0_usize;
            for (chat, text) in chats.iter().cycle().zip(texts.iter().cycle()) {
                if start.elapsed() > SPAN {
                    break;
                }
                let text = MessageText::parse(text).map_err(wrong)?;
                let client_id = ClientId::make(now(), random);
                let message = NewMessage {
                    chat: *chat,
                    author,
                    client_id,
                    kind: MessageKind::Text,
                    references: References::default(),
                    text,
                    at: now(),
                };
                store.send(message).await.map_err(refused)?.outcome().await.map_err(refused)?;
                sent += 1;
            }
            anyhow::Ok(sent)
        }));
    }
    let mut sent = 0;
    for task in tasks {
        sent += task.await??;
    }
    Ok(sent as f64 / start.elapsed().as_secs_f64())
}

fn median(mut rates: Vec<f64>) -> Result<f64> {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().context("nothing was measured")
}
