//! Texts that lie in files.

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    segments (chat_id, last_seq) {
        chat_id -> Id16,
        last_seq -> BigInt,
        first_seq -> BigInt,
        file_id -> Id16,
    }
}
