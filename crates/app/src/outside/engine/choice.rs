//! The operator's choice of an engine and its address is checked here.

use crate::outside::address::is_loopback;
use reqwest::Url;
use std::fmt;
use std::net::IpAddr;

#[derive(Clone, PartialEq, Eq)]
pub enum EngineChoice {
    Off,
    LibreTranslate { base: Url, key: Option<String> },
    Apertium { base: Url },
}

impl fmt::Debug for EngineChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "Off",
            Self::LibreTranslate { .. } => "LibreTranslate(..)",
            Self::Apertium { .. } => "Apertium(..)",
        })
    }
}

impl EngineChoice {
    /// `libretranslate+https://host/path?api_key=...` or `apertium+http://host:2737`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (engine, url) = text.split_once('+').ok_or_else(|| {
            "it must be like libretranslate+https://host or apertium+http://localhost:2737".to_owned()
        })?;
        let mut url = Url::parse(url).map_err(|_| "what follows the + is no URL".to_owned())?;
        let inside = url.scheme() == "http" && url.host_str().is_some_and(is_inside);
        if url.scheme() != "https" && !inside {
            return Err("messages leave this network only by https://".to_owned());
        }
        let key = url.query_pairs().find(|(name, _)| name == "api_key").map(|(_, key)| key.into_owned());
        url.set_query(None);
        match engine {
            "libretranslate" => Ok(Self::LibreTranslate { base: url, key }),
            "apertium" => Ok(Self::Apertium { base: url }),
            _ => Err("the engine must be libretranslate or apertium".to_owned()),
        }
    }

    pub fn host(&self) -> &str {
        match self {
            Self::Off => "",
            Self::LibreTranslate { base, .. } | Self::Apertium { base } => {
                base.host_str().unwrap_or_default()
            }
        }
    }
}

/// This machine, a private address, or a name of one word, as services of one network call each other.
fn is_inside(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => address.is_loopback() || address.is_private(),
        Ok(IpAddr::V6(address)) => address.is_loopback() || address.is_unique_local(),
        Err(_) => is_loopback(host) || !host.contains('.'),
    }
}

/// A path below the base.
pub fn below(base: &Url, path: &str) -> String {
    format!("{}/{path}", base.as_str().trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_leave_the_network_only_over_tls() {
        for good in [
            "apertium+http://localhost:2737",
            "apertium+http://127.0.0.1:2737",
            "libretranslate+http://libretranslate:5000",
            "libretranslate+http://10.0.0.7:5000/x",
            "libretranslate+https://translate.example?api_key=k",
        ] {
            assert!(EngineChoice::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "apertium",
            "http://localhost",
            "apertium+ftp://localhost",
            "libretranslate+http://translate.example",
            "libretranslate+http://8.8.8.8",
            "other+https://translate.example",
        ] {
            assert!(EngineChoice::parse(bad).is_err(), "{bad}");
        }
        let choice = EngineChoice::parse("libretranslate+https://translate.example/a/?api_key=k").unwrap();
        let EngineChoice::LibreTranslate { base, key } = choice else { panic!("{choice:?}") };
        assert_eq!(
            (below(&base, "translate"), key),
            ("https://translate.example/a/translate".into(), Some("k".into()))
        );
    }
}
