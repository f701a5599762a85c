//! LibreTranslate is called with one message at a time: in a batch it detects one language for all.

use super::answer::EngineAnswer;
use super::choice::below;
use super::pairs::Pairs;
use crate::outside::engine::codes;
use crate::outside::web::{Web, WebError};
use reqwest::Url;
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Listed {
    code: String,
    targets: Vec<String>,
}

#[derive(Serialize)]
struct Asked<'a> {
    q: &'a str,
    source: &'a str,
    target: &'a str,
    format: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Translated {
    translated_text: String,
    detected_language: Option<Detected>,
}

#[derive(Deserialize)]
struct Detected {
    language: String,
}

pub async fn pairs(web: &Web, base: &Url) -> Result<Pairs, WebError> {
    let body = web.send(web.get(&below(base, "languages"))?).await?;
    let listed: Vec<Listed> = serde_json::from_slice(&body).map_err(|_| WebError::Answer)?;
    Ok(Pairs::of(
        listed.iter().flat_map(|one| one.targets.iter().map(|target| (one.code.as_str(), target.as_str()))),
    ))
}

pub async fn translate(
    web: &Web,
    base: &Url,
    api_key: Option<&str>,
    text: &str,
    (from, to): (Option<&str>, &str),
) -> Result<EngineAnswer, WebError> {
    let asked = Asked { q: text, source: from.unwrap_or("auto"), target: to, format: "text", api_key };
    let body = web.send(web.post(&below(base, "translate"))?.json(&asked)).await?;
    let translated: Translated = serde_json::from_slice(&body).map_err(|_| WebError::Answer)?;
    let source = translated.detected_language.and_then(|detected| codes::language(&detected.language));
    Ok(EngineAnswer { text: translated.translated_text, source })
}
