//! Tables of messages and of what people do with them.

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    messages (chat_id, seq) {
        chat_id -> Id16,
        seq -> BigInt,
        rev -> BigInt,
        changed_rev -> Nullable<BigInt>,
        ordinal -> BigInt,
        author_id -> Id16,
        client_id -> Id16,
        fingerprint -> Binary,
        kind -> Integer,
        revision -> Integer,
        body -> Nullable<Binary>,
        created_at -> BigInt,
        edited_at -> Nullable<BigInt>,
        deleted_at -> Nullable<BigInt>,
        pinned_at -> Nullable<BigInt>,
    }
}

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

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    message_revisions (chat_id, seq, revision) {
        chat_id -> Id16,
        seq -> BigInt,
        revision -> Integer,
        body -> Binary,
        at -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    translations (chat_id, seq, target) {
        chat_id -> Id16,
        seq -> BigInt,
        target -> Text,
        sealed -> Binary,
        at -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    mentions (chat_id, user_id, seq) {
        chat_id -> Id16,
        user_id -> Id16,
        seq -> BigInt,
        author_id -> Id16,
        told_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    reactions (chat_id, seq, emoji, user_id) {
        chat_id -> Id16,
        seq -> BigInt,
        emoji -> Text,
        user_id -> Id16,
        at -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    my_messages (user_id, chat_id, seq) {
        user_id -> Id16,
        chat_id -> Id16,
        seq -> BigInt,
        starred_at -> Nullable<BigInt>,
        hidden -> Bool,
        my_rev -> BigInt,
        reacted_at -> Nullable<BigInt>,
    }
}
