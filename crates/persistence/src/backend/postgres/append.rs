//! A batch of messages is appended on PostgreSQL by one statement, which locks the chats in id order, checks
//! membership under the lock, numbers the rows and inserts them. What comes back was written; what does not was
//! refused and took no number.

use super::Conn;
use super::queries::messages::mentions;
use crate::append::Draft;
use crate::types::{Id16, StoredNumber};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Integer};
use diesel_async::{AsyncConnection, RunQueryDsl};
use domain::{ChatId, ClientId, Rev, Seq, UserId};

/// `lk` reads membership and takes both locks in one go: a removal that commits while this waits is seen,
/// because the rows are read again once the lock is there. Without its order two nodes would deadlock.
const APPEND: &str = "
WITH inp0 AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7) WITH ORDINALITY
        AS t(chat_id, author_id, client_id, fingerprint, body, at, kind, ord)
), lk AS MATERIALIZED (
    SELECT c.id, m.user_id
    FROM (SELECT DISTINCT chat_id, author_id FROM inp0) p
    JOIN chats c ON c.id = p.chat_id AND c.gone_at IS NULL AND c.slow_seconds = 0
    JOIN members m ON m.chat_id = c.id AND m.user_id = p.author_id AND m.state = 1 AND m.gate = 0
    ORDER BY c.id, m.user_id
    FOR UPDATE OF c FOR SHARE OF m
), inp AS (
    SELECT inp0.*, row_number() OVER (PARTITION BY inp0.chat_id ORDER BY inp0.ord) AS nth
    FROM inp0 JOIN lk ON lk.id = inp0.chat_id AND lk.user_id = inp0.author_id
), grp AS (
    SELECT chat_id, count(*) AS n, max(at) AS at FROM inp GROUP BY chat_id
), upd AS (
    UPDATE chats SET seq = seq + grp.n, rev = rev + grp.n, ordinal = ordinal + grp.n,
        active_at = greatest(active_at, grp.at)
    FROM grp WHERE chats.id = grp.chat_id
    RETURNING chats.id, chats.seq - grp.n AS seq, chats.rev - grp.n AS rev, chats.ordinal - grp.n AS ordinal
)
INSERT INTO messages (chat_id, seq, rev, ordinal, author_id, client_id, fingerprint, kind, revision, body, created_at)
SELECT inp.chat_id, upd.seq + nth, upd.rev + nth, upd.ordinal + nth, inp.author_id, inp.client_id,
    inp.fingerprint, inp.kind, 1, inp.body, inp.at
FROM inp JOIN upd ON upd.id = inp.chat_id
RETURNING chat_id, author_id, client_id, seq, rev";

#[derive(Debug, QueryableByName)]
pub struct Appended {
    #[diesel(sql_type = Id16)]
    pub chat_id: ChatId,
    #[diesel(sql_type = Id16)]
    pub author_id: UserId,
    #[diesel(sql_type = Id16)]
    pub client_id: ClientId,
    #[diesel(sql_type = BigInt, deserialize_as = StoredNumber)]
    pub seq: Seq,
    #[diesel(sql_type = BigInt, deserialize_as = StoredNumber)]
    pub rev: Rev,
}

/// A client id that is stored already aborts the whole statement, so that no number is lost. Only a batch in
/// which a person is mentioned needs more than the one statement.
pub async fn append_batch(conn: &mut Conn, drafts: &[&Draft]) -> QueryResult<Vec<Appended>> {
    if !drafts.iter().any(|draft| draft.addresses_people()) {
        return append(conn, drafts).await;
    }
    conn.transaction(async |conn| {
        let rows = append(conn, drafts).await?;
        for row in &rows {
            let of_it = |draft: &&&Draft| {
                (draft.chat, draft.author, draft.client_id) == (row.chat_id, row.author_id, row.client_id)
            };
            if let Some(draft) = drafts.iter().find(of_it) {
                mentions::note(conn, draft.mentions(row.seq)).await?;
            }
        }
        Ok(rows)
    })
    .await
}

async fn append(conn: &mut Conn, drafts: &[&Draft]) -> QueryResult<Vec<Appended>> {
    diesel::sql_query(APPEND)
        .bind::<Array<Id16>, _>(drafts.iter().map(|draft| draft.chat).collect::<Vec<_>>())
        .bind::<Array<Id16>, _>(drafts.iter().map(|draft| draft.author).collect::<Vec<_>>())
        .bind::<Array<Id16>, _>(drafts.iter().map(|draft| draft.client_id).collect::<Vec<_>>())
        .bind::<Array<Binary>, _>(drafts.iter().map(|draft| draft.fingerprint.as_slice()).collect::<Vec<_>>())
        .bind::<Array<Binary>, _>(drafts.iter().map(|draft| draft.body.as_slice()).collect::<Vec<_>>())
        .bind::<Array<BigInt>, _>(drafts.iter().map(|draft| draft.at.millis()).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(
            drafts.iter().map(|draft| i32::from(draft.kind.number())).collect::<Vec<_>>(),
        )
        .load(conn)
        .await
}
