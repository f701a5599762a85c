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

    user_languages (user_id, learning, position) {
        user_id -> Id16,
        learning -> Bool,
        position -> Integer,
        code -> Text,
        level -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    users (id) {
        id -> Id16,
        username -> Text,
        display_name -> Text,
        email_sealed -> Nullable<Binary>,
        email_lookup -> Nullable<Binary>,
        email_verified -> Bool,
        birth_date_sealed -> Nullable<Binary>,
        country -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        security_ver -> BigInt,
        my_rev -> BigInt,
        is_active -> Bool,
        is_admin -> Bool,
        created_at -> BigInt,
        phone_sealed -> Nullable<Binary>,
        phone_lookup -> Nullable<Binary>,
        phone_verified -> Bool,
        username_shape -> Nullable<Text>,
        bio -> Text,
        avatar_id -> Nullable<Id16>,
        learning_changed_at -> Nullable<BigInt>,
        last_seen_at -> Nullable<BigInt>,
        suspended_at -> Nullable<BigInt>,
        deleted_at -> Nullable<BigInt>,
        email_set_at -> Nullable<BigInt>,
        phone_set_at -> Nullable<BigInt>,
        gender_sealed -> Nullable<Binary>,
        languages -> Text,
    }
}
