//! Serves notifications: the list, the read ones, the settings.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, OfNotification, Query, Signed, ids};
use actix_web::web::{Data, Json};
use actix_web::{delete, get, post, put};
use domain::NotificationId;
use domain::page::Limit;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::notification::{
    NotificationPage, NotificationSettings, NotificationSettingsBody, ReadNotificationsBody,
    UnreadNotifications,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_notifications)
        .service(mark_notifications_read)
        .service(remove_notification)
        .service(get_notification_settings)
        .service(set_notification_settings);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct NotificationsQuery {
    /// `next` of the previous page
    #[param(value_type = Uuid, required = false)]
    cursor: Option<NotificationId>,
    /// Maximum number of items
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for NotificationsQuery {
    fn read(values: &mut Values) -> Self {
        Self {
            cursor: values.parsed("cursor", "must be `next` of a previous page", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// List your notifications
///
/// Newest first.
#[utoipa::path(
    tag = "notifications",
    params(NotificationsQuery),
    responses((status = 200, description = "One page, and the unread count of all", body = NotificationPage))
)]
#[get("/notifications")]
async fn list_notifications(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<NotificationsQuery>>,
) -> Answer<NotificationPage> {
    let (page, unread) = api.app.notifications(&caller, query.cursor, query.limit).await?;
    Ok(Json(NotificationPage::of(page, unread)))
}

/// Mark notifications as read
///
/// Some or all of them, on all your devices.
#[utoipa::path(
    tag = "notifications",
    request_body = ReadNotificationsBody,
    responses((status = 200, description = "The unread count now", body = UnreadNotifications))
)]
#[post("/notifications/read")]
async fn mark_notifications_read(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<ReadNotificationsBody>>,
) -> Answer<UnreadNotifications> {
    Ok(Json(UnreadNotifications { unread: api.app.read_notifications(&caller, body.parse()?).await? }))
}

/// Remove a notification
///
/// It disappears on all your devices.
#[utoipa::path(
    tag = "notifications",
    params(OfNotification),
    responses((status = 204, description = "The notification is removed"))
)]
#[delete("/notifications/{notification_id}")]
async fn remove_notification(api: Data<Api>, Signed(caller, of): Signed<OfNotification>) -> Response {
    api.app.remove_notification(&caller, of.notification_id).await?;
    done()
}

/// Get your notification settings
///
/// What you are notified about, and when not.
#[utoipa::path(
    tag = "notifications",
    responses((status = 200, description = "Your settings", body = NotificationSettings))
)]
#[get("/me/notification-settings")]
async fn get_notification_settings(
    api: Data<Api>,
    Signed(caller, ()): Signed,
) -> Answer<NotificationSettings> {
    Ok(Json(api.app.notification_settings(&caller).await?.into()))
}

/// Set your notification settings
///
/// Replaces all of them.
#[utoipa::path(
    tag = "notifications",
    request_body = NotificationSettingsBody,
    responses((status = 200, description = "Your settings as they are now", body = NotificationSettings))
)]
#[put("/me/notification-settings")]
async fn set_notification_settings(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<NotificationSettingsBody>>,
) -> Answer<NotificationSettings> {
    Ok(Json(api.app.set_notification_settings(&caller, body.parse()?).await?.into()))
}
