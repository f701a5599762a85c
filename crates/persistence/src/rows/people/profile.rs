//! Privacy settings are stored as numbers. Must not know what a setting means.

use crate::schema::people::profiles;
use crate::types::{StoredId, StoredNumber};
use diesel::prelude::*;
use domain::privacy::{AddFrom, Audience, DmFrom, Privacy};
use domain::{MyRev, UserId};

#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = profiles, treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub struct ProfileRow {
    #[diesel(serialize_as = StoredId)]
    pub user_id: UserId,
    pub folded: String,
    #[diesel(serialize_as = StoredNumber, deserialize_as = StoredNumber)]
    pub my_rev: MyRev,
    pub online: i32,
    pub last_seen: i32,
    pub receipts: bool,
    pub typing: bool,
    pub dm_from: Option<i32>,
    pub find_by: i32,
    pub call_from: i32,
    pub add_from: i32,
    pub hide_email: bool,
}

impl ProfileRow {
    pub fn new(user: UserId, folded: String, my_rev: MyRev, privacy: Privacy) -> Self {
        Self {
            user_id: user,
            folded,
            my_rev,
            online: audience_number(privacy.online),
            last_seen: audience_number(privacy.last_seen),
            receipts: privacy.receipts,
            typing: privacy.typing,
            dm_from: privacy.dm_from.map(|from| match from {
                DmFrom::Everyone => 0,
                DmFrom::Requests => 1,
                DmFrom::Friends => 2,
            }),
            find_by: audience_number(privacy.find),
            call_from: audience_number(privacy.call),
            add_from: match privacy.add {
                AddFrom::Everyone => 0,
                AddFrom::Acquaintances => 1,
                AddFrom::Nobody => 2,
            },
            hide_email: privacy.hide_email,
        }
    }

    pub fn open(&self) -> Privacy {
        Privacy {
            online: audience(self.online),
            last_seen: audience(self.last_seen),
            receipts: self.receipts,
            typing: self.typing,
            dm_from: self.dm_from.map(|number| match number {
                0 => DmFrom::Everyone,
                1 => DmFrom::Requests,
                _ => DmFrom::Friends,
            }),
            find: audience(self.find_by),
            call: audience(self.call_from),
            add: match self.add_from {
                0 => AddFrom::Everyone,
                1 => AddFrom::Acquaintances,
                _ => AddFrom::Nobody,
            },
            hide_email: self.hide_email,
        }
    }
}

pub const EVERYONE: i32 = 0;
pub const FRIENDS: i32 = 1;

fn audience_number(audience: Audience) -> i32 {
    match audience {
        Audience::Everyone => EVERYONE,
        Audience::Friends => FRIENDS,
        Audience::Nobody => 2,
    }
}

/// A number from a later version shows the least.
fn audience(number: i32) -> Audience {
    match number {
        EVERYONE => Audience::Everyone,
        FRIENDS => Audience::Friends,
        _ => Audience::Nobody,
    }
}
