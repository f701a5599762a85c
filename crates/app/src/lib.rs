//! The use cases: one function for each thing a caller can ask for, the same for REST, socket, command line
//! and jobs. Knows no actix, no status codes, no environment.

mod accounts;
mod app;
mod avatars;
pub mod caller;
mod chats;
mod clock;
mod encode;
pub mod files;
mod friends;
mod heal;
mod jobs;
mod letters;
mod live;
mod messages;
mod people;
pub mod pictures;
mod presence;
mod proof;
mod publish;
pub mod rate_limit;
mod sessions;
pub mod settings;
mod typing;

pub use app::{App, Parts};
pub use avatars::Media;
pub use caller::{Caller, Visitor};
pub use clock::{Clock, Moved};
pub use jobs::Jobs;
pub use live::{GOING_AWAY, HEARTBEAT};
pub use proof::Ticket;
pub use sessions::SignedIn;
pub use settings::{Registration, Settings};
// Whoever turns bytes into calls of `app` needs these; they are realtime's and persistence's own values.
pub use persistence::store::files::Content;
pub use persistence::{HistoryPage, MemberEntry, Pending};
pub use realtime::{Connection, Mailbox, Outgoing, frame};
