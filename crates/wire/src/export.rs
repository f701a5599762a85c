//! Defines the state of a data export. Must not know what is in it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportStanding {
    Running,
    Ready,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExportState {
    pub state: ExportStanding,
    /// From 0 to 100.
    #[schema(minimum = 0, maximum = 100)]
    pub progress: i64,
    /// Bytes so far.
    pub size: i64,
    #[schema(format = "date-time")]
    pub asked_at: String,
    /// When it will be deleted; `null` while it is running.
    #[schema(required, format = "date-time")]
    pub expires_at: Option<String>,
}
