//! References of messages are looked up when they are sent, opened for each reader when they are read, and mentioned
//! people are notified.

use crate::input::NewNotification;
use crate::rows::messages::reactions::{EVERYBODY, MentionRow, mention_source};
use crate::rows::sync::notification::seal_about;
use crate::store::people::facts;
use crate::store::{Store, on_reader, on_writer};
use domain::message::{Body, EXCERPT, Mention, Message, MessageKind, NewMessage, Quote, unknown};
use domain::notification::{About, Notification, NotificationKind};
use domain::{ChatId, Fault, MyRev, NotificationId, Result, Seq, Timestamp, UserId, markup, mention};

/// People told of one mention in one go.
const AT_ONCE: i64 = 50;

impl Store {
    /// Whom a message speaks to, and whether its sender sees what it answers or corrects.
    pub(crate) async fn resolve(&self, message: &mut NewMessage) -> Result<()> {
        let (chat, author) = (message.chat, message.author);
        // Forwarded words mention no one here.
        if message.references.forwarded_from.is_none() {
            message.references.mentions = self.mentions_in(chat, author, message.text.as_str()).await?;
        }
        if let Some(seq) = message.references.reply_to {
            on_reader!(self, messages::one(chat, author, seq)).map_err(|fault| absent(fault, "/reply_to"))?;
        }
        if let Some(seq) = message.references.base {
            let found = on_reader!(self, messages::one(chat, author, seq));
            let base = found.map_err(|fault| absent(fault, "/base_seq"))?;
            let wording = base.kind == i32::from(MessageKind::Text.number()) && base.deleted_at.is_none();
            if !wording {
                return Err(Fault::field("/base_seq", "not_a_text", "must be a text that is not deleted"));
            }
        }
        Ok(())
    }

    /// Names in a text that are those of members.
    pub(crate) async fn mentions_in(
        &self,
        chat: ChatId,
        speaker: UserId,
        text: &str,
    ) -> Result<Vec<Mention>> {
        let named = mention::names(text);
        if named.is_empty() {
            return Ok(vec![]);
        }
        let mut names: Vec<String> = named.iter().map(|one| one.name.clone()).collect();
        names.sort();
        names.dedup();
        let (speaker, known) = on_reader!(self, messages::mentions::known(chat, speaker, names))?;
        let role =
            speaker.map(|row| row.open()).filter(|member| member.is_joined()).map(|member| member.role);
        Ok(mention::meant(&named, &known, role))
    }

    /// The messages these answer, as their reader sees them.
    pub(crate) async fn quote(
        &self,
        chat: ChatId,
        reader: UserId,
        messages: &mut [Message],
        now: Timestamp,
    ) -> Result<()> {
        let mut seqs: Vec<Seq> = messages.iter().filter_map(|message| message.references.reply_to).collect();
        seqs.sort_unstable();
        seqs.dedup();
        if seqs.is_empty() {
            return Ok(());
        }
        let mut rows = on_reader!(self, messages::pins_and_stars::quoted(chat, reader, seqs))?;
        let keys = self.readable(chat, &mut rows, now).await?;
        for message in messages {
            let original = rows.iter().find(|row| Some(row.seq) == message.references.reply_to);
            message.quote = original.map(|row| quote(row.open(&keys)));
        }
        Ok(())
    }

    /// Notifies some of the people who are mentioned and were not notified yet; false when none are left.
    pub async fn tell_mentions(&self, now: Timestamp) -> Result<bool> {
        let Some((row, mut message)) = on_reader!(self, messages::mentions::untold())? else {
            return Ok(false);
        };
        let keys = self.readable(row.chat_id, std::slice::from_mut(&mut message), now).await?;
        let message = message.open(&keys);
        let preview = match message.body {
            Body::Text(text) => About::text(&text),
            Body::Service(_) | Body::Deleted | Body::Unreadable => About::default(),
        };
        let about = preview.in_chat(row.chat_id);
        let mut after = None;
        loop {
            let of = row.clone();
            let users: Vec<UserId> = on_reader!(self, messages::mentions::audience(of, after, AT_ONCE))?;
            let last = users.len() < usize::try_from(AT_ONCE).unwrap_or_default() || row.user_id != EVERYBODY;
            after = users.last().copied();
            let mut new = Vec::with_capacity(users.len());
            for user in users {
                new.push(self.mention_notification(&row, user, &about, now).await?);
            }
            let (of, done) = (row.clone(), last.then_some(now.millis()));
            on_writer!(self, messages::mentions::tell(of, new, done), |told| ((), facts(told, None)))?;
            if last {
                return Ok(true);
            }
        }
    }

    async fn mention_notification(
        &self,
        row: &MentionRow,
        user: UserId,
        about: &About,
        now: Timestamp,
    ) -> Result<NewNotification> {
        let id = NotificationId::make(now, self.random);
        let keys = self.user_keys(user).await?;
        let notification = Notification {
            id,
            kind: NotificationKind::Mention,
            source: mention_source(row.chat_id, row.seq),
            actor: Some(row.author_id),
            about: about.clone(),
            created_at: now,
            read_at: None,
            my_rev: MyRev::ZERO,
        };
        Ok(NewNotification { user, notification, about_sealed: seal_about(about, id, &keys, self.random)? })
    }
}

/// A chat that is not the sender's stays one that is not there.
fn absent(fault: Fault, pointer: &str) -> Fault {
    if fault == Fault::NotFound { unknown(pointer) } else { fault }
}

fn quote(original: Message) -> Quote {
    let excerpt = match original.body {
        Body::Text(text) => Some(markup::preview(&text, EXCERPT)),
        Body::Service(_) | Body::Deleted | Body::Unreadable => None,
    };
    Quote { author: original.author, excerpt, deleted: original.deleted_at.is_some() }
}
