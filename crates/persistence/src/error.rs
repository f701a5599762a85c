//! A unit of work fails for one of these reasons. Faults go to callers as they are; causes go to the log, once, here.

use diesel::result::{DatabaseErrorKind, Error};
use domain::Fault;

/// How a write ends when it does not simply commit.
#[derive(Debug)]
pub enum Abort<T> {
    /// Nothing had to change; the answer stands and the transaction is rolled back.
    Same(T),
    Refused(Fault),
    Db(Error),
}

pub type Write<T> = Result<T, Abort<T>>;

impl<T> Abort<T> {
    /// Of a part of the work that always changes something: as the end of the whole, which answers something else.
    pub fn of_part<U>(self) -> Abort<U> {
        match self {
            Self::Same(_) => Abort::Refused(Fault::Internal),
            Self::Refused(fault) => Abort::Refused(fault),
            Self::Db(error) => Abort::Db(error),
        }
    }
}

impl<T> From<Error> for Abort<T> {
    fn from(error: Error) -> Self {
        Self::Db(error)
    }
}

impl<T> From<Fault> for Abort<T> {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault)
    }
}

/// What a caller is told of a database error, after the cause is logged.
pub fn fault(error: &Error) -> Fault {
    if is_away(error) {
        tracing::warn!(event = "database_unavailable", error = %error, "the database cannot serve");
        Fault::unavailable()
    } else {
        tracing::error!(event = "database_error", error = %error, "a query failed");
        Fault::Internal
    }
}

/// Whether a unique index refused; `column` is part of the index's or column's name.
/// SQLite names no constraint, it names the columns in its message.
pub fn is_taken(error: &Error, column: &str) -> bool {
    if let Error::DatabaseError(DatabaseErrorKind::UniqueViolation, info) = error {
        info.constraint_name().unwrap_or_else(|| info.message()).contains(column)
    } else {
        false
    }
}

/// Conditions that pass: a lost connection, a full disk, a lock that took too long.
fn is_away(error: &Error) -> bool {
    const PASSING: [&str; 15] = [
        "database or disk is full",
        "disk I/O error",
        "Input/output error",
        "database is locked",
        "unable to open database file",
        "statement timeout",
        "lock timeout",
        "deadlock detected",
        "connection closed",
        "error communicating with the server",
        "terminating connection",
        "the database system is",
        "kind: Closed",
        "too many clients",
        "No space left on device",
    ];
    if let Error::DatabaseError(kind, info) = error {
        matches!(kind, DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::SerializationFailure)
            || PASSING.iter().any(|sign| info.message().contains(sign))
    } else {
        matches!(error, Error::BrokenTransactionManager)
    }
}
