//! Implements Web Push: a payload that only one browser can read (RFC 8291), and the token that identifies this
//! server to the push service (RFC 8292). Must not know what is sent, nor how it travels.

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Random, Timestamp, random};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// One record holds everything; push services accept at most 4096 bytes.
const RECORD: u32 = 4096;
/// The room in one record besides header, delimiter and tag.
pub const MOST_PAYLOAD: usize = 3800;
const POINT: usize = 65;
const SECRET: usize = 16;
/// Push services reject a token that is valid for more than a day.
const GOOD_FOR: Duration = Duration::from_secs(12 * 3600);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the keys of a browser or of this server cannot be used")]
pub struct BadKey;

/// The browser's halves of the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserKeys {
    p256dh: [u8; POINT],
    auth: [u8; SECRET],
}

impl BrowserKeys {
    /// As browsers write them, base64url with or without padding.
    pub fn parse(p256dh: &str, auth: &str) -> Result<Self, BadKey> {
        let read = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| BadKey);
        Self::from_bytes(&read(p256dh)?, &read(auth)?)
    }

    pub fn from_bytes(p256dh: &[u8], auth: &[u8]) -> Result<Self, BadKey> {
        let keys = Self {
            p256dh: p256dh.try_into().map_err(|_| BadKey)?,
            auth: auth.try_into().map_err(|_| BadKey)?,
        };
        // Key agreement fails for a point that is not on the curve.
        let any = private_key(&[1; 32]).ok_or(BadKey)?;
        agree(&any, UnparsedPublicKey::new(&ECDH_P256, &keys.p256dh), BadKey, |_| Ok(()))?;
        Ok(keys)
    }

    pub fn p256dh(&self) -> &[u8] {
        &self.p256dh
    }

    pub fn auth(&self) -> &[u8] {
        &self.auth
    }

    /// The body of a push message, with a key pair made for it alone.
    pub fn encrypt(&self, payload: &[u8], random: Random) -> Result<Vec<u8>, BadKey> {
        let salt = random::bytes::<16>(random);
        // One number in four billion is no valid key.
        let ours = (0..8).find_map(|_| private_key(&random::bytes::<32>(random))).ok_or(BadKey)?;
        self.seal(payload, &ours, salt)
    }

    fn seal(&self, payload: &[u8], ours: &PrivateKey, salt: [u8; 16]) -> Result<Vec<u8>, BadKey> {
        if payload.len() > MOST_PAYLOAD {
            return Err(BadKey);
        }
        let our_point = ours.compute_public_key().map_err(|_| BadKey)?;
        let theirs = UnparsedPublicKey::new(&ECDH_P256, &self.p256dh);
        let info = [b"WebPush: info\0".as_slice(), &self.p256dh, our_point.as_ref()].concat();
        let input = agree(ours, theirs, BadKey, |shared| expand::<32>(&self.auth, shared, &info))?;
        let key = expand::<16>(&salt, &input, b"Content-Encoding: aes128gcm\0")?;
        let nonce = expand::<12>(&salt, &input, b"Content-Encoding: nonce\0")?;
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).map_err(|_| BadKey)?);
        // 2 marks the last record.
        let mut record = [payload, &[2]].concat();
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)
            .map_err(|_| BadKey)?;
        let length = u8::try_from(our_point.as_ref().len()).map_err(|_| BadKey)?;
        Ok([&salt[..], &RECORD.to_be_bytes(), &[length], our_point.as_ref(), &record].concat())
    }
}

/// This server's key at push services: it is derived from the key ring, so every node has the same one.
pub struct Vapid {
    pair: EcdsaKeyPair,
    public: Vec<u8>,
    /// The contact for push services.
    contact: String,
}

impl Vapid {
    pub fn new(seed: &[u8; 32], contact: String) -> Result<Self, BadKey> {
        let scalar = |n: u8| -> [u8; 32] { Sha256::digest([&seed[..], &[n]].concat()).into() };
        let (scalar, key) = (0..=u8::MAX)
            .map(scalar)
            .find_map(|scalar| Some((scalar, private_key(&scalar)?)))
            .ok_or(BadKey)?;
        let public = key.compute_public_key().map_err(|_| BadKey)?.as_ref().to_vec();
        let signing = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pair =
            EcdsaKeyPair::from_private_key_and_public_key(signing, &scalar, &public).map_err(|_| BadKey)?;
        Ok(Self { pair, public, contact })
    }

    /// The key browsers subscribe with.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.public)
    }

    /// The header `Authorization` for a push service.
    pub fn authorization(&self, origin: &str, now: Timestamp) -> Result<String, BadKey> {
        let exp = now.plus(GOOD_FOR).millis() / 1000;
        let claims = serde_json::json!({"aud": origin, "exp": exp, "sub": self.contact});
        let head = URL_SAFE_NO_PAD.encode(br#"{"typ":"JWT","alg":"ES256"}"#);
        let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes()).map_err(|_| BadKey)?;
        let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()));
        Ok(format!("vapid t={token}, k={}", self.public()))
    }
}

fn private_key(bytes: &[u8; 32]) -> Option<PrivateKey> {
    PrivateKey::from_private_key(&ECDH_P256, bytes).ok()
}

fn expand<const N: usize>(salt: &[u8], input: &[u8], info: &[u8]) -> Result<[u8; N], BadKey> {
    let mut out = [0; N];
    Hkdf::<Sha256>::new(Some(salt), input).expand(info, &mut out).map_err(|_| BadKey)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as Verifier};

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    /// Appendix A of RFC 8291, letter by letter.
    #[test]
    fn the_example_of_the_standard() {
        let keys = BrowserKeys::parse(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "BTBZMqHH6r4Tts7J_aSIgg",
        )
        .unwrap();
        let ours =
            private_key(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw").as_slice().try_into().unwrap());
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
        let body = keys.seal(b"When I grow up, I want to be a watermelon", &ours.unwrap(), salt).unwrap();
        assert_eq!(
            URL_SAFE_NO_PAD.encode(body),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn keys_that_are_none_are_refused() {
        let good = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
        let auth = "BTBZMqHH6r4Tts7J_aSIgg";
        assert!(BrowserKeys::parse(&format!("{good}="), &format!("{auth}==")).is_ok());
        let off_the_curve = URL_SAFE_NO_PAD.encode([&[4][..], &[7; 64]].concat());
        for (p256dh, auth) in
            [("", auth), (&off_the_curve[..], auth), (good, ""), (good, "AAAA"), ("!", auth)]
        {
            assert_eq!(BrowserKeys::parse(p256dh, auth), Err(BadKey), "{p256dh}");
        }
    }

    #[test]
    fn the_word_is_signed_by_the_key_browsers_know() {
        let vapid = Vapid::new(&[7; 32], "https://chat.example".to_owned()).unwrap();
        assert_eq!(vapid.public(), Vapid::new(&[7; 32], String::new()).unwrap().public());
        assert_ne!(vapid.public(), Vapid::new(&[8; 32], String::new()).unwrap().public());
        let now = Timestamp::from_millis(1_000_000);
        let header = vapid.authorization("https://push.example", now).unwrap();
        let (token, key) = header.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let verifier = Verifier::new(&ECDSA_P256_SHA256_FIXED, bytes(key));
        verifier.verify(signed.as_bytes(), &bytes(signature)).unwrap();
        let claims: serde_json::Value =
            serde_json::from_slice(&bytes(signed.split_once('.').unwrap().1)).unwrap();
        assert_eq!(claims["aud"], "https://push.example");
        assert_eq!(claims["exp"], 1_000 + 12 * 3600);
    }
}
