//! Turns what serde says into a pointer, a stable code, and words that do not repeat the client's values:
//! a fault may be logged, a password may not. Must not know which bodies and frames there are.

use domain::{FieldFault, Refusal};
use serde_path_to_error::{Error, Path, Segment};

pub(crate) fn field(error: &Error<serde_json::Error>) -> FieldFault {
    let message = error.inner().to_string();
    let mut pointer = pointer(error.path());
    let (refusal, name) = refusal(&message);
    if let Some(name) = name {
        let last = format!("/{}", escape(name));
        // The path of a missing field ends at its object, that of a superfluous one at itself.
        if refusal.code == "required" || !pointer.ends_with(&last) {
            pointer.push_str(&last);
        }
    }
    refusal.at(pointer)
}

/// The complaint, and the name of the field where serde tells it.
fn refusal(message: &str) -> (Refusal, Option<&str>) {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    let named = |prefix| message.strip_prefix(prefix).and_then(|rest: &str| rest.strip_suffix('`'));
    if let Some(name) = named("missing field `") {
        return (Refusal::new("required", "is required"), Some(name));
    }
    if let Some(name) = named("duplicate field `") {
        return (Refusal::new("duplicate_field", "stands here more than once"), Some(name));
    }
    if message.starts_with("unknown field `") {
        return (Refusal::new("unknown_field", "is not a field of this object"), None);
    }
    let expected = message.rsplit_once(", expected ").map(|(_, expected)| expected);
    let refusal = match expected {
        Some(words) if message.starts_with("unknown variant ") => {
            Refusal::new("unknown_value", format!("must be {words}"))
        }
        Some(what) if message.starts_with("invalid type: ") => Refusal::new("wrong_type", must_be(what)),
        Some(what) if message.starts_with("invalid value: ") => Refusal::new("out_of_range", must_be(what)),
        Some(_) | None if message.starts_with("UUID parsing failed") => {
            Refusal::new("format", "must be a UUID")
        }
        Some(_) | None => Refusal::new("invalid", "has a value that is not accepted here"),
    };
    (refusal, None)
}

/// serde names Rust's types; a client needs JSON's.
fn must_be(expected: &str) -> String {
    let what = match expected {
        "a sequence" => "a list",
        "i64" | "u64" | "i32" | "u32" | "u16" => "a whole number",
        uuid if uuid.contains("UUID") => "a UUID",
        object if object.starts_with("struct ") => "an object",
        other => other,
    };
    format!("must be {what}")
}

fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", escape(key))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

/// RFC 6901.
fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
