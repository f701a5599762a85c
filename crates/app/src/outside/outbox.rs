//! In development, messages become files in the mail folder: nothing leaves the machine. Must not know what a message
//! says.

use super::parcel::{Parcel, Undelivered};
use domain::Timestamp;
use domain::identifier::Channel;
use serde_json::json;
use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

#[derive(Debug, Clone)]
pub struct Outbox {
    folder: PathBuf,
}

impl Outbox {
    pub fn new(data_dir: &Path) -> Self {
        Self { folder: data_dir.join("outbox") }
    }

    pub async fn deliver(&self, parcel: &Parcel, at: Timestamp) -> Result<(), Undelivered> {
        let channel = match parcel.to.channel() {
            Channel::Email => "email",
            Channel::Sms => "sms",
        };
        let mut letter = json!({
            "channel": channel, "to": parcel.to.as_str(), "purpose": parcel.purpose, "text": parcel.text,
        });
        if let Some(letter) = letter.as_object_mut() {
            if let Some(code) = &parcel.code {
                letter.insert("code".to_owned(), json!(code));
            }
            if parcel.to.channel() == Channel::Email {
                letter.insert("subject".to_owned(), json!(parcel.subject));
            }
        }
        say(parcel);
        let (folder, text) = (self.folder.clone(), letter.to_string());
        let written = tokio::task::spawn_blocking(move || write(&folder, at, &text)).await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Undelivered::Later("the outbox cannot be written")),
        }
    }
}

/// Under its name only when it is whole, for its owner only.
fn write(folder: &Path, at: Timestamp, text: &str) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    // One process writes here; the number keeps what is sent in one millisecond in order.
    static WRITTEN: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let number = WRITTEN.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let name = format!("{:013}-{}-{number:06}.json", at.millis(), std::process::id());
    let unfinished = folder.join(format!(".{name}"));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    std::fs::rename(unfinished, folder.join(name))
}

/// For a developer at the terminal; a log is no terminal.
fn say(parcel: &Parcel) {
    let mut out = io::stdout();
    if let (Some(code), true) = (&parcel.code, out.is_terminal()) {
        let _ = writeln!(out, "outbox: the code for {} ({}) is {code}", parcel.to.as_str(), parcel.purpose);
    }
}
