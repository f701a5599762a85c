//! The tables of notifications, pushes, the audit chain, suspensions and exports.

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    notifications (id) {
        id -> Id16,
        user_id -> Id16,
        kind -> Text,
        source_id -> Id16,
        actor_id -> Nullable<Id16>,
        about_sealed -> Nullable<Binary>,
        my_rev -> BigInt,
        created_at -> BigInt,
        read_at -> Nullable<BigInt>,
        removed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    notification_settings (user_id) {
        user_id -> Id16,
        push_enabled -> Bool,
        push_content -> Bool,
        sound -> Bool,
        quiet_from -> Nullable<Integer>,
        quiet_to -> Nullable<Integer>,
        time_zone -> Nullable<Text>,
        my_rev -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    push_subscriptions (id) {
        id -> Id16,
        user_id -> Id16,
        session_id -> Id16,
        endpoint_lookup -> Binary,
        target_sealed -> Binary,
        created_at -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    audit_chain (no) {
        no -> BigInt,
        audit_id -> Id16,
        mac -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    audit_head (id) {
        id -> Integer,
        no -> BigInt,
        mac -> Binary,
        seal -> Binary,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    suspensions (user_id) {
        user_id -> Id16,
        by_id -> Nullable<Id16>,
        reason_sealed -> Nullable<Binary>,
        at -> BigInt,
        until -> Nullable<BigInt>,
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
