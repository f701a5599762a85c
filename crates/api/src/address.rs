//! Determines the client's address: the TCP peer, or what a trusted proxy says. `Forwarded`, `X-Real-IP` and the like
//! are not read. Must not know which proxies are trusted.

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

const X_FORWARDED_FOR: &str = "x-forwarded-for";

pub fn of(request: &HttpRequest, trusted: &dyn Fn(IpAddr) -> bool) -> IpAddr {
    // Only a connection that is no TCP connection has no peer.
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    client(peer, request.headers(), trusted)
}

/// Each proxy appends the address it was called from, so the list is trusted from its end up to the first entry that
/// is no proxy of ours; everything before was written by the client.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &dyn Fn(IpAddr) -> bool) -> IpAddr {
    if !trusted(peer) {
        return peer;
    }
    let mut lines = Vec::new();
    for line in headers.get_all(X_FORWARDED_FOR) {
        // The client's part may be no text; the part our proxy appended is.
        lines.push(String::from_utf8_lossy(line.as_bytes()));
    }
    let mut nearest = peer;
    for entry in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Some(address) = parse(entry.trim()) else { return peer };
        nearest = address;
        if !trusted(address) {
            break;
        }
    }
    nearest
}

/// Some proxies write the port as well.
fn parse(entry: &str) -> Option<IpAddr> {
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    let address = bare.parse().ok();
    address.or_else(|| entry.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn seen(peer: &str, lines: &[&str]) -> String {
        let mut request = TestRequest::get().peer_addr(SocketAddr::new(peer.parse().unwrap(), 1));
        for line in lines {
            request = request.append_header((X_FORWARDED_FOR, *line));
        }
        let trusted = |address: IpAddr| {
            let address = address.to_canonical().to_string();
            address.starts_with("10.") || address == "fd00::1"
        };
        of(&request.to_http_request(), &trusted).to_string()
    }

    #[test]
    fn a_stranger_cannot_set_an_author_or_a_time() {
        assert_eq!(seen("192.0.2.1", &[]), "192.0.2.1");
        assert_eq!(seen("192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
    }

    #[test]
    fn the_rightmost_untrusted_entry_counts() {
        assert_eq!(seen("10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["1.2.3.4, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["1.2.3.4, 203.0.113.9, 10.0.0.2"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["1.2.3.4", "203.0.113.9,10.0.0.2", "10.0.0.3"]), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", &["10.0.0.3,10.0.0.2"]), "10.0.0.3");
        assert_eq!(seen("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn ipv6_with_and_without_ports() {
        assert_eq!(seen("fd00::1", &["2001:db8::7"]), "2001:db8::7");
        assert_eq!(seen("fd00::1", &["[2001:db8::7]"]), "2001:db8::7");
        assert_eq!(seen("fd00::1", &["[2001:db8::7]:4711"]), "2001:db8::7");
        assert_eq!(seen("::ffff:10.0.0.1", &["203.0.113.9:4711"]), "203.0.113.9");
    }

    #[test]
    fn garbage_is_not_believed() {
        for line in ["unknown", "203.0.113.9, x", "", ",", "203.0.113.9:x"] {
            assert_eq!(seen("10.0.0.1", &[line]), "10.0.0.1", "{line}");
        }
        assert_eq!(seen("10.0.0.1", &["x, 203.0.113.9"]), "203.0.113.9");
    }
}
