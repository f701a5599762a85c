//! Accounts: ways in, codes, sessions, takeovers and the end of an account.

pub mod code_budgets;
pub mod code_delivery;
pub mod codes;
pub mod erasure;
pub mod guessing;
pub mod identifiers;
pub mod long_export;
pub mod providers;
pub mod refresh;
pub mod registration;
pub mod registration_invites;
pub mod second_factor;
pub mod security_notifications;
pub mod takeover;
pub mod timing;
