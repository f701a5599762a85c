//! Tables of accounts: sessions, proofs, codes, identifiers, exports.

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    challenges (id) {
        id -> Id16,
        purpose -> Integer,
        channel -> Integer,
        lookup -> Binary,
        identifier_sealed -> Binary,
        user_id -> Nullable<Id16>,
        letter -> Integer,
        code_mac -> Binary,
        attempts -> Integer,
        sends -> Integer,
        sent_at -> BigInt,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    grants (hash) {
        hash -> Binary,
        challenge_id -> Id16,
        purpose -> Integer,
        channel -> Integer,
        lookup -> Binary,
        identifier_sealed -> Binary,
        user_id -> Nullable<Id16>,
        expires_at -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    code_budgets (lookup) {
        lookup -> Binary,
        failures_in_a_row -> Integer,
        touched_at -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    code_events (id) {
        id -> Id16,
        lookup -> Binary,
        kind -> Integer,
        at -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    registration_invites (id) {
        id -> Id16,
        code_hash -> Binary,
        uses_left -> Integer,
        made_by -> Nullable<Id16>,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    identifier_undos (hash) {
        hash -> Binary,
        user_id -> Id16,
        channel -> Integer,
        old_sealed -> Binary,
        old_lookup -> Binary,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    exports (user_id) {
        user_id -> Id16,
        state -> Integer,
        section -> Integer,
        cursor_id -> Nullable<Id16>,
        cursor_seq -> BigInt,
        parts -> BigInt,
        size -> BigInt,
        done -> BigInt,
        total -> BigInt,
        asked_at -> BigInt,
        expires_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    export_parts (user_id, no) {
        user_id -> Id16,
        no -> Integer,
        bytes_sealed -> Binary,
    }
}

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
