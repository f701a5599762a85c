//! A caller is a person with a proven session, or a visitor at an address.

use domain::session::{Origin, Proven, Transport};
use domain::{SessionId, Timestamp, UserId};
use std::net::IpAddr;

/// Everything about a caller was checked against the session they claim.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    pub user: UserId,
    pub session: SessionId,
    /// When they last proved who they are: long ago where the proof does not say.
    pub auth_time: Timestamp,
    /// When the proof runs out.
    pub expires_at: Timestamp,
    /// What stands behind the session.
    pub proven: Proven,
}

#[derive(Debug, Clone)]
pub struct Visitor {
    pub address: IpAddr,
    pub user_agent: Option<String>,
    /// How this visitor's refresh token travels, if they do not say.
    pub transport: Transport,
}

impl Visitor {
    /// One IPv4 address, or the network a household gets in IPv6: what a limit counts.
    pub fn bucket(&self) -> String {
        match self.address.to_canonical() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => prefix(address, 64),
        }
    }

    /// The network around an address, counted more loosely.
    pub fn network(&self) -> String {
        match self.address.to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            IpAddr::V6(address) => format!("{}/56", prefix(address, 56)),
        }
    }

    /// No more of an address than a person needs to recognize their own sign-ins.
    pub fn origin(&self) -> Origin {
        let address_prefix = match self.address.to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            IpAddr::V6(address) => format!("{}/48", prefix(address, 48)),
        };
        let user_agent = self.user_agent.as_deref().map(|agent| agent.chars().take(200).collect());
        Origin { user_agent, address_prefix }
    }
}

fn prefix(address: std::net::Ipv6Addr, bits: u32) -> String {
    let mask = u128::MAX.checked_shl(128 - bits).unwrap_or_default();
    std::net::Ipv6Addr::from_bits(address.to_bits() & mask).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_cut() {
        let at = |text: &str| Visitor {
            address: text.parse().unwrap(),
            user_agent: Some("x".repeat(999)),
            transport: Transport::Body,
        };
        assert_eq!(at("192.0.2.77").origin().address_prefix, "192.0.2.0/24");
        assert_eq!(at("::ffff:192.0.2.77").bucket(), "192.0.2.77");
        assert_eq!(at("2001:db8:1:2:3::4").bucket(), "2001:db8:1:2::");
        assert_eq!(at("2001:db8:1:2:3::4").origin().address_prefix, "2001:db8:1::/48");
        assert_eq!(at("::1").origin().user_agent.unwrap().len(), 200);
    }
}
