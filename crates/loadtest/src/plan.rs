//! Defines the plan of a run: how many rooms, people and senders, for how long. Bounded, so that it always ends.

#[derive(Debug, clap::Parser)]
#[command(about = "Drives a Parlance server on this machine and prints latencies")]
pub struct Plan {
    /// Address of the server, or of each of its nodes, among which people are distributed; only this machine is
    /// called
    #[arg(long = "url", default_value = "http://127.0.0.1:8080")]
    pub urls: Vec<String>,
    #[arg(long, default_value_t = 10)]
    pub rooms: usize,
    /// People in each room, every one with a socket
    #[arg(long, default_value_t = 5)]
    pub members: usize,
    /// Senders in total; each waits for its answer before it sends again
    #[arg(long, default_value_t = 10)]
    senders: usize,
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub seconds: u64,
    /// Ends when that many messages are acknowledged, even if time is left
    #[arg(long, default_value_t = usize::MAX)]
    pub messages: usize,
}

impl Plan {
    pub fn is_loopback(&self) -> bool {
        self.urls.iter().all(|url| {
            let host = url.strip_prefix("http://").unwrap_or_default();
            ["127.0.0.1", "localhost", "[::1]"].iter().any(|own| {
                host.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
            })
        })
    }

    pub fn url_for(&self, person: usize) -> Option<&String> {
        self.urls.get(person % self.urls.len().max(1))
    }

    /// Senders are distributed over the rooms one by one.
    pub fn senders_in(&self, room: usize) -> usize {
        self.senders / self.rooms + usize::from(room < self.senders % self.rooms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(url: &str) -> Plan {
        Plan { urls: vec![url.into()], rooms: 3, members: 5, senders: 7, seconds: 1, messages: 1 }
    }

    #[test]
    fn only_this_machine_is_called() {
        for own in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:1/"] {
            assert!(plan(own).is_loopback(), "{own}");
        }
        let mut both = plan("http://localhost:1");
        both.urls.push("http://chat.example".into());
        assert!(!both.is_loopback());
        for other in ["http://127.0.0.1.example", "https://chat.example", "http://10.0.0.1", ""] {
            assert!(!plan(other).is_loopback(), "{other}");
        }
    }

    #[test]
    fn every_sender_has_a_room() {
        let plan = plan("http://localhost");
        assert_eq!((0..3).map(|room| plan.senders_in(room)).collect::<Vec<_>>(), [3, 2, 2]);
    }
}
