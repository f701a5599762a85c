//! What a segment of cold storage holds: the texts of some neighbouring messages of one chat, packed. Each names the
//! message it belongs to, so that no row can be given another one's text. Must not know how it is sealed, nor where
//! it lies.

use crate::rows::message::MessageRow;
use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::{self, Read};
use uuid::Uuid;

/// Segments grow in steps, so that their length says little about what is in them.
const STEP: usize = 4096;
/// More is no segment of ours.
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
            seq: row.seq,
            author: row.author_id.uuid(),
            client: row.client_id.uuid(),
            revision: row.revision,
            kind: row.kind,
            text,
        }
    }

    fn belongs_to(&self, row: &MessageRow) -> bool {
        self.seq == row.seq
            && self.author == row.author_id.uuid()
            && self.client == row.client_id.uuid()
            && self.revision == row.revision
            && self.kind == row.kind
    }
}

/// The texts of one segment, unpacked.
pub struct Texts(HashMap<i64, Text>);

impl Texts {
    /// The text of this message, if the segment has it for exactly this one.
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
    Ok(Texts(texts.into_iter().map(|text| (text.seq, text)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{ChatId, ClientId, UserId};

    fn row(seq: i64, author: u128) -> MessageRow {
        MessageRow {
            chat_id: ChatId::from_uuid(Uuid::nil()),
            seq,
            rev: seq,
            changed_rev: None,
            ordinal: seq,
            author_id: UserId::from_uuid(Uuid::from_u128(author)),
            client_id: ClientId::from_uuid(Uuid::from_u128(7)),
            fingerprint: vec![],
            kind: 0,
            revision: 1,
            body: None,
            created_at: 0,
            edited_at: None,
            deleted_at: None,
            pinned_at: None,
        }
    }

    #[test]
    fn texts_come_back_to_the_messages_they_are_of() {
        let said = |seq| Text::of(&row(seq, 1), format!("message {seq} ").repeat(40));
        let texts: Vec<Text> = (1..=100).map(said).collect();
        let packed = pack(&texts).unwrap();
        assert_eq!(packed.len() % STEP, 0);
        assert!(packed.len() < 8 * STEP, "{} bytes", packed.len());
        let texts = unpack(&packed).unwrap();
        assert_eq!(texts.of(&row(7, 1)), Some("message 7 ".repeat(40).as_str()));
        assert_eq!((texts.of(&row(101, 1)), texts.of(&row(7, 2))), (None, None));
        assert_eq!(texts.of(&MessageRow { revision: 2, ..row(7, 1) }), None);
        assert!(unpack(b"no segment").is_err());
    }
}
