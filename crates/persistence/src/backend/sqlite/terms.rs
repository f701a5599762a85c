//! The search index on SQLite has one small row for each token of a message, in the order they are looked up.

use super::Conn;
use crate::input::Ask;
use crate::rows::messages::MessageRow;
use crate::types::{Id16, StoredId, StoredNumber, id};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Untyped};
use diesel::sqlite::Sqlite;
use domain::Seq;

/// Rows removed in one go.
const SWEEP: i64 = 5_000;

diesel::table! {
    search_terms (no, token, seq) {
        no -> BigInt,
        token -> BigInt,
        seq -> BigInt,
    }
}

/// The newest of each, at most so many.
pub async fn matching(conn: &mut Conn, asks: Vec<Ask>, most: usize) -> QueryResult<Vec<MessageRow>> {
    conn.spawn_blocking(move |conn| {
        let mut rows = Vec::new();
        for ask in asks {
            rows.extend(Matching::of(ask, most).load::<MessageRow>(conn)?);
        }
        Ok(rows)
    })
    .await
}

pub async fn add(conn: &mut Conn, no: i64, messages: Vec<(Seq, Vec<i64>)>) -> QueryResult<()> {
    conn.spawn_blocking(move |conn| insert(conn, no, messages)).await
}

/// A message says something else now, or nothing.
pub async fn replace(conn: &mut Conn, no: i64, seq: Seq, former: Vec<i64>, now: Vec<i64>) -> QueryResult<()> {
    conn.spawn_blocking(move |conn| {
        for token in former {
            diesel::delete(search_terms::table.find((no, token, seq.number()))).execute(conn)?;
        }
        insert(conn, no, vec![(seq, now)])
    })
    .await
}

/// Removes some of a number's rows; false when none is left.
pub async fn forget(conn: &mut Conn, no: i64) -> QueryResult<bool> {
    conn.spawn_blocking(move |conn| {
        let of_chat = search_terms::table.filter(search_terms::no.eq(no));
        let last: Option<i64> = of_chat
            .order((search_terms::token, search_terms::seq))
            .offset(SWEEP)
            .limit(1)
            .select(search_terms::token)
            .get_result(conn)
            .optional()?;
        let up_to = last.unwrap_or(i64::MAX);
        diesel::delete(of_chat.filter(search_terms::token.le(up_to))).execute(conn)?;
        Ok(last.is_some())
    })
    .await
}

/// In the order of the tokens, so that each page of the index is touched once.
fn insert(conn: &mut SqliteConnection, no: i64, messages: Vec<(Seq, Vec<i64>)>) -> QueryResult<()> {
    let of = |(seq, tokens): (Seq, Vec<i64>)| tokens.into_iter().map(move |token| (token, seq));
    let mut rows: Vec<(i64, Seq)> = messages.into_iter().flat_map(of).collect();
    rows.sort_unstable();
    for (token, seq) in rows {
        let row =
            (search_terms::no.eq(no), search_terms::token.eq(token), search_terms::seq.eq(seq.number()));
        diesel::insert_or_ignore_into(search_terms::table).values(row).execute(conn)?;
    }
    Ok(())
}

/// Built by hand, because its text depends on how many tokens there are; for each number it is kept prepared.
struct Matching {
    chat: StoredId,
    no: i64,
    tokens: Vec<i64>,
    from: StoredNumber,
    before: StoredNumber,
    most: usize,
}

impl Matching {
    fn of(ask: Ask, most: usize) -> Self {
        let (from, before) = (ask.from.into(), ask.before.into());
        Self { chat: id(ask.chat), no: ask.no, tokens: ask.tokens, from, before, most }
    }
}

impl QueryFragment<Sqlite> for Matching {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("SELECT m.* FROM (SELECT t.seq FROM search_terms t WHERE t.no = ");
        out.push_bind_param::<BigInt, _>(&self.no)?;
        out.push_sql(" AND t.seq >= ");
        out.push_bind_param::<BigInt, _>(&self.from)?;
        out.push_sql(" AND t.seq < ");
        out.push_bind_param::<BigInt, _>(&self.before)?;
        for (number, token) in self.tokens.iter().enumerate() {
            if number == 0 {
                out.push_sql(" AND t.token = ");
                out.push_bind_param::<BigInt, _>(token)?;
            } else {
                out.push_sql(" AND EXISTS (SELECT 1 FROM search_terms o WHERE o.no = t.no AND o.seq = t.seq AND o.token = ");
                out.push_bind_param::<BigInt, _>(token)?;
                out.push_sql(")");
            }
        }
        out.push_sql(" ORDER BY t.seq DESC LIMIT ");
        // In the text: SQLite prepares a statement again whenever a bound LIMIT changes.
        out.push_sql(&self.most.to_string());
        out.push_sql(") t INNER JOIN messages m ON m.seq = t.seq AND m.chat_id = ");
        out.push_bind_param::<Id16, _>(&self.chat)
    }
}

impl QueryId for Matching {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Matching {
    type SqlType = Untyped;
}

impl RunQueryDsl<SqliteConnection> for Matching {}
