//! Thousands of rows in every table, so that PostgreSQL chooses as it does on a grown instance: what it does in empty
//! tables says little.

use super::{HOT, Past, marks};
use crate::support::{Backend, TestServer};

/// Values by the type of their column: ids repeat three hundred times over unless the row is named by one alone, and
/// half of what may be absent is. The rows mean nothing, so no rule looks at them.
const FILL: &str = "
SET session_replication_role = replica;
DO $$
DECLARE wanted record; checked record; names text; made text; alone boolean;
BEGIN
  FOR checked IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
    WHERE contype = 'c' AND connamespace = current_schema()::regnamespace
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', checked.place, checked.conname);
  END LOOP;
  FOR wanted IN SELECT c.oid, c.oid::regclass AS place FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname NOT LIKE '\\_\\_%'
      AND c.relname <> 'instance'
  LOOP
    SELECT count(*) = 1 INTO alone FROM pg_index, unnest(indkey) WHERE indrelid = wanted.oid AND indisprimary;
    SELECT string_agg(quote_ident(attname), ', '), string_agg(
      CASE WHEN attnotnull THEN value ELSE format('CASE WHEN i %% 2 = 0 THEN %s END', value) END, ', ')
    INTO names, made FROM (
      SELECT a.attname, a.attnotnull, CASE format_type(a.atttypid, NULL)
        WHEN 'uuid' THEN format('md5((i %% %s)::text)::uuid', CASE WHEN alone AND a.attnum = 1 THEN 100000 ELSE 300 + a.attnum END)
        WHEN 'bigint' THEN 'i' WHEN 'integer' THEN 'i % 7' WHEN 'smallint' THEN '(i % 7)::smallint'
        WHEN 'boolean' THEN 'i % 2 = 0' WHEN 'bytea' THEN 'decode(md5(i::text), ''hex'')' WHEN 'text' THEN '''x'' || i'
        WHEN 'smallint[]' THEN '''{1}''::smallint[]'
        ELSE format('NULL::%s', format_type(a.atttypid, a.atttypmod)) END AS value
      FROM pg_attribute a WHERE a.attrelid = wanted.oid AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum) AS columns;
    EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM generate_series(1, 4000) AS i
      ON CONFLICT DO NOTHING', wanted.place, names, made);
  END LOOP;
END $$;
ANALYZE;";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_grown_tables_postgresql_finds_its_rows_by_an_index_too() {
    let server = TestServer::start(Backend::Postgres).await;
    let past = Past::of(Backend::Postgres, &server.database_url);
    past.run(FILL).await;
    // Where keys repeat, fewer fit in, and a small table is read whole with good reason.
    let grown =
        past.texts("SELECT relname AS text FROM pg_class WHERE relkind = 'r' AND reltuples >= 3000").await;
    for table in ["users", "chats", "members", "messages", "sessions", "refresh_tokens", "notifications"] {
        assert!(grown.iter().any(|name| name == table), "{table} is not in {grown:?}");
    }
    let id = past.id("c4ca4238-a0b9-2382-0dcc-509a6f75849b");
    for (name, _, query) in HOT.iter().chain(marks::MARKS) {
        let query =
            query.replace("{id}", &id).replace("{hash}", &past.blob("c4ca4238a0b923820dcc509a6f75849b"));
        let plan = past.texts(&format!("EXPLAIN (COSTS OFF) {query}")).await;
        let whole = |table: &String| plan.iter().any(|line| line.contains(&format!("Seq Scan on {table}")));
        assert!(!grown.iter().any(whole), "{name} reads a whole table: {plan:#?}");
    }
}
