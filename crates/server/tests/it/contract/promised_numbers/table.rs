//! Which numbers the pages promise, where, and what holds each.

pub const OPERATIONS: &str = "docs/operations.md";
pub const ARCHITECTURE: &str = "ARCHITECTURE.md";

/// What makes a promise true.
pub enum Held {
    /// A test reads it from the page: its file, below this folder, and its name.
    By(&'static str, &'static str),
    /// It is this number of the code: a file, and what stands before the number.
    In(&'static str, &'static str),
}
use Held::{By, In};

/// Page, beginning of the line, what stands before the number.
pub type Promise = (&'static str, &'static str, &'static str, Held);

pub const PROMISES: &[Promise] = &[
    (
        OPERATIONS,
        "All of it with every node",
        "for up to ",
        By("contract/promised_numbers", "after_a_kill_keys_change_when_the_promised_time_is_over"),
    ),
    (
        OPERATIONS,
        "All of it with every node",
        "for up to ",
        In("app/src/app.rs", "SERVING_LEASE: Duration = Duration::from_secs("),
    ),
    (
        OPERATIONS,
        "`parlance doctor` looks",
        "what answers there (more than ",
        In("server/src/commands/doctor/outside.rs", "CLOCKS_APART: Duration = Duration::from_secs("),
    ),
    (
        OPERATIONS,
        "`/healthz` answers",
        "turns to 503 within ",
        By("instance/damage", "a_full_disk_refuses_and_loses_nothing"),
    ),
    (
        OPERATIONS,
        "`/healthz` answers",
        "turns to 503 within ",
        In("app/src/jobs.rs", "SERVING: Duration = Duration::from_secs("),
    ),
    (
        OPERATIONS,
        "`/healthz` answers",
        "and back within ",
        By("instance/damage", "a_full_disk_refuses_and_loses_nothing"),
    ),
    (
        OPERATIONS,
        "| Redis, killed",
        "notice within ",
        By("cluster/faults", "a_redis_that_hangs_is_noticed_in_the_promised_time"),
    ),
    (
        OPERATIONS,
        "| Redis, killed",
        "database every ",
        By("cluster/faults", "without_redis_messages_still_come_and_with_it_they_come_at_once_again"),
    ),
    (
        OPERATIONS,
        "| Redis, killed",
        "database every ",
        In("app/src/delivery/heal.rs", "RECONCILE_ALONE: Duration = Duration::from_millis("),
    ),
    (
        OPERATIONS,
        "| the way to PostgreSQL",
        "answers 503 within ",
        By("cluster/walls", "under_load_everybody_is_told_within_the_promised_time"),
    ),
    (
        OPERATIONS,
        "| the way to PostgreSQL",
        "wait at most ",
        By("cluster/walls", "under_load_everybody_is_told_within_the_promised_time"),
    ),
    (
        OPERATIONS,
        "| the way to Redis",
        "database every ",
        By("cluster/walls", "a_node_cut_off_from_redis_serves_everything_a_little_later"),
    ),
    (
        OPERATIONS,
        "| one node |",
        "shown as gone within ",
        By("cluster/kill", "the_people_of_a_killed_node_are_gone_within_ten_seconds"),
    ),
    (
        OPERATIONS,
        "The clocks of nodes",
        "must agree to ",
        By("cluster/clocks", "tokens_of_a_node_that_is_more_than_a_minute_ahead_are_refused"),
    ),
    (
        OPERATIONS,
        "The clocks of nodes",
        "must agree to ",
        In("domain/src/time.rs", "CLOCKS_APART: Duration = Duration::from_secs("),
    ),
    (
        OPERATIONS,
        "Shared as well",
        "every node within ",
        By(
            "contract/promised_numbers",
            "what_is_chosen_at_one_node_is_followed_by_the_others_in_the_promised_time",
        ),
    ),
    (
        ARCHITECTURE,
        "1. `api/src/extract.rs`",
        "believed for ",
        In("app/src/accounts/session_state.rs", "BELIEVED: Duration = Duration::from_secs("),
    ),
    (
        ARCHITECTURE,
        "3. The server does the same",
        "range after ",
        In("app/src/delivery/heal.rs", "EARLY: Duration = Duration::from_millis("),
    ),
    (
        ARCHITECTURE,
        "3. The server does the same",
        "Every ",
        In("app/src/delivery/heal.rs", "RECONCILE_EVERY: Duration = Duration::from_secs("),
    ),
    (
        ARCHITECTURE,
        "`rest/auth.rs::refresh`",
        "same token within ",
        In("app/src/settings.rs", "REFRESH_GRACE: Duration = Duration::from_secs("),
    ),
    (
        ARCHITECTURE,
        "`server/src/run.rs::stop`",
        "for at most ",
        In("server/src/listen.rs", ".shutdown_timeout("),
    ),
    (
        ARCHITECTURE,
        "4. A node that has not heard",
        "database every ",
        In("app/src/delivery/heal.rs", "RECONCILE_ALONE: Duration = Duration::from_millis("),
    ),
    (
        ARCHITECTURE,
        "- **A slow reader",
        "With more than ",
        In("realtime/src/mailbox.rs", "MOST_BYTES: usize = "),
    ),
    (
        ARCHITECTURE,
        "- **A slow reader",
        "then older than ",
        In("realtime/src/mailbox.rs", "LONGEST_WAIT: Duration = Duration::from_secs("),
    ),
    (
        ARCHITECTURE,
        "- **A slow reader",
        "or more than ",
        In("realtime/src/mailbox.rs", "LARGEST_BURST: usize = "),
    ),
    (
        ARCHITECTURE,
        "- **A slow reader",
        "pieces of about ",
        In("app/src/messages.rs", "MOST_BYTES: usize = "),
    ),
    (
        ARCHITECTURE,
        "**Keys.**",
        "believes them for ",
        In("persistence/src/store/instance/connect.rs", "OPENED_KEYS: Duration = Duration::from_secs("),
    ),
];

/// Where promises stand, but for what was measured once.
pub const SECTIONS: [(&str, &str, &str); 6] = [
    (OPERATIONS, "## Keys that change", "## Health"),
    (OPERATIONS, "## Health and stopping", "## Monitoring"),
    (OPERATIONS, "| gone | what happens |", "`just prove-cluster`"),
    (OPERATIONS, "Shared as well", ""),
    (ARCHITECTURE, "## Walks", "Not promised:"),
    (ARCHITECTURE, "## Across all crates", "## Not here on purpose"),
];
