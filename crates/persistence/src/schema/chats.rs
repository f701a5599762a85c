//! Tables of chats, members and the ways in.

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    chats (id) {
        id -> Id16,
        kind -> Integer,
        visibility -> Integer,
        history -> Integer,
        handle -> Nullable<Text>,
        title_public -> Nullable<Text>,
        title_sealed -> Nullable<Binary>,
        description_public -> Nullable<Text>,
        description_sealed -> Nullable<Binary>,
        pair_key -> Nullable<Binary>,
        seq -> BigInt,
        rev -> BigInt,
        ordinal -> BigInt,
        settings_rev -> BigInt,
        member_count -> BigInt,
        active_at -> BigInt,
        created_at -> BigInt,
        gone_at -> Nullable<BigInt>,
        folded -> Text,
        languages -> Text,
        slow_seconds -> Integer,
        avatar_id -> Nullable<Id16>,
        retention_days -> Nullable<Integer>,
        kept_from -> BigInt,
        erased_to -> BigInt,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    members (chat_id, user_id) {
        chat_id -> Id16,
        user_id -> Id16,
        role -> Integer,
        state -> Integer,
        rev -> BigInt,
        visible_from -> BigInt,
        joined_at -> BigInt,
        // A migration only adds, so the column keeps its first name.
        #[sql_name = "gate"]
        request_state -> Integer,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    member_state (chat_id, user_id) {
        chat_id -> Id16,
        user_id -> Id16,
        read_seq -> BigInt,
        read_ordinal -> BigInt,
        joined -> Bool,
        my_rev -> BigInt,
        muted_until -> Nullable<BigInt>,
        delivered_seq -> BigInt,
        pinned -> Bool,
        archived -> Bool,
        marked_unread -> Bool,
        draft_sealed -> Nullable<Binary>,
        translate_to -> Nullable<Text>,
        last_edit_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    chat_invites (id) {
        id -> Id16,
        chat_id -> Id16,
        issuer_id -> Id16,
        code_hash -> Binary,
        title_sealed -> Nullable<Binary>,
        approval -> Bool,
        uses_left -> Nullable<Integer>,
        used -> Integer,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
        code_sealed -> Nullable<Binary>,
    }
}

diesel::table! {
    use crate::types::Id16;
    use diesel::sql_types::*;

    join_requests (chat_id, user_id) {
        chat_id -> Id16,
        user_id -> Id16,
        invite_id -> Id16,
        created_at -> BigInt,
    }
}
