//! Collects the faults of a body, so that one answer names every invalid field. Must not know which fields there are.

use domain::{Fault, FieldFault, Refusal, Result};

#[derive(Default)]
pub(crate) struct Faults(Vec<FieldFault>);

impl Faults {
    /// The value, or `None` where it was rejected and noted here.
    pub fn take<T>(&mut self, pointer: &str, parsed: std::result::Result<T, Refusal>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(refusal) => {
                self.0.push(refusal.at(pointer));
                None
            }
        }
    }

    /// An optional field: `Some(None)` where it was omitted.
    pub fn take_some<T, V>(
        &mut self,
        pointer: &str,
        value: Option<V>,
        parse: impl FnOnce(V) -> std::result::Result<T, Refusal>,
    ) -> Option<Option<T>> {
        match value {
            None => Some(None),
            Some(value) => self.take(pointer, parse(value)).map(Some),
        }
    }

    pub fn note(&mut self, pointer: &str, code: &'static str, detail: impl Into<String>) {
        self.0.push(Refusal::new(code, detail).at(pointer));
    }

    /// How many items a list has.
    pub fn count(&mut self, pointer: &str, count: usize, least: usize, most: usize) {
        if count < least {
            self.note(pointer, "empty", format!("must have at least {least}"));
        } else if count > most {
            self.note(pointer, "too_many", format!("must have at most {most}"));
        }
    }

    pub fn at_least(&mut self, pointer: &str, value: i64, least: i64) {
        if value < least {
            self.note(pointer, "out_of_range", format!("must be at least {least}"));
        }
    }

    pub fn at_most_bytes(&mut self, pointer: &str, text: &str, most: usize) {
        if text.len() > most {
            self.note(pointer, "too_long", format!("must have at most {most} bytes"));
        }
    }

    /// What was parsed, unless something was rejected. A rejected value is noted, hence `value` is `None` only where
    /// a note says why.
    pub fn finish<T>(self, value: Option<T>) -> Result<T> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            Some(_) | None => Err(Fault::Validation(self.0)),
        }
    }
}
