//! Serves translation of messages.

use super::Answer;
use crate::Api;
use crate::extract::{Body, OfMessage, Signed};
use actix_web::web::{Data, Json};
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;
use wire::translation::{TargetBody, TranslateBody, Translation, TranslationLanguages, TranslationSource};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_translation_languages).service(translate_text).service(translate_message);
}

/// Translate a message
///
/// The engine the operator configured gets the text without links, names and code. The result is stored sealed, for
/// the next person who asks, and is deleted with the message.
#[utoipa::path(
    tag = "messages",
    params(OfMessage),
    request_body = TargetBody,
    responses(
        (status = 200, description = "The message in the requested language", body = Translation),
        (status = 403, description = "`translation_off`: this instance does not translate"),
        (status = 409, description = "`message_deleted`"),
        (status = 503, description = "`translation_unavailable`: the engine does not answer; `unavailable`"),
    )
)]
#[post("/chats/{chat_id}/messages/{seq}/translation")]
async fn translate_message(
    api: Data<Api>,
    Signed(caller, (of, Body(body))): Signed<(OfMessage, Body<TargetBody>)>,
) -> Answer<Translation> {
    Ok(Json(api.app.translate_message(&caller, of.chat_id, of.seq, body.parse()?).await?.into()))
}

/// List the languages that can be translated
///
/// Names the engine and the host that gets the texts.
#[utoipa::path(
    tag = "messages",
    responses(
        (status = 200, description = "The engine and its languages", body = TranslationLanguages),
        (status = 403, description = "`translation_off`: this instance does not translate"),
        (status = 503, description = "`translation_unavailable`: the engine does not answer; `unavailable`"),
    )
)]
#[get("/translation/languages")]
async fn list_translation_languages(api: Data<Api>, _: Signed<()>) -> Answer<TranslationLanguages> {
    let pairs = api.app.pairs().await?;
    let (engine, host) = api.app.translates().unwrap_or_default();
    Ok(Json(TranslationLanguages {
        engine: engine.to_owned(),
        host: host.to_owned(),
        pairs: pairs.iter().map(|(source, targets)| TranslationSource::of(source, targets)).collect(),
    }))
}

/// Translate a text of yours
///
/// To preview it before it is sent. Nothing of it is stored.
#[utoipa::path(
    tag = "messages",
    request_body = TranslateBody,
    responses(
        (status = 200, description = "The text in the requested language", body = Translation),
        (status = 403, description = "`translation_off`: this instance does not translate"),
        (status = 503, description = "`translation_unavailable`: the engine does not answer; `unavailable`"),
    )
)]
#[post("/translation")]
async fn translate_text(
    api: Data<Api>,
    Signed(caller, Body(body)): Signed<Body<TranslateBody>>,
) -> Answer<Translation> {
    let (text, source, target) = body.parse()?;
    Ok(Json(api.app.translate_text(&caller, text.as_str(), source, target).await?.into()))
}
