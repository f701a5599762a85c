//! Metrics that are looked up when they are collected; all others are counted where they happen.

use crate::app::App;

impl App {
    pub fn take_readings(&self) {
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        metrics::gauge!("parlance_connections").set(small(self.hub.connections().len()));
        metrics::gauge!("parlance_chats_listened").set(small(self.hub.standings().len()));
        metrics::gauge!("parlance_nodes").set(small(self.bus.nodes()));
        metrics::gauge!("parlance_bus_whole").set(if self.bus.is_whole() { 1.0 } else { 0.0 });
    }
}
