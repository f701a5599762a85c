//! Where messages end up: a real SMTP server, and an HTTP server that keeps what it is told.

use super::LIMIT;
use super::process::{script, tools};
use serde_json::Value;
use std::collections::VecDeque;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::mpsc;
use tokio::time::timeout;

pub struct SmtpSink {
    pub port: u16,
    lines: Lines<BufReader<ChildStdout>>,
    _child: Child,
}

impl SmtpSink {
    /// Refuses so many messages for the moment before it takes any.
    pub async fn start(refusals: usize) -> Self {
        let mut child = Command::new(tools().join("python/bin/python"))
            .arg(script("smtp_sink.py"))
            .arg(refusals.to_string())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the SMTP server starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let port = timeout(LIMIT, lines.next_line()).await.expect("it says its port").expect("a line");
        Self { port: port.expect("a port").parse().expect("a number"), lines, _child: child }
    }

    pub async fn next(&mut self) -> Value {
        let line = timeout(LIMIT, self.lines.next_line()).await.expect("a message in time").expect("a line");
        serde_json::from_str(&line.expect("the server runs")).expect("JSON")
    }
}

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    /// Method, path and headers, in small letters.
    pub head: String,
    pub body: String,
}

impl Request {
    pub fn header(&self, name: &str) -> &str {
        let line = self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("{name} in {}", self.head))
    }
}

pub struct HttpSink {
    pub url: String,
    requests: mpsc::UnboundedReceiver<Request>,
}

impl HttpSink {
    /// Answers with these statuses first, then with 200.
    pub async fn start(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (sender, requests) = mpsc::unbounded_channel();
        let statuses: Arc<Mutex<VecDeque<u16>>> = Arc::new(Mutex::new(statuses.iter().copied().collect()));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let status = statuses.lock().unwrap().pop_front().unwrap_or(200);
                tokio::spawn(serve(stream, status, sender.clone()));
            }
        });
        Self { url, requests }
    }

    pub async fn next(&mut self) -> Request {
        timeout(LIMIT, self.requests.recv()).await.expect("a request in time").expect("the sink runs")
    }

    pub fn is_empty(&mut self) -> bool {
        self.requests.try_recv().is_err()
    }
}

/// One request for each connection is enough for a test.
async fn serve(mut stream: TcpStream, status: u16, sender: mpsc::UnboundedSender<Request>) {
    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let length = stream.read(&mut part).await.expect("the request can be read");
        bytes.extend_from_slice(&part[..length]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let head = head.to_lowercase();
        let declared = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        // What is no text is longer as text than it is.
        let come = bytes.len() - bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") - 4;
        if come >= declared.map_or(0, |length| length.parse().expect("a length")) || length == 0 {
            // The original letters of what must not be made small.
            let exact = text.split_once("\r\n\r\n").expect("a head").0.lines();
            let head = exact.map(|line| match line.split_once(": ") {
                Some((name, value)) => format!("{}: {value}\n", name.to_lowercase()),
                None => format!("{line}\n"),
            });
            let _ = sender.send(Request { head: head.collect(), body: body.to_owned() });
            break;
        }
    }
    let answer = format!(
        "HTTP/1.1 {status} x\r\ncontent-length: 0\r\nlocation: http://127.0.0.1:1/\r\nconnection: close\r\n\r\n"
    );
    let _ = stream.write_all(answer.as_bytes()).await;
}
