//! What the server sent, read from its outbox: messages go out after the answer, so readers wait.

use super::LIMIT;
use serde_json::Value;
use std::path::PathBuf;
use std::time::Duration;

pub struct Outbox {
    folder: PathBuf,
}

impl Outbox {
    pub fn of(data_dir: &std::path::Path) -> Self {
        Self { folder: data_dir.join("outbox") }
    }

    /// Everything there is now, oldest first.
    pub fn all(&self) -> Vec<Value> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return vec![] };
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        files.retain(|path| path.extension().is_some_and(|ext| ext == "json"));
        files.retain(|path| path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')));
        files.sort();
        let read = |path| std::fs::read_to_string(path).expect("a message");
        files.iter().map(|path| serde_json::from_str(&read(path)).expect("a message is JSON")).collect()
    }

    pub fn to(&self, to: &str) -> Vec<Value> {
        self.all().into_iter().filter(|letter| letter["to"] == to).collect()
    }

    /// The `number`th message to an address, as soon as it is there; the first is number 1.
    pub async fn letter(&self, to: &str, number: usize) -> Value {
        let there = async {
            loop {
                if let Some(letter) = self.to(to).get(number - 1) {
                    return letter.clone();
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let waited = tokio::time::timeout(LIMIT, there).await;
        waited.unwrap_or_else(|_| panic!("message {number} to {to} never came: {:?}", self.all()))
    }

    /// The code in the `number`th message to an address.
    pub async fn code(&self, to: &str, number: usize) -> String {
        let letter = self.letter(to, number).await;
        letter["code"].as_str().unwrap_or_else(|| panic!("a code in {letter}")).to_owned()
    }
}
