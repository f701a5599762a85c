//! Notifications: the list, what is read, how I want to be told.

use super::{Answer, Response, done};
use crate::Api;
use crate::extract::query::{Parameters, Values};
use crate::extract::{Body, OfNotice, Query, Signed, ids};
use actix_web::web::{Data, Json};
use actix_web::{delete, get, post, put};
use domain::NoticeId;
use domain::page::Limit;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use wire::notice::{
    NotificationPage, NotificationSettings, NotificationSettingsBody, ReadNotificationsBody,
    UnreadNotifications,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_notifications)
        .service(read_notifications)
        .service(remove_notification)
        .service(settings)
        .service(set_settings);
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct NotificationsQuery {
    /// `next` of the page before
    #[param(value_type = Uuid, required = false)]
    cursor: Option<NoticeId>,
    /// At most so many
    #[param(value_type = i32, required = false, minimum = 1, maximum = 200, default = 20)]
    limit: Limit,
}

impl Parameters for NotificationsQuery {
    fn read(values: &mut Values) -> Self {
        Self {
            cursor: values.parsed("cursor", "must be `next` of a page before", ids::id),
            limit: values.limit(Limit::OTHERS),
        }
    }
}

/// My notifications, newest first
#[utoipa::path(
    tag = "notifications",
    params(NotificationsQuery),
    responses((status = 200, description = "One page, and how many of all are unread", body = NotificationPage))
)]
#[get("/notifications")]
async fn list_notifications(
    api: Data<Api>,
    Signed(caller, Query(query)): Signed<Query<NotificationsQuery>>,
) -> Answer<NotificationPage> {
    let (page, unread) = api.app.notices(&caller, query.cursor, query.limit).await?;
    Ok(Json(NotificationPage::of(page, unread)))
}

/// Mark notifications as read
///
/// Some, or all at once; on all my devices.
#[utoipa::path(
    tag = "notifications",
    request_body = ReadNotificationsBody,
    responses((status = 200, description = "How many are unread now", body = UnreadNotifications))
)]
#[post("/notifications/read")]
async fn read_notifications(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<ReadNotificationsBody>>,
) -> Answer<UnreadNotifications> {
    Ok(Json(UnreadNotifications { unread: api.app.read_notices(&caller, body.parse()?).await? }))
}

/// Remove a notification
#[utoipa::path(
    tag = "notifications",
    params(OfNotice),
    responses((status = 204, description = "It is gone, on all my devices"))
)]
#[delete("/notifications/{notification_id}")]
async fn remove_notification(api: Data<Api>, Signed(caller, of): Signed<OfNotice>) -> Response {
    api.app.remove_notice(&caller, of.notification_id).await?;
    done()
}

/// How I want to be told
#[utoipa::path(
    tag = "notifications",
    responses((status = 200, description = "My settings", body = NotificationSettings))
)]
#[get("/me/notification-settings")]
async fn settings(api: Data<Api>, Signed(caller, ()): Signed) -> Answer<NotificationSettings> {
    Ok(Json(api.app.notice_settings(&caller).await?.into()))
}

/// Choose how I want to be told
#[utoipa::path(
    tag = "notifications",
    request_body = NotificationSettingsBody,
    responses((status = 200, description = "My settings as they are now", body = NotificationSettings))
)]
#[put("/me/notification-settings")]
async fn set_settings(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<NotificationSettingsBody>>,
) -> Answer<NotificationSettings> {
    Ok(Json(api.app.set_notice_settings(&caller, body.parse()?).await?.into()))
}
