//! `app` holds the use cases: one function for each thing a caller can ask for, the same for REST, socket, command
//! line and jobs. Knows no actix, no status codes, no environment.

mod accounts;
mod app;
mod caller;
mod chats;
mod clock;
mod delivery;
mod jobs;
pub mod live;
pub mod messages;
mod meters;
pub mod operators;
mod outside;
pub mod people;
pub mod rate_limit;
pub mod search;
pub mod settings;

pub use accounts::codes::Granted;
pub use accounts::login::Login;
pub use accounts::oauth::{Arrival, Departure, Return};
pub use accounts::proof::Ticket;
pub use accounts::recovery::{WayIn, deliver};
pub use accounts::second_factor::{NewFactor, Reproven};
pub use accounts::sessions::SignedIn;
pub use app::{App, Parts};
pub use caller::{Caller, Visitor};
pub use clock::{Clock, Moved, Stopwatch};
pub use jobs::Jobs;
pub use live::socket::Socket;
pub use live::{GOING_AWAY, HEARTBEAT};
pub use messages::Pending;
pub use operators::admin::Step;
pub use outside::channels::Channels;
pub use outside::engine::Engine;
pub use outside::engine::choice::EngineChoice;
pub use outside::engine::pairs::Pairs;
pub use outside::mail::{Mail, MailChoice};
pub use outside::post::{Delivery, Post, post};
pub use outside::provider::{Provider, ProviderKind};
pub use outside::providers::Providers;
pub use outside::push_service::{PushRules, PushService};
pub use outside::sms::{Sms, SmsChoice, TEMPLATE as SMS_TEMPLATE};
pub use people::avatars::Media;
pub use people::pictures::Logo;
pub use settings::{SearchMode, Settings};
