//! A message's references are sealed together with its text. A text holds no NUL; a body that begins with one has a
//! head before its text. Short names, because rows are many.

use domain::message::{Mention, References, Whom};
use domain::{Seq, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const HEAD: char = '\0';

#[derive(Default, Serialize, Deserialize)]
struct StoredReferences {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    r: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    b: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    f: Option<Uuid>,
    /// Start, length, and the person; none means everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    m: Vec<(usize, usize, Option<Uuid>)>,
}

/// The body to be sealed; that of plain words is the words.
pub fn compose(references: &References, text: &str) -> String {
    if references.is_empty() {
        return text.to_owned();
    }
    let mention = |mention: &Mention| {
        let whom = match mention.whom {
            Whom::Everybody => None,
            Whom::One(user) => Some(user.uuid()),
        };
        (mention.start, mention.length, whom)
    };
    let stored = StoredReferences {
        r: references.reply_to.map(Seq::number),
        b: references.base.map(Seq::number),
        f: references.forwarded_from.map(UserId::uuid),
        m: references.mentions.iter().map(mention).collect(),
    };
    let head = serde_json::to_string(&stored).unwrap_or_default();
    format!("{HEAD}{head}{HEAD}{text}")
}

/// None where the head cannot be read.
pub fn take_apart(body: String) -> Option<(References, String)> {
    let Some(rest) = body.strip_prefix(HEAD) else { return Some((References::default(), body)) };
    let (head, text) = rest.split_once(HEAD)?;
    let stored: StoredReferences = serde_json::from_str(head).ok()?;
    let mention = |(start, length, whom): (usize, usize, Option<Uuid>)| {
        let whom = whom.map_or(Whom::Everybody, |user| Whom::One(UserId::from_uuid(user)));
        Mention { start, length, whom }
    };
    let references = References {
        reply_to: stored.r.map(Seq::from_number),
        base: stored.b.map(Seq::from_number),
        forwarded_from: stored.f.map(UserId::from_uuid),
        mentions: stored.m.into_iter().map(mention).collect(),
    };
    Some((references, text.to_owned()))
}
