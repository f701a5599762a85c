//! `parlance seed`: fills a small demo instance, through the same use cases that people use.

use super::{print, use_cases};
use crate::cli::Seed;
use crate::config::{DmFrom, Settings};
use crate::data_dir::DataDir;
use crate::system_random;
use anyhow::{Context, Result, bail};
use app::{App, Caller, Visitor};
use domain::instance::Registration;
use domain::message::Emoji;
use domain::session::{Proven, Transport, Way};
use domain::{ChatId, Fault, Seq, UserId};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;
use uuid::Uuid;
use wire::account::RegisterBody;
use wire::chat::NewChatBody;
use wire::message::SendBody;

const DEMO: &str = include_str!("seed/demo.json");
/// A demo must not wait for rate limits.
const SCALE: u32 = 1000;
const HOUR: Duration = Duration::from_secs(3600);

#[derive(Deserialize)]
struct Scene {
    people: Vec<Map<String, Value>>,
    /// Who asked, and who accepted.
    friends: Vec<(String, String)>,
    /// Who asked, and who has not decided.
    asked: Vec<(String, String)>,
    chats: Vec<Talk>,
}

#[derive(Deserialize)]
struct Talk {
    by: String,
    /// The other person of a direct chat; a group has a title instead.
    with: Option<String>,
    title: Option<String>,
    handle: Option<String>,
    description: Option<String>,
    visibility: Option<String>,
    languages: Option<Vec<String>>,
    #[serde(default)]
    members: Vec<String>,
    messages: Vec<Line>,
    /// Who reacts, to which line, with what.
    reactions: Vec<(String, usize, String)>,
}

/// Other lines are named by their index.
#[derive(Deserialize)]
struct Line {
    by: String,
    text: String,
    kind: Option<String>,
    reply_to: Option<usize>,
    base: Option<usize>,
}

pub async fn carry_out(settings: &Settings, what: &Seed) -> Result<()> {
    match what {
        Seed::Demo => demo(settings).await,
    }
}

async fn demo(settings: &Settings) -> Result<()> {
    let _data_dir = DataDir::claim(&settings.storage.data_dir)?;
    let scene: Scene = serde_json::from_str(DEMO)?;
    let mut settings = settings.clone();
    settings.accounts.registration = Registration::Open;
    settings.chats.dm_from = DmFrom::Everyone;
    settings.limits.scale = SCALE;
    let (app, store) = use_cases(&settings).await?;
    let password = Uuid::from_bytes(domain::random::bytes(system_random)).simple().to_string();
    let made = fill(&app, &scene, &password).await;
    store.stop().await;
    made?;
    let names: Vec<&str> =
        scene.people.iter().filter_map(|person| person.get("username")?.as_str()).collect();
    print(&format!(
        "made {} people, {} chats; each signs in with the password {password}: {}\n",
        names.len(),
        scene.chats.len(),
        names.join(", ")
    ))
}

async fn fill(app: &App, scene: &Scene, password: &str) -> Result<()> {
    if !app.list_accounts(None).await.map_err(refused)?.items.is_empty() {
        bail!("there are people already: a demonstration needs an instance of its own, say --data-dir ./demo")
    }
    let mut callers: HashMap<&str, Caller> = HashMap::new();
    for (number, person) in scene.people.iter().enumerate() {
        let name = person.get("username").and_then(Value::as_str).context("a person without a name")?;
        callers.insert(name, register(app, person, password, number).await?);
    }
    let caller = |name: &str| callers.get(name).with_context(|| format!("there is no person {name}"));
    for (one, other) in scene.friends.iter().chain(&scene.asked) {
        app.ask_friend(caller(one)?, caller(other)?.user).await.map_err(refused)?;
    }
    // A friend request in return accepts the first one.
    for (one, other) in &scene.friends {
        app.ask_friend(caller(other)?, caller(one)?.user).await.map_err(refused)?;
    }
    for talk in &scene.chats {
        hold(app, talk, &caller).await?;
    }
    Ok(())
}

/// Each from an address of their own: rate limits count addresses.
async fn register(app: &App, person: &Map<String, Value>, password: &str, number: usize) -> Result<Caller> {
    let mut body = person.clone();
    body.insert("password".to_owned(), json!(password));
    let body: RegisterBody = serde_json::from_value(Value::Object(body))?;
    let now = app.clock().now();
    let host = u8::try_from(number).unwrap_or_default().saturating_add(1);
    let visitor = Visitor {
        address: IpAddr::V4(Ipv4Addr::new(127, 0, 0, host)),
        user_agent: None,
        transport: Transport::Body,
    };
    let signed_in = app.register(&visitor, body.parse(now).map_err(refused)?).await.map_err(refused)?;
    Ok(Caller {
        user: signed_in.profile.person.id,
        session: signed_in.session,
        auth_time: now,
        expires_at: now.plus(HOUR),
        proven: Proven { way: Way::Password, second_factor: false },
    })
}

async fn hold<'c>(app: &App, talk: &Talk, caller: &impl Fn(&str) -> Result<&'c Caller>) -> Result<()> {
    let chat = open(app, talk, caller).await?;
    let mut seqs: Vec<Seq> = Vec::new();
    for line in &talk.messages {
        let seq = |line: Option<usize>| line.and_then(|line| seqs.get(line)).copied();
        let who = caller(&line.by)?;
        let client_id = Uuid::from_bytes(domain::random::bytes(system_random));
        let mut body = Map::new();
        for (name, value) in [
            ("client_id", Some(json!(client_id))),
            ("text", Some(json!(line.text))),
            ("kind", line.kind.as_ref().map(|kind| json!(kind))),
            ("reply_to", seq(line.reply_to).map(|seq| json!(seq.number()))),
            ("base_seq", seq(line.base).map(|seq| json!(seq.number()))),
        ] {
            if let Some(value) = value {
                body.insert(name.to_owned(), value);
            }
        }
        let body: SendBody = serde_json::from_value(Value::Object(body))?;
        let message = body.parse(chat, who.user, app.clock().now()).map_err(refused)?;
        let pending = app.send(who, message).await.map_err(refused)?;
        seqs.push(pending.sent().await.map_err(refused)?.message.seq);
    }
    for (who, line, emoji) in &talk.reactions {
        let seq = *seqs.get(*line).context("a reaction to no line")?;
        let emoji = Emoji::parse(emoji).map_err(|refusal| anyhow::anyhow!("{emoji}: {}", refusal.detail))?;
        app.react(caller(who)?, chat, seq, emoji, true).await.map_err(refused)?;
    }
    Ok(())
}

async fn open<'c>(app: &App, talk: &Talk, caller: &impl Fn(&str) -> Result<&'c Caller>) -> Result<ChatId> {
    let by = caller(&talk.by)?;
    if let Some(with) = &talk.with {
        let (own, _) = app.open_direct(by, caller(with)?.user).await.map_err(refused)?;
        return Ok(own.chat.id);
    }
    let members: Vec<UserId> =
        talk.members.iter().map(|name| Ok(caller(name)?.user)).collect::<Result<_>>()?;
    let body: NewChatBody = serde_json::from_value(json!({
        "title": talk.title, "handle": talk.handle, "description": talk.description,
        "visibility": talk.visibility, "languages": talk.languages,
        "member_ids": members.iter().map(|user| user.uuid()).collect::<Vec<_>>(),
    }))?;
    let (own, _) = app.create_group(by, body.parse().map_err(refused)?).await.map_err(refused)?;
    Ok(own.chat.id)
}

fn refused(fault: Fault) -> anyhow::Error {
    anyhow::anyhow!("the demonstration could not be made: {fault:?}")
}
