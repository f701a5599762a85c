//! Every earlier schema upgrades to this version's, without and with an instance in it.

use crate::both;
use crate::instance::query_plans::Past;
use crate::operators::keys::Operator;
use crate::support::{Backend, TestUser};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Everything before these was never run outside of tests.
const RELEASED: &str = "2026-11-25-000040_search";

/// In the order they are applied in.
fn migrations(backend: Backend) -> Vec<PathBuf> {
    let name = match backend {
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgres",
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(name);
    let mut all: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

fn version(migration: &Path) -> String {
    let name = migration.file_name().unwrap().to_str().unwrap();
    name.split('_').next().unwrap().replace('-', "")
}

async fn schema(past: &Past, backend: Backend) -> Vec<String> {
    past.texts(match backend {
        Backend::Sqlite => "SELECT sql AS text FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY type, name",
        Backend::Postgres => {
            "SELECT text FROM (
                SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) AS text
                FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations'
                UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
                UNION ALL SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
                WHERE connamespace = 'public'::regnamespace
            ) AS all_of_it ORDER BY text"
        }
    })
    .await
}

both! {
    async fn every_earlier_schema_becomes_this_one(backend) {
        let fresh = Operator::new(backend).await;
        fresh.run(&["migrate"]).await.well();
        let (wanted, all) = (schema(&fresh.past(), backend).await, migrations(backend));
        assert!(wanted.len() > 50, "{}", wanted.len());
        for count in 1..all.len() {
            let operator = Operator::new(backend).await;
            fs::create_dir_all(operator.data()).unwrap();
            let past = operator.past();
            past.run(
                "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, \
                 run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)",
            )
            .await;
            for migration in &all[..count] {
                past.run(&fs::read_to_string(migration.join("up.sql")).unwrap()).await;
                let version = version(migration);
                past.run(&format!("INSERT INTO __diesel_schema_migrations (version) VALUES ('{version}')")).await;
            }
            let said = operator.run(&["migrate"]).await.well();
            assert_eq!(said.matches("2026").count(), all.len() - count, "{said}");
            assert_eq!(schema(&past, backend).await, wanted, "from {:?}", all[count - 1]);
        }
    }
}

async fn found(user: &TestUser, words: &str) -> usize {
    user.get(&format!("/search?q={words}")).await.expect(200)["messages"]["items"].as_array().unwrap().len()
}

both! {
    async fn an_instance_of_every_released_schema_serves_what_it_held(backend) {
        let operator = Operator::new(backend).await;
        let serving = operator.serve().await;
        let ana = TestUser::register(&serving.url, "ana").await;
        let chat = ana.group(&[]).await;
        for n in 0..10 {
            ana.send(&chat, &format!("paella number {n}")).await.expect(201);
        }
        let before: Vec<Value> = ana.history(&chat).await;
        let learning = json!([{"code": "fr", "level": "A1"}, {"code": "en", "level": "B2"}]);
        let edit = json!({"native_languages": ["es", "ca"], "learning_languages": learning});
        let me = ana.patch("/me", edit).await.expect(200);
        serving.stop().await.well();
        let past = operator.past();
        let all = migrations(backend);
        let released = all.iter().rposition(|migration| migration.ends_with(RELEASED)).unwrap();
        for oldest in (released + 1..all.len()).rev() {
            for migration in all[oldest..].iter().rev() {
                past.run(&fs::read_to_string(migration.join("down.sql")).unwrap()).await;
                let version = version(migration);
                past.run(&format!("DELETE FROM __diesel_schema_migrations WHERE version = '{version}'")).await;
            }
            let serving = operator.serve().await;
            let ana = TestUser::login(&serving.url, "ana").await;
            assert_eq!(ana.history(&chat).await[..before.len()], before[..], "from before {:?}", all[oldest]);
            assert_eq!(found(&ana, "paell").await, 10);
            let now = ana.get("/me").await.expect(200);
            for languages in ["native_languages", "learning_languages"] {
                assert_eq!(now[languages], me[languages], "from before {:?}", all[oldest]);
            }
            ana.send(&chat, "and it goes on").await.expect(201);
            serving.stop().await.well();
        }
    }
}
