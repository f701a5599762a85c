//! Defines Web Push as JSON. The body has no `Debug`: an endpoint and its keys are enough to send to a browser. Must
//! not know which push services are trusted.

use crate::faults::Faults;
use domain::{PushId, Result, SessionId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

const MOST_ENDPOINT: usize = 2048;
const MOST_KEY: usize = 128;

/// What browsers subscribe with: `applicationServerKey`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PushKey {
    /// A point of P-256, uncompressed, in base64url.
    pub key: String,
}

/// A subscription as browsers serialize it (`PushSubscription.toJSON()`).
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushSubscriptionBody {
    #[schema(max_length = 2048, example = "https://updates.push.services.mozilla.com/wpush/v2/x")]
    pub endpoint: String,
    pub keys: PushKeys,
    /// Browsers send it; it is ignored.
    #[serde(rename = "expirationTime", default, skip_serializing_if = "Option::is_none")]
    pub expiration_time: Option<i64>,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushKeys {
    #[schema(max_length = 128)]
    pub p256dh: String,
    #[schema(max_length = 128)]
    pub auth: String,
}

impl PushSubscriptionBody {
    pub fn parse(self) -> Result<(String, PushKeys)> {
        let mut faults = Faults::default();
        faults.at_most_bytes("/endpoint", &self.endpoint, MOST_ENDPOINT);
        faults.at_most_bytes("/keys/p256dh", &self.keys.p256dh, MOST_KEY);
        faults.at_most_bytes("/keys/auth", &self.keys.auth, MOST_KEY);
        faults.finish(Some((self.endpoint, self.keys)))
    }
}

/// A browser of yours that gets push notifications while no tab is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PushSubscriptionItem {
    pub id: Uuid,
    /// It ends with this session.
    pub session_id: Uuid,
    /// The push service's name; the rest of the address stays with the server.
    pub service: String,
    #[schema(format = "date-time")]
    pub created_at: String,
}

impl PushSubscriptionItem {
    pub fn new(id: PushId, session: SessionId, endpoint: &str, created_at: Timestamp) -> Self {
        let service = endpoint.split('/').nth(2).unwrap_or_default().to_owned();
        let (id, session_id) = (id.uuid(), session.uuid());
        Self { id, session_id, service, created_at: created_at.to_string() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PushSubscriptionList {
    pub items: Vec<PushSubscriptionItem>,
    #[schema(required)]
    pub next: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewPushSubscription {
    pub id: Uuid,
}
