//! `GET /api/v1/ws`: opens a socket for a caller who is proven before the upgrade. A cookie never opens one, and an
//! access token never stands in a URL.

use super::connection;
use super::outbound::write_from;
use crate::extract::{bearer, visitor};
use crate::problem::Refused;
use crate::{Api, HttpSettings};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse, get, web};
use app::Caller;
use app::rate_limit::{Key, OPEN_SOCKET};
use domain::{ChatId, Fault};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

const PROTOCOL: &str = "parlance.v1";

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Query {
    /// A ticket from `POST /ws/ticket`, for clients that cannot set headers
    ticket: Option<String>,
    /// Subscribe to this chat only
    #[param(value_type = Option<Uuid>)]
    chat: Option<String>,
    #[param(ignore)]
    token: Option<String>,
    #[param(ignore)]
    access_token: Option<String>,
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(open_socket);
}

/// Open the socket
///
/// Subprotocol `parlance.v1`. Proof: `Authorization: Bearer`, the subprotocol `ticket.<ticket>`, or `?ticket=`.
/// Clients send `ClientFrame`, the server sends `ServerFrame`; `ready` comes first.
#[utoipa::path(
    tag = "socket",
    params(Query),
    responses(
        (status = 101, description = "The socket is open"),
        (status = 400, description = "`bad_frame`: the request is no upgrade; `token_in_url`"),
        (status = 403, description = "`origin_refused`: the request comes from another site"),
        (status = 404, description = "`not_found`: there is no such chat for you"),
    )
)]
#[get("/ws")]
async fn open_socket(
    request: HttpRequest,
    payload: web::Payload,
    api: web::Data<Api>,
) -> Result<HttpResponse, Refused> {
    check_origin(&request, &api.settings)?;
    let query = web::Query::<Query>::from_query(request.query_string())
        .map_err(|_| Fault::field("chat", "invalid", "the query cannot be read"))?
        .into_inner();
    if query.token.is_some() || query.access_token.is_some() {
        return Err(Fault::TokenInUrl.into());
    }
    // Before the proof, so that an unauthenticated probe learns whether upgrades reach this server.
    let response = handshake(&request).await?;
    let visitor = visitor(&request)?;
    let caller = match prove(&request, &api, query.ticket.as_deref()).await {
        Ok(caller) => caller,
        Err(fault) => return Err(api.app.unproven(&visitor, fault).await.into()),
    };
    api.app.limits().check(&OPEN_SOCKET, Key::User(caller.user)).await?;
    let only = match query.chat.as_deref() {
        Some(chat) => Some(chat.parse::<ChatId>().map_err(|_| Fault::NotFound)?),
        None => None,
    };
    let place = api.app.take_place(visitor.bucket()).await?;
    let socket = api.app.connect(&caller, only).await?;
    let response = write_from(&socket, response);
    let app = Arc::clone(&api.app);
    actix_web::rt::spawn(async move {
        connection::run(app, caller, socket, payload).await;
        drop(place);
    });
    Ok(response)
}

/// Only the answer of actix-ws is used: its own body would read a frame before checking its length.
async fn handshake(request: &HttpRequest) -> Result<HttpResponse, Fault> {
    let no_websocket = || Fault::BadFrame("this path speaks WebSocket: send an upgrade request".into());
    let nothing = web::Payload::from_request(request, &mut Payload::None).await;
    let nothing = nothing.map_err(|_| no_websocket())?;
    let answer = actix_ws::handle_with_protocols(request, nothing, &[PROTOCOL]);
    answer.map(|(response, _, _)| response).map_err(|_| no_websocket())
}

/// A page of another site must not open a socket in its visitor's name. A request without an origin is no page,
/// unless it shows other signs of a browser.
fn check_origin(request: &HttpRequest, settings: &HttpSettings) -> Result<(), Fault> {
    let headers = request.headers();
    let allowed = match headers.get(header::ORIGIN) {
        Some(origin) => {
            settings.allowed_origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes())
        }
        None => {
            let from_browser = |name: &header::HeaderName| name.as_str().starts_with("sec-fetch-");
            !headers.contains_key(header::COOKIE) && !headers.keys().any(from_browser)
        }
    };
    if allowed { Ok(()) } else { Err(Fault::OriginRefused) }
}

async fn prove(request: &HttpRequest, api: &Api, ticket: Option<&str>) -> Result<Caller, Fault> {
    if request.headers().contains_key(header::AUTHORIZATION) {
        return api.app.prove(bearer(request).ok_or(Fault::Unauthenticated)?).await;
    }
    let offered = request
        .headers()
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .find_map(|protocol| protocol.trim().strip_prefix("ticket."));
    match offered.or(ticket) {
        Some(ticket) => api.app.redeem(ticket).await,
        None => Err(Fault::Unauthenticated),
    }
}
