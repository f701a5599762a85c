//! Converts the operator's settings into those of `app`. Must not know where they came from.

use super::whole;
use crate::config::{DmFrom, Settings};
use domain::chat::Retention;
use persistence::store::chats::ChatBounds;

pub fn app_settings(settings: &Settings, instance_logo: Option<app::Logo>) -> app::Settings {
    app::Settings {
        instance_name: settings.instance_name.clone(),
        instance_logo,
        registration: settings.accounts.registration,
        sign_in_by_code: settings.accounts.sign_in_by_code,
        password_required: settings.accounts.password_required,
        sms_countries: settings.outside.sms_countries.clone(),
        sms_daily_cap: settings.outside.sms_daily_cap,
        edit_window: settings.chats.edit_window,
        default_room: settings.chats.default_room.clone(),
        search: settings.chats.search,
        retention: Retention::parse(i64::from(settings.chats.retention_days)).ok(),
        archive_months: settings.chats.archive_months,
        access_lifetime: settings.accounts.access_token_lifetime,
        bounds: ChatBounds {
            most_members: i64::from(settings.limits.group_members),
            most_chats: i64::from(settings.limits.chats_per_user),
            dm_from: match settings.chats.dm_from {
                DmFrom::Everyone => domain::privacy::DmFrom::Everyone,
                DmFrom::Requests => domain::privacy::DmFrom::Requests,
                DmFrom::Friends => domain::privacy::DmFrom::Friends,
            },
        },
        connections: whole(settings.limits.connections),
        connections_per_address: whole(settings.limits.connections_per_address),
        connections_per_user: whole(settings.limits.connections_per_user),
        data_dir: settings.storage.data_dir.clone(),
        mute_bursts: settings.limits.mute_bursts,
        limits_scale: f64::from(settings.limits.scale),
    }
}
