//! The search index on PostgreSQL: one row for each message, with all its tokens, under a GIN index. A row for each
//! token would be four times as large.

use super::Conn;
use crate::found::Ask;
use crate::rows::message::MessageRow;
use crate::types::{Id16, id};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::RunQueryDsl;

/// Rows removed in one go.
const SWEEP: i64 = 1_000;

/// All chats in one statement. Tokens are a chat's own, so that the index alone finds its rows; it is given no
/// order to follow, because it would rather walk through the whole chat.
const MATCHING: &str = "
SELECT m.* FROM unnest($1, $2, $3, $4, $5) AS a (no, chat_id, tokens, lowest, before)
CROSS JOIN LATERAL (
    SELECT t.seq FROM search_terms t
    WHERE t.tokens @> a.tokens::bigint[] AND t.no = a.no AND t.seq >= a.lowest AND t.seq < a.before
    ORDER BY t.seq + 0 DESC LIMIT $6
) t
INNER JOIN messages m ON m.chat_id = a.chat_id AND m.seq = t.seq";

/// The newest of each, at most so many.
pub async fn matching(conn: &mut Conn, asks: Vec<Ask>, most: usize) -> QueryResult<Vec<MessageRow>> {
    diesel::sql_query(MATCHING)
        .bind::<Array<BigInt>, _>(asks.iter().map(|ask| ask.no).collect::<Vec<_>>())
        .bind::<Array<Id16>, _>(asks.iter().map(|ask| id(ask.chat)).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(asks.iter().map(|ask| array(&ask.tokens)).collect::<Vec<_>>())
        .bind::<Array<BigInt>, _>(asks.iter().map(|ask| ask.from).collect::<Vec<_>>())
        .bind::<Array<BigInt>, _>(asks.iter().map(|ask| ask.before).collect::<Vec<_>>())
        .bind::<BigInt, _>(i64::try_from(most).unwrap_or(i64::MAX))
        .load(conn)
        .await
}

pub async fn add(conn: &mut Conn, no: i64, messages: Vec<(i64, Vec<i64>)>) -> QueryResult<()> {
    let (seqs, tokens): (Vec<i64>, Vec<String>) =
        messages.into_iter().map(|(seq, tokens)| (seq, array(&tokens))).unzip();
    diesel::sql_query(
        "INSERT INTO search_terms (no, seq, tokens) SELECT $1, seq, tokens::bigint[] FROM unnest($2, $3) AS t (seq, tokens) \
         ON CONFLICT (no, seq) DO UPDATE SET tokens = excluded.tokens",
    )
    .bind::<BigInt, _>(no)
    .bind::<Array<BigInt>, _>(seqs)
    .bind::<Array<Text>, _>(tokens)
    .execute(conn)
    .await?;
    Ok(())
}

/// A message says something else now, or nothing.
pub async fn replace(
    conn: &mut Conn,
    no: i64,
    seq: i64,
    _former: Vec<i64>,
    now: Vec<i64>,
) -> QueryResult<()> {
    add(conn, no, vec![(seq, now)]).await
}

/// Removes some of a number's rows; false when none is left.
pub async fn forget(conn: &mut Conn, no: i64) -> QueryResult<bool> {
    let removed = diesel::sql_query(
        "DELETE FROM search_terms WHERE no = $1 AND seq IN (SELECT seq FROM search_terms WHERE no = $1 LIMIT $2)",
    )
    .bind::<BigInt, _>(no)
    .bind::<BigInt, _>(SWEEP)
    .execute(conn)
    .await?;
    Ok(i64::try_from(removed) == Ok(SWEEP))
}

/// As PostgreSQL writes an array.
fn array(tokens: &[i64]) -> String {
    let numbers: Vec<String> = tokens.iter().map(i64::to_string).collect();
    format!("{{{}}}", numbers.join(","))
}
