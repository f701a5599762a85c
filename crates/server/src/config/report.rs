//! Writes the report of `check-config`: each key, its value and its source. Must not hold a secret: values are masked
//! when it is made.

use super::found::Found;
use super::providers::{self, Provider};
use super::secret::masked;
use super::table::{self, Kind, Otherwise};
use std::fmt;

#[derive(Debug, Clone)]
pub struct Report(Vec<Line>);

#[derive(Debug, Clone)]
struct Line {
    key: String,
    value: String,
    source: String,
}

impl Report {
    pub(super) fn of(found: &Found, providers: &[Provider]) -> Self {
        let line = |key: &&dyn table::AnyKey| {
            let row = key.row();
            let (value, source) = match (found.given(row), row.otherwise) {
                (Some(given), _) if row.kind == Kind::Inline => ("***".to_owned(), given.source.to_string()),
                (Some(given), _) if row.is_secret() => (masked(&given.text), given.source.to_string()),
                (Some(given), _) if given.text.is_empty() => ("(none)".to_owned(), given.source.to_string()),
                (Some(given), _) => (given.text.clone(), given.source.to_string()),
                (None, Otherwise::Follows(how)) => (format!("({how})"), "default".to_owned()),
                (None, Otherwise::Value(text)) => (text.to_owned(), "default".to_owned()),
            };
            // A value with a line break could pass for another line.
            Line { key: row.name.to_owned(), value: value.escape_debug().to_string(), source }
        };
        let rows = table::ALL.iter().map(line);
        let more = providers::shown(providers).into_iter().map(|(key, value)| Line {
            key,
            value: value.escape_debug().to_string(),
            source: "provider".to_owned(),
        });
        Self(rows.chain(more).collect())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wide =
            |text: fn(&Line) -> &str| self.0.iter().map(|line| text(line).chars().count()).max().unwrap_or(0);
        let (keys, values) = (wide(|line| &line.key), wide(|line| &line.value).min(50));
        for line in &self.0 {
            writeln!(f, "{:keys$}  {:values$}  {}", line.key, line.value, line.source)?;
        }
        Ok(())
    }
}
