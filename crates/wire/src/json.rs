//! Reads JSON that a client wrote: shallow, one object, and with a pointer to every fault. Must not know which bodies
//! and frames there are.

mod shape;
mod wrong;

use domain::{Fault, Result};
use serde::Deserialize;
pub(crate) use shape::{maybe_objects, maybe_word, objects, present, word};

/// Deeper than anything we define, shallow enough for every parser behind us.
pub const DEEPEST: usize = 32;

/// Reads one JSON object. Faults name what is expected and never repeat what was sent.
pub fn decode<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<T> {
    if !depth_within(json, DEEPEST) {
        return Err(Fault::MalformedJson(format!("it is nested more than {DEEPEST} levels deep")));
    }
    let value = read(json)?;
    without_nul(json)?;
    Ok(value)
}

/// Rejects the character U+0000 in every string: no field may hold it, and PostgreSQL cannot store it.
pub fn without_nul(json: &[u8]) -> Result<()> {
    let mut rest = json;
    // A parsed text holds it only as an escape, in which every second backslash is a character of its own.
    while let [byte, tail @ ..] = rest {
        rest = match (byte, tail) {
            (b'\\', [b'u', b'0', b'0', b'0', b'0', ..]) => {
                return Err(Fault::field("", "nul", "a text holds the character U+0000"));
            }
            (b'\\', [_, after @ ..]) => after,
            (_, after) => after,
        };
    }
    Ok(())
}

/// Whether arrays and objects are nested at most `most` deep. Looks at bytes only: it runs before any parser
/// has to trust the text.
pub fn depth_within(json: &[u8], most: usize) -> bool {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    for byte in json {
        match (in_string, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => in_string = !in_string,
            (false, b'[' | b'{') => {
                depth += 1;
                if depth > most {
                    return false;
                }
            }
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            (true | false, _) => {}
        }
    }
    true
}

/// Like [`decode`], for text whose depth is known to be fine. The path to a fault is searched only when there is one.
pub(crate) fn read<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<T> {
    match serde_json::from_slice::<shape::Object<T>>(json) {
        Ok(shape::Object(value)) => Ok(value),
        Err(error) if error.is_data() => Err(look_again::<T>(json)),
        Err(error) => Err(Fault::MalformedJson(error.to_string())),
    }
}

fn look_again<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Fault {
    let mut parser = serde_json::Deserializer::from_slice(json);
    match serde_path_to_error::deserialize::<_, shape::Object<T>>(&mut parser) {
        Ok(_) => Fault::MalformedJson(String::new()),
        Err(error) => Fault::Validation(vec![wrong::field(&error)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::FieldFault;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[serde(deserialize_with = "objects")]
        list: Vec<Inner>,
        #[serde(default, deserialize_with = "maybe_word")]
        size: Option<Size>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        id: uuid::Uuid,
        n: i64,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Size {
        Small,
        Large,
    }

    const ID: &str = "00000000-0000-0000-0000-000000000001";

    fn fault(json: &str) -> FieldFault {
        match decode::<Outer>(json.as_bytes()) {
            Err(Fault::Validation(faults)) => faults[0].clone(),
            other => panic!("{json}: {other:?}"),
        }
    }

    #[test]
    fn no_text_holds_a_nul() {
        for fine in [r#"{"a":"\\u0000"}"#, r#"{"a":"\u0001\n"}"#, r#"{"a":"u0000"}"#] {
            assert!(without_nul(fine.as_bytes()).is_ok(), "{fine}");
        }
        for wrong in [r#"{"a":"\u0000"}"#, r#"{"a":"x\\\u0000"}"#, r#"{"\u0000":1}"#] {
            assert!(without_nul(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn faults_point_at_the_field_and_say_what_belongs_there() {
        for (json, pointer, code, detail) in [
            ("{}", "/list", "required", "is required"),
            (r#"{"list":[],"lost":1}"#, "/lost", "unknown_field", "is not a field of this object"),
            (r#"{"list":[],"a/b~":1}"#, "/a~1b~0", "unknown_field", "is not a field of this object"),
            (r#"{"list":[],"list":[]}"#, "/list", "duplicate_field", "stands here more than once"),
            (r#"{"list":5}"#, "/list", "wrong_type", "must be a list"),
            (r#"{"list":[5]}"#, "/list/0", "wrong_type", "must be an object"),
            (r#"{"list":[["x",1]]}"#, "/list/0", "wrong_type", "must be an object"),
            (r#"{"list":[{"id":"x","n":1}]}"#, "/list/0/id", "format", "must be a UUID"),
            (r#"{"list":[{"id":7,"n":1}]}"#, "/list/0/id", "wrong_type", "must be a UUID"),
            (r#"{"list":[],"size":"huge"}"#, "/size", "unknown_value", "must be `small` or `large`"),
            (r#"{"list":[],"size":{"small":null}}"#, "/size", "wrong_type", "must be a string"),
            ("[[]]", "", "wrong_type", "must be an object"),
            ("5", "", "wrong_type", "must be an object"),
        ] {
            let found = fault(json);
            assert_eq!((&*found.pointer, found.code, &*found.detail), (pointer, code, detail), "{json}");
        }
        for json in [
            format!(r#"{{"list":[{{"id":"{ID}","n":"secret"}}]}}"#),
            format!(r#"{{"list":[{{"id":"{ID}","n":1.5}}]}}"#),
            format!(r#"{{"list":[{{"id":"{ID}","n":99999999999999999999}}]}}"#),
        ] {
            let found = fault(&json);
            assert_eq!((&*found.pointer, &*found.detail), ("/list/0/n", "must be a whole number"), "{json}");
        }
        let found = fault(&format!(r#"{{"list":[{{"id":"{ID}","n":1,"n":1}}]}}"#));
        assert_eq!((&*found.pointer, found.code), ("/list/0/n", "duplicate_field"));
        let found = fault(&format!(r#"{{"list":[{{"id":"{ID}"}}]}}"#));
        assert_eq!((&*found.pointer, found.code), ("/list/0/n", "required"));
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        for json in ["", "{", "{]", "{\"list\":[]} x", "\u{feff}{}", "nul"] {
            assert!(matches!(decode::<Outer>(json.as_bytes()), Err(Fault::MalformedJson(_))), "{json}");
        }
        assert!(matches!(decode::<Outer>(b"{\"list\":[],\"size\":\"\xff\"}"), Err(Fault::MalformedJson(_))));
        let good = decode::<Outer>(br#"{"list":[],"size":"small"}"#).unwrap();
        assert!(good.list.is_empty() && matches!(good.size, Some(Size::Small)));
        let one = format!(r#"{{"list":[{{"id":"{ID}","n":1}}],"size":"large"}}"#);
        let one = decode::<Outer>(one.as_bytes()).unwrap();
        assert_eq!((one.list[0].id.to_string(), one.list[0].n), (ID.to_owned(), 1));
        assert!(decode::<Outer>(br#"{"list":[],"size":null}"#).unwrap().size.is_none());
    }

    #[test]
    fn depth_counts_brackets_outside_strings() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(depth_within(nested(32).as_bytes(), 32) && !depth_within(nested(33).as_bytes(), 32));
        assert!(depth_within(format!(r#"{{"a":"{}\"[[["}}"#, "[".repeat(99)).as_bytes(), 1));
        assert!(!depth_within(br#"{"a\\":[]}"#, 1));
        let bomb = format!("{{\"list\":{}", "[".repeat(1_000_000));
        assert!(matches!(decode::<Outer>(bomb.as_bytes()), Err(Fault::MalformedJson(_))));
    }
}
