//! The tables of people among each other, and of the file store.

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    profiles (user_id) {
        user_id -> Id16,
        folded -> Text,
        my_rev -> BigInt,
        online -> Integer,
        last_seen -> Integer,
        receipts -> Bool,
        typing -> Bool,
        dm_from -> Nullable<Integer>,
        find_by -> Integer,
        call_from -> Integer,
        add_from -> Integer,
        hide_email -> Bool,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    name_parts (part, user_id) {
        part -> Text,
        user_id -> Id16,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    friends (user_id, friend_id) {
        user_id -> Id16,
        friend_id -> Id16,
        active -> Bool,
        since -> BigInt,
        my_rev -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    friend_requests (id) {
        id -> Id16,
        from_id -> Id16,
        to_id -> Id16,
        low_id -> Id16,
        high_id -> Id16,
        state -> Integer,
        quiet -> Bool,
        created_at -> BigInt,
        declined_at -> Nullable<BigInt>,
        from_rev -> BigInt,
        to_rev -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    blocks (user_id, blocked_id) {
        user_id -> Id16,
        blocked_id -> Id16,
        blocked -> Bool,
        since -> BigInt,
        my_rev -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    reports (id) {
        id -> Id16,
        reporter_id -> Id16,
        user_id -> Nullable<Id16>,
        chat_id -> Nullable<Id16>,
        seq -> Nullable<BigInt>,
        reason -> Integer,
        text_sealed -> Nullable<Binary>,
        evidence_sealed -> Nullable<Binary>,
        state -> Integer,
        created_at -> BigInt,
        decided_at -> Nullable<BigInt>,
        decided_by -> Nullable<Id16>,
        decision -> Nullable<Integer>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    invitations (id) {
        id -> Id16,
        inviter_id -> Id16,
        contact_sealed -> Binary,
        contact_lookup -> Binary,
        code_hash -> Binary,
        request_id -> Nullable<Id16>,
        created_at -> BigInt,
        expires_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        used_by -> Nullable<Id16>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    files (id, part) {
        id -> Id16,
        part -> Integer,
        owner_id -> Id16,
        kind -> Integer,
        content -> Integer,
        size -> BigInt,
        key_sealed -> Binary,
        created_at -> BigInt,
        gone_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    user_languages (user_id, learning, position) {
        user_id -> Id16,
        learning -> Bool,
        position -> Integer,
        code -> Text,
        level -> Nullable<Text>,
    }
}
