//! Every query of the product is written once: this folder is compiled for both databases, and `Conn` is the
//! connection of whichever side includes it. A query runs inside the transaction its caller opened. A row that is
//! unique is read by `get_result`: `first` binds a LIMIT, and SQLite prepares a statement anew whenever a bound LIMIT
//! changes.

use super::{Conn, DATABASE_SIZE, PLACE, terms};

/// One page of rows in the order of a column, after a place in it.
macro_rules! page {
    ($rows:expr, $column:expr, $after:expr, $limit:expr) => {{
        let mut rows = $rows.order($column).limit($limit).into_boxed();
        if let Some(after) = $after {
            rows = rows.filter($column.gt(after));
        }
        rows
    }};
}

/// Inserts a row, or updates these columns of the one that has its key.
macro_rules! upsert {
    ($table:ident, $row:expr, ($($key:ident),+), ($($column:ident),+)) => {
        diesel::insert_into($table::table)
            .values($row)
            .on_conflict(($($table::$key),+))
            .do_update()
            .set(($($table::$column.eq(diesel::upsert::excluded($table::$column))),+))
    };
}

/// Rows that changed after one revision, up to another, in the order of their revisions.
macro_rules! changed {
    ($rows:expr, $rev:expr, $after:expr, $up_to:expr, $limit:expr) => {
        $rows.filter($rev.gt($after.number())).filter($rev.le($up_to.number())).order($rev).limit($limit)
    };
}

pub mod accounts;
pub mod chats;
pub mod instance;
pub mod messages;
pub mod operators;
pub mod people;
pub mod search;
pub mod sync;
