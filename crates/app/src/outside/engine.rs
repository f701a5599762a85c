//! The configured translation engine is called over HTTP, one text at a time. A slow or broken one costs the reader a
//! few seconds at most, and after some failures nothing at all. Must not know messages.

pub mod answer;

mod apertium;
pub mod choice;
mod codes;
mod detect;
mod libretranslate;
pub mod pairs;

pub use choice::EngineChoice;
pub use pairs::Pairs;

use crate::outside::engine::answer::EngineAnswer;
use crate::outside::engine::detect::detect;
use crate::outside::web::{Web, WebError};
use domain::language::Language;
use domain::translation::{Piece, Translation, pieces};
use domain::{Fault, Result, Timestamp};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// For one text from the first byte to the last.
pub const TIMEOUT: Duration = Duration::from_secs(5);
/// Texts with the engine at one time; the others wait, and more than that are refused.
pub const AT_ONCE: usize = 4;
const WAITING: usize = 64;
/// After so many failures in a row it is left alone for a while.
pub const FAILURES: u32 = 3;
const LEFT_ALONE: Duration = Duration::from_secs(30);
/// Translations are seldom much longer than what they are made of.
pub const LONGEST: usize = 20_000;

pub struct Engine {
    speaks: EngineChoice,
    web: Web,
    pairs: RwLock<Arc<Pairs>>,
    waiting: Semaphore,
    at_once: Semaphore,
    health: Mutex<Health>,
}

#[derive(Default)]
pub struct Health {
    failures: u32,
    left_alone_until: Option<Timestamp>,
}

impl Engine {
    /// None where nothing is translated.
    pub fn open(choice: &EngineChoice) -> std::result::Result<Option<Self>, WebError> {
        if *choice == EngineChoice::Off {
            return Ok(None);
        }
        Ok(Some(Self {
            speaks: choice.clone(),
            web: Web::default(),
            pairs: RwLock::default(),
            waiting: Semaphore::new(AT_ONCE + WAITING),
            at_once: Semaphore::new(AT_ONCE),
            health: Mutex::default(),
        }))
    }

    pub fn name(&self) -> &'static str {
        match self.speaks {
            EngineChoice::Off => "",
            EngineChoice::Apertium { .. } => "Apertium",
            EngineChoice::LibreTranslate { .. } => "LibreTranslate",
        }
    }

    pub fn host(&self) -> &str {
        self.speaks.host()
    }

    pub fn known_pairs(&self) -> Arc<Pairs> {
        self.pairs.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub async fn pairs(&self, now: Timestamp) -> Result<Arc<Pairs>> {
        let known = self.known_pairs();
        if known.is_empty() { self.learn_pairs(now).await } else { Ok(known) }
    }

    pub async fn learn_pairs(&self, now: Timestamp) -> Result<Arc<Pairs>> {
        let asked = self.in_time(now, async {
            match &self.speaks {
                EngineChoice::Off => Ok(Pairs::default()),
                EngineChoice::Apertium { base } => apertium::pairs(&self.web, base).await,
                EngineChoice::LibreTranslate { base, .. } => libretranslate::pairs(&self.web, base).await,
            }
        });
        let pairs = Arc::new(asked.await?);
        *self.pairs.write().unwrap_or_else(PoisonError::into_inner) = pairs.clone();
        Ok(pairs)
    }

    /// `likely` are languages the author may have written in, where the request does not say which it was.
    pub async fn translate(
        &self,
        text: &str,
        source: Option<Language>,
        likely: &[Language],
        target: Language,
        now: Timestamp,
    ) -> Result<Translation> {
        let pairs = self.pairs(now).await?;
        let sources = pairs.sources(target);
        if sources.is_empty() {
            return Err(unsupported(target));
        }
        let source = match source {
            Some(source) => Some(source),
            None if self.detects() => None,
            None => {
                let known = |language: &Language| *language == target || sources.contains(language);
                let mut candidates: Vec<_> = likely.iter().copied().filter(known).collect();
                if candidates.is_empty() {
                    candidates = sources.into_iter().chain([target]).collect();
                }
                detect(text, &candidates)
            }
        };
        let done =
            |text: String, source| Translation { text, source, target, engine: self.name().to_owned() };
        match source {
            Some(source) if source == target => return Ok(done(text.to_owned(), source)),
            Some(source) if !pairs.has(source, target) => return Err(unsupported(target)),
            Some(_) | None => {}
        }
        let _waiting = self.waiting.try_acquire().map_err(|_| away(TIMEOUT))?;
        let made = self.in_time(now, async {
            let Ok(_turn) = self.at_once.acquire().await else { return Err(WebError::Answer) };
            self.in_pieces(text, source, target, &pairs).await
        });
        let made = made.await?;
        Ok(done(made.text, source.or(made.source).unwrap_or(target)))
    }

    /// Only words are handed over; what stands between them comes back as it was.
    async fn in_pieces(
        &self,
        text: &str,
        mut source: Option<Language>,
        target: Language,
        pairs: &Pairs,
    ) -> std::result::Result<EngineAnswer, WebError> {
        let mut whole = String::with_capacity(text.len());
        for piece in pieces(text) {
            let words = match piece {
                Piece::Kept(kept) => {
                    whole.push_str(kept);
                    continue;
                }
                Piece::Words(words) => words,
            };
            let inner = words.trim();
            let (before, after) = words.split_once(inner).unwrap_or_default();
            let part = match &self.speaks {
                EngineChoice::Off => Err(WebError::Answer),
                EngineChoice::Apertium { base } => {
                    let from = source.ok_or(WebError::Answer)?;
                    apertium::translate(&self.web, base, inner, (pairs.name(from), pairs.name(target))).await
                }
                EngineChoice::LibreTranslate { base, key } => {
                    let names = (source.map(|from| pairs.name(from)), pairs.name(target));
                    libretranslate::translate(&self.web, base, key.as_deref(), inner, names).await
                }
            }?;
            // The first words say what the others are written in.
            source = source.or(part.source);
            whole.push_str(before);
            whole.extend(part.text.trim().chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')));
            whole.push_str(after);
            if whole.len() > LONGEST {
                return Err(WebError::TooLong);
            }
        }
        Ok(EngineAnswer { text: whole, source })
    }

    /// Whether it finds out by itself what a text is written in.
    fn detects(&self) -> bool {
        match self.speaks {
            EngineChoice::LibreTranslate { .. } => true,
            EngineChoice::Apertium { .. } | EngineChoice::Off => false,
        }
    }

    async fn in_time<T>(
        &self,
        now: Timestamp,
        asked: impl Future<Output = std::result::Result<T, WebError>>,
    ) -> Result<T> {
        if let Some(until) = self.health().left_alone_until.filter(|until| now < *until) {
            return Err(away(until.since(now)));
        }
        let answer = timeout(TIMEOUT, asked).await;
        let answer = answer.unwrap_or_else(|_| Err(WebError::Call("it took too long".to_owned())));
        let mut health = self.health();
        match answer {
            Ok(answer) => {
                *health = Health::default();
                Ok(answer)
            }
            // It is well, and does not want this text.
            Err(WebError::Status(400)) => Err(away(LEFT_ALONE)),
            Err(error) => {
                health.failures += 1;
                if health.failures >= FAILURES {
                    health.left_alone_until = Some(now.plus(LEFT_ALONE));
                }
                tracing::warn!(event = "translation_failed", engine = self.name(), failures = health.failures, %error);
                Err(away(LEFT_ALONE))
            }
        }
    }

    fn health(&self) -> std::sync::MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub fn away(retry_after: Duration) -> Fault {
    Fault::TranslationUnavailable { retry_after: retry_after.max(Duration::from_secs(1)) }
}

pub fn unsupported(target: Language) -> Fault {
    let detail = format!("this instance cannot translate this into `{}`", target.code());
    Fault::field("/target", "unsupported_pair", detail)
}
