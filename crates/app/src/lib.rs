//! The use cases: one function for each thing a caller can ask for, the same for REST, socket, command line
//! and jobs. Knows no actix, no status codes, no environment.

mod accounts;
mod admin;
mod app;
pub mod audit;
mod avatars;
pub mod caller;
mod chats;
mod clock;
mod codes;
mod departure;
mod encode;
mod export;
pub mod files;
mod friends;
mod heal;
mod identifiers;
mod jobs;
mod live;
mod messages;
mod notices;
mod oauth;
mod outside;
mod people;
pub mod pictures;
mod presence;
mod proof;
mod publish;
mod push;
pub mod rate_limit;
mod second_factor;
mod sessions;
pub mod settings;
mod typing;

pub use app::{App, Parts};
pub use avatars::Media;
pub use caller::{Caller, Visitor};
pub use clock::{Clock, Moved};
pub use codes::Granted;
pub use jobs::Jobs;
pub use live::{GOING_AWAY, HEARTBEAT};
pub use oauth::{Arrival, Departure, Provider, ProviderKind, Providers, Return};
pub use outside::push_service::{PushRules, PushService};
pub use outside::{Channels, Delivery, Mail, MailChoice, Post, SMS_TEMPLATE, Sms, SmsChoice, post};
pub use proof::Ticket;
pub use second_factor::{NewFactor, Reproven};
pub use sessions::SignedIn;
pub use settings::{Registration, Settings};
// Whoever turns bytes into calls of `app` needs these; they are realtime's and persistence's own values.
pub use messages::Pending;
pub use persistence::store::admin::{Account, AccountDetail};
pub use persistence::store::exports::Export;
pub use persistence::store::files::Content;
pub use persistence::store::identities::Identity;
pub use persistence::{HistoryPage, MemberEntry};
pub use realtime::{Connection, Mailbox, Outgoing, frame};
