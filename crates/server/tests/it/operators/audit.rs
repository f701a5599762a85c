//! The audit log shows tampering: an entry that is changed or removed behind the server's back is found.

use crate::both;
use crate::instance::query_plans::Past;
use crate::operators::keys::Operator;
use crate::support::user::PASSWORD;
use crate::support::{Backend, LIMIT, TestUser};
use serde_json::json;
use std::time::Duration;

/// Until every entry has its link.
async fn linked(past: &Past) {
    let wait = async {
        while past.count("audit_log").await != past.count("audit_chain").await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(LIMIT, wait).await.expect("everything is linked in time");
}

/// An instance with some history, stopped.
async fn with_history(backend: Backend) -> Operator {
    let operator = Operator::new(backend).await;
    let serving = operator.serve().await;
    let ana = TestUser::register(&serving.url, "ana").await;
    for _ in 0..3 {
        TestUser::login(&serving.url, "ana").await;
    }
    let body = json!({"current": PASSWORD, "password": "another horse battery"});
    ana.put("/me/password", body).await.expect(204);
    linked(&operator.past()).await;
    serving.stop().await;
    operator
}

/// As a thief would, who has the database but not the keys.
async fn unlock(past: &Past, backend: Backend) {
    past.run(match backend {
        Backend::Sqlite => "DROP TRIGGER audit_log_keeps; DROP TRIGGER audit_log_stays;",
        Backend::Postgres => "DROP TRIGGER audit_log_stays ON audit_log;",
    })
    .await;
}

fn entry(no: u32) -> String {
    format!("(SELECT audit_id FROM audit_chain WHERE no = {no})")
}

both! {
    async fn one_changed_and_one_removed_entry_are_found(backend) {
        let operator = with_history(backend).await;
        let past = operator.past();
        let said = operator.run(&["audit", "verify"]).await.well();
        assert!(said.contains("the audit log is intact") && said.contains("0 are not linked yet"), "{said}");
        unlock(&past, backend).await;

        past.run(&format!("UPDATE audit_log SET detail = 'nothing' WHERE id = {}", entry(3))).await;
        operator.run(&["audit", "verify"]).await.refused(&["entry 3 was changed"]);
        past.run(&format!("UPDATE audit_log SET detail = NULL WHERE id = {}", entry(3))).await;
        operator.run(&["audit", "verify"]).await.well();

        past.run(&format!("CREATE TABLE kept AS SELECT * FROM audit_log WHERE id = {}", entry(2))).await;
        past.run(&format!("DELETE FROM audit_log WHERE id = {}", entry(2))).await;
        operator.run(&["audit", "verify"]).await.refused(&["entry 2 was removed"]);
        past.run("INSERT INTO audit_log SELECT * FROM kept").await;
        operator.run(&["audit", "verify"]).await.well();

        // With its link, and with all links after it moved up.
        past.run("CREATE TABLE links AS SELECT * FROM audit_chain").await;
        past.run(&format!("DELETE FROM audit_log WHERE id = {}; DELETE FROM audit_chain WHERE no = 2;", entry(2))).await;
        operator.run(&["audit", "verify"]).await.refused(&["link 2 was removed"]);
        past.run("UPDATE audit_chain SET no = no - 1000 WHERE no > 2; UPDATE audit_chain SET no = no + 999 WHERE no < 0;").await;
        operator.run(&["audit", "verify"]).await.refused(&["entry 2 was changed"]);
        past.run("DELETE FROM audit_chain; INSERT INTO audit_chain SELECT * FROM links; INSERT INTO audit_log SELECT * FROM kept;").await;
        operator.run(&["audit", "verify"]).await.well();
    }
}

both! {
    async fn a_cut_at_the_end_is_found_and_never_mended(backend) {
        let operator = with_history(backend).await;
        let past = operator.past();
        unlock(&past, backend).await;
        let last: u32 = past.count("audit_chain").await.parse().unwrap();
        past.run(&format!(
            "DELETE FROM audit_log WHERE id IN ({}, {}); DELETE FROM audit_chain WHERE no >= {};",
            entry(last), entry(last - 1), last - 1,
        ))
        .await;
        let gone = format!("entries up to {last} were linked");
        operator.run(&["audit", "verify"]).await.refused(&[&gone]);

        // The record of the end goes as well; the data folder still knows.
        past.run("CREATE TABLE head AS SELECT * FROM audit_head; DELETE FROM audit_head;").await;
        operator.run(&["audit", "verify"]).await.refused(&[&gone]);
        // A server that starts now does not chain over the hole.
        let serving = operator.serve().await;
        TestUser::register(&serving.url, "leo").await;
        // The lease of the process before has to run out.
        serving.says("audit_broken").await;
        serving.stop().await;
        operator.run(&["audit", "verify"]).await.refused(&[&gone]);
        // A record written by another hand is none.
        past.run("INSERT INTO audit_head SELECT * FROM head").await;
        past.run("UPDATE audit_head SET no = 1, mac = (SELECT mac FROM audit_chain WHERE no = 1)").await;
        std::fs::remove_file(operator.data().join("audit-head")).unwrap();
        operator.run(&["audit", "verify"]).await.refused(&["was not written by this server"]);
    }
}
