//! Diesel sees these tables on both databases. They must agree with `migrations/`; a test reads every column.

pub mod accounts;
pub mod chats;
pub mod instance;
pub mod messages;
pub mod operators;
pub mod people;
pub mod search;
pub mod sync;

/// Queries may join any tables.
mod joins {
    use super::accounts::*;
    use super::chats::*;
    use super::instance::*;
    use super::messages::*;
    use super::operators::*;
    use super::people::*;
    use super::search::*;
    use super::sync::*;

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
}
