//! Seals messages between the nodes of one instance against an untrusted carrier, which can neither read nor forge
//! them, nor attribute them to another node. Must not know what they say.

use crate::cipher::{Cipher, NONCE};
use crate::{Random, Secret32, lookup};

const NODE: usize = 16;

pub struct BusSeal {
    root: Secret32,
    node: [u8; NODE],
    own: Cipher,
    random: Random,
}

impl BusSeal {
    /// `root` is the ring's key for the bus. Each node seals with a key of its own, so that random nonces are never
    /// used up, however long an instance lives.
    pub fn new(root: Secret32, node: [u8; NODE], random: Random) -> Self {
        let own = cipher(&root, node);
        Self { root, node, own, random }
    }

    /// The sender, a nonce, and the sealed message.
    pub fn seal(&self, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        (self.random)(&mut nonce);
        let mut sealed = self.node.to_vec();
        sealed.extend_from_slice(&nonce);
        sealed.extend(self.own.encrypt(nonce, &self.node, plain));
        sealed
    }

    /// The sender and the message; `None` when it was not sealed by a node of this instance.
    pub fn open(&self, sealed: &[u8]) -> Option<([u8; NODE], Vec<u8>)> {
        let (node, rest) = sealed.split_first_chunk::<NODE>()?;
        let (nonce, text) = rest.split_first_chunk::<NONCE>()?;
        let plain = cipher(&self.root, *node).decrypt(*nonce, node, text).ok()?;
        Some((*node, plain.to_vec()))
    }

    /// A pseudonym for a name that must not be visible.
    pub fn tag(&self, parts: &[&[u8]]) -> [u8; 16] {
        lookup::fingerprint(&self.root, parts)
    }
}

fn cipher(root: &Secret32, node: [u8; NODE]) -> Cipher {
    Cipher::new(&Secret32::new(lookup::code(root, &[b"node", &node])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(root: u8, node: u8) -> BusSeal {
        BusSeal::new(Secret32::new([root; 32]), [node; NODE], |bytes| bytes.fill(9))
    }

    #[test]
    fn another_node_opens_it_and_knows_who_spoke() {
        assert_eq!(seal(1, 8).open(&seal(1, 7).seal(b"hello")), Some(([7; NODE], b"hello".to_vec())));
    }

    #[test]
    fn what_was_changed_or_made_up_is_not_opened() {
        let sealed = seal(1, 7).seal(b"hello");
        assert!(sealed.windows(5).all(|bytes| bytes != b"hello"));
        assert_eq!(seal(2, 8).open(&sealed), None);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(seal(1, 8).open(&changed), None, "byte {at}");
            assert_eq!(seal(1, 8).open(&sealed[..at]), None);
        }
    }

    #[test]
    fn tags_of_different_things_differ() {
        assert_ne!(seal(1, 7).tag(&[b"ab", b"c"]), seal(1, 7).tag(&[b"a", b"bc"]));
        assert_eq!(seal(1, 7).tag(&[b"ab"]), seal(1, 8).tag(&[b"ab"]));
    }
}
