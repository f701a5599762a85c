//! The search index on PostgreSQL has one row for each token and 1024 messages, with the places of those that have
//! it. So the newest are found without reading all, and a row's overhead is shared by many.

use super::Conn;
use crate::input::Ask;
use crate::rows::messages::MessageRow;
use crate::types::{Id16, StoredId, id};
use diesel::dsl::{AsSelect, SqlTypeOf};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Integer, SmallInt, Text};
use diesel_async::RunQueryDsl;
use domain::Seq;
use std::collections::BTreeMap;

/// Rows removed in one go.
const SWEEP: i64 = 1_000;
/// Messages whose places stand in one row. It is part of what is stored.
const PART: i64 = 1024;

/// Messages of one chat that have its only token, the newest parts first: it ends as soon as there are enough.
const WITH_ONE: &str = "
    SELECT p.part * 1024::bigint + s.place AS seq FROM search_terms p CROSS JOIN LATERAL unnest(p.places) AS s (place)
    WHERE p.no = a.no AND p.token = a.tokens[1] AND p.part BETWEEN a.lowest / 1024 AND a.before / 1024
    AND p.part * 1024::bigint + s.place >= a.lowest AND p.part * 1024::bigint + s.place < a.before
    ORDER BY p.part DESC, s.place DESC LIMIT ";

/// Messages that have all tokens.
const WITH_ALL: &str = "
    SELECT p.part * 1024::bigint + s.place AS seq FROM search_terms p CROSS JOIN LATERAL unnest(p.places) AS s (place)
    WHERE p.no = a.no AND p.token = ANY(a.tokens) AND p.part BETWEEN a.lowest / 1024 AND a.before / 1024
    AND p.part * 1024::bigint + s.place >= a.lowest AND p.part * 1024::bigint + s.place < a.before
    GROUP BY p.part, s.place HAVING count(DISTINCT p.token) = cardinality(a.tokens)
    ORDER BY p.part DESC, s.place DESC LIMIT ";

/// The newest of each, at most so many. Every chat is asked for as many tokens as the others.
pub async fn matching(conn: &mut Conn, asks: Vec<Ask>, most: usize) -> QueryResult<Vec<MessageRow>> {
    let asked = Matching {
        one: asks.iter().all(|ask| ask.tokens.len() == 1),
        numbers: asks.iter().map(|ask| ask.no).collect(),
        chats: asks.iter().map(|ask| id(ask.chat)).collect(),
        tokens: asks.iter().map(|ask| array(&ask.tokens)).collect(),
        lowest: asks.iter().map(|ask| ask.from.number()).collect(),
        before: asks.iter().map(|ask| ask.before.number()).collect(),
        most: i64::try_from(most).unwrap_or(i64::MAX),
    };
    asked.load(conn).await
}

pub async fn add(conn: &mut Conn, no: i64, messages: Vec<(Seq, Vec<i64>)>) -> QueryResult<()> {
    let mut rows: BTreeMap<(i64, i32), Vec<i16>> = BTreeMap::new();
    for (seq, tokens) in messages {
        let (part, place) = place(seq);
        for token in tokens {
            rows.entry((token, part)).or_default().push(place);
        }
    }
    let (keys, places): (Vec<(i64, i32)>, Vec<String>) =
        rows.into_iter().map(|(key, places)| (key, array(&places))).unzip();
    let (tokens, parts): (Vec<i64>, Vec<i32>) = keys.into_iter().unzip();
    diesel::sql_query(
        "INSERT INTO search_terms (no, token, part, places) \
         SELECT $1, token, part, places::smallint[] FROM unnest($2, $3, $4) AS t (token, part, places) \
         ON CONFLICT (no, token, part) DO UPDATE SET places = search_terms.places || excluded.places",
    )
    .bind::<BigInt, _>(no)
    .bind::<Array<BigInt>, _>(tokens)
    .bind::<Array<Integer>, _>(parts)
    .bind::<Array<Text>, _>(places)
    .execute(conn)
    .await?;
    Ok(())
}

/// A message says something else now, or nothing.
pub async fn replace(conn: &mut Conn, no: i64, seq: Seq, former: Vec<i64>, now: Vec<i64>) -> QueryResult<()> {
    let (part, place) = place(seq);
    diesel::sql_query(
        "UPDATE search_terms SET places = array_remove(places, $4) WHERE no = $1 AND token = ANY($2) AND part = $3",
    )
    .bind::<BigInt, _>(no)
    .bind::<Array<BigInt>, _>(&former)
    .bind::<Integer, _>(part)
    .bind::<SmallInt, _>(place)
    .execute(conn)
    .await?;
    diesel::sql_query(
        "DELETE FROM search_terms WHERE no = $1 AND token = ANY($2) AND part = $3 AND places = '{}'",
    )
    .bind::<BigInt, _>(no)
    .bind::<Array<BigInt>, _>(&former)
    .bind::<Integer, _>(part)
    .execute(conn)
    .await?;
    add(conn, no, vec![(seq, now)]).await
}

/// Removes some of a number's rows; false when none is left.
pub async fn forget(conn: &mut Conn, no: i64) -> QueryResult<bool> {
    let removed = diesel::sql_query(
        "DELETE FROM search_terms WHERE no = $1 AND (token, part) IN \
         (SELECT token, part FROM search_terms WHERE no = $1 LIMIT $2)",
    )
    .bind::<BigInt, _>(no)
    .bind::<BigInt, _>(SWEEP)
    .execute(conn)
    .await?;
    Ok(i64::try_from(removed) == Ok(SWEEP))
}

fn place(seq: Seq) -> (i32, i16) {
    let seq = seq.number();
    let part = i32::try_from(seq.div_euclid(PART)).unwrap_or(i32::MAX);
    (part, i16::try_from(seq.rem_euclid(PART)).unwrap_or_default())
}

/// As PostgreSQL writes an array.
fn array<N: ToString>(numbers: &[N]) -> String {
    let numbers: Vec<String> = numbers.iter().map(N::to_string).collect();
    format!("{{{}}}", numbers.join(","))
}

/// All chats in one statement. It has two texts, and each is kept prepared.
struct Matching {
    one: bool,
    numbers: Vec<i64>,
    chats: Vec<StoredId>,
    tokens: Vec<String>,
    lowest: Vec<i64>,
    before: Vec<i64>,
    most: i64,
}

impl QueryFragment<Pg> for Matching {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "SELECT m.chat_id, m.seq, m.rev, m.changed_rev, m.ordinal, m.author_id, m.client_id, m.fingerprint, m.kind, \
             m.revision, m.body, m.created_at, m.edited_at, m.deleted_at, m.pinned_at \
             FROM (SELECT no, chat_id, tokens::bigint[] AS tokens, lowest, before FROM unnest(",
        );
        out.push_bind_param::<Array<BigInt>, _>(&self.numbers)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Id16>, _>(&self.chats)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Text>, _>(&self.tokens)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.lowest)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.before)?;
        out.push_sql(") AS a (no, chat_id, tokens, lowest, before)) AS a CROSS JOIN LATERAL (");
        out.push_sql(if self.one { WITH_ONE } else { WITH_ALL });
        out.push_bind_param::<BigInt, _>(&self.most)?;
        out.push_sql(") AS t INNER JOIN messages m ON m.chat_id = a.chat_id AND m.seq = t.seq");
        Ok(())
    }
}

impl QueryId for Matching {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// Read by place: looking for fifteen names in every row takes longer than the rest.
impl Query for Matching {
    type SqlType = SqlTypeOf<AsSelect<MessageRow, Pg>>;
}
