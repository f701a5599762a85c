//! Defines a range of addresses, written `10.0.0.0/8`, `fd00::/8` or as one address. Must not know what being inside
//! it means.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cidr {
    first: IpAddr,
    prefix: u8,
}

impl Cidr {
    /// IPv4 addresses written as IPv6 (`::ffff:10.0.0.1`, as a socket open to both sees them) count as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.first.is_ipv4() && masked(address, self.prefix) == self.first
    }

    pub fn is_everything(&self) -> bool {
        self.prefix == 0
    }
}

impl FromStr for Cidr {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let written: IpAddr = address.parse().map_err(|_| format!("`{address}` is not an IP address"))?;
        let width = width(written);
        let prefix = match prefix {
            None => width,
            // Digits only: the number parser would also take "+8".
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits
                .parse()
                .ok()
                .filter(|prefix| *prefix <= width)
                .ok_or_else(|| format!("`/{digits}` is not between /0 and /{width}"))?,
            Some(other) => return Err(format!("`/{other}` is not a number of bits")),
        };
        let first = masked(written, prefix);
        if first != written {
            return Err(format!("`{text}` has bits after the prefix; did you mean {first}/{prefix}?"));
        }
        // The mapped block holds exactly the IPv4 addresses, so a range inside it is an IPv4 range.
        let canonical = first.to_canonical();
        Ok(if first.is_ipv6() && canonical.is_ipv4() && prefix >= 96 {
            Self { first: canonical, prefix: prefix - 96 }
        } else {
            Self { first, prefix }
        })
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.prefix)
    }
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn masked(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
            IpAddr::V4((v4.to_bits() & mask).into())
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(range: &str, address: &str) -> bool {
        range.parse::<Cidr>().unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn a_range_holds_its_addresses_and_no_others() {
        assert!(inside("10.0.0.0/8", "10.255.0.1"));
        assert!(!inside("10.0.0.0/8", "11.0.0.0"));
        assert!(inside("192.0.2.7", "192.0.2.7"));
        assert!(!inside("192.0.2.7", "192.0.2.6"));
        assert!(inside("0.0.0.0/0", "203.0.113.9"));
        assert!(inside("fd00::/8", "fdff::1"));
        assert!(!inside("fd00::/8", "fe00::1"));
        assert!(inside("::/0", "2001:db8::1"));
    }

    #[test]
    fn ipv4_written_as_ipv6_is_ipv4() {
        assert!(inside("10.0.0.0/8", "::ffff:10.1.2.3"));
        assert!(inside("::ffff:10.0.0.0/104", "10.1.2.3"));
        assert!(!inside("::ffff:10.0.0.0/104", "11.1.2.3"));
        assert!(!inside("::/0", "10.1.2.3"));
    }

    #[test]
    fn what_is_not_a_range_is_refused() {
        for text in
            ["", "10.0.0.0/33", "10.0.0.1/8", "::/129", "10.0.0.0/+8", "10.0.0.0/", "host/8", "1.2.3/8"]
        {
            assert!(text.parse::<Cidr>().is_err(), "{text}");
        }
    }
}
