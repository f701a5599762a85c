//! Connected clients and nodes stay complete by digests, changes and revisions.

pub mod notifications;
pub mod pushes;

use super::{Store, on_reader};
use crate::keys::KeySet;
use crate::outcome::{ChangeRows, ChangesFound, MyChatFound};
use crate::rows::messages::reactions::Marks;
use domain::chat::Digest;
use domain::event::{Catchup, Changes, MyChanges, MyChat};
use domain::message::Message;
use domain::page::Limit;
use domain::{ChatId, MyRev, Result, Rev, Seq, Timestamp, UserId};

impl Store {
    /// A person's chats, and the first message they may see of each.
    pub async fn chats_of(&self, user: UserId) -> Result<Vec<(ChatId, Seq)>> {
        on_reader!(self, chats::membership::chat_ids(user))
    }

    /// Newest activity first, and the person's own revision.
    pub async fn digest(&self, user: UserId) -> Result<(Vec<Digest>, MyRev)> {
        on_reader!(self, sync::catchup::digest(user))
    }

    /// What changed for one reader, in a page of so many rows and about so many bytes.
    pub async fn changes(
        &self,
        chat: ChatId,
        reader: UserId,
        after: Rev,
        (limit, bytes): (Limit, usize),
        now: Timestamp,
    ) -> Result<Catchup> {
        match on_reader!(self, sync::changes::for_reader(chat, reader, after, limit.rows()))? {
            ChangesFound::Reset { rev } => Ok(Catchup::Reset { rev }),
            ChangesFound::Rows(mut rows) => {
                let keys = self.readable(chat, &mut rows.messages, now).await?;
                rows.fit(bytes);
                let mut changes = opened(*rows, &keys, Marks::own);
                self.quote(chat, reader, &mut changes.messages, now).await?;
                Ok(Catchup::Changes(Box::new(changes)))
            }
        }
    }

    /// For a node that missed hints: everything, without regard to readers.
    pub async fn range(
        &self,
        chat: ChatId,
        after: Rev,
        (limit, bytes): (Limit, usize),
        now: Timestamp,
    ) -> Result<Changes> {
        let mut rows = on_reader!(self, sync::changes::for_node(chat, after, limit.rows()))?;
        let keys = self.readable(chat, &mut rows.messages, now).await?;
        rows.fit(bytes);
        Ok(opened(rows, &keys, Marks::shared))
    }

    pub async fn my_changes(
        &self,
        user: UserId,
        after: MyRev,
        (limit, bytes): (Limit, usize),
        now: Timestamp,
    ) -> Result<MyChanges> {
        let mut found = on_reader!(self, sync::catchup::my_changes(user, after, limit.rows()))?;
        found.fit(bytes);
        let keys = self.user_keys(user).await?;
        let mut of_chats = self.keys_of_chats(found.chats.iter().map(|one| one.state.chat), now).await?;
        let is_newer = |one: &&MyChatFound| {
            let draft = one.preferences.draft_sealed.as_deref();
            let keys = of_chats.get(&one.state.chat);
            draft.zip(keys).is_some_and(|(draft, keys)| keys.lacks(draft))
        };
        if found.chats.iter().filter(is_newer).count() > 0 {
            of_chats = self.keys_of_chats(found.chats.iter().map(|one| one.state.chat), now).await?;
        }
        // A chat whose keys are gone has nothing more to say.
        let open_chat = |one: MyChatFound| {
            let preferences = of_chats.get(&one.state.chat).map(|keys| one.preferences.open(user, keys));
            MyChat { preferences: preferences.unwrap_or_default(), ..one.state }
        };
        Ok(MyChanges {
            chats: found.chats.into_iter().map(open_chat).collect(),
            notifications: found.notifications.iter().filter_map(|row| row.open(&keys)).collect(),
            notification_settings: found.notification_settings.map(|row| row.open()),
            unread_notifications: found.unread_notifications,
            others: found.others,
            my_rev: found.my_rev,
            more: found.more,
        })
    }

    /// Where these chats stand; one that is gone is missing.
    pub async fn revs(&self, chats: Vec<ChatId>) -> Result<Vec<(ChatId, Rev)>> {
        on_reader!(self, sync::catchup::revs(chats))
    }

    pub async fn my_revs(&self, users: Vec<UserId>) -> Result<Vec<(UserId, MyRev)>> {
        on_reader!(self, sync::catchup::my_revs(users))
    }

    /// Those of `others` who share a chat with this person.
    pub async fn acquaintances(&self, user: UserId, others: Vec<UserId>) -> Result<Vec<UserId>> {
        on_reader!(self, chats::membership::acquaintances(user, others))
    }
}

fn opened(rows: ChangeRows, keys: &KeySet, seen: impl Fn(&Marks, Message) -> Message) -> Changes {
    Changes {
        messages: rows.messages.iter().map(|row| seen(&rows.marks, row.open(keys))).collect(),
        members: rows.members.iter().map(|row| row.open()).collect(),
        chat: rows.settings.then(|| rows.chat.open(keys)),
        rev: rows.rev,
        more: rows.more,
    }
}
