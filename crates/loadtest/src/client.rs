//! Simulates one person: an account over REST, a socket, and a loop that sends and receives.

use crate::report::Report;
use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use uuid::Uuid;

/// How long messages in flight may take to arrive after the senders stop.
const AFTERWARDS: Duration = Duration::from_secs(2);
/// How often the end is checked where no message arrives.
const LOOK: Duration = Duration::from_millis(500);

pub struct Client {
    http: reqwest::Client,
    url: String,
    id: String,
    token: String,
}

pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    chat: String,
}

impl Client {
    pub async fn register(url: &str) -> Result<Self> {
        let name = format!("load_{}", Uuid::now_v7().as_u128() % 1_000_000_000_000_000);
        let body = json!({
            "username": name, "password": "only for a load test", "display_name": name,
            "birth_date": "1990-12-31", "country": "ES", "native_languages": ["es"],
            "learning_languages": [{"code": "en", "level": "B1"}], "transport": "body",
        });
        let http = reqwest::Client::new();
        let session = call(http.post(format!("{url}/api/v1/auth/register")).json(&body)).await?;
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        Ok(Self {
            http,
            url: url.to_owned(),
            id: text(session.pointer("/user/id")).context("no id")?,
            token: text(session.get("access_token")).context("no token")?,
        })
    }

    /// Creates a group with all of these.
    pub async fn room(&self, others: &[Self]) -> Result<String> {
        let ids: Vec<&str> = others.iter().map(|other| other.id.as_str()).collect();
        let body = json!({"title": "Load", "member_ids": ids});
        let request = self.http.post(format!("{}/api/v1/chats", self.url)).bearer_auth(&self.token);
        let chat = call(request.json(&body)).await?;
        chat.get("id").and_then(Value::as_str).map(str::to_owned).context("no chat")
    }

    pub async fn connect(&self, chat: &str) -> Result<Socket> {
        let mut request =
            format!("{}/api/v1/ws", self.url.replace("http://", "ws://")).into_client_request()?;
        request.headers_mut().insert("authorization", format!("Bearer {}", self.token).parse()?);
        let (stream, _) = connect_async(request).await?;
        Ok(Socket { stream, chat: chat.to_owned() })
    }
}

impl Socket {
    /// A message's text is the time it was sent, so that every listener can compute the latency.
    pub async fn run(
        mut self,
        sends: bool,
        begun: Instant,
        span: Duration,
        report: Arc<Report>,
    ) -> Result<()> {
        let mut sent_at = begun;
        if sends {
            sent_at = self.send(begun).await?;
        }
        loop {
            let end = begun + report.full_after().unwrap_or(span) + AFTERWARDS;
            let next =
                tokio::time::timeout_at(end.min(Instant::now() + LOOK).into(), self.stream.next()).await;
            let frame = match next {
                Ok(frame) => frame,
                Err(_) if Instant::now() >= end => break,
                Err(_) => continue,
            };
            let Message::Text(text) = frame.context("the server closed the socket")?? else { continue };
            let frame: Value = serde_json::from_str(&text)?;
            match frame.get("type").and_then(Value::as_str) {
                Some("message") => {
                    let sent = frame.pointer("/message/text").and_then(Value::as_str);
                    if let Some(micros) = sent.and_then(|text| text.parse().ok()) {
                        report.delivered(begun.elapsed().saturating_sub(Duration::from_micros(micros)));
                    }
                }
                Some("reply") if frame.get("ok").is_some() => {
                    report.acknowledged(sent_at.elapsed(), begun.elapsed());
                    if begun.elapsed() < span && report.full_after().is_none() {
                        sent_at = self.send(begun).await?;
                    }
                }
                Some("reply") => bail!("a send was refused: {text}"),
                Some(_) | None => {}
            }
        }
        Ok(())
    }

    async fn send(&mut self, begun: Instant) -> Result<Instant> {
        let frame = json!({
            "type": "message.send", "ref": "r", "chat_id": self.chat, "client_id": Uuid::now_v7(),
            "text": begun.elapsed().as_micros().to_string(),
        });
        let now = Instant::now();
        self.stream.send(Message::text(frame.to_string())).await?;
        Ok(now)
    }
}

async fn call(request: reqwest::RequestBuilder) -> Result<Value> {
    let response = request.send().await?;
    let status = response.status();
    let body: Value = response.json().await?;
    if !status.is_success() {
        let problem = serde_json::from_value::<wire::Problem>(body)?;
        bail!("{}: {}", problem.code, problem.detail);
    }
    Ok(body)
}
