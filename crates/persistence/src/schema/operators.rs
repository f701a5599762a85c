//! Tables of the audit log, reports and suspensions.

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    audit_log (id) {
        id -> Id16,
        at -> BigInt,
        act -> Text,
        actor_id -> Nullable<Id16>,
        user_id -> Nullable<Id16>,
        target_id -> Nullable<Id16>,
        address_prefix -> Nullable<Text>,
        detail -> Nullable<Text>,
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
