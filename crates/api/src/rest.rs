//! Serves each operation by one function: it decodes, calls `app` once, and encodes. Must not know rules, storage or
//! sockets.

pub mod account_data;
pub mod admin;
pub mod admin_instance;
pub mod auth;
pub mod bans;
pub mod blocks;
pub mod changes;
pub mod chats;
pub mod codes;
pub mod csp;
pub mod friends;
pub mod groups;
pub mod instance;
pub mod invites;
pub mod me;
pub mod media;
pub mod members;
pub mod message_actions;
pub mod messages;
pub mod notifications;
pub mod oauth;
pub mod people;
pub mod push;
pub mod reactions;
pub mod recovery;
pub mod reports;
pub mod search;
pub mod second_factor;
pub mod translation;

use crate::problem::Refused;
use actix_web::HttpResponse;
use actix_web::web::Json;

/// 200 with a body.
type Answer<T> = Result<Json<T>, Refused>;
/// 204, or a status the operation chooses.
type Response = Result<HttpResponse, Refused>;

fn done() -> Response {
    Ok(HttpResponse::NoContent().finish())
}
