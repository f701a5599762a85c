//! Extracts the caller of a request: proven callers and guests. Both prove first and read the rest of the request
//! only then, so that an unauthenticated caller learns nothing from a 404 or 422. Must not know what is requested.

pub mod body;
pub mod ids;
pub mod picture;
pub mod policy_report;
pub mod query;

pub use body::{Body, OptionalBody};
pub use ids::{
    InChat, Named, OfChallenge, OfInvitation, OfInvite, OfMedia, OfMember, OfMessage, OfNotification,
    OfProvider, OfPush, OfReaction, OfReport, OfRequest, OfSession, OfThumb, OfUser,
};
pub use picture::Picture;
pub use policy_report::PolicyReport;
pub use query::Query;

use crate::problem::Refused;
use crate::{Api, address, csrf};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, web};
use app::rate_limit::{ANONYMOUS, ANONYMOUS_AUTH, ANONYMOUS_REPORT, Key, Policy, REQUESTS};
use app::{Caller, Visitor};
use domain::{Fault, Result};
use futures_util::future::LocalBoxFuture;

/// A caller with a valid access token, and the rest the handler reads.
pub struct Signed<T = ()>(pub Caller, pub T);

/// A caller at an address, and the rest the handler reads.
pub struct Guest<T = ()>(pub Visitor, pub T);

impl<T: FromRequest + 'static> FromRequest for Signed<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, std::result::Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let caller = signed(&request).await.map_err(Refused)?;
            let rest = T::from_request(&request, &mut payload).await.map_err(Into::into)?;
            Ok(Self(caller, rest))
        })
    }
}

impl<T: FromRequest + 'static> FromRequest for Guest<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, std::result::Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let visitor = guest(&request).await.map_err(Refused)?;
            let rest = T::from_request(&request, &mut payload).await.map_err(Into::into)?;
            Ok(Self(visitor, rest))
        })
    }
}

/// A caller whose proof is in the URL, the cookie or the body; `app` checks it and counts the failures.
pub struct Bearer<T = ()>(pub Visitor, pub T);

impl<T: FromRequest + 'static> FromRequest for Bearer<T> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, std::result::Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let visitor = visitor(&request).map_err(Refused)?;
            let rest = T::from_request(&request, &mut payload).await.map_err(Into::into)?;
            Ok(Self(visitor, rest))
        })
    }
}

/// The caller an `Authorization` header proves, within their rate limit.
pub async fn signed(request: &HttpRequest) -> Result<Caller> {
    let api = api(request)?;
    let proven = match bearer(request) {
        Some(token) => api.app.prove(token).await,
        None => Err(Fault::Unauthenticated),
    };
    let caller = match proven {
        Ok(caller) => caller,
        Err(fault) => return Err(api.app.unproven(&visitor(request)?, fault).await),
    };
    let left = api.app.limits().check(&REQUESTS, Key::User(caller.user)).await?;
    request.extensions_mut().insert(left);
    Ok(caller)
}

/// Where the request came from; nothing is counted yet.
pub fn visitor(request: &HttpRequest) -> Result<Visitor> {
    let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    Ok(Visitor {
        address: address::of(request, &*api(request)?.settings.trusted_proxy),
        user_agent: agent.map(str::to_owned),
        transport: csrf::usual_transport(request.headers()),
    })
}

/// The token of the one `Authorization` header, if its scheme is `Bearer`.
pub fn bearer(request: &HttpRequest) -> Option<&str> {
    let mut all = request.headers().get_all(header::AUTHORIZATION);
    let value = all.next().filter(|_| all.next().is_none())?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    Some(token.trim_matches(' ')).filter(|token| scheme.eq_ignore_ascii_case("bearer") && !token.is_empty())
}

async fn guest(request: &HttpRequest) -> Result<Visitor> {
    let visitor = visitor(request)?;
    let policy = purpose(request.match_pattern().as_deref().unwrap_or_default());
    let left = api(request)?.app.limits().check(policy, Key::Address(visitor.bucket())).await?;
    request.extensions_mut().insert(left);
    Ok(visitor)
}

/// The purpose of a stranger's request, so that a flood of one kind leaves the other kinds alone.
fn purpose(route: &str) -> &'static Policy {
    if route.contains("/auth/") {
        &ANONYMOUS_AUTH
    } else if route.ends_with("/csp-report") {
        &ANONYMOUS_REPORT
    } else {
        &ANONYMOUS
    }
}

pub(crate) fn api(request: &HttpRequest) -> Result<&web::Data<Api>> {
    request.app_data().ok_or(Fault::Internal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn one_bearer_in_any_case() {
        let read = |value: &str| {
            let request = TestRequest::get().insert_header(("Authorization", value)).to_http_request();
            bearer(&request).map(str::to_owned)
        };
        for value in ["Bearer x.y", "bearer x.y", "BEARER  x.y "] {
            assert_eq!(read(value).as_deref(), Some("x.y"), "{value}");
        }
        for value in ["", "Bearer", "Bearer ", "Basic x.y", "x.y"] {
            assert_eq!(read(value), None, "{value}");
        }
        let twice = TestRequest::get()
            .append_header(("Authorization", "Bearer x"))
            .append_header(("Authorization", "Bearer y"));
        assert_eq!(bearer(&twice.to_http_request()), None);
    }
}
