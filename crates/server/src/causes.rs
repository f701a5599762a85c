//! Advises an operator whose database or Redis cannot be used. Must not know how they are connected to.

use anyhow::Error;

/// A part of PostgreSQL's message, and the advice for it.
const ADVICE: [(&str, &str); 8] = [
    (
        "password authentication failed",
        "look at the user and the password in database_url (or migrate_url); an @, : or / in a password is written \
         %40, %3A or %2F",
    ),
    ("no password supplied", "database_url has no password, and PostgreSQL wants one"),
    ("pg_hba.conf", "PostgreSQL does not accept this user from this address: add a line to its pg_hba.conf"),
    ("role \"", "create the role: createuser --pwprompt NAME"),
    ("database \"", "create it: createdb -O ROLE NAME"),
    ("permission denied", "the role lacks rights: docs/operations.md, \"Roles of the database\", lists them"),
    (
        "Connection refused",
        "nothing listens there: is PostgreSQL running, and are host and port in database_url right?",
    ),
    ("failed to lookup address", "the host name does not resolve: check the host in database_url"),
];

/// One line: what is wrong, and what to do about it where that is known.
pub fn told(error: &Error) -> String {
    let said = format!("{error:#}").replace('\n', " ");
    match ADVICE.iter().find(|(sign, _)| said.contains(sign)) {
        Some((_, advice)) => format!("{said}: {advice}"),
        None => format!("{error:#}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_told_as_it_is() {
        assert_eq!(told(&anyhow::anyhow!("a\nb")), "a\nb");
        let known = told(&anyhow::anyhow!("FATAL:\npassword authentication failed for user \"x\""));
        assert!(known.starts_with("FATAL: password authentication failed") && !known.contains('\n'));
    }
}
