//! The tables, as diesel sees them on both databases. Must agree with `migrations/`; a test reads every column.

mod codes;
mod cold;
mod marks;
mod notices;
mod people;
mod proofs;
mod search;

pub use codes::{challenges, code_budgets, code_events, grants, identifier_undos, registration_invites};
pub use cold::*;
pub use marks::*;
pub use notices::*;
pub use people::*;
pub use proofs::*;
pub use search::*;

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
    }
}

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
        gate -> Integer,
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

    messages (chat_id, seq) {
        chat_id -> Id16,
        seq -> BigInt,
        rev -> BigInt,
        changed_rev -> Nullable<BigInt>,
        ordinal -> BigInt,
        author_id -> Id16,
        client_id -> Id16,
        fingerprint -> Binary,
        kind -> Integer,
        revision -> Integer,
        body -> Nullable<Binary>,
        created_at -> BigInt,
        edited_at -> Nullable<BigInt>,
        deleted_at -> Nullable<BigInt>,
        pinned_at -> Nullable<BigInt>,
    }
}

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

diesel::allow_tables_to_appear_in_same_query!(
    audit_chain,
    audit_head,
    audit_log,
    blocks,
    challenges,
    chat_invites,
    chats,
    code_budgets,
    code_events,
    data_keys,
    export_parts,
    exports,
    grants,
    identifier_undos,
    half_sign_ins,
    identities,
    files,
    friend_requests,
    friends,
    instance,
    invitations,
    join_requests,
    leases,
    member_state,
    members,
    mentions,
    message_revisions,
    messages,
    my_messages,
    name_parts,
    notification_settings,
    notifications,
    oauth_flows,
    oauth_grants,
    profiles,
    push_subscriptions,
    reactions,
    recovery_codes,
    refresh_tokens,
    registration_invites,
    reports,
    search_chats,
    search_terms,
    second_factors,
    segments,
    sessions,
    suspensions,
    translations,
    user_languages,
    users,
    ways_in
);
