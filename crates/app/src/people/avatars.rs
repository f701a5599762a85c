//! Pictures of people and groups are set, served and removed here, by links a browser can follow.

use crate::app::App;
use crate::caller::{Caller, Visitor};
use crate::people::pictures::{Part, SIDES};
use crate::rate_limit::{Key, MEDIA, UPLOAD};
use domain::chat::OwnChat;
use domain::media::Content;
use domain::user::{Avatar, Links, Person};
use domain::{ChatId, Fault, FileId, Result};
use persistence::store::instance::blobs::{FileOwner, NewPart};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

const SWEEP_EVERY: Duration = Duration::from_secs(600);
const LEASE: Duration = Duration::from_secs(900);

/// A part of a file, open, and the whole file's length.
pub struct Media {
    pub content: Content,
    pub bytes: Vec<u8>,
    pub range: Range<u64>,
    pub length: u64,
}

impl App {
    pub async fn set_avatar(&self, caller: &Caller, bytes: Vec<u8>) -> Result<()> {
        self.limits.check(&UPLOAD, Key::User(caller.user)).await?;
        let file = self.keep_picture(FileOwner::Person(caller.user), bytes).await?;
        let former = self.store.set_avatar(caller.user, Some(file), self.clock.now()).await?;
        self.throw_away(former).await;
        Ok(())
    }

    /// Of a group; asked first, so that nothing is taken in from a caller who may not.
    pub async fn set_chat_avatar(&self, caller: &Caller, chat: ChatId, bytes: Vec<u8>) -> Result<OwnChat> {
        self.limits.check(&UPLOAD, Key::User(caller.user)).await?;
        self.store.may_edit(chat, caller.user).await?;
        let file = self.keep_picture(FileOwner::Chat(chat), bytes).await?;
        let former = self.store.set_chat_avatar(chat, caller.user, Some(file), self.clock.now()).await?;
        self.throw_away(former).await;
        self.chat(caller, chat).await
    }

    pub async fn remove_chat_avatar(&self, caller: &Caller, chat: ChatId) -> Result<()> {
        let former = self.store.set_chat_avatar(chat, caller.user, None, self.clock.now()).await?;
        self.throw_away(former).await;
        Ok(())
    }

    /// Stored, and thrown away again unless it is held.
    async fn keep_picture(&self, owner: FileOwner, bytes: Vec<u8>) -> Result<FileId> {
        let parts = self.pictures.render(bytes).await?;
        let now = self.clock.now();
        let file = FileId::make(now, self.random);
        let size = |part: &Part| u64::try_from(part.bytes.len()).unwrap_or(u64::MAX);
        let new: Vec<NewPart> = parts
            .iter()
            .map(|part| NewPart { part: part.part, content: part.content, size: size(part) })
            .collect();
        let seals = self.store.begin_file(file, owner, &new, now).await?;
        for (part, seal) in parts.iter().zip(&seals) {
            let sealed = seal.seal(&part.bytes, self.random).map_err(|_| Fault::Internal)?;
            self.files.put(file, part.part, sealed).await?;
        }
        Ok(file)
    }

    pub async fn remove_avatar(&self, caller: &Caller) -> Result<()> {
        let former = self.store.set_avatar(caller.user, None, self.clock.now()).await?;
        self.throw_away(former).await;
        Ok(())
    }

    /// For the bearer of a link that was made for a session that still lives. `side` is 0 for the whole.
    pub async fn media(
        &self,
        visitor: &Visitor,
        token: &str,
        file: FileId,
        side: u16,
        wanted: Option<(u64, Option<u64>)>,
    ) -> Result<Media> {
        let made = self.media_tokens.verify(token, file, self.clock.now());
        let Some((user, session)) = made else {
            return Err(self.unproven(visitor, Fault::TokenInvalid).await);
        };
        self.limits.check(&MEDIA, Key::User(user)).await?;
        if self.liveness(session).await?.user != user {
            return Err(Fault::TokenInvalid);
        }
        let stored = self.store.file(user, file, side, self.clock.now()).await?;
        let length = stored.seal.length();
        let range = match wanted {
            Some((from, to)) if from < length => {
                from..to.map_or(length, |to| to.saturating_add(1).min(length))
            }
            Some(_) | None => 0..length,
        };
        let cover = stored.seal.cover(range.clone()).ok_or(Fault::NotFound)?;
        let prefix = self.files.get(file, side, 0..7).await?;
        let prefix = *prefix.first_chunk().ok_or(Fault::Internal)?;
        let sealed = self.files.get(file, side, cover.sealed).await?;
        let opened = stored.seal.open_from(prefix, cover.first, &sealed).map_err(|_| {
            tracing::error!(event = "unreadable_file", file_id = %file, "a file does not open");
            Fault::Internal
        })?;
        let bytes = opened.get(cover.wanted).ok_or(Fault::Internal)?.to_vec();
        Ok(Media { content: stored.content, bytes, range, length })
    }

    /// Where this caller gets a person's picture for the next minutes.
    pub(crate) fn link(&self, caller: &Caller, person: &mut Person) {
        self.link_chat(caller, &mut person.avatar);
    }

    /// The same for a group's.
    pub(crate) fn link_chat(&self, caller: &Caller, avatar: &mut Option<Avatar>) {
        if let Some(avatar) = avatar {
            let token = self.media_tokens.make(caller.user, caller.session, avatar.file, self.clock.now());
            let [large, small] = SIDES;
            let at = |side: u16| format!("/media/{}/thumb/{side}?t={token}", avatar.file);
            avatar.links = Some(Links { small: at(small), large: at(large) });
        }
    }

    /// At once, if that can be done; otherwise the job finds it.
    async fn throw_away(&self, file: Option<FileId>) {
        let Some(file) = file else { return };
        for part in self.store.parts_of(file).await.unwrap_or_default() {
            if self.store.remove_part(file, part, self.clock.now()).await != Ok(true) {
                tracing::info!("a file is removed later");
            }
        }
    }
}

/// Files whose time is over: uploads that broke off, pictures that could not be removed at once.
pub async fn sweep(app: Arc<App>) {
    let node = app.node;
    loop {
        if app.store.take_lease("files", node, app.clock.now(), LEASE).await.unwrap_or(false) {
            while let Ok(parts) = app.store.files_over(app.clock.now()).await {
                let mut failed = parts.is_empty();
                for (file, part) in parts {
                    failed |= app.store.remove_part(file, part, app.clock.now()).await != Ok(true);
                }
                if failed {
                    break;
                }
            }
        }
        app.clock.sleep(SWEEP_EVERY).await;
    }
}
