//! Tables of notifications and push subscriptions.

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
