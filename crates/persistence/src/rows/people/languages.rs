//! What a person gives and wants is stored once more with the person, as one short text: a name is shown with it in
//! every list, and no list asks a second table. `user_languages` says the same in rows, for searching.

use super::LanguageRow;
use domain::user::Languages;

/// From rows in their order: `ca es>en:B1 fr:A2`.
pub fn write(rows: &[LanguageRow]) -> String {
    let side = |learning: bool| {
        let of = rows.iter().filter(|row| row.learning == learning);
        let words: Vec<String> = of
            .map(|row| match &row.level {
                Some(level) => format!("{}:{level}", row.code),
                None => row.code.clone(),
            })
            .collect();
        words.join(" ")
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
