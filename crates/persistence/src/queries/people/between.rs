//! Two people's privacy, friendship and blocks decide whether they may write to each other. Must not know what
//! follows from it.

use super::super::Conn;
use super::standings;
use diesel::prelude::*;
use domain::UserId;
use domain::direct::Between;
use domain::privacy::DmFrom;

pub async fn between(conn: &mut Conn, me: UserId, peer: UserId, usual: DmFrom) -> QueryResult<Between> {
    let standing = standings::standing(conn, me, peer).await?;
    let dm_from = standings::privacy(conn, peer).await?.dm_from.unwrap_or(usual);
    Ok(Between {
        dm_from,
        friends: standing.friend,
        blocked_by_peer: standing.is_blocked,
        blocked_by_me: standing.blocks,
    })
}
