//! Serves the SPA from the binary: its files as they were built, and its page for every URL that the browser routes
//! itself. Must not know what the SPA does, nor how it was built.

mod named;
mod policy;

use crate::Api;
use actix_web::http::header::{self, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use rust_embed::{EmbeddedFile, RustEmbed};

pub(crate) use policy::content_security_policy;

/// A release contains the files; other builds read them from the source tree, so that the SPA can be rebuilt beside a
/// running server. Without Node there are none.
#[derive(RustEmbed)]
#[folder = "../../frontend/dist"]
#[allow_missing = true]
struct Dist;

const PAGE: &str = "index.html";
/// Served where no SPA was built.
const PLACEHOLDER: &str = include_str!("spa/placeholder.html");
/// Never routed by the browser: a wrong URL there is answered with a problem.
const NOT_PAGES: [&str; 5] = ["/api/", "/assets/", "/media/", "/docs", "/.well-known/"];
/// Hashed names: what is behind one never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";
const VARIES: &str = "Accept-Encoding, Origin";
/// The best first; the build puts both beside each file that compresses well.
const PACKED: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// The answer, if the URL is a file of the SPA or one of its pages.
pub(crate) fn answer(api: &Api, request: &HttpRequest) -> Option<HttpResponse> {
    if *request.method() != Method::GET && *request.method() != Method::HEAD {
        return None;
    }
    let path = request.path().strip_prefix('/')?;
    let packed = PACKED.iter().any(|(_, ending)| path.ends_with(ending));
    if !path.is_empty() && path != PAGE && !packed && Dist::get(path).is_some() {
        return found(api, request, path);
    }
    is_page(request).then(|| found(api, request, PAGE).unwrap_or_else(placeholder))
}

fn is_page(request: &HttpRequest) -> bool {
    let path = request.path();
    let navigates = || {
        let accepted = request.headers().get_all(header::ACCEPT);
        accepted.filter_map(|accepted| accepted.to_str().ok()).any(|accepted| accepted.contains("text/html"))
    };
    path == "/" || (navigates() && !NOT_PAGES.iter().any(|start| path.starts_with(start)))
}

fn found(api: &Api, request: &HttpRequest, path: &str) -> Option<HttpResponse> {
    let named = named::of(api, path);
    // A file that names the instance is small, and has no compressed form.
    let (file, encoding) = match &named {
        Some(_) => (Dist::get(path)?, None),
        None => best(path, request.headers())?,
    };
    let tag = tag(&file, named.as_ref());
    let bytes = match &named {
        Some(name) => name.write(path, &file.data)?,
        None => file.data.into_owned(),
    };
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    let unchanged = known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag));
    let mut response =
        HttpResponseBuilder::new(if unchanged { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    response
        .insert_header((
            header::CACHE_CONTROL,
            if path.starts_with("assets/") { FOR_EVER } else { ASK_AGAIN },
        ))
        .insert_header((header::ETAG, tag))
        .insert_header((header::VARY, VARIES))
        .insert_header((header::CONTENT_SECURITY_POLICY, api.content_security_policy.clone()))
        .content_type(kind(path));
    if let Some(encoding) = encoding {
        response.insert_header((header::CONTENT_ENCODING, encoding));
    }
    Some(if unchanged { response.finish() } else { response.body(bytes) })
}

/// The smallest form the browser accepts.
fn best(path: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let packed = PACKED.iter().filter(|(name, _)| takes(headers, name));
    let mut packed =
        packed.filter_map(|(name, end)| Some((Dist::get(&format!("{path}{end}"))?, Some(*name))));
    packed.next().or_else(|| Some((Dist::get(path)?, None)))
}

fn takes(headers: &HeaderMap, encoding: &str) -> bool {
    let all = headers.get_all(header::ACCEPT_ENCODING).filter_map(|accepted| accepted.to_str().ok());
    all.flat_map(|accepted| accepted.split(',')).any(|accepted| {
        let (name, weight) = accepted.split_once(';').unwrap_or((accepted, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

fn tag(file: &EmbeddedFile, named: Option<&named::Named>) -> String {
    let [a, b, c, d, e, f, g, h, ..] = file.metadata.sha256_hash();
    let tag = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
    match named {
        Some(named) => format!("\"{tag:016x}-{:016x}\"", named.mark()),
        None => format!("\"{tag:016x}\""),
    }
}

/// The types our build produces; other files are served as plain bytes.
fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        Some(_) | None => "application/octet-stream",
    }
}

fn placeholder() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, ASK_AGAIN))
        .insert_header((header::VARY, VARIES))
        .content_type("text/html; charset=utf-8")
        .body(PLACEHOLDER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn only_a_browser_that_navigates_gets_the_page() {
        let page = |path: &str, accept: &str| {
            is_page(&TestRequest::get().uri(path).insert_header(("Accept", accept)).to_http_request())
        };
        let browser = "text/html,application/xhtml+xml,*/*;q=0.8";
        for path in ["/", "/c/7/m/9", "/settings/privacy", "/apiary"] {
            assert!(page(path, browser), "{path}");
        }
        assert!(page("/", "*/*"));
        for path in ["/api/v1/nothing", "/assets/old.js", "/media/7", "/.well-known/x", "/docs"] {
            assert!(!page(path, browser), "{path}");
        }
        assert!(!page("/c/7", "*/*") && !page("/c/7", "application/json"));
    }

    #[test]
    fn a_packed_form_goes_to_whom_it_suits() {
        let of = |accepted: &str, encoding| {
            let request = TestRequest::get().insert_header(("Accept-Encoding", accepted)).to_http_request();
            takes(request.headers(), encoding)
        };
        assert!(of("gzip, deflate, br", "br") && of("gzip;q=0.5, BR", "br") && of("gzip", "gzip"));
        assert!(!of("gzip", "br") && !of("br;q=0", "br") && !of("br; q=0.0, gzip", "br") && !of("", "gzip"));
    }
}
