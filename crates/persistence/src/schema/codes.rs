//! The tables of one-time codes and of what they change. Must agree with `migrations/`.

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
