//! People change their profile, picture and privacy here. Everything that is found by a name is written together with
//! the name.

use super::super::chats::membership;
use super::super::instance::blobs;
use super::super::operators::audit;
use super::super::sync::my_rev;
use super::super::{Conn, people};
use super::{friends, standings};
use crate::error::{Abort, Write, is_taken};
use crate::input::Edit;
use crate::outcome::Told;
use crate::rows::operators::audit::AuditRow;
use crate::rows::people::profile::ProfileRow;
use crate::rows::people::{LanguageRow, UserRow, languages};
use crate::schema::people::{name_parts, profiles, user_languages, users};
use crate::types::id;
use diesel::prelude::*;
use diesel_async::{AsyncConnection, RunQueryDsl};
use domain::event::{PersonChange, Personal, PersonalChange};
use domain::privacy::Privacy;
use domain::user::{gender_may_be_set, learning_may_change};
use domain::{Fault, FileId, MyRev, Timestamp, UserId};
use std::collections::BTreeSet;

/// A part of a name is searched by at most so many of its first letters; the rest is compared.
pub const PART: usize = 12;

/// For a new account, in its transaction.
pub async fn begin(conn: &mut Conn, user: &UserRow) -> QueryResult<()> {
    let folded = domain::text::fold(&user.display_name);
    let row = ProfileRow::new(user.id, folded.clone(), MyRev::ZERO, Privacy::default());
    diesel::insert_into(profiles::table).values(row).execute(conn).await?;
    write_parts(conn, user.id, &user.username, &folded).await
}

/// How others are to be told, if a name or the languages beside it changed.
pub async fn edit(
    conn: &mut Conn,
    user: UserId,
    edit: Edit,
    at: i64,
    renaming: AuditRow,
) -> Write<Told<Option<PersonChange>>> {
    // The first statement takes the person's row: two edits at once follow each other.
    let my_rev = my_rev::bump(conn, user).await?;
    let mut row = people::find(conn, user).await?.ok_or(Abort::Refused(Fault::NotFound))?;
    let former = row.clone();
    if let Some(learning) = edit.learning {
        let before = languages::read(&row.languages).learning.into_iter().map(|(code, _)| code);
        if before.collect::<BTreeSet<_>>() != learning.iter().map(|one| one.code.clone()).collect() {
            let changed_at = row.learning_changed_at.map(Timestamp::from_millis);
            learning_may_change(changed_at, Timestamp::from_millis(at)).map_err(too_soon)?;
            row.learning_changed_at = Some(at);
        }
        set_languages(conn, user, true, learning).await?;
    }
    if let Some(native) = edit.native {
        set_languages(conn, user, false, native).await?;
    }
    row.languages = languages::write(&people::languages(conn, user).await?);
    if let Some((username, shape)) = edit.username {
        (row.username, row.username_shape) = (username, Some(shape));
    }
    row.display_name = edit.display_name.unwrap_or(row.display_name);
    row.bio = edit.bio.unwrap_or(row.bio);
    row.country = edit.country.or(row.country);
    if let Some(gender) = edit.gender_sealed {
        gender_may_be_set(row.gender_sealed.is_some())
            .map_err(|refusal| Fault::Validation(vec![refusal.at("/gender")]))?;
        row.gender_sealed = Some(gender);
    }
    save(conn, &row).await?;
    if former.username != row.username {
        audit::insert(conn, renaming).await?;
    }
    let folded = domain::text::fold(&row.display_name);
    diesel::update(profiles::table.find(id(user)))
        .set((profiles::my_rev.eq(my_rev.number()), profiles::folded.eq(&folded)))
        .execute(conn)
        .await?;
    let renamed = (&former.username, &former.display_name) != (&row.username, &row.display_name);
    if renamed {
        diesel::delete(name_parts::table.filter(name_parts::user_id.eq(id(user)))).execute(conn).await?;
        write_parts(conn, user, &row.username, &folded).await?;
    }
    let seen = renamed || former.languages != row.languages;
    let answer = if seen { Some(person_change(conn, row).await?) } else { None };
    Ok(Told { answer, told: vec![PersonalChange { user, my_rev, what: Personal::Profile }] })
}

/// Another picture, or none. The new file is held from here on, and the former one is let go.
pub async fn set_avatar(
    conn: &mut Conn,
    user: UserId,
    avatar: Option<FileId>,
    at: i64,
) -> Write<Told<(PersonChange, Option<FileId>)>> {
    let my_rev = my_rev::bump(conn, user).await?;
    let mut row = people::find(conn, user).await?.ok_or(Abort::Refused(Fault::NotFound))?;
    let former = row.avatar_id.map(|file| FileId::from_uuid(file.uuid()));
    row.avatar_id = avatar.map(Into::into);
    diesel::update(users::table.find(id(user))).set(users::avatar_id.eq(row.avatar_id)).execute(conn).await?;
    if let Some(file) = avatar {
        blobs::hold(conn, file).await?;
    }
    if let Some(file) = former {
        blobs::let_go(conn, file, at).await?;
    }
    diesel::update(profiles::table.find(id(user)))
        .set(profiles::my_rev.eq(my_rev.number()))
        .execute(conn)
        .await?;
    let change = person_change(conn, row).await?;
    let told = vec![PersonalChange { user, my_rev, what: Personal::Profile }];
    Ok(Told { answer: (change, former), told })
}

pub async fn set_privacy(
    conn: &mut Conn,
    user: UserId,
    privacy: Privacy,
    entry: AuditRow,
) -> Write<Told<()>> {
    let my_rev = my_rev::bump(conn, user).await?;
    let folded: String = profiles::table.find(id(user)).select(profiles::folded).get_result(conn).await?;
    let row = ProfileRow::new(user, folded, my_rev, privacy);
    diesel::update(profiles::table.find(id(user)))
        .set((
            profiles::my_rev.eq(row.my_rev.number()),
            profiles::online.eq(row.online),
            profiles::last_seen.eq(row.last_seen),
            profiles::receipts.eq(row.receipts),
            profiles::typing.eq(row.typing),
            profiles::dm_from.eq(row.dm_from),
            profiles::find_by.eq(row.find_by),
            profiles::call_from.eq(row.call_from),
            profiles::add_from.eq(row.add_from),
            profiles::hide_email.eq(row.hide_email),
        ))
        .execute(conn)
        .await?;
    audit::insert(conn, entry).await?;
    Ok(Told { answer: (), told: vec![PersonalChange { user, my_rev, what: Personal::Profile }] })
}

pub async fn privacy(conn: &mut Conn, user: UserId) -> QueryResult<Privacy> {
    standings::privacy(conn, user).await
}

/// Since when each of these was gone; several in one go.
pub async fn seen(conn: &mut Conn, people: Vec<(UserId, i64)>) -> Write<()> {
    for (user, at) in people {
        let earlier = users::last_seen_at.is_null().or(users::last_seen_at.lt(at));
        diesel::update(users::table.find(id(user)).filter(earlier))
            .set(users::last_seen_at.eq(at))
            .execute(conn)
            .await?;
    }
    Ok(())
}

pub async fn changed(
    conn: &mut Conn,
    user: UserId,
    after: MyRev,
    up_to: MyRev,
) -> QueryResult<Option<MyRev>> {
    let changed: Option<i64> = profiles::table
        .find(id(user))
        .filter(profiles::my_rev.gt(after.number()))
        .filter(profiles::my_rev.le(up_to.number()))
        .select(profiles::my_rev)
        .get_result(conn)
        .await
        .optional()?;
    Ok(changed.map(MyRev::from_number))
}

async fn save(conn: &mut Conn, row: &UserRow) -> Result<(), Abort<Told<Option<PersonChange>>>> {
    let set = (
        users::username.eq(&row.username),
        users::username_shape.eq(&row.username_shape),
        users::display_name.eq(&row.display_name),
        users::bio.eq(&row.bio),
        users::country.eq(&row.country),
        users::learning_changed_at.eq(row.learning_changed_at),
        users::gender_sealed.eq(&row.gender_sealed),
        users::languages.eq(&row.languages),
    );
    let find = users::table.find(id(row.id));
    let saved = conn.transaction(async |conn| diesel::update(find).set(set).execute(conn).await).await;
    match saved {
        Err(error) if is_taken(&error, "username") || is_taken(&error, "shape") => {
            Err(Fault::UsernameTaken.into())
        }
        Err(error) => Err(error.into()),
        Ok(_) => Ok(()),
    }
}

async fn set_languages(
    conn: &mut Conn,
    user: UserId,
    learning: bool,
    rows: Vec<LanguageRow>,
) -> QueryResult<()> {
    let former = user_languages::table
        .filter(user_languages::user_id.eq(id(user)))
        .filter(user_languages::learning.eq(learning));
    diesel::delete(former).execute(conn).await?;
    for row in rows {
        diesel::insert_into(user_languages::table).values(row).execute(conn).await?;
    }
    Ok(())
}

async fn person_change(conn: &mut Conn, row: UserRow) -> QueryResult<PersonChange> {
    let friends = friends::ids_of(conn, row.id).await?;
    let chats = membership::chat_ids(conn, row.id).await?.into_iter().map(|(chat, _)| chat).collect();
    Ok(PersonChange { person: row.person(), friends, chats })
}

async fn write_parts(conn: &mut Conn, user: UserId, username: &str, folded: &str) -> QueryResult<()> {
    let mut parts = BTreeSet::new();
    for name in [username, folded] {
        for (start, letter) in name.char_indices() {
            let part: String = name.get(start..).unwrap_or_default().chars().take(PART).collect();
            if letter != ' ' && part.chars().count() >= 2 {
                parts.insert(part);
            }
        }
    }
    for part in parts {
        diesel::insert_into(name_parts::table)
            .values((name_parts::part.eq(part), name_parts::user_id.eq(id(user))))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
    }
    Ok(())
}

fn too_soon(free_at: Timestamp) -> Fault {
    let detail = format!("can be changed again on {free_at}");
    Fault::field("/learning_languages", "too_soon", detail)
}
