//! Reads the process environment, the only module that does. Must not know what a variable means.

use std::collections::BTreeMap;
use std::ffi::OsString;

/// The variables whose names start with `PARLANCE_`.
pub type Environment = BTreeMap<String, OsString>;

#[expect(clippy::disallowed_methods, reason = "here, and only here, the environment becomes a value")]
pub fn environment() -> Environment {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
        .filter(|(name, _)| name.starts_with("PARLANCE_"))
        .collect()
}
