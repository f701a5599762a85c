//! `loadtest`: drives a running server as clients would, over its public contract, and prints latencies.
//! Must not know the server's insides. It only ever calls this machine.

#![expect(clippy::disallowed_methods, reason = "it measures real time and makes its own ids, as clients do")]

mod client;
mod plan;
mod report;

use anyhow::{Context, Result, bail};
use clap::Parser;
use client::Client;
use plan::Plan;
use report::Report;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[tokio::main]
async fn main() -> Result<()> {
    let plan = Plan::parse();
    if !plan.is_loopback() {
        bail!("{} is not this machine alone: a load test never leaves it", plan.urls.join(", "));
    }
    let start = Instant::now();
    let people = plan.rooms * plan.members;
    say(&format!("registering {people} people in {} rooms", plan.rooms))?;
    let report = Arc::new(Report::up_to(plan.messages));
    let mut tasks = Vec::new();
    for room in 0..plan.rooms {
        let mut members = Vec::new();
        for person in 0..plan.members {
            let url = plan.url_for(person).context("an address is needed")?;
            members.push(Client::register(url).await.context("open registration is needed")?);
        }
        let (owner, others) = members.split_first().context("a room needs at least one person")?;
        let chat = owner.room(others).await?;
        for (place, member) in members.iter().enumerate() {
            let socket = member.connect(&chat).await?;
            let sends = place < plan.senders_in(room);
            tasks.push((socket, sends));
        }
    }
    say(&format!(
        "{people} sockets after {:.1} s; sending for {} s",
        start.elapsed().as_secs_f64(),
        plan.seconds
    ))?;
    let (begun, span) = (Instant::now(), Duration::from_secs(plan.seconds));
    let running: Vec<_> = tasks
        .into_iter()
        .map(|(socket, sends)| tokio::spawn(socket.run(sends, begun, span, report.clone())))
        .collect();
    for task in running {
        task.await??;
    }
    let took = report.full_after().unwrap_or(span);
    say(&report.text(took.as_secs().max(1)))
}

#[expect(clippy::print_stdout, reason = "its output is what it is for")]
fn say(text: &str) -> Result<()> {
    println!("{text}");
    Ok(())
}
