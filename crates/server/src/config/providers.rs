//! Defines settings of sign-in providers: `oauth.<name>.<field>`, any number of them, which is why they are no rows
//! of the table. Must not know how a person signs in with them.

use super::fault::{Fault, Source};
use super::layers::{Given, Layer};
use super::load::ReadFile;
use super::{Secret, parse};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const FAMILY: &str = "oauth.";
const FIELDS: [&str; 7] =
    ["api", "client_id", "client_secret", "client_secret_file", "issuer", "label", "site"];

#[derive(Debug, Clone)]
pub struct Provider {
    pub name: String,
    pub label: String,
    pub kind: ProviderKind,
    pub client_id: String,
    pub client_secret: Secret,
}

#[derive(Debug, Clone)]
pub enum ProviderKind {
    Oidc { issuer: String },
    Github { site: String, api: String },
}

/// Whether a name in the file is of this family: `oauth.google.client_id`.
pub fn is_ours(name: &str) -> bool {
    split(name).is_some()
}

/// `PARLANCE_OAUTH_MY_IDP_CLIENT_ID` is `oauth.my-idp.client_id`.
pub fn of_variable(variable: &str) -> Option<String> {
    let rest = variable.strip_prefix("PARLANCE_OAUTH_")?.to_ascii_lowercase();
    // The longest field that matches: `client_secret_file` ends in no other one, but `api` may end a name.
    let mut fields = FIELDS;
    fields.sort_by_key(|field| std::cmp::Reverse(field.len()));
    let (name, field) = fields.iter().find_map(|field| {
        let name = rest.strip_suffix(field)?.strip_suffix('_')?;
        Some((name.replace('_', "-"), *field))
    })?;
    let key = format!("{FAMILY}{name}.{field}");
    is_ours(&key).then_some(key)
}

/// Every configured provider; `layers` come strongest first.
pub fn read(layers: &[Layer], read_file: ReadFile<'_>, faults: &mut Vec<Fault>) -> Vec<Provider> {
    let names: BTreeSet<&str> =
        layers.iter().flat_map(|layer| layer.keys()).filter_map(|key| Some(split(key)?.0)).collect();
    names.into_iter().filter_map(|name| one(name, layers, read_file, faults)).collect()
}

/// Key and value of everything that is not secret, for the report.
pub fn shown(providers: &[Provider]) -> Vec<(String, String)> {
    let line = |provider: &Provider| {
        let key = |field: &str| format!("{FAMILY}{}.{field}", provider.name);
        let place = match &provider.kind {
            ProviderKind::Oidc { issuer } => ("issuer", issuer.clone()),
            ProviderKind::Github { site, .. } => ("site", site.clone()),
        };
        [
            (key(place.0), place.1),
            (key("client_id"), provider.client_id.clone()),
            (key("client_secret"), "***".to_owned()),
        ]
    };
    providers.iter().flat_map(line).collect()
}

fn one(name: &str, layers: &[Layer], read_file: ReadFile<'_>, faults: &mut Vec<Fault>) -> Option<Provider> {
    let said: BTreeMap<&str, &Given> = FIELDS
        .iter()
        .filter_map(|field| {
            let key = format!("{FAMILY}{name}.{field}");
            Some((*field, layers.iter().find_map(|layer| layer.get(&key))?))
        })
        .collect();
    let text = |field: &str| said.get(field).map(|given| given.text.trim().to_owned());
    let mut missing = |field: &str, allowed: &str| {
        faults.push(Fault {
            key: format!("{FAMILY}{name}.{field}"),
            source: said.values().next().map_or(Source::Default, |given| given.source.clone()),
            wrong: "it has no usable value, which this provider needs".to_owned(),
            allowed: allowed.to_owned(),
        });
    };
    let secret = match said.get("client_secret_file") {
        Some(file) => read_file(Path::new(&file.text)).ok().map(|text| text.trim_end().to_owned()),
        None => text("client_secret"),
    };
    let address = |text: Option<String>| text.filter(|text| is_private(text));
    let kind = match (name, text("issuer")) {
        ("github", None) => {
            let site = text("site").unwrap_or_else(|| "https://github.com".to_owned());
            let api = text("api").unwrap_or_else(|| "https://api.github.com".to_owned());
            address(Some(site)).zip(address(Some(api))).map(|(site, api)| ProviderKind::Github { site, api })
        }
        ("google", None) => Some(ProviderKind::Oidc { issuer: "https://accounts.google.com".to_owned() }),
        (_, issuer) => address(issuer).map(|issuer| ProviderKind::Oidc { issuer }),
    };
    if kind.is_none() {
        missing(
            "issuer",
            "the provider's address, such as https://idp.example; http:// only on this machine",
        );
    }
    let client_id = text("client_id").filter(|id| !id.is_empty());
    if client_id.is_none() {
        missing("client_id", "the id of this server at the provider");
    }
    let secret = secret.filter(|secret| !secret.is_empty());
    if secret.is_none() {
        missing(
            "client_secret",
            "the secret from the provider; client_secret_file names a file that holds it",
        );
    }
    let label = text("label").unwrap_or_else(|| usual_label(name));
    Some(Provider {
        name: name.to_owned(),
        label,
        kind: kind?,
        client_id: client_id?,
        client_secret: Secret::new(secret?),
    })
}

fn usual_label(name: &str) -> String {
    match name {
        "github" => "GitHub".to_owned(),
        name => {
            let mut letters = name.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
    }
}

fn split(key: &str) -> Option<(&str, &str)> {
    let (name, field) = key.strip_prefix(FAMILY)?.split_once('.')?;
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let begins = name.starts_with(|c: char| c.is_ascii_lowercase());
    (plain && begins && name.len() <= 32 && FIELDS.contains(&field)).then_some((name, field))
}

/// Encrypted in transit, or on this machine.
fn is_private(url: &str) -> bool {
    if url.contains(char::is_whitespace) {
        return false;
    }
    if url.len() > 8 && url.starts_with("https://") {
        return true;
    }
    let Some(host) = url.strip_prefix("http://") else { return false };
    let host = host.split('/').next().unwrap_or_default();
    parse::public_url(&format!("http://{host}")).is_ok_and(|origin| origin.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(said: &[(&str, &str)]) -> Layer {
        said.iter()
            .map(|(name, text)| {
                ((*name).to_owned(), Given { text: (*text).to_owned(), source: Source::Default })
            })
            .collect()
    }

    fn found(said: &[(&str, &str)]) -> (Vec<Provider>, Vec<Fault>) {
        let mut faults = Vec::new();
        let read_file = |path: &Path| match path.to_str() {
            Some("/secret") => Ok("hunter2\n".to_owned()),
            _ => Err(std::io::Error::from(std::io::ErrorKind::NotFound)),
        };
        (read(&[layer(said)], &read_file, &mut faults), faults)
    }

    #[test]
    fn presets_need_two_words_and_others_three() {
        let (providers, faults) = found(&[
            ("oauth.google.client_id", "g"),
            ("oauth.google.client_secret", "s"),
            ("oauth.github.client_id", "h"),
            ("oauth.github.client_secret_file", "/secret"),
            ("oauth.my-idp.issuer", "https://idp.example/realm"),
            ("oauth.my-idp.client_id", "m"),
            ("oauth.my-idp.client_secret", "s"),
        ]);
        assert!(faults.is_empty(), "{faults:?}");
        let labels: Vec<_> = providers.iter().map(|provider| provider.label.as_str()).collect();
        assert_eq!(labels, ["GitHub", "Google", "My-idp"]);
        assert_eq!(providers[0].client_secret.expose(), "hunter2");
        assert!(shown(&providers).iter().all(|(_, value)| value != "hunter2"));
    }

    #[test]
    fn what_is_missing_is_named() {
        let (providers, faults) =
            found(&[("oauth.idp.issuer", "http://idp.example"), ("oauth.idp.client_id", "x")]);
        assert!(providers.is_empty());
        let keys: Vec<_> = faults.iter().map(|fault| fault.key.as_str()).collect();
        assert_eq!(keys, ["oauth.idp.issuer", "oauth.idp.client_secret"]);
        assert!(is_private("http://127.0.0.1:9000/x") && is_private("http://localhost:1"));
        assert!(!is_private("http://localhost.evil.example") && !is_private("ftp://x"));
    }

    #[test]
    fn variables_name_the_same_keys() {
        let key = |variable: &str| of_variable(variable);
        assert_eq!(key("PARLANCE_OAUTH_GOOGLE_CLIENT_ID").unwrap(), "oauth.google.client_id");
        assert_eq!(
            key("PARLANCE_OAUTH_MY_IDP_CLIENT_SECRET_FILE").unwrap(),
            "oauth.my-idp.client_secret_file"
        );
        assert_eq!(key("PARLANCE_OAUTH_GOOGLE"), None);
        assert_eq!(key("PARLANCE_OAUTH_GOOGLE_COLOUR"), None);
        assert!(!is_ours("oauth.Google.client_id") && !is_ours("oauth.google.x.client_id"));
    }
}
