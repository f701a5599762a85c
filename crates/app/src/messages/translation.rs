//! Messages are translated on request: nothing of a text leaves the server before a reader asks for it, and sending
//! waits for no engine. What came of it is kept, sealed like the message.

use crate::app::App;
use crate::caller::Caller;
use crate::outside::engine::Engine;
use crate::outside::engine::pairs::Pairs;
use crate::rate_limit::{Key, TRANSLATE};
use domain::language::Language;
use domain::message::Body;
use domain::translation::Translation;
use domain::{ChatId, Fault, Result, Seq, UserId};
use std::sync::Arc;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);
/// The engine was away.
const ASK_AGAIN: Duration = Duration::from_secs(60);

impl App {
    /// Who translates here, and how its server is called.
    pub fn translates(&self) -> Option<(&'static str, &str)> {
        self.engine.as_ref().map(|engine| (engine.name(), engine.host()))
    }

    /// What is known of it, without asking.
    pub fn known_pairs(&self) -> Arc<Pairs> {
        self.engine.as_ref().map(Engine::known_pairs).unwrap_or_default()
    }

    pub async fn pairs(&self) -> Result<Arc<Pairs>> {
        let engine = self.engine.as_ref().ok_or(Fault::TranslationOff)?;
        engine.pairs(self.clock.now()).await
    }

    /// A message that the caller may see, in the language they want.
    pub async fn translate_message(
        &self,
        caller: &Caller,
        chat: ChatId,
        seq: Seq,
        target: Language,
    ) -> Result<Translation> {
        let now = self.clock.now();
        let found = self.store.translatable(chat, caller.user, seq, target, now).await?;
        let engine = self.engine.as_ref().ok_or(Fault::TranslationOff)?;
        let text = match &found.message.body {
            Body::Text(text) => text,
            Body::Deleted => return Err(Fault::MessageDeleted),
            // There is nothing a person wrote.
            Body::Service(_) | Body::Unreadable => return Err(Fault::NotFound),
        };
        if let Some(known) = found.known.filter(|known| known.engine == engine.name()) {
            return Ok(known);
        }
        self.limits.check(&TRANSLATE, Key::User(caller.user)).await?;
        let likely = self.tongues(found.message.author).await?;
        let translation = engine.translate(text, None, &likely, target, now).await?;
        self.store.keep_translation(chat, seq, found.revision, translation.clone(), now).await?;
        Ok(translation)
    }

    /// A text of the caller's own, before it is sent. Nothing of it is kept.
    pub async fn translate_text(
        &self,
        caller: &Caller,
        text: &str,
        source: Option<Language>,
        target: Language,
    ) -> Result<Translation> {
        let engine = self.engine.as_ref().ok_or(Fault::TranslationOff)?;
        self.limits.check(&TRANSLATE, Key::User(caller.user)).await?;
        let likely = self.tongues(caller.user).await?;
        engine.translate(text, source, &likely, target, self.clock.now()).await
    }

    /// The languages an author may have written in, the likeliest first.
    async fn tongues(&self, author: UserId) -> Result<Vec<Language>> {
        let profile = match self.store.profile(author).await {
            Err(Fault::NotFound) => return Ok(vec![]),
            answer => answer?,
        };
        let languages = profile.person.languages;
        let learning = languages.learning.iter().map(|(code, _)| code);
        let all = languages.native.iter().chain(learning);
        Ok(all.filter_map(|code| Language::parse(code).ok()).collect())
    }
}

/// Keeps the table of pairs fresh, so that no reader waits for it.
pub(crate) async fn learn_pairs(app: Arc<App>) {
    let Some(engine) = &app.engine else { return };
    loop {
        let learnt = engine.learn_pairs(app.clock.now()).await;
        app.clock.sleep(if learnt.is_ok() { HOUR } else { ASK_AGAIN }).await;
    }
}
