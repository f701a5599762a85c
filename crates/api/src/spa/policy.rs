//! Defines the Content-Security-Policy of the SPA's page. Must not know what the page does.

/// Nothing from other hosts, no inline script or style, and no text that becomes code. `'self'` does not cover
/// sockets in every browser, so they are named.
const RULES: [&str; 15] = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types parlance",
    "report-uri /api/v1/csp-report",
];

/// `origins` are the public ones of this server. A policy cannot name an IPv6 address; there `'self'` has to do.
pub(crate) fn content_security_policy(origins: &[String]) -> String {
    let named = origins.iter().filter(|origin| !origin.contains('['));
    let sockets = named.filter_map(|origin| Some(format!(" ws{}", origin.strip_prefix("http")?)));
    format!("{}; connect-src 'self'{}", RULES.join("; "), sockets.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sockets_to_ourselves_are_allowed_and_no_others() {
        let origins =
            ["https://chat.example", "http://localhost:8080", "http://[::1]:8080"].map(str::to_owned);
        let policy = content_security_policy(&origins);
        assert!(policy.ends_with("; connect-src 'self' wss://chat.example ws://localhost:8080"), "{policy}");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; "));
        assert!(!policy.contains("unsafe"));
    }
}
