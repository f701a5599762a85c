//! The names of the contract: generated clients make methods of them, so they are verbs and nouns and stay.

use super::{Result, nothing_in, read, workspace};
use std::collections::BTreeSet;

/// What an operation does: the first word of its id, and of its summary. A new verb is added here on purpose.
const VERBS: &str = "accept add ban begin block cancel change check complete confirm create decide decline delete \
    download edit end exchange explore forward get join leave lift link list mark open pin prove react \
    reauthenticate refresh register remove report request resend reset restore revoke search send set sign star \
    start suspend translate unban unblock undo unlink unpin unstar update verify withdraw";

/// As utoipa writes them: keys of an operation are six spaces in.
fn values(page: &str, key: &str) -> Vec<String> {
    let key = format!("      {key}: ");
    page.lines()
        .filter_map(|line| line.strip_prefix(&key))
        .map(|value| value.trim_matches('\'').to_owned())
        .collect()
}

#[test]
fn operations_are_verbs_and_nouns() -> Result<()> {
    let page = read(&workspace().join("openapi.yaml"))?;
    let (ids, summaries) = (values(&page, "operationId"), values(&page, "summary"));
    anyhow::ensure!(
        ids.len() > 100 && ids.len() == summaries.len(),
        "{} ids: is the layout another?",
        ids.len()
    );
    let verbs: BTreeSet<&str> = VERBS.split_whitespace().collect();
    let mut complaints = Vec::new();
    let mut seen = BTreeSet::new();
    for id in &ids {
        let plain = id.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
        match id.split_once('_') {
            Some((verb, noun)) if plain && verbs.contains(verb) && !noun.is_empty() => {}
            _ => complaints.push(format!("openapi.yaml: `{id}` is no verb and noun, such as `list_members`")),
        }
        if !seen.insert(id) {
            complaints.push(format!("openapi.yaml: `{id}` names two operations"));
        }
    }
    for summary in &summaries {
        let verb = summary.split(' ').next().unwrap_or_default().to_lowercase();
        if !verbs.contains(verb.as_str()) || summary.ends_with('.') {
            complaints.push(format!("openapi.yaml: `{summary}` is no instruction, such as `Unblock a user`"));
        }
    }
    nothing_in(complaints)
}
