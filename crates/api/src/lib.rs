//! Serves HTTP: turns requests into calls of `app` and results into answers, and describes them in openapi.yaml. Must
//! not know SQL, tokens' insides, the environment, or rules about chats.

mod address;
mod cookies;
mod cors;
mod csrf;
mod document;
mod extract;
mod headers;
mod openapi;
mod problem;
mod request;
mod rest;
mod route_table;
mod routes;
mod spa;
pub mod ws;

pub use openapi::{openapi, openapi_yaml};
pub use problem::{Refused, status};
pub use route_table::RouteTable;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, web};
use document::Contract;
use std::net::IpAddr;
use std::sync::Arc;
use utoipa_actix_web::AppExt;

/// The operator's settings that concern HTTP alone.
#[derive(Clone)]
pub struct HttpSettings {
    /// Exactly as browsers write them; our own are included.
    pub allowed_origins: Vec<String>,
    /// Whether the public URL uses https.
    pub https: bool,
    /// Whether `X-Forwarded-For` from this peer is trusted.
    pub trusted_proxy: Arc<dyn Fn(IpAddr) -> bool + Send + Sync>,
    pub version: String,
}

/// The state that all workers share.
pub struct Api {
    pub app: Arc<app::App>,
    pub settings: HttpSettings,
    contract: Contract,
    content_security_policy: String,
}

impl Api {
    pub fn new(app: Arc<app::App>, settings: HttpSettings) -> Self {
        let content_security_policy = spa::content_security_policy(&settings.allowed_origins);
        Self { app, settings, contract: Contract::default(), content_security_policy }
    }
}

/// Everything that is served, for one worker.
pub fn application(
    api: Arc<Api>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .into_utoipa_app()
        .configure(routes::routes)
        .into_app()
        .app_data(web::Data::from(api))
        .default_service(web::to(routes::unrouted))
        .wrap(from_fn(routes::of_bounded_length))
        .wrap(from_fn(headers::add_security_headers))
        .wrap(from_fn(request::observe))
}
