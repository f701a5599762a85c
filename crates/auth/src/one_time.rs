//! Secrets that are good once: what a right code gives, an invitation, the way back from a change. Must not
//! know what is done with them: of each only the hash is stored.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::Random;
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// What a secret is for. It begins with a word of its own, so that secret scanners find it where it should not
/// be, and so that none is ever taken for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    Grant,
    Invite,
    Undo,
}

impl Use {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Grant => "pgr_",
            Self::Invite => "pin_",
            Self::Undo => "pun_",
        }
    }
}

/// 256 random bits.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct OneTime {
    #[zeroize(skip)]
    what: Use,
    secret: [u8; 32],
}

impl OneTime {
    const TEXT: usize = 43;

    pub fn generate(what: Use, random: Random) -> Self {
        let mut one = Self { what, secret: [0; 32] };
        random(&mut one.secret);
        one
    }

    pub fn parse(what: Use, text: &str) -> Option<Self> {
        let text = text.trim().strip_prefix(what.prefix()).filter(|text| text.len() == Self::TEXT)?;
        // One byte more than a secret: base64 estimates upwards.
        let mut buffer = Zeroizing::new([0; 33]);
        let len = URL_SAFE_NO_PAD.decode_slice(text, buffer.as_mut_slice()).ok()?;
        let secret = *buffer.first_chunk().filter(|_| len == 32)?;
        Some(Self { what, secret })
    }

    /// What its holder keeps.
    pub fn text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(self.what.prefix().to_owned());
        URL_SAFE_NO_PAD.encode_string(self.secret, &mut text);
        text
    }

    /// What is stored: of a random secret a plain hash tells nothing.
    pub fn hash(&self) -> [u8; 32] {
        let hasher = Sha256::new().chain_update(self.what.prefix()).chain_update(self.secret);
        hasher.finalize().into()
    }
}

impl fmt::Debug for OneTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OneTime({:?})", self.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::counting;

    #[test]
    fn a_secret_is_read_back_for_its_own_use_only() {
        let grant = OneTime::generate(Use::Grant, counting);
        let text = grant.text();
        assert_eq!(OneTime::parse(Use::Grant, &text).unwrap().hash(), grant.hash());
        assert!(OneTime::parse(Use::Invite, &text).is_none());
        let renamed = text.replace("pgr_", "pin_");
        assert_ne!(OneTime::parse(Use::Invite, &renamed).unwrap().hash(), grant.hash());
        for bad in ["", "pgr_", &text[1..], &text[..text.len() - 1], &format!("{}x", *text)] {
            assert!(OneTime::parse(Use::Grant, bad).is_none(), "{bad}");
        }
        assert_eq!(format!("{grant:?}"), "OneTime(Grant)");
    }
}
