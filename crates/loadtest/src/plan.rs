//! What is driven: how many rooms, people and senders, for how long. Bounded, so that it always ends.

#[derive(Debug, clap::Parser)]
#[command(about = "Drives a Parlance server on this machine and prints latencies")]
pub struct Plan {
    /// Address of the server; only this machine is called
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub url: String,
    #[arg(long, default_value_t = 10)]
    pub rooms: usize,
    /// People in each room, every one with a socket
    #[arg(long, default_value_t = 5)]
    pub members: usize,
    /// Senders in all; each waits for its answer before it sends again
    #[arg(long, default_value_t = 10)]
    senders: usize,
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub seconds: u64,
}

impl Plan {
    pub fn is_loopback(&self) -> bool {
        let host = self.url.strip_prefix("http://").unwrap_or_default();
        ["127.0.0.1", "localhost", "[::1]"].iter().any(|own| {
            host.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
        })
    }

    /// Senders are dealt to the rooms one by one.
    pub fn senders_in(&self, room: usize) -> usize {
        self.senders / self.rooms + usize::from(room < self.senders % self.rooms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(url: &str) -> Plan {
        Plan { url: url.into(), rooms: 3, members: 5, senders: 7, seconds: 1 }
    }

    #[test]
    fn only_this_machine_is_called() {
        for own in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:1/"] {
            assert!(plan(own).is_loopback(), "{own}");
        }
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
