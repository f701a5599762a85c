//! Engines that translate: Debian's Apertium, and one that speaks as LibreTranslate does and says what a test tells it.

use super::LIMIT;
use super::process::{Process, script};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

/// English and Spanish, both ways.
pub struct Apertium {
    pub url: String,
    _process: Process,
}

impl Apertium {
    pub async fn start() -> Self {
        // Not the tests' own Python: it is a package of the system.
        let mut command = Command::new("/usr/bin/python3");
        command.arg(script("apertium.py")).env("LC_ALL", "C.UTF-8");
        let (address, process) = Process::start(command).await;
        Self { url: format!("apertium+{address}"), _process: process }
    }
}

/// It knows English, Spanish and German.
pub struct Libre {
    pub url: String,
    asked: mpsc::UnboundedReceiver<Asked>,
}

/// A text that waits for its translation.
pub struct Asked {
    pub body: Value,
    answer: oneshot::Sender<(u16, Value)>,
}

impl Asked {
    pub fn answer(self, status: u16, body: &Value) {
        let _ = self.answer.send((status, body.clone()));
    }

    pub fn translated(self, text: &str) {
        let detected = json!({"confidence": 90, "language": "es"});
        self.answer(200, &json!({"translatedText": text, "detectedLanguage": detected}));
    }
}

impl Libre {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (sender, asked) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, sender.clone()));
            }
        });
        Self { url: format!("libretranslate+http://{address}?api_key=between-us"), asked }
    }

    pub async fn next(&mut self) -> Asked {
        timeout(LIMIT, self.asked.recv()).await.expect("a text in time").expect("the engine runs")
    }

    pub fn is_idle(&mut self) -> bool {
        self.asked.is_empty()
    }

    /// Says everything loudly from now on.
    pub fn shouting(mut self) -> String {
        tokio::spawn(async move {
            while let Some(asked) = self.asked.recv().await {
                let text = asked.body["q"].as_str().expect("a text").to_uppercase();
                asked.translated(&text);
            }
        });
        self.url
    }
}

async fn serve(mut stream: TcpStream, sender: mpsc::UnboundedSender<Asked>) {
    let (mut read, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let length = stream.read(&mut part).await.unwrap_or(0);
        if length == 0 {
            return;
        }
        read.extend_from_slice(&part[..length]);
        let text = String::from_utf8_lossy(&read).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let head = head.to_lowercase();
        let declared = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() < declared.map_or(0, |length| length.parse().expect("a length")) {
            continue;
        }
        let (status, answer) = if head.starts_with("get /languages") {
            let all = ["en", "es", "de"];
            (200, all.map(|code| json!({"code": code, "name": code, "targets": all})).into())
        } else {
            assert!(head.starts_with("post /translate "), "{head}");
            let (answer, answered) = oneshot::channel();
            let body = serde_json::from_str(body).expect("JSON");
            let _ = sender.send(Asked { body, answer });
            let Ok(answer) = answered.await else { return };
            answer
        };
        read.clear();
        let answer = answer.to_string();
        let head = format!(
            "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {}",
            answer.len()
        );
        if stream.write_all(format!("{head}\r\n\r\n{answer}").as_bytes()).await.is_err() {
            return;
        }
    }
}
