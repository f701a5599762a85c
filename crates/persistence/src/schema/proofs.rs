//! The tables of sessions, and of what people prove who they are with.

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    sessions (id) {
        id -> Id16,
        user_id -> Id16,
        transport -> Integer,
        user_agent -> Nullable<Text>,
        address_prefix -> Text,
        created_at -> BigInt,
        last_seen_at -> BigInt,
        expires_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        way -> Integer,
        second_factor -> Bool,
        authenticated_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    refresh_tokens (hash) {
        hash -> Binary,
        session_id -> Id16,
        generation -> BigInt,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
        successor_sealed -> Nullable<Binary>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    second_factors (user_id) {
        user_id -> Id16,
        secret_sealed -> Binary,
        last_step -> BigInt,
        created_at -> BigInt,
        confirmed_at -> Nullable<BigInt>,
        misses -> Integer,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    recovery_codes (user_id, hash) {
        user_id -> Id16,
        hash -> Binary,
        used_at -> Nullable<BigInt>,
        made_at -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    half_sign_ins (hash) {
        hash -> Binary,
        user_id -> Id16,
        way -> Integer,
        tries -> Integer,
        expires_at -> BigInt,
        security_ver -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    ways_in (hash) {
        hash -> Binary,
        user_id -> Id16,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    oauth_flows (state_hash) {
        state_hash -> Binary,
        browser_hash -> Binary,
        provider -> Text,
        expires_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    oauth_grants (hash) {
        hash -> Binary,
        provider -> Text,
        subject_lookup -> Binary,
        email_sealed -> Nullable<Binary>,
        expires_at -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    identities (subject_lookup) {
        subject_lookup -> Binary,
        user_id -> Id16,
        provider -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    leases (name) {
        name -> Text,
        holder -> Id16,
        until -> BigInt,
    }
}
