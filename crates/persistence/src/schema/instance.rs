//! Tables the instance keeps for itself.

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    instance (id) {
        id -> Integer,
        epoch -> Id16,
        canary_kid -> Text,
        canary_nonce -> Binary,
        canary_wrapped -> Binary,
        created_at -> BigInt,
        place -> Nullable<Text>,
        chosen -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    data_keys (owner_kind, owner_id, ver) {
        owner_kind -> Integer,
        owner_id -> Id16,
        ver -> Integer,
        kid -> Text,
        nonce -> Binary,
        wrapped -> Binary,
        from_seq -> BigInt,
        created_at -> BigInt,
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

    leases (name) {
        name -> Text,
        holder -> Id16,
        until -> BigInt,
    }
}
