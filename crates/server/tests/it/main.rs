//! The promises of the server, tested through the server: one binary, every test on both databases.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test stops where things are not as it says, and measures and waits in real time"
)]

mod accounts;
mod admin;
mod archive;
mod at_rest;
mod audit;
mod avatars;
mod backup;
mod blocks;
mod browser;
mod bucket;
mod bursts;
mod catchup;
mod chat_list;
mod clocks;
mod cluster;
mod cluster_counts;
mod cluster_faults;
mod cluster_kill;
mod cluster_walls;
mod code_budgets;
mod codes;
mod codes_sent;
mod console;
mod contract;
mod copies;
mod copy;
mod crowded;
mod crowds;
mod deleted;
mod departure;
mod deployments;
mod doctor;
mod edits;
mod finding;
mod floods;
mod friends;
mod groups;
mod guessing;
mod harm;
mod healing;
mod hostile;
mod idempotency;
mod identifiers;
mod invitations;
mod keys;
mod kill;
mod knocks;
mod limits;
mod long_export;
mod marks;
mod notices;
mod oauth;
mod outsider;
mod paging;
mod permissions;
mod plans;
mod presence;
mod privacy;
mod profile;
mod promises;
mod proof;
mod purposes;
mod push;
mod refresh;
mod removal;
mod reports;
mod resume;
mod retention;
mod rotation;
mod search;
mod search_box;
mod second_factor;
mod signals;
mod sockets;
mod soft;
mod speech;
mod startup;
mod support;
mod takeover;
mod talk;
mod timing;
mod told;
mod translation;
mod upgrades;
mod watch;
mod ways_in;
