//! Tables of what people do with messages, of their earlier wordings, and of how people come into groups.

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
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    chat_invites (id) {
        id -> Id16,
        chat_id -> Id16,
        issuer_id -> Id16,
        code_hash -> Binary,
        title_sealed -> Nullable<Binary>,
        approval -> Bool,
        uses_left -> Nullable<Integer>,
        used -> Integer,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    join_requests (chat_id, user_id) {
        chat_id -> Id16,
        user_id -> Id16,
        invite_id -> Id16,
        created_at -> BigInt,
    }
}
