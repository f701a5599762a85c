//! An archive file holds the texts of some neighboring messages of one chat, packed. Each names the message it
//! belongs to, so that no row can be given another one's text. Must not know how it is sealed, nor where it is
//! stored.

use crate::rows::messages::MessageRow;
use domain::Seq;
use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::{self, Read};
use uuid::Uuid;

/// Archive files grow in steps, so that their length says little about what is in them.
pub const STEP: usize = 4096;
/// A larger one is no archive file of ours.
const LONGEST: u64 = 16 * 1024 * 1024;

/// A text as it is sealed in a row, and all that its sealing there is bound to.
#[derive(Serialize, Deserialize)]
pub struct Text {
    seq: i64,
    author: Uuid,
    client: Uuid,
    revision: i32,
    kind: i32,
    text: String,
}

impl Text {
    pub fn of(row: &MessageRow, text: String) -> Self {
        Self {
            seq: row.seq.number(),
            author: row.author_id.uuid(),
            client: row.client_id.uuid(),
            revision: row.revision,
            kind: row.kind,
            text,
        }
    }

    fn belongs_to(&self, row: &MessageRow) -> bool {
        self.seq == row.seq.number()
            && self.author == row.author_id.uuid()
            && self.client == row.client_id.uuid()
            && self.revision == row.revision
            && self.kind == row.kind
    }
}

/// The texts of one archive file, unpacked.
pub struct Texts(HashMap<Seq, Text>);

impl Texts {
    /// The text of this message, if the file has it for exactly this one.
    pub fn of(&self, row: &MessageRow) -> Option<&str> {
        self.0.get(&row.seq).filter(|text| text.belongs_to(row)).map(|text| text.text.as_str())
    }
}

pub fn pack(texts: &[Text]) -> io::Result<Vec<u8>> {
    let plain = serde_json::to_vec(texts)?;
    let mut packed = Vec::new();
    ZlibEncoder::new(plain.as_slice(), Compression::default()).read_to_end(&mut packed)?;
    packed.resize(packed.len().next_multiple_of(STEP), 0);
    Ok(packed)
}

pub fn unpack(packed: &[u8]) -> io::Result<Texts> {
    let mut plain = Vec::new();
    ZlibDecoder::new(packed).take(LONGEST).read_to_end(&mut plain)?;
    let texts: Vec<Text> = serde_json::from_slice(&plain)?;
    Ok(Texts(texts.into_iter().map(|text| (Seq::from_number(text.seq), text)).collect()))
}
