//! A WebSocket client that waits for frames instead of sleeping.

use super::{LIMIT, TestUser};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

pub struct TestSocket {
    pub stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The first frame (all pages of it folded into one).
    pub ready: Value,
    next_ref: u32,
}

/// How a socket ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed {
    pub code: u16,
    pub reason: String,
}

impl TestSocket {
    pub async fn connect(user: &TestUser) -> Self {
        Self::try_connect(user, "").await.expect("the socket opens")
    }

    /// With a query like `?chat=..`.
    pub async fn try_connect(user: &TestUser, query: &str) -> Result<Self, Error> {
        let url = format!("{}/api/v1/ws{query}", user.url.replace("http://", "ws://"));
        let mut request = url.into_client_request()?;
        let bearer = HeaderValue::from_str(&format!("Bearer {}", user.token)).expect("a header");
        request.headers_mut().insert("authorization", bearer);
        let (stream, _) = connect_async(request).await?;
        Ok(Self::greeted(stream).await)
    }

    pub async fn greeted(stream: WebSocketStream<MaybeTlsStream<TcpStream>>) -> Self {
        let mut socket = Self { stream, ready: Value::Null, next_ref: 0 };
        socket.ready = socket.frame().await;
        assert_eq!(socket.ready["type"], "ready", "ready comes first: {}", socket.ready);
        while socket.ready["more"] == true {
            let mut page = socket.frame().await;
            assert_eq!(page["type"], "ready");
            let more = page["chats"].as_array_mut().expect("chats").split_off(0);
            socket.ready["chats"].as_array_mut().expect("chats").extend(more);
            socket.ready["more"] = page["more"].clone();
        }
        socket
    }

    pub async fn say(&mut self, frame: Value) {
        self.stream.send(Message::text(frame.to_string())).await.expect("the frame is sent");
    }

    /// The next JSON frame, whatever it is.
    pub async fn frame(&mut self) -> Value {
        match timeout(LIMIT, self.next()).await.expect("a frame in time") {
            Ok(frame) => frame,
            Err(closed) => panic!("the socket closed: {closed:?}"),
        }
    }

    /// The next frame of this type; others before it are dropped.
    pub async fn frame_of(&mut self, kind: &str) -> Value {
        self.until(|frame| frame["type"] == kind).await
    }

    pub async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let frame = self.frame().await;
            if wanted(&frame) {
                return frame;
            }
        }
    }

    /// Sends a command and waits for its reply; frames between them are dropped.
    pub async fn ask(&mut self, mut frame: Value) -> Value {
        self.next_ref += 1;
        let reference = self.next_ref.to_string();
        frame["ref"] = json!(reference);
        self.say(frame).await;
        self.until(|reply| reply["ref"] == reference.as_str()).await
    }

    pub async fn send(&mut self, chat: &str, text: &str) -> Value {
        let frame = json!({"type": "message.send", "chat_id": chat, "client_id": super::user::client_id(), "text": text});
        self.ask(frame).await
    }

    /// Waits until the server closes.
    pub async fn closed(&mut self) -> Closed {
        loop {
            if let Err(closed) = timeout(LIMIT, self.next()).await.expect("a close in time") {
                return closed;
            }
        }
    }

    /// Nothing but soft frames and pings for this long.
    pub async fn is_quiet_for(&mut self, span: std::time::Duration) {
        if let Ok(frame) = timeout(span, self.next()).await {
            panic!("not quiet: {frame:?}");
        }
    }

    pub async fn next(&mut self) -> Result<Value, Closed> {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).expect("JSON")),
                Some(Ok(Message::Close(Some(frame)))) => {
                    return Err(Closed { code: frame.code.into(), reason: frame.reason.to_string() });
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(None))) | None => {
                    return Err(Closed { code: 1005, reason: String::new() });
                }
                Some(Err(error)) => return Err(Closed { code: 1006, reason: error.to_string() }),
                Some(Ok(other)) => panic!("not a frame of ours: {other:?}"),
            }
        }
    }
}
