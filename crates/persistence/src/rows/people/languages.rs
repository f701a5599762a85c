//! The languages a person speaks and learns are stored a second time with the person, as one short text: every list
//! shows them beside the name, and none has to read a second table. `user_languages` holds the same as rows, for search.

use super::LanguageRow;
use domain::user::Languages;

/// Takes rows in their order and returns, for example, `ca es>en:B1 fr:A2`.
pub fn write(rows: &[LanguageRow]) -> String {
    let side = |learning: bool| {
        let of = rows.iter().filter(|row| row.learning == learning);
        let codes: Vec<String> = of
            .map(|row| match &row.level {
                Some(level) => format!("{}:{level}", row.code),
                None => row.code.clone(),
            })
            .collect();
        codes.join(" ")
    };
    format!("{}>{}", side(false), side(true))
}

pub fn read(stored: &str) -> Languages {
    let (native, learning) = stored.split_once('>').unwrap_or_default();
    Languages {
        native: native.split_whitespace().map(str::to_owned).collect(),
        learning: learning
            .split_whitespace()
            .filter_map(|one| one.split_once(':'))
            .map(|(code, level)| (code.to_owned(), level.to_owned()))
            .collect(),
    }
}
