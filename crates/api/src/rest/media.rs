//! Serves downloads for browsers, which send no header when they load a picture: the proof is in the URL. Must not
//! know what a file is used for.

use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Bearer, OfMedia, OfThumb, Query};
use crate::problem::Refused;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use app::{Media, Visitor};
use domain::media::Content;
use domain::{Fault, FileId};
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn at_the_root(config: &mut ServiceConfig<'_>) {
    config.service(get_media).service(get_thumbnail);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct LinkQuery {
    /// The token of the link
    t: String,
}

impl Parameters for LinkQuery {
    fn read(values: &mut Values) -> Self {
        Self { t: values.text("t").unwrap_or_default() }
    }
}

/// Download a file
///
/// By a link from an answer, which expires after some minutes. Supports one byte range.
#[utoipa::path(
    tag = "media",
    security(()),
    params(OfMedia, LinkQuery),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = 206, description = "The requested part", content_type = "application/octet-stream"),
        (status = 304, description = "The content has not changed"),
        (status = 401, description = "`token_invalid` or `session_revoked`"),
        (status = 404, description = "`not_found`: there is no such file for you"),
        (status = 422, description = "`validation_failed`: a parameter this path does not know"),
        (status = 429, description = "`rate_limited`"),
    )
)]
#[get("/media/{file_id}")]
async fn get_media(
    api: Data<Api>,
    request: HttpRequest,
    Bearer(visitor, (of, Query(link))): Bearer<(OfMedia, Query<LinkQuery>)>,
) -> Result<HttpResponse, Refused> {
    show(&api, &request, &visitor, &link.t, (of.file_id, 0)).await
}

/// Download a thumbnail of a picture
///
/// By a link from an answer, which expires after some minutes. Supports one byte range.
#[utoipa::path(
    tag = "media",
    security(()),
    params(OfThumb, LinkQuery),
    responses(
        (status = 200, description = "The picture", content_type = "image/*"),
        (status = 206, description = "The requested part", content_type = "image/*"),
        (status = 304, description = "The content has not changed"),
        (status = 401, description = "`token_invalid` or `session_revoked`"),
        (status = 404, description = "`not_found`: there is no such picture, or not in this size, for \
            you"),
        (status = 422, description = "`validation_failed`: a parameter this path does not know"),
        (status = 429, description = "`rate_limited`"),
    )
)]
#[get("/media/{file_id}/thumb/{size}")]
async fn get_thumbnail(
    api: Data<Api>,
    request: HttpRequest,
    Bearer(visitor, (of, Query(link))): Bearer<(OfThumb, Query<LinkQuery>)>,
) -> Result<HttpResponse, Refused> {
    let side = u16::try_from(of.size).ok().filter(|side| *side > 0).ok_or(Fault::NotFound)?;
    show(&api, &request, &visitor, &link.t, (of.file_id, side)).await
}

async fn show(
    api: &Api,
    request: &HttpRequest,
    visitor: &Visitor,
    token: &str,
    (file, side): (FileId, u16),
) -> Result<HttpResponse, Refused> {
    // The bytes behind an id never change.
    let tag = format!("\"{file}-{side}\"");
    let media = api.app.media(visitor, token, file, side, range(request.headers())).await?;
    let known = text(request.headers(), &header::IF_NONE_MATCH);
    let known = known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag));
    let whole = media.range == (0..media.length);
    let mut response = if known {
        HttpResponse::NotModified()
    } else if whole {
        HttpResponse::Ok()
    } else {
        HttpResponse::PartialContent()
    };
    response
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, "private, max-age=300"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .insert_header((header::CROSS_ORIGIN_RESOURCE_POLICY, "same-site"));
    if known {
        return Ok(response.finish());
    }
    let Media { content, bytes, range, length } = media;
    let (kind, disposition) = match content {
        Content::Jpeg => ("image/jpeg", "inline"),
        Content::WebP => ("image/webp", "inline"),
        Content::Opaque => ("application/octet-stream", "attachment"),
    };
    if !whole {
        let part = format!("bytes {}-{}/{length}", range.start, range.end.saturating_sub(1));
        response.insert_header((header::CONTENT_RANGE, part));
    }
    response
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::ACCEPT_RANGES, "bytes"));
    Ok(response.body(bytes))
}

/// One range from a place on; anything else is answered with the whole, as it may be.
fn range(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let (from, to) = text(headers, &header::RANGE)?.strip_prefix("bytes=")?.split_once('-')?;
    let from = from.parse().ok()?;
    let to: Option<u64> = if to.is_empty() { None } else { Some(to.parse().ok()?) };
    to.is_none_or(|to| to >= from).then_some((from, to))
}

fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn one_range_is_read() {
        let read = |value: &str| {
            range(TestRequest::get().insert_header(("Range", value)).to_http_request().headers())
        };
        assert_eq!(read("bytes=0-9"), Some((0, Some(9))));
        assert_eq!(read("bytes=5-"), Some((5, None)));
        for none in ["bytes=-5", "bytes=9-3", "bytes=0-1,3-4", "items=0-1", "bytes=x-1", ""] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
