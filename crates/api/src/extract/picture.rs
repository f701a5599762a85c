//! Extracts a picture from the body of a request: bytes, up to a limit. Must not know whether they are a picture.

use super::body::in_time;
use crate::problem::Refused;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use app::people::pictures::MOST_BYTES;
use domain::{Fault, Result};
use futures_util::future::LocalBoxFuture;

pub struct Picture(pub Vec<u8>);

impl FromRequest for Picture {
    type Error = Refused;
    type Future = LocalBoxFuture<'static, std::result::Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            called_image(&request)?;
            Ok(Self(in_time(&request, payload, MOST_BYTES).await?.to_vec()))
        })
    }
}

/// The bytes decide what it is; a body declared as something else is not even read.
fn called_image(request: &HttpRequest) -> Result<()> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let image = kind.is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("image/"));
    let plain = !request.headers().contains_key(header::CONTENT_ENCODING);
    if image && plain { Ok(()) } else { Err(Fault::UnsupportedMediaType) }
}
