//! Defines the context a sealed value is bound to, in fixed-width bytes: moved anywhere else, it does not open.
//! Must not know what tables, columns and kinds mean: the caller chooses their numbers, permanently.

/// Numbers are big-endian; no two layouts have the same first four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aad {
    /// `PLM1`, chat, author, client id, revision, key version, kind: 61 bytes.
    Message { chat: [u8; 16], author: [u8; 16], client_id: [u8; 16], revision: u32, key_ver: u32, kind: u8 },
    /// `PLF1`, table, row, column, key version: 26 bytes.
    Field { table: u8, row: [u8; 16], column: u8, ver: u32 },
}

impl Aad {
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Message { chat, author, client_id, revision, key_ver, kind } => [
                b"PLM1".as_slice(),
                chat,
                author,
                client_id,
                &revision.to_be_bytes(),
                &key_ver.to_be_bytes(),
                &[*kind],
            ]
            .concat(),
            Self::Field { table, row, column, ver } => {
                [b"PLF1".as_slice(), &[*table], row, &[*column], &ver.to_be_bytes()].concat()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hex;

    /// Stored rows depend on these bytes: if this test fails, the layout needs a new name, not a new test.
    #[test]
    fn layouts_are_pinned() {
        let message = Aad::Message {
            chat: [0xc0; 16],
            author: [0xa0; 16],
            client_id: [0x1d; 16],
            revision: 0x0102_0304,
            key_ver: 0x0506_0708,
            kind: 9,
        };
        assert_eq!(
            hex(&message.bytes()),
            format!("504c4d31{}{}{}010203040506070809", "c0".repeat(16), "a0".repeat(16), "1d".repeat(16))
        );
        assert_eq!(message.bytes().len(), 61);

        let field = Aad::Field { table: 1, row: [0xee; 16], column: 2, ver: 0x0a0b_0c0d };
        assert_eq!(hex(&field.bytes()), format!("504c463101{}020a0b0c0d", "ee".repeat(16)));
        assert_eq!(field.bytes().len(), 26);
    }
}
