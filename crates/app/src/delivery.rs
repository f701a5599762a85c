//! Committed changes reach devices from here: published, encoded, sent to other nodes, healed, pushed.

pub(crate) mod encode;
pub(crate) mod heal;
pub(crate) mod nodes;
pub(crate) mod notifications;
pub(crate) mod publish;
pub(crate) mod push;
