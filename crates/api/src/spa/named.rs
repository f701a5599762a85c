//! Names the instance in two files of the SPA, its page and its manifest, by name and logo. Must not know how they
//! are served.

use crate::Api;
use crate::rest::instance::LOGO;
use serde_json::{Value, json};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The name in the files as they were built.
const USUAL: &str = "Parlance";
const PAGE: &str = "index.html";
const MANIFEST: &str = "manifest.webmanifest";

/// The name and logo that replace the product's own.
#[derive(Hash)]
pub(super) struct Named {
    name: String,
    logo: Option<&'static str>,
}

/// `None` where the file is as it was built.
pub(super) fn of(api: &Api, path: &str) -> Option<Named> {
    let settings = api.app.settings();
    let logo = settings.instance_logo.as_ref().map(app::Logo::media_type);
    let named = Named { name: settings.instance_name.clone(), logo };
    let differs = named.name != USUAL || named.logo.is_some();
    (differs && (path == PAGE || path == MANIFEST)).then_some(named)
}

impl Named {
    /// Changes whenever the files would change.
    pub(super) fn mark(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }

    pub(super) fn write(&self, path: &str, file: &[u8]) -> Option<Vec<u8>> {
        let text = std::str::from_utf8(file).ok()?;
        if path == MANIFEST { self.manifest(text) } else { Some(self.page(text).into_bytes()) }
    }

    fn page(&self, text: &str) -> String {
        let title = format!("<title>{}</title>", escape(&self.name));
        let page = text.replace(&format!("<title>{USUAL}</title>"), &title);
        let Some(kind) = self.logo else { return page };
        page.replace(
            r#"href="/favicon.svg" type="image/svg+xml""#,
            &format!(r#"href="{LOGO}" type="{kind}""#),
        )
        .replace(r#"href="/icon-192.png""#, &format!(r#"href="{LOGO}""#))
    }

    fn manifest(&self, text: &str) -> Option<Vec<u8>> {
        let mut manifest: Value = serde_json::from_str(text).ok()?;
        let fields = manifest.as_object_mut()?;
        fields.insert("name".to_owned(), json!(self.name));
        fields.insert("short_name".to_owned(), json!(self.name));
        if let Some(kind) = self.logo {
            fields.insert("icons".to_owned(), json!([{"src": LOGO, "sizes": "320x320", "type": kind}]));
        }
        serde_json::to_vec(&manifest).ok()
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_and_the_manifest_carry_name_and_picture() {
        let named = Named { name: "Café <Sol> & Co".to_owned(), logo: Some("image/webp") };
        let page = r#"<title>Parlance</title><link rel="icon" href="/favicon.svg" type="image/svg+xml">"#;
        assert_eq!(
            named.page(page),
            "<title>Café &lt;Sol&gt; &amp; Co</title>\
             <link rel=\"icon\" href=\"/api/v1/instance/logo\" type=\"image/webp\">"
        );
        let manifest = named.manifest(r#"{"name":"Parlance","short_name":"Parlance","icons":[]}"#).unwrap();
        let manifest: Value = serde_json::from_slice(&manifest).unwrap();
        assert_eq!((&manifest["name"], &manifest["short_name"]), (&json!(named.name), &json!(named.name)));
        assert_eq!(manifest["icons"][0]["src"], LOGO);
        let other = Named { name: named.name.clone(), logo: None };
        assert_ne!(named.mark(), other.mark());
    }
}
