//! Serves the contract: openapi.yaml, openapi.json, a page for people, and the table of its paths. Must not know what
//! is in it.

mod page;

use crate::{RouteTable, openapi, openapi_yaml};
use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::sync::LazyLock;

/// The page may load its own style, and nothing else.
const PAGE_POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The contract in its forms, each made when it is asked for the first time: most starts of a server serve none.
pub struct Contract {
    pub yaml: LazyLock<Document>,
    pub json: LazyLock<Document>,
    /// The page for people.
    pub page: LazyLock<Document>,
    pub style: LazyLock<Document>,
    /// Everything that is served.
    pub table: LazyLock<RouteTable>,
}

impl Default for Contract {
    fn default() -> Self {
        Self {
            yaml: LazyLock::new(|| Document::new("application/yaml", openapi_yaml())),
            json: LazyLock::new(|| {
                Document::new("application/json", openapi().to_json().unwrap_or_default())
            }),
            page: LazyLock::new(|| {
                let contract = serde_json::to_value(openapi()).unwrap_or_default();
                Document::new("text/html; charset=utf-8", page::of(&contract))
            }),
            style: LazyLock::new(|| Document::new("text/css; charset=utf-8", page::STYLE.to_owned())),
            table: LazyLock::new(|| {
                let undocumented = ["/", "/openapi.yaml", "/openapi.json", "/docs", "/docs/page.css"];
                undocumented.iter().fold(RouteTable::of(&openapi()), |table, path| table.with(path, "GET"))
            }),
        }
    }
}

/// One form of the contract, ready to be sent.
pub struct Document {
    kind: &'static str,
    plain: Bytes,
    packed: Option<Bytes>,
    tag: String,
}

impl Document {
    fn new(kind: &'static str, text: String) -> Self {
        let hash = Sha256::digest(text.as_bytes());
        let tag = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>();
        Self { kind, packed: pack(text.as_bytes()), plain: text.into(), tag: format!("W/\"{tag}\"") }
    }

    /// Any page may read it: it is the same for everyone and holds no secret.
    pub fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let known = text(request.headers(), header::IF_NONE_MATCH);
        let unchanged = known.is_some_and(|known| known.split(',').any(|one| one.trim() == self.tag));
        let mut response = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        response
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .insert_header((header::ETAG, self.tag.clone()))
            .insert_header((header::VARY, "Accept-Encoding"))
            .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .insert_header((header::CONTENT_SECURITY_POLICY, PAGE_POLICY))
            .content_type(self.kind);
        if unchanged {
            return response.finish();
        }
        let accepted = text(request.headers(), header::ACCEPT_ENCODING).unwrap_or_default();
        match self.packed.as_ref().filter(|_| accepted.split([',', ';']).any(|one| one.trim() == "gzip")) {
            Some(packed) => response.insert_header((header::CONTENT_ENCODING, "gzip")).body(packed.clone()),
            None => response.body(self.plain.clone()),
        }
    }
}

fn pack(text: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}
