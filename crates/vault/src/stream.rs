//! Seals files chunk by chunk, so that a part opens without the whole, and so that no chunk can be removed, moved or
//! inserted (the STREAM construction). Must not know what a file is or where it is stored.

use crate::Random;
use crate::cipher::{Cipher, NONCE, TAG};
use crate::envelope::{TooLong, Unreadable};
use crate::secret::{Secret32, bytes};
use std::fmt;
use std::ops::Range;
use zeroize::Zeroizing;

/// Bytes of the file in one chunk.
pub const CHUNK: u64 = 64 * 1024;
/// The bytes before the first chunk: the random part of every nonce.
pub const PREFIX: usize = 7;
const SEALED_CHUNK: u64 = CHUNK + 16;

/// The key of exactly one file.
pub struct FileKey(Secret32);

/// One file's key, bound to the file's id and its length.
pub struct FileSeal {
    cipher: Cipher,
    context: [u8; 28],
    length: u64,
}

/// The chunks that hold a range of a file, and their position in the sealed bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    pub first: u32,
    pub sealed: Range<u64>,
    /// The requested part of the opened chunks.
    pub wanted: Range<usize>,
}

impl FileKey {
    pub fn generate(random: Random) -> Self {
        Self(Secret32::generate(random))
    }

    pub const fn from_secret(secret: Secret32) -> Self {
        Self(secret)
    }

    /// To be stored sealed, and nowhere else.
    pub const fn secret(&self) -> &Secret32 {
        &self.0
    }

    /// `length` is the file's own, in bytes.
    pub fn of_file(&self, file: [u8; 16], length: u64) -> Result<FileSeal, TooLong> {
        let mut context = [0; 28];
        for (to, from) in context.iter_mut().zip(b"PLS1".iter().chain(&file).chain(&length.to_be_bytes())) {
            *to = *from;
        }
        if u32::try_from(length / CHUNK).is_err() {
            return Err(TooLong);
        }
        Ok(FileSeal { cipher: Cipher::new(&self.0), context, length })
    }
}

impl FileSeal {
    /// `prefix(7) || chunk || chunk || ..`, each chunk followed by its tag.
    pub fn seal(&self, plain: &[u8], random: Random) -> Result<Vec<u8>, TooLong> {
        if u64::try_from(plain.len()) != Ok(self.length) {
            return Err(TooLong);
        }
        let prefix = bytes::<PREFIX>(random);
        let mut sealed = prefix.to_vec();
        for (chunk, number) in chunks(plain).zip(0..) {
            sealed.extend(self.cipher.encrypt(self.nonce(prefix, number), &self.context, chunk));
        }
        Ok(sealed)
    }

    pub fn open(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
        if u64::try_from(sealed.len()) != Ok(self.sealed_length()) {
            return Err(Unreadable);
        }
        let (prefix, chunks) = sealed.split_first_chunk().ok_or(Unreadable)?;
        self.open_from(*prefix, 0, chunks)
    }

    /// Whole chunks from the one numbered `first` on.
    pub fn open_from(
        &self,
        prefix: [u8; PREFIX],
        first: u32,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
        let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
        let size = usize::try_from(SEALED_CHUNK).map_err(|_| Unreadable)?;
        for (chunk, number) in sealed.chunks(size).zip(first..) {
            plain.extend_from_slice(&self.cipher.decrypt(
                self.nonce(prefix, number),
                &self.context,
                chunk,
            )?);
        }
        Ok(plain)
    }

    /// The position of `range`; `None` for one that is empty or goes past the end.
    pub fn cover(&self, range: Range<u64>) -> Option<Cover> {
        if range.start >= range.end || range.end > self.length {
            return None;
        }
        let (first, last) = (range.start / CHUNK, (range.end - 1) / CHUNK);
        let head = u64::try_from(PREFIX).ok()?;
        let end = (head + (last + 1) * SEALED_CHUNK).min(self.sealed_length());
        let skipped = first * CHUNK;
        Some(Cover {
            first: u32::try_from(first).ok()?,
            sealed: head + first * SEALED_CHUNK..end,
            wanted: usize::try_from(range.start - skipped).ok()?
                ..usize::try_from(range.end - skipped).ok()?,
        })
    }

    pub const fn length(&self) -> u64 {
        self.length
    }

    /// The number of bytes in storage.
    pub const fn sealed_length(&self) -> u64 {
        7 + self.length + 16 * (self.last() + 1)
    }

    const fn last(&self) -> u64 {
        self.length.saturating_sub(1) / CHUNK
    }

    fn nonce(&self, prefix: [u8; PREFIX], number: u32) -> [u8; NONCE] {
        let [a, b, c, d, e, f, g] = prefix;
        let [h, i, j, k] = number.to_be_bytes();
        [a, b, c, d, e, f, g, h, i, j, k, u8::from(u64::from(number) == self.last())]
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(..)")
    }
}

impl fmt::Debug for FileSeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileSeal(..)")
    }
}

/// An empty file has one chunk, too: its end is as certain as any other's.
fn chunks(plain: &[u8]) -> impl Iterator<Item = &[u8]> {
    let empty = plain.is_empty().then_some(plain);
    empty.into_iter().chain(plain.chunks(64 * 1024))
}

/// The lengths above are written out, because they are of another type.
const _: () = assert!(TAG == 16 && PREFIX == 7 && SEALED_CHUNK == CHUNK + 16);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{counting, hex, secret};

    const FILE: [u8; 16] = [7; 16];
    const STEP: usize = 64 * 1024;

    fn wide(n: usize) -> u64 {
        n.try_into().unwrap()
    }

    fn narrow(n: u64) -> usize {
        n.try_into().unwrap()
    }

    fn seal(length: usize) -> (FileSeal, Vec<u8>, Vec<u8>) {
        let plain: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
        let seal = FileKey::generate(counting).of_file(FILE, wide(length)).unwrap();
        let sealed = seal.seal(&plain, counting).unwrap();
        (seal, plain, sealed)
    }

    #[test]
    fn files_of_any_length_open_again() {
        for length in [0, 1, STEP - 1, STEP, STEP + 1, 3 * STEP, 3 * STEP + 77] {
            let (seal, plain, sealed) = seal(length);
            assert_eq!(wide(sealed.len()), seal.sealed_length(), "{length}");
            assert_eq!(*seal.open(&sealed).unwrap(), plain, "{length}");
        }
    }

    /// Stored files depend on these bytes: prefix, counter and flag make the nonce, id and length the context.
    #[test]
    fn the_layout_is_pinned() {
        fn sevens(out: &mut [u8]) {
            out.fill(7);
        }
        let seal = FileKey::from_secret(secret(1)).of_file(FILE, 3).unwrap();
        assert_eq!(hex(&seal.context), format!("504c5331{}0000000000000003", "07".repeat(16)));
        assert_eq!(hex(&seal.nonce([9; 7], 0)), "090909090909090000000001");
        let long = FileKey::from_secret(secret(1)).of_file(FILE, CHUNK + 1).unwrap();
        assert_eq!(hex(&long.nonce([9; 7], 0)), "090909090909090000000000");
        assert_eq!(hex(&long.nonce([9; 7], 1)), "090909090909090000000101");
        let again =
            Cipher::new(&secret(1)).encrypt([7, 7, 7, 7, 7, 7, 7, 0, 0, 0, 0, 1], &seal.context, b"abc");
        assert_eq!(seal.seal(b"abc", sevens).unwrap(), [vec![7; 7], again].concat());
    }

    #[test]
    fn a_file_cut_short_is_unreadable() {
        let (seal, _, sealed) = seal(2 * STEP + 5);
        let whole = STEP + 16;
        for length in [0, 6, 7, 7 + whole, 7 + 2 * whole, sealed.len() - 1] {
            assert_eq!(seal.open(&sealed[..length]), Err(Unreadable), "{length}");
        }
    }

    #[test]
    fn a_shorter_length_with_the_right_key_is_unreadable() {
        let key = FileKey::generate(counting);
        let plain = vec![5; 2 * STEP];
        let sealed = key.of_file(FILE, wide(plain.len())).unwrap().seal(&plain, counting).unwrap();
        let shorter = key.of_file(FILE, wide(STEP)).unwrap();
        assert_eq!(shorter.open(&sealed[..narrow(shorter.sealed_length())]), Err(Unreadable));
    }

    #[test]
    fn chunks_that_change_places_are_unreadable() {
        let (seal, _, sealed) = seal(3 * STEP);
        let whole = STEP + 16;
        let at = |n: usize| 7 + n * whole..7 + (n + 1) * whole;
        for order in [[1, 0, 2], [0, 2, 1], [2, 1, 0], [0, 0, 2], [0, 1, 1]] {
            let mut moved = sealed[..7].to_vec();
            for n in order {
                moved.extend_from_slice(&sealed[at(n)]);
            }
            assert_eq!(seal.open(&moved), Err(Unreadable), "{order:?}");
        }
    }

    #[test]
    fn a_chunk_of_another_file_does_not_fit() {
        let key = FileKey::generate(counting);
        let plain = vec![1; 2 * STEP];
        let seal_as = |file: [u8; 16]| {
            let seal = key.of_file(file, wide(plain.len())).unwrap();
            let sealed = seal.seal(&plain, counting).unwrap();
            (seal, sealed)
        };
        let ((mine, sealed), (_, other)) = (seal_as(FILE), seal_as([8; 16]));
        let whole = STEP + 16;
        let spliced = [&sealed[..7 + whole], &other[7 + whole..]].concat();
        assert_eq!(mine.open(&spliced), Err(Unreadable));
        // Nor those of the same file, sealed a second time: each time has a prefix of its own.
        let (_, again) = seal_as(FILE);
        let spliced = [&sealed[..7 + whole], &again[7 + whole..]].concat();
        assert_eq!(mine.open(&spliced), Err(Unreadable));
        assert_eq!(mine.open(&other), Err(Unreadable));
    }

    #[test]
    fn one_flipped_bit_anywhere_is_unreadable() {
        let (seal, _, sealed) = seal(300);
        for bit in 0..sealed.len() * 8 {
            let mut damaged = sealed.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(seal.open(&damaged), Err(Unreadable), "bit {bit}");
        }
    }

    #[test]
    fn a_part_opens_without_the_whole() {
        let (seal, plain, sealed) = seal(3 * STEP + 9);
        let prefix = *sealed.first_chunk::<7>().unwrap();
        let end = wide(plain.len());
        for range in [0..1, 0..end, 65_535..65_537, 65_536..65_537, 131_072..end, end - 1..end] {
            let cover = seal.cover(range.clone()).unwrap();
            let part = &sealed[narrow(cover.sealed.start)..narrow(cover.sealed.end)];
            let opened = seal.open_from(prefix, cover.first, part).unwrap();
            assert_eq!(opened[cover.wanted], plain[narrow(range.start)..narrow(range.end)], "{range:?}");
        }
        for none in [0..0, 5..5, 0..end + 1, end..end + 1] {
            assert_eq!(seal.cover(none), None);
        }
    }

    #[test]
    fn nothing_of_another_length_is_sealed() {
        let seal = FileKey::generate(counting).of_file(FILE, 3).unwrap();
        assert_eq!(seal.seal(b"four", counting), Err(TooLong));
        assert!(FileKey::generate(counting).of_file(FILE, u64::MAX).is_err());
        assert_eq!(format!("{seal:?}"), "FileSeal(..)");
    }
}
