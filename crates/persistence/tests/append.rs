//! A batch of messages on SQLite, below the store.

#![expect(clippy::unwrap_used, reason = "a test stops where things are not as it says")]

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use domain::message::MessageKind;
use domain::{ChatId, ClientId, Timestamp, UserId};
use persistence::testing::{Draft, Outcome, append, begin, chats};
use uuid::Uuid;

const TABLES: &str = include_str!("../../../migrations/sqlite/2026-11-20-000000_foundation/up.sql");
const REQUESTS: &str = include_str!("../../../migrations/sqlite/2026-11-21-000005_gates/up.sql");
const MESSAGING: &str = include_str!("../../../migrations/sqlite/2026-11-25-000010_messaging/up.sql");
const REFUSED: u8 = 0xff;

fn draft(client: u128, body: u8) -> Draft {
    Draft {
        chat: ChatId::from_uuid(Uuid::nil()),
        author: UserId::from_uuid(Uuid::nil()),
        client_id: ClientId::from_uuid(Uuid::from_u128(client)),
        fingerprint: [0; 16],
        body: vec![body],
        at: Timestamp::from_millis(7),
        text: String::new(),
        kind: MessageKind::Text,
        references: None,
        keys: std::sync::Arc::default(),
        held: std::sync::Arc::default(),
    }
}

fn seqs(conn: &mut SqliteConnection, alone: bool) -> Vec<Option<i64>> {
    let drafts = [draft(1, 1), draft(2, REFUSED), draft(3, 3), draft(1, 1)];
    begin(conn).unwrap();
    let outcomes = append(conn, &drafts, alone).unwrap();
    AnsiTransactionManager::commit_transaction(conn).unwrap();
    let seq = |outcome| match outcome {
        Ok(Outcome::Stored { seq, .. }) => Some(seq.number()),
        Ok(Outcome::Known(row)) => Some(row.seq.number()),
        Ok(Outcome::NeedsLock(_)) | Err(_) => None,
    };
    outcomes.into_iter().map(seq).collect()
}

#[test]
fn a_bad_row_takes_no_number_and_spoils_no_other() {
    for alone in [true, false] {
        let mut conn = SqliteConnection::establish(":memory:").unwrap();
        conn.batch_execute(TABLES).unwrap();
        conn.batch_execute(REQUESTS).unwrap();
        conn.batch_execute(MESSAGING).unwrap();
        conn.batch_execute(
            "INSERT INTO users VALUES (zeroblob(16), 'u', 'u', NULL, NULL, 0, NULL, NULL, NULL, 0, 0, 1, 0, 0);
             INSERT INTO chats VALUES (zeroblob(16), 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, 4, 9, 4, 0, 1, 0, 0, NULL, '', '', 0, NULL);
             INSERT INTO members VALUES (zeroblob(16), zeroblob(16), 0, 1, 0, 1, 0, 0);
             CREATE TRIGGER bad BEFORE INSERT ON messages WHEN NEW.body = X'ff'
             BEGIN SELECT RAISE(ABORT, 'bad'); END;",
        )
        .unwrap();
        assert_eq!(seqs(&mut conn, alone), [Some(5), None, Some(6), Some(5)]);
        let stands: (i64, i64) = chats::table.select((chats::seq, chats::rev)).get_result(&mut conn).unwrap();
        assert_eq!(stands, (6, 11));
    }
}
