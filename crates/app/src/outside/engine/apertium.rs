//! Apertium is called over HTTP (APy) by forms only: a query would put texts into its log.

use super::answer::EngineAnswer;
use super::choice::below;
use super::pairs::Pairs;
use crate::outside::web::{Web, WebError};
use reqwest::Url;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer<T> {
    response_data: T,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pair {
    source_language: String,
    target_language: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Translated {
    translated_text: String,
}

pub async fn pairs(web: &Web, base: &Url) -> Result<Pairs, WebError> {
    let listed: Vec<Pair> = read(&web.send(web.get(&below(base, "listPairs"))?).await?)?;
    Ok(Pairs::of(listed.iter().map(|pair| (pair.source_language.as_str(), pair.target_language.as_str()))))
}

pub async fn translate(
    web: &Web,
    base: &Url,
    text: &str,
    (from, to): (&str, &str),
) -> Result<EngineAnswer, WebError> {
    let pair = format!("{from}|{to}");
    // Without these it takes the text for HTML, and marks words it does not know with a star.
    let form = [("langpair", pair.as_str()), ("q", text), ("format", "txt"), ("markUnknown", "no")];
    let translated: Translated = read(&web.send(web.post(&below(base, "translate"))?.form(&form)).await?)?;
    Ok(EngineAnswer { text: translated.translated_text, source: None })
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, WebError> {
    let answer: Answer<T> = serde_json::from_slice(body).map_err(|_| WebError::Answer)?;
    Ok(answer.response_data)
}
