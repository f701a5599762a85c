//! The tables of what somebody proves himself with.

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    second_factors (user_id) {
        user_id -> Id16,
        secret_sealed -> Binary,
        last_step -> BigInt,
        created_at -> BigInt,
        confirmed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    recovery_codes (user_id, hash) {
        user_id -> Id16,
        hash -> Binary,
        used_at -> Nullable<BigInt>,
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
