//! A change of a chat: the lock that it holds, and the only place that raises a chat's revision.
//!
//! Revisions have no holes, and what carries one becomes true together with it. So the lock alone raises nothing; rows
//! take their revision from a [`Change`]; and a caller that reports an outcome needs the chat's row, which only
//! [`Change::commit`] and [`LockedChat::unchanged`] give.

use super::super::Conn;
use crate::error::Abort;
use crate::rows::chats::ChatRow;
use crate::schema::chats::chats;
use crate::types::id;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use domain::{ChatId, Fault};
use std::ops::{Deref, DerefMut};

/// A chat whose row is locked until the unit of work ends. Its revision has not moved.
#[must_use]
pub struct LockedChat(ChatRow);

impl LockedChat {
    /// The first statement of every change. Writing the row takes its lock on both databases, and returns what its
    /// last holder committed.
    pub async fn take<T>(conn: &mut Conn, chat: ChatId) -> Result<Self, Abort<T>> {
        let present = chats::table.find(id(chat)).filter(chats::gone_at.is_null());
        let row = diesel::update(present)
            .set(chats::rev.eq(chats::rev))
            .returning(ChatRow::as_returning())
            .get_result(conn)
            .await
            .optional()?;
        row.map(Self).ok_or(Abort::Refused(Fault::NotFound))
    }

    /// Begins the one change of this unit of work, at the chat's next revision.
    pub fn begin(self) -> Change {
        let mut row = self.0;
        row.rev = row.rev.next();
        Change(row)
    }

    /// Ends without a change that members are told.
    pub fn unchanged(self) -> ChatRow {
        self.0
    }
}

impl Deref for LockedChat {
    type Target = ChatRow;

    fn deref(&self) -> &ChatRow {
        &self.0
    }
}

/// A change under way: the chat's row as it will be, at its new revision. It is not stored before [`Change::commit`].
#[must_use]
pub struct Change(ChatRow);

impl Change {
    /// The first change of a chat whose row was just inserted.
    pub fn first(row: ChatRow) -> Self {
        Self(row)
    }

    /// Writes the row with its new revision; the transaction makes it durable.
    pub async fn commit(self, conn: &mut Conn) -> QueryResult<ChatRow> {
        save(conn, &self.0).await?;
        Ok(self.0)
    }
}

impl Deref for Change {
    type Target = ChatRow;

    fn deref(&self) -> &ChatRow {
        &self.0
    }
}

impl DerefMut for Change {
    fn deref_mut(&mut self) -> &mut ChatRow {
        &mut self.0
    }
}

/// Writes a locked row whose revision has not moved, or has moved by a [`Change`].
pub async fn save(conn: &mut Conn, chat: &ChatRow) -> QueryResult<usize> {
    diesel::update(chats::table.find(id(chat.id))).set(chat.clone()).execute(conn).await
}
