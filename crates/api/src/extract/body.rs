//! Extracts bodies: JSON, of a bounded size, within a bounded time. Must not know which bodies there are.

use crate::problem::Refused;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::BytesMut;
use actix_web::{FromRequest, HttpRequest};
use domain::{Fault, Result};
use futures_util::StreamExt;
use futures_util::future::{Either, LocalBoxFuture, select};
use serde::de::DeserializeOwned;
use std::pin::pin;
use std::time::Duration;

/// Bytes in a body.
const MOST: usize = 256 * 1024;
/// Bytes in a body of a caller without a session.
pub const AUTH: usize = 16 * 1024;
/// A client that sends more slowly than this occupies a connection for nothing.
const LONGEST: Duration = Duration::from_secs(30);

pub struct Body<T, const LIMIT: usize = MOST>(pub T);

/// A body that may be omitted.
pub struct OptionalBody<T, const LIMIT: usize = MOST>(pub T);

impl<T: DeserializeOwned + 'static, const LIMIT: usize> FromRequest for Body<T, LIMIT> {
    type Error = Refused;
    type Future = LocalBoxFuture<'static, std::result::Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            if !is_json(request.headers()) {
                return Err(Refused(Fault::UnsupportedMediaType));
            }
            let bytes = in_time(&request, payload, LIMIT).await?;
            Ok(Self(wire::json::decode(&bytes)?))
        })
    }
}

impl<T: DeserializeOwned + Default + 'static, const LIMIT: usize> FromRequest for OptionalBody<T, LIMIT> {
    type Error = Refused;
    type Future = LocalBoxFuture<'static, std::result::Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = in_time(&request, payload, LIMIT).await?;
            if bytes.is_empty() {
                return Ok(Self(T::default()));
            }
            if !is_json(request.headers()) {
                return Err(Refused(Fault::UnsupportedMediaType));
            }
            Ok(Self(wire::json::decode(&bytes)?))
        })
    }
}

/// JSON in UTF-8, as it is: nothing compressed, so that a small body cannot become a large one.
pub fn is_json(headers: &HeaderMap) -> bool {
    let Some(Ok(kind)) = headers.get(header::CONTENT_TYPE).map(|kind| kind.to_str()) else { return false };
    let mut parts = kind.split(';').map(str::trim);
    let json = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    let utf8 = parts.all(|part| {
        part.eq_ignore_ascii_case("charset=utf-8") || part.eq_ignore_ascii_case("charset=\"utf-8\"")
    });
    json && utf8 && !headers.contains_key(header::CONTENT_ENCODING)
}

pub(super) async fn in_time(request: &HttpRequest, payload: Payload, limit: usize) -> Result<BytesMut> {
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if declared.and_then(|length| length.parse().ok()).is_some_and(|length: usize| length > limit) {
        return Err(Fault::TooLarge { limit });
    }
    let clock = super::api(request)?.app.clock();
    match select(pin!(read(payload, limit)), pin!(clock.sleep(LONGEST))).await {
        Either::Left((bytes, _)) => bytes,
        Either::Right(((), _)) => {
            Err(Fault::MalformedJson(format!("it did not arrive within {} seconds", LONGEST.as_secs())))
        }
    }
}

async fn read(mut payload: Payload, limit: usize) -> Result<BytesMut> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| broken(&error, limit))?;
        if bytes.len() + chunk.len() > limit {
            return Err(Fault::TooLarge { limit });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn broken(error: &PayloadError, limit: usize) -> Fault {
    if matches!(error, PayloadError::Overflow) {
        Fault::TooLarge { limit }
    } else {
        Fault::MalformedJson("it did not arrive whole".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn only_plain_json_is_json() {
        let json = |kind: &str| {
            is_json(TestRequest::post().insert_header(("Content-Type", kind)).to_http_request().headers())
        };
        for kind in
            ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""]
        {
            assert!(json(kind), "{kind}");
        }
        for kind in ["", "text/plain", "application/jsonx", "application/json; charset=latin1", "text/json"] {
            assert!(!json(kind), "{kind}");
        }
        let zipped = TestRequest::post()
            .insert_header(("Content-Type", "application/json"))
            .insert_header(("Content-Encoding", "gzip"));
        assert!(!is_json(zipped.to_http_request().headers()));
        assert!(!is_json(TestRequest::post().to_http_request().headers()));
    }

    #[actix_web::test]
    async fn a_body_ends_at_its_limit() {
        let sized = |size: usize| TestRequest::post().set_payload(vec![b' '; size]).to_http_parts().1;
        assert_eq!(read(sized(10), 10).await.unwrap().len(), 10);
        assert_eq!(read(sized(11), 10).await.unwrap_err(), Fault::TooLarge { limit: 10 });
    }
}
