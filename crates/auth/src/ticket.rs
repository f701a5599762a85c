//! Implements tickets: single-use tokens that open one socket within 30 seconds. Must not know which tickets were
//! used: the caller keeps each `jti` until no clock accepts the ticket any more.

use crate::signed_token::{Kind, NotSigned, Passed, SignedTokens, Subject, TokenError, at_second};
use crate::{Minted, SigningKeys};
use domain::{Random, SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

pub(crate) const TICKET: Kind = Kind { typ: "wst+jwt", aud: "parlance-ws" };
const LIFETIME: Duration = Duration::from_secs(30);

pub struct Tickets {
    signed: SignedTokens,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketProof {
    pub user: UserId,
    pub session: SessionId,
    /// Single-use.
    pub jti: [u8; 16],
    pub expires_at: Timestamp,
    /// When the access token expires that the ticket was created with, to the second.
    pub access_expires_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Own {
    access_exp: i64,
}

impl Tickets {
    pub fn new(keys: Arc<SigningKeys>, issuer: String, random: Random) -> Self {
        Self { signed: SignedTokens::new(keys, issuer, TICKET, random) }
    }

    pub fn mint(
        &self,
        user: UserId,
        session: SessionId,
        token_expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<Minted, NotSigned> {
        let own = Own { access_exp: token_expires_at.seconds() };
        let (token, expires_at) = self.signed.sign(&Subject { user, session }, own, LIFETIME, now)?;
        Ok(Minted { token, expires_at })
    }

    /// `late` is how far the clock that made it may be behind: without it, nearly all of its life could be over.
    pub fn verify(&self, token: &str, now: Timestamp, late: Duration) -> Result<TicketProof, TokenError> {
        let passed = self.signed.verify(token, now, late)?;
        let Passed { subject, jti, expires_at, own: Own { access_exp } } = passed;
        Ok(TicketProof {
            user: subject.user,
            session: subject.session,
            jti,
            expires_at,
            access_expires_at: at_second(access_exp),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AccessTokens;
    use crate::testing::{ISSUER, NOW, claims, fixed, keys, parts};
    use serde_json::json;

    const QUARTER: Duration = Duration::from_secs(900);

    fn tickets() -> Tickets {
        Tickets::new(keys(), ISSUER.into(), fixed)
    }

    fn minted() -> Minted {
        tickets().mint(claims().user, claims().session, NOW.plus(QUARTER), NOW).unwrap()
    }

    #[test]
    fn header_and_claims_are_pinned() {
        let (header, body) = parts(&minted().token);
        assert_eq!(header, json!({ "alg": "EdDSA", "typ": "wst+jwt", "kid": "0000000a" }));
        assert_eq!(
            body,
            json!({
                "iss": "https://chat.example.org",
                "aud": "parlance-ws",
                "sub": "01890a5d-ac96-774b-bcce-b302099a8057",
                "sid": "01890a5d-ac96-774b-bcce-b302099a8058",
                "jti": "BwcHBwcHBwcHBwcHBwcHBw",
                "iat": 1_790_000_000,
                "nbf": 1_790_000_000,
                "exp": 1_790_000_030,
                "access_exp": 1_790_000_900
            })
        );
    }

    #[test]
    fn it_proves_a_session_for_half_a_minute() {
        let Minted { token, expires_at } = minted();
        let proof = tickets().verify(&token, NOW.plus(Duration::from_secs(29)), Duration::ZERO).unwrap();
        assert_eq!((proof.user, proof.session), (claims().user, claims().session));
        assert_eq!((proof.jti, proof.expires_at), ([7; 16], expires_at));
        assert_eq!(proof.access_expires_at, NOW.plus(QUARTER));
        assert_eq!(tickets().verify(&token, expires_at, Duration::ZERO), Err(TokenError::Expired));
        let late = Duration::from_secs(60);
        assert!(tickets().verify(&token, expires_at.plus(Duration::from_secs(59)), late).is_ok());
        assert_eq!(tickets().verify(&token, expires_at.plus(late), late), Err(TokenError::Expired));
    }

    #[test]
    fn neither_kind_is_taken_for_the_other() {
        let access = AccessTokens::new(keys(), ISSUER.into(), QUARTER, fixed);
        assert_eq!(access.verify(&minted().token, NOW), Err(TokenError::Invalid));
        let token = access.mint(&claims(), NOW).unwrap().token;
        assert_eq!(tickets().verify(&token, NOW, Duration::ZERO), Err(TokenError::Invalid));
    }
}
