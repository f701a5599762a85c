//! Defines text that must not be printed: it prints as stars, and URLs lose their passwords before they are shown.
//! Must not know which keys are secret.

use std::fmt;

const STARS: &str = "***";

#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for the one place that uses it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(STARS)
    }
}

/// A secret as a report may show it: a URL without its passwords, anything else not at all. Where an unescaped
/// `@`, `/` or `?` leaves open what belongs to the password, the whole of it is hidden.
pub fn masked(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return STARS.to_owned() };
    let (user, place) = match rest.split_once('@') {
        Some((user, place)) => (Some(user), place),
        None => (None, rest),
    };
    if place.contains('@') || user.is_some_and(|user| user.contains(['/', '?'])) {
        return format!("{scheme}://{STARS}");
    }
    let user = match user.map(|user| user.split_once(':')) {
        Some(Some((name, _))) => format!("{name}:{STARS}@"),
        Some(None) => format!("{}@", user.unwrap_or_default()),
        None => String::new(),
    };
    // In a webhook's URL, the path is the secret.
    if matches!(scheme, "http" | "https") {
        let host = place.split(['/', '?']).next().unwrap_or_default();
        let hidden = if host.len() == place.len() { "" } else { "/***" };
        return format!("{scheme}://{user}{host}{hidden}");
    }
    match place.split_once('?') {
        Some((place, query)) => {
            let shown: Vec<String> = query.split('&').map(masked_pair).collect();
            format!("{scheme}://{user}{place}?{}", shown.join("&"))
        }
        None => format!("{scheme}://{user}{place}"),
    }
}

/// Only options known to be harmless are shown; `sslpassword`, `pass%77ord` and the like are not guessed.
fn masked_pair(pair: &str) -> String {
    const HARMLESS: [&str; 5] = ["host", "port", "sslmode", "connect_timeout", "application_name"];
    match pair.split_once('=') {
        Some((name, _)) if HARMLESS.contains(&name) => pair.to_owned(),
        Some((name, _)) => format!("{name}={STARS}"),
        None => STARS.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_survives_masking() {
        for url in [
            "postgres://u:hunter2@db/x",
            "postgres://u:hun/ter2@db/x",
            "postgres://u:a@hunter2@db/x",
            "postgres://u:a?hunter2@db/x",
            "postgres://u:a://hunter2@db/x",
            "postgres://u:a?b@db/x?password=hunter2",
            "postgres://db/x?password=hun@hunter2",
            "postgres://db/x?user=u&password=hunter2",
            "postgres://db/x?pass%77ord=hunter2",
            "hunter2",
        ] {
            let shown = masked(url);
            assert!(!shown.contains("hunter2") && !shown.contains("ter2"), "{shown}");
            assert!(shown.contains("***"), "{shown}");
        }
    }

    #[test]
    fn the_path_of_a_webhook_is_hidden() {
        assert_eq!(masked("https://hooks.example/services/T0/hunter2"), "https://hooks.example/***");
        assert_eq!(
            masked("https://u:p@hooks.example:8443?key=hunter2"),
            "https://u:***@hooks.example:8443/***"
        );
        assert_eq!(masked("http://localhost:4318"), "http://localhost:4318");
    }

    #[test]
    fn what_is_no_secret_is_shown() {
        for url in
            ["sqlite://./data/parlance.db", "postgres://u@db/x", "postgres://db:5432/x?sslmode=require"]
        {
            assert_eq!(masked(url), url);
        }
        assert_eq!(masked("postgres://u:p@db/x"), "postgres://u:***@db/x");
    }

    #[test]
    fn a_secret_does_not_print_itself() {
        assert_eq!(format!("{:?}", Secret::new("hunter2".to_owned())), "***");
    }
}
