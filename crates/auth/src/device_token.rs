//! Implements device tokens: one recognizes a browser or program in which a person signed in before. It proves no
//! more than that, and opens nothing. Must not know what recognition is used for.

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Random, UserId, random};

const PREFIX: &str = "pdv_";
const ID: usize = 16;
const TAG: usize = 32;

pub struct DeviceTokens(hmac::Key);

impl DeviceTokens {
    pub fn new(key: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// For one account; another account gets another token.
    pub fn mint(&self, user: UserId, random: Random) -> String {
        let id = random::bytes::<ID>(random);
        let tag = hmac::sign(&self.0, &signed(user, &id));
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode([id.as_slice(), tag.as_ref()].concat()))
    }

    /// The device of this account that it names.
    pub fn read(&self, user: UserId, token: &str) -> Option<[u8; ID]> {
        let text = token.strip_prefix(PREFIX)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == ID + TAG)?;
        let (id, tag) = bytes.split_first_chunk::<ID>()?;
        hmac::verify(&self.0, &signed(user, id), tag).ok()?;
        Some(*id)
    }
}

fn signed(user: UserId, id: &[u8; ID]) -> Vec<u8> {
    [b"PDV1".as_slice(), &user.bytes(), id].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::counting;
    use uuid::Uuid;

    #[test]
    fn a_device_is_known_for_its_own_account_only() {
        let (tokens, other_key) = (DeviceTokens::new(&[1; 32]), DeviceTokens::new(&[2; 32]));
        let [ana, leo] = [1, 2].map(|n| UserId::from_uuid(Uuid::from_u128(n)));
        let token = tokens.mint(ana, counting);
        assert!(tokens.read(ana, &token).is_some());
        assert_eq!(tokens.read(leo, &token), None);
        assert_eq!(other_key.read(ana, &token), None);
        assert_ne!(tokens.mint(ana, counting), token, "each sign-in has its own");
        for bad in ["", "pdv_", &token[4..], &token[..token.len() - 1]] {
            assert_eq!(tokens.read(ana, bad), None, "{bad}");
        }
    }
}
