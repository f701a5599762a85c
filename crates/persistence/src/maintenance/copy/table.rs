//! A table is read and written in both dialects here: its rows as canonical lines, and lines as rows. A line is its
//! columns in the order of the target, joined by `|`: bytes, ids and texts in hexadecimal digits, numbers as they
//! are, `-` where there is nothing.

use super::{CopyError, Line};
use crate::backend::postgres;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};
use std::collections::HashSet;

/// Rebuilt from the rest, or of no use elsewhere.
const LEFT_OUT: [&str; 4] = ["search_chats", "search_terms", "leases", "__diesel_schema_migrations"];
/// Comes last: what is half copied is no instance.
const LAST: &str = "instance";

pub struct Table {
    pub name: String,
    columns: Vec<Column>,
    key: Vec<Column>,
}

#[derive(Clone, PartialEq, Eq)]
struct Column {
    name: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Uuid,
    Bytes,
    Text,
    Number(&'static str),
    Bool,
}

#[derive(QueryableByName)]
struct Stored {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

#[derive(QueryableByName)]
struct Info {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Integer)]
    pk: i32,
}

/// Those others refer to come before them.
pub async fn all(from: &mut SqliteConnection, to: &mut postgres::Conn) -> Result<Vec<Table>, CopyError> {
    let names = "SELECT name AS text FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let names: Vec<Line> = diesel::sql_query(names).load(from)?;
    let mut waiting: Vec<String> =
        names.into_iter().map(|line| line.text).filter(|name| !LEFT_OUT.contains(&name.as_str())).collect();
    let (mut done, mut tables) = (HashSet::new(), Vec::new());
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut later = Vec::new();
        for name in waiting {
            let first = format!("SELECT \"table\" AS text FROM pragma_foreign_key_list('{name}')");
            let first: Vec<Line> = diesel::sql_query(first).load(from)?;
            let ready = first.iter().all(|other| other.text == name || done.contains(&other.text));
            if ready && (name != LAST || before == 1) {
                tables.push(table(&name, from, to).await?);
                done.insert(name);
            } else {
                later.push(name);
            }
        }
        if later.len() == before {
            return Err(CopyError::Shape(later.join(", ")));
        }
        waiting = later;
    }
    Ok(tables)
}

async fn table(name: &str, from: &mut SqliteConnection, to: &mut postgres::Conn) -> Result<Table, CopyError> {
    let wrong = || CopyError::Shape(name.to_owned());
    let there = format!(
        "SELECT column_name::text AS name, data_type::text AS kind FROM information_schema.columns \
         WHERE table_schema = 'public' AND table_name = '{name}' ORDER BY ordinal_position"
    );
    let there: Vec<Stored> = diesel_async::RunQueryDsl::load(diesel::sql_query(there), to).await?;
    let columns = there
        .into_iter()
        .map(|Stored { name, kind }| Some(Column { name, kind: Kind::of(&kind)? }))
        .collect::<Option<Vec<Column>>>()
        .ok_or_else(wrong)?;
    let here: Vec<Info> =
        diesel::sql_query(format!("SELECT name, pk FROM pragma_table_info('{name}')")).load(from)?;
    let names: HashSet<&str> = here.iter().map(|info| info.name.as_str()).collect();
    if columns.is_empty()
        || columns.iter().map(|column| column.name.as_str()).collect::<HashSet<_>>() != names
    {
        return Err(wrong());
    }
    let mut key: Vec<&Info> = here.iter().filter(|info| info.pk > 0).collect();
    key.sort_by_key(|info| info.pk);
    let key = key
        .into_iter()
        .map(|info| columns.iter().find(|column| column.name == info.name).cloned())
        .collect::<Option<Vec<Column>>>()
        .filter(|key| !key.is_empty())
        .ok_or_else(wrong)?;
    Ok(Table { name: name.to_owned(), columns, key })
}

impl Table {
    /// The source's next rows after a key, as lines with their keys.
    pub fn read(&self, after: &str, limit: usize) -> String {
        let line = self.columns.iter().map(Column::here).collect::<Vec<_>>().join(" || '|' || ");
        let key = self.key.iter().map(|column| format!("quote({})", column.name)).collect::<Vec<_>>();
        self.page(&line, &key.join(" || ',' || "), after, limit)
    }

    /// The same of the target.
    pub fn read_back(&self, after: &str, limit: usize) -> String {
        let line = self.columns.iter().map(Column::there).collect::<Vec<_>>().join(" || '|' || ");
        let key =
            self.key.iter().map(|column| format!("quote_nullable({})", column.name)).collect::<Vec<_>>();
        self.page(&line, &key.join(" || ',' || "), after, limit)
    }

    fn page(&self, line: &str, key: &str, after: &str, limit: usize) -> String {
        let order = self.key.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
        let from = if after.is_empty() { String::new() } else { format!("WHERE ({order}) > ({after})") };
        let name = &self.name;
        format!("SELECT {line} AS text, {key} AS key FROM {name} {from} ORDER BY {order} LIMIT {limit}")
    }

    /// Takes one list of texts for each column.
    pub fn insert(&self) -> String {
        let names = self.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
        let values = self.columns.iter().map(Column::taken).collect::<Vec<_>>().join(", ");
        let lists = (1..=self.columns.len()).map(|n| format!("${n}::text[]")).collect::<Vec<_>>().join(", ");
        format!("INSERT INTO {} ({names}) SELECT {values} FROM unnest({lists}) AS l({names})", self.name)
    }

    /// Lines turned: a list of each column.
    pub fn columns_of<'l>(&self, lines: impl Iterator<Item = &'l str>) -> Vec<Vec<String>> {
        let mut columns = vec![Vec::new(); self.columns.len()];
        for line in lines {
            for (column, value) in columns.iter_mut().zip(line.split('|')) {
                column.push(value.to_owned());
            }
        }
        columns
    }
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "uuid" => Self::Uuid,
            "bytea" => Self::Bytes,
            "text" => Self::Text,
            "bigint" => Self::Number("bigint"),
            "integer" => Self::Number("integer"),
            "boolean" => Self::Bool,
            _ => return None,
        })
    }
}

impl Column {
    fn here(&self) -> String {
        let name = &self.name;
        let value = match self.kind {
            Kind::Uuid | Kind::Bytes | Kind::Text => format!("hex({name})"),
            Kind::Number(_) | Kind::Bool => format!("CAST({name} AS TEXT)"),
        };
        format!("CASE WHEN {name} IS NULL THEN '-' ELSE {value} END")
    }

    fn there(&self) -> String {
        let name = &self.name;
        let value = match self.kind {
            Kind::Uuid => format!("upper(replace({name}::text, '-', ''))"),
            Kind::Bytes => format!("upper(encode({name}, 'hex'))"),
            Kind::Text => format!("upper(encode(convert_to({name}, 'UTF8'), 'hex'))"),
            Kind::Number(_) => format!("{name}::text"),
            Kind::Bool => format!("({name}::integer)::text"),
        };
        format!("coalesce({value}, '-')")
    }

    fn taken(&self) -> String {
        let value = format!("NULLIF(l.{}, '-')", self.name);
        match self.kind {
            Kind::Uuid => format!("{value}::uuid"),
            Kind::Bytes => format!("decode({value}, 'hex')"),
            Kind::Text => format!("convert_from(decode({value}, 'hex'), 'UTF8')"),
            Kind::Number(kind) => format!("{value}::{kind}"),
            Kind::Bool => format!("({value}::integer)::boolean"),
        }
    }
}
