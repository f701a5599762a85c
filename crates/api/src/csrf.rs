//! Guards requests that set or read the cookie: they have to come from our own page. Must not know what the request
//! wants.

use crate::cors;
use crate::extract::body::is_json;
use actix_web::http::header::{self, HeaderMap};
use domain::session::Transport;
use domain::{Fault, Result};

const X_PARLANCE_CSRF: &str = "x-parlance-csrf";
const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// How a refresh token travels by default: browsers identify themselves.
pub fn usual_transport(headers: &HeaderMap) -> Transport {
    if headers.contains_key(SEC_FETCH_SITE) || headers.contains_key(header::ORIGIN) {
        Transport::Cookie
    } else {
        Transport::Body
    }
}

/// Guards a sign-in that would set the cookie.
pub fn guard_sign_in(transport: Transport, headers: &HeaderMap, origins: &[String]) -> Result<()> {
    match transport {
        Transport::Cookie => guard(headers, origins),
        Transport::Body => Ok(()),
    }
}

/// JSON and the header force a preflight; the browser's own header names the origin of the page.
pub fn guard(headers: &HeaderMap, origins: &[String]) -> Result<()> {
    let marked = headers.get(X_PARLANCE_CSRF).is_some_and(|value| value == "1");
    let listed = || cors::listed(headers, origins).is_some();
    let ours = match headers.get(SEC_FETCH_SITE).map(|site| site.as_bytes()) {
        Some(b"same-origin") => true,
        Some(b"same-site") | None => listed(),
        Some(_) => false,
    };
    if !(marked && ours) {
        Err(Fault::Csrf)
    } else if is_json(headers) {
        Ok(())
    } else {
        Err(Fault::UnsupportedMediaType)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    const OURS: (&str, &str) = ("Origin", "https://chat.example");
    const THEIRS: (&str, &str) = ("Origin", "https://evil.example");
    const MARK: (&str, &str) = ("X-Parlance-CSRF", "1");

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let mut request = TestRequest::post().insert_header(("Content-Type", "application/json"));
        for pair in pairs {
            request = request.insert_header(*pair);
        }
        request.to_http_request().headers().clone()
    }

    fn guarded(pairs: &[(&str, &str)]) -> Result<()> {
        guard(&headers(pairs), &["https://chat.example".to_owned()])
    }

    #[test]
    fn our_own_page_passes() {
        assert_eq!(guarded(&[MARK, ("Sec-Fetch-Site", "same-origin")]), Ok(()));
        assert_eq!(guarded(&[MARK, ("Sec-Fetch-Site", "same-site"), OURS]), Ok(()));
        assert_eq!(guarded(&[MARK, OURS]), Ok(()));
    }

    #[test]
    fn nothing_else_does() {
        for pairs in [
            &[][..],
            &[MARK],
            &[OURS],
            &[("Sec-Fetch-Site", "same-origin")],
            &[MARK, THEIRS],
            &[MARK, ("Origin", "null")],
            &[MARK, ("Sec-Fetch-Site", "same-site")],
            &[MARK, ("Sec-Fetch-Site", "same-site"), THEIRS],
            &[MARK, ("Sec-Fetch-Site", "cross-site"), OURS],
            &[MARK, ("Sec-Fetch-Site", "none")],
            &[("X-Parlance-CSRF", "0"), OURS],
        ] {
            assert_eq!(guarded(pairs), Err(Fault::Csrf), "{pairs:?}");
        }
        let form = [MARK, OURS, ("Content-Type", "text/plain")];
        assert_eq!(guarded(&form), Err(Fault::UnsupportedMediaType));
    }

    #[test]
    fn browsers_get_the_cookie() {
        assert_eq!(usual_transport(&headers(&[])), Transport::Body);
        assert_eq!(usual_transport(&headers(&[THEIRS])), Transport::Cookie);
        assert_eq!(usual_transport(&headers(&[("Sec-Fetch-Site", "none")])), Transport::Cookie);
        assert_eq!(guard_sign_in(Transport::Body, &headers(&[]), &[]), Ok(()));
        assert_eq!(guard_sign_in(Transport::Cookie, &headers(&[]), &[]), Err(Fault::Csrf));
    }
}
