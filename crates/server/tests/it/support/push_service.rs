//! A browser and its vendor's push service, on this machine. It decrypts by itself, without the server's code.

use super::{LIMIT, TestUser};
use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as Verifier};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::timeout;

pub struct PushService {
    pub origin: String,
    /// What the next calls are answered with; after them 201.
    pub answers: Arc<Mutex<Vec<u16>>>,
    pushes: mpsc::UnboundedReceiver<Pushed>,
}

/// One call as it arrived.
pub struct Pushed {
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

impl PushService {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (sender, pushes) = mpsc::unbounded_channel();
        let answers = Arc::new(Mutex::new(Vec::new()));
        let scripted = answers.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, sender.clone(), scripted.clone()));
            }
        });
        Self { origin, answers, pushes }
    }

    /// The next one that arrives.
    pub async fn next(&mut self) -> Pushed {
        timeout(LIMIT, self.pushes.recv()).await.expect("a push in time").expect("the service runs")
    }

    pub fn is_empty(&mut self) -> bool {
        self.pushes.is_empty()
    }
}

async fn serve(mut stream: TcpStream, sender: mpsc::UnboundedSender<Pushed>, answers: Arc<Mutex<Vec<u16>>>) {
    let mut read = Vec::new();
    let head = loop {
        let mut some = [0; 4096];
        let count = stream.read(&mut some).await.unwrap_or(0);
        if count == 0 {
            return;
        }
        read.extend_from_slice(&some[..count]);
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
    };
    let text = String::from_utf8(read[..head].to_vec()).unwrap();
    let mut lines = text.split("\r\n");
    let path = lines.next().unwrap().split(' ').nth(1).unwrap().to_owned();
    let headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers["content-length"].parse().unwrap();
    let mut body = read[head + 4..].to_vec();
    let had = body.len();
    body.resize(length, 0);
    stream.read_exact(&mut body[had..]).await.unwrap();
    let status = {
        let mut answers = answers.lock().unwrap();
        if answers.is_empty() { 201 } else { answers.remove(0) }
    };
    let answer = format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    stream.write_all(answer.as_bytes()).await.unwrap();
    let _ = sender.send(Pushed { path, headers, body });
}

/// A browser that subscribed: it alone has these keys.
pub struct Browser {
    pub endpoint: String,
    key: PrivateKey,
    auth: [u8; 16],
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

impl Browser {
    pub fn new(endpoint: &str) -> Self {
        let auth = domain::random::bytes(parlance_server::system_random);
        Self { endpoint: endpoint.to_owned(), key: PrivateKey::generate(&ECDH_P256).unwrap(), auth }
    }

    /// As a browser writes its subscription.
    pub fn subscription(&self) -> Value {
        let (p256dh, auth) = (URL_SAFE_NO_PAD.encode(self.point()), URL_SAFE_NO_PAD.encode(self.auth));
        json!({"endpoint": self.endpoint, "expirationTime": null, "keys": {"p256dh": p256dh, "auth": auth}})
    }

    pub async fn subscribe(&self, user: &TestUser) -> String {
        let answer = user.post("/push/subscriptions", self.subscription()).await.expect(201);
        answer["id"].as_str().expect("an id").to_owned()
    }

    /// What the push says, by RFC 8188 and RFC 8291.
    pub fn open(&self, pushed: &Pushed) -> Value {
        assert_eq!(pushed.headers["content-encoding"], "aes128gcm");
        let (salt, rest) = pushed.body.split_at(16);
        assert_eq!(u32::from_be_bytes(rest[..4].try_into().unwrap()), 4096);
        assert_eq!(rest[4], 65);
        let (theirs, record) = rest[5..].split_at(65);
        let info = [b"WebPush: info\0".as_slice(), &self.point(), theirs].concat();
        let input = agree(&self.key, UnparsedPublicKey::new(&ECDH_P256, theirs), (), |shared| {
            Ok(expand(&self.auth, shared, &info, 32))
        })
        .unwrap();
        let key = expand(salt, &input, b"Content-Encoding: aes128gcm\0", 16);
        let nonce = expand(salt, &input, b"Content-Encoding: nonce\0", 12);
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).unwrap());
        let nonce = Nonce::assume_unique_for_key(nonce.try_into().unwrap());
        let mut record = record.to_vec();
        let plain = key.open_in_place(nonce, Aad::empty(), &mut record).expect("it is for this browser");
        let (mark, text) = plain.split_last().unwrap();
        assert_eq!(*mark, 2);
        serde_json::from_slice(text).unwrap()
    }

    fn point(&self) -> Vec<u8> {
        self.key.compute_public_key().unwrap().as_ref().to_vec()
    }
}

fn expand(salt: &[u8], input: &[u8], info: &[u8], length: usize) -> Vec<u8> {
    let mut out = vec![0; length];
    let key = Salt::new(HKDF_SHA256, salt).extract(input);
    key.expand(&[info], Length(length)).unwrap().fill(&mut out).unwrap();
    out
}

/// The claims of a server that showed the key browsers subscribed with.
pub fn vouched(pushed: &Pushed, key: &str) -> Value {
    let word = pushed.headers["authorization"].strip_prefix("vapid t=").unwrap();
    let (token, shown) = word.split_once(", k=").unwrap();
    assert_eq!(shown, key);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    Verifier::new(&ECDSA_P256_SHA256_FIXED, bytes(key)).verify(signed.as_bytes(), &bytes(signature)).unwrap();
    serde_json::from_slice(&bytes(signed.split_once('.').unwrap().1)).unwrap()
}
