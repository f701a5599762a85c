//! Defines a web origin: scheme, host and port, written as a browser writes it in `Origin`. Must not know which
//! origins are allowed.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// Compared as text with what a browser sends, so it is kept in exactly that form: lowercase, an IPv6 host in
/// brackets and in its short form, no default port, no trailing slash.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WebOrigin {
    text: String,
    host: String,
    https: bool,
}

impl WebOrigin {
    /// `host` is a plain name or address of ours, not text from outside.
    pub fn http(host: &str, port: u16) -> Self {
        Self::new(false, host.to_owned(), port)
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Whether it can only mean this machine.
    pub fn is_loopback(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback())
    }

    fn new(https: bool, host: String, port: u16) -> Self {
        let (scheme, usual) = if https { ("https", 443) } else { ("http", 80) };
        let text =
            if port == usual { format!("{scheme}://{host}") } else { format!("{scheme}://{host}:{port}") };
        Self { text, host, https }
    }
}

impl FromStr for WebOrigin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let lower = text.to_ascii_lowercase();
        let (https, rest) = if let Some(rest) = lower.strip_prefix("https://") {
            (true, rest)
        } else if let Some(rest) = lower.strip_prefix("http://") {
            (false, rest)
        } else {
            return Err("it does not start with https:// or http://".to_owned());
        };
        if rest.contains(['/', '?', '#', '@', '*']) {
            return Err("it has more than scheme, host and port".to_owned());
        }
        // The colons of an IPv6 host are inside brackets.
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, Some(port)),
            Some(_) | None => (rest, None),
        };
        let port = match port {
            None => {
                if https {
                    443
                } else {
                    80
                }
            }
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => digits
                .parse()
                .ok()
                .filter(|port| *port != 0)
                .ok_or_else(|| format!("`{digits}` is not a port from 1 to 65535"))?,
            Some(other) => return Err(format!("`{other}` is not a port")),
        };
        Ok(Self::new(https, canonical_host(host)?, port))
    }
}

impl fmt::Display for WebOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn canonical_host(host: &str) -> Result<String, String> {
    if let Some(inner) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let address: Ipv6Addr = inner.parse().map_err(|_| format!("`{host}` is not an IPv6 address"))?;
        return Ok(format!("[{address}]"));
    }
    if !host.is_ascii() {
        return Err("the host has letters outside ASCII; write its xn-- form".to_owned());
    }
    let plain = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let looks_numeric = host.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    if !host.split('.').all(plain) || (looks_numeric && host.parse::<Ipv4Addr>().is_err()) {
        return Err(format!("`{host}` is not a host name"));
    }
    Ok(host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_kept_as_browsers_send_it() {
        for (written, kept) in [
            ("https://Chat.Example", "https://chat.example"),
            ("https://chat.example:443", "https://chat.example"),
            ("http://localhost:80", "http://localhost"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://[0:0::1]:8080", "http://[::1]:8080"),
            ("https://[2001:db8::1]", "https://[2001:db8::1]"),
        ] {
            assert_eq!(written.parse::<WebOrigin>().unwrap().as_str(), kept);
        }
    }

    #[test]
    fn what_is_not_an_origin_is_refused() {
        for text in [
            "",
            "*",
            "null",
            "chat.example",
            "ftp://chat.example",
            "https://",
            "https://*.example",
            "https://chat.example/",
            "https://chat.example/app",
            "https://u:p@chat.example",
            "https://chat.example:",
            "https://chat.example:0",
            "https://chat.example:+1",
            "https://chat.example:65536",
            "https://chat..example",
            "https://-chat.example",
            "https://127.1",
            "https://[::1",
            "https://größe.example",
            "https://a b",
        ] {
            assert!(text.parse::<WebOrigin>().is_err(), "{text}");
        }
    }

    #[test]
    fn loopback_is_only_this_machine() {
        for text in ["http://localhost:1", "http://127.0.0.1", "http://127.8.8.8", "http://[::1]:1"] {
            assert!(text.parse::<WebOrigin>().unwrap().is_loopback(), "{text}");
        }
        for text in ["http://localhost.example", "http://10.0.0.1", "http://127.example", "http://[::2]"] {
            assert!(!text.parse::<WebOrigin>().unwrap().is_loopback(), "{text}");
        }
    }
}
