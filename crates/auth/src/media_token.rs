//! Implements links to media: a browser that loads a picture can send no header, so the proof is in the URL. It is
//! valid for one file, for one session, and for minutes. Must not know whether that session still lives.

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{FileId, SessionId, Timestamp, UserId};
use uuid::Uuid;

/// All links of a window are equal, so that browsers can cache by URL.
const WINDOW_MILLIS: i64 = 300_000;
const NAMED: usize = 36;
const TAG: usize = 32;

pub struct MediaTokens(hmac::Key);

impl MediaTokens {
    pub fn new(key: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// Valid until the end of the next window: at least five minutes.
    pub fn make(&self, user: UserId, session: SessionId, file: FileId, now: Timestamp) -> String {
        let named = [user.bytes().as_slice(), &session.bytes(), &window(now).to_be_bytes()].concat();
        let tag = hmac::sign(&self.0, &signed(&named, file));
        URL_SAFE_NO_PAD.encode([&named, tag.as_ref()].concat())
    }

    /// The session it was made for.
    pub fn verify(&self, token: &str, file: FileId, now: Timestamp) -> Option<(UserId, SessionId)> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok().filter(|bytes| bytes.len() == NAMED + TAG)?;
        let (named, tag) = bytes.split_at_checked(NAMED)?;
        hmac::verify(&self.0, &signed(named, file), tag).ok()?;
        let (user, rest) = named.split_first_chunk::<16>()?;
        let (session, made) = rest.split_first_chunk::<16>()?;
        let (made, now) = (u32::from_be_bytes(*made.first_chunk()?), window(now));
        let in_time = made == now || made.checked_add(1) == Some(now);
        in_time.then(|| {
            (UserId::from_uuid(Uuid::from_bytes(*user)), SessionId::from_uuid(Uuid::from_bytes(*session)))
        })
    }
}

fn signed(named: &[u8], file: FileId) -> Vec<u8> {
    [b"PLU1".as_slice(), named, &file.bytes()].concat()
}

fn window(now: Timestamp) -> u32 {
    u32::try_from(now.millis().div_euclid(WINDOW_MILLIS)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    #[test]
    fn a_link_is_good_for_its_file_its_session_and_a_while() {
        let tokens = MediaTokens::new(&[7; 32]);
        let (user, session) = (UserId::from_uuid(id(1)), SessionId::from_uuid(id(2)));
        let (file, other) = (FileId::from_uuid(id(3)), FileId::from_uuid(id(4)));
        let now: Timestamp = "2026-11-21T12:04:59.000Z".parse().unwrap();
        let token = tokens.make(user, session, file, now);
        assert_eq!(tokens.verify(&token, file, now), Some((user, session)));
        assert_eq!(tokens.verify(&token, other, now), None);
        assert_eq!(MediaTokens::new(&[8; 32]).verify(&token, file, now), None);
        let after = |seconds| now.plus(Duration::from_secs(seconds));
        assert!(tokens.verify(&token, file, after(300)).is_some());
        assert!(tokens.verify(&token, file, after(301)).is_none());
        assert!(tokens.verify(&token, file, now.minus(Duration::from_secs(300))).is_none());
        // The same within a window, so that it can be cached.
        assert_eq!(tokens.make(user, session, file, now.minus(Duration::from_secs(200))), token);
        for at in 0..token.len() {
            let mut forged = token.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(tokens.verify(&forged, file, now), None, "{at}");
        }
        assert_eq!(tokens.verify("", file, now), None);
    }
}
