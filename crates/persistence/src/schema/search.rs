//! The index by which sealed messages are found.

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    search_chats (no) {
        no -> BigInt,
        chat_id -> Id16,
        seq -> BigInt,
    }
}

// What both databases have; the tokens lie as each of them finds them best, and only its backend reads them.
diesel::table! {
    search_terms (no, token) {
        no -> BigInt,
        token -> BigInt,
    }
}
