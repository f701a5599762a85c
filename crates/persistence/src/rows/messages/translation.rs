//! A translation is sealed together with the message and the version it belongs to, so that it fits no other.

use crate::keys::{Field, KeySet};
use domain::language::Language;
use domain::translation::Translation;
use domain::{ChatId, Fault, Random, Result, Seq};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Stored {
    seq: i64,
    revision: i32,
    source: String,
    target: String,
    engine: String,
    text: String,
}

/// Which version of which message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording {
    pub chat: ChatId,
    pub seq: Seq,
    pub revision: i32,
}

pub fn seal(keys: &KeySet, of: Wording, translation: &Translation, random: Random) -> Result<Vec<u8>> {
    let stored = Stored {
        seq: of.seq.number(),
        revision: of.revision,
        source: translation.source.code().to_owned(),
        target: translation.target.code().to_owned(),
        engine: translation.engine.clone(),
        text: translation.text.clone(),
    };
    let bytes = serde_json::to_vec(&stored).map_err(|_| Fault::Internal)?;
    keys.seal_field(Field::Translation, of.chat.bytes(), &bytes, random)
}

/// None where it belongs to something else, or cannot be read: it is made again.
pub fn open(keys: &KeySet, of: Wording, target: Language, sealed: &[u8]) -> Option<Translation> {
    let opened = keys.open_field(Field::Translation, of.chat.bytes(), sealed)?;
    let stored: Stored = serde_json::from_str(&opened).ok()?;
    if (stored.seq, stored.revision, stored.target.as_str()) != (of.seq.number(), of.revision, target.code())
    {
        return None;
    }
    let source = Language::parse(&stored.source).ok()?;
    Some(Translation { text: stored.text, source, target, engine: stored.engine })
}
