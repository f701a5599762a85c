//! Defines the three cookies, none of which a script can read: a refresh token, which only `/auth/refresh` and
//! `/auth/logout` read; a device token of a browser in which a person signed in before; and one that recognizes a
//! browser that comes back from another provider. Must not know what is in them.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time};

/// Browsers accept `__Host-` with `Secure` on http as well, where the host is this machine.
const NAME: &str = "__Host-parlance_rt";
const OAUTH: &str = "__Host-parlance_oauth";
const DEVICE: &str = "__Host-parlance_device";
/// Longer than any session: it is needed when no session is left.
const DEVICE_DAYS: i64 = 365;

pub fn refresh(token: String) -> Cookie<'static> {
    let days = i64::try_from(app::settings::REFRESH_IDLE.as_secs()).unwrap_or_default();
    Cookie::build(NAME, token)
        .path("/")
        .http_only(true)
        .secure(true)
        .same_site(SameSite::Strict)
        .max_age(time::Duration::seconds(days))
        .finish()
}

/// Makes the browser forget it.
pub fn forgotten() -> Cookie<'static> {
    let mut cookie = refresh(String::new());
    cookie.set_max_age(time::Duration::ZERO);
    cookie
}

pub fn presented(request: &HttpRequest) -> Option<String> {
    request.cookie(NAME).map(|cookie| cookie.value().to_owned()).filter(|token| !token.is_empty())
}

pub fn device(token: String) -> Cookie<'static> {
    Cookie::build(DEVICE, token)
        .path("/")
        .http_only(true)
        .secure(true)
        .same_site(SameSite::Strict)
        .max_age(time::Duration::days(DEVICE_DAYS))
        .finish()
}

pub fn device_presented(request: &HttpRequest) -> Option<String> {
    request.cookie(DEVICE).map(|cookie| cookie.value().to_owned()).filter(|token| !token.is_empty())
}

/// Lax: the browser sends it when it comes back from another site.
pub fn oauth(browser: String) -> Cookie<'static> {
    Cookie::build(OAUTH, browser)
        .path("/")
        .http_only(true)
        .secure(true)
        .same_site(SameSite::Lax)
        .max_age(time::Duration::minutes(10))
        .finish()
}

pub fn oauth_forgotten() -> Cookie<'static> {
    let mut cookie = oauth(String::new());
    cookie.set_max_age(time::Duration::ZERO);
    cookie
}

pub fn oauth_presented(request: &HttpRequest) -> Option<String> {
    request.cookie(OAUTH).map(|cookie| cookie.value().to_owned()).filter(|browser| !browser.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn no_script_no_other_site_no_other_host() {
        assert_eq!(
            refresh("prt_x".into()).to_string(),
            "__Host-parlance_rt=prt_x; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=604800"
        );
        assert_eq!(
            device("pdv_x".into()).to_string(),
            "__Host-parlance_device=pdv_x; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=31536000"
        );
        assert_eq!(
            forgotten().to_string(),
            "__Host-parlance_rt=; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=0"
        );
    }

    #[test]
    fn an_empty_one_is_none() {
        let with =
            |value: &str| presented(&TestRequest::get().insert_header(("Cookie", value)).to_http_request());
        assert_eq!(with("a=b; __Host-parlance_rt=prt_x").unwrap(), "prt_x");
        assert!(with("__Host-parlance_rt=").is_none() && with("parlance_rt=prt_x").is_none());
    }
}
