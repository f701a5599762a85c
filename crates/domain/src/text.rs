//! Defines rules that all human text obeys: normal form, no hidden or control characters, a length people can see.
//! Must not know which field it checks.

use crate::fault::Refusal;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// More marks than any script stacks on one letter; beyond it text only breaks the layout.
const MOST_COMBINING_MARKS: usize = 50;
const ZWJ: char = '\u{200d}';

/// One line: a name or a title. Runs of spaces become one; line breaks and hidden characters are rejected.
pub fn line(text: &str, least: usize, most: usize) -> Result<String, Refusal> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect::<String>();
    if let Some(bad) = text.chars().find(|c| c.is_control() || is_hidden(*c)) {
        return Err(hidden(bad));
    }
    length(&text, least, most)?;
    Ok(text)
}

/// Several lines: a description or a message. Kept as written but for normal form and line ends.
pub fn block(text: &str, least: usize, most: usize) -> Result<String, Refusal> {
    let text = text.replace("\r\n", "\n").nfc().collect::<String>();
    if let Some(bad) = text.chars().find(|c| c.is_control() && *c != '\n' && *c != '\t') {
        return Err(hidden(bad));
    }
    if text.trim().is_empty() && least > 0 {
        return Err(Refusal::new("empty", "must not be empty"));
    }
    let mut marks = 0;
    for c in text.chars() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks > MOST_COMBINING_MARKS {
            return Err(Refusal::new("too_many_marks", "has too many combining marks on one letter"));
        }
    }
    length(&text, least, most)?;
    Ok(text)
}

/// The beginning of a text on one line: at most `most` letters as people count them, the last one an ellipsis where
/// something is cut off.
pub fn preview(text: &str, most: usize) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if folded.graphemes(true).nth(most).is_none() {
        return folded;
    }
    let mut cut: String = folded.graphemes(true).take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// The form in which names are compared in a search: no accents, no case, compatibility forms replaced.
pub fn fold(text: &str) -> String {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let small: String =
        plain.to_lowercase().replace('\u{df}', "ss").replace('\u{142}', "l").replace('\u{f8}', "o");
    // Lowercase letters may bring marks of their own, as the Turkish capital I with a dot does.
    small.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>().nfc().collect()
}

fn length(text: &str, least: usize, most: usize) -> Result<(), Refusal> {
    let count = text.chars().count();
    if count == 0 && least > 0 {
        Err(Refusal::new("empty", "must not be empty"))
    } else if count < least {
        Err(Refusal::new("too_short", format!("must have at least {least} characters")))
    } else if count > most {
        Err(Refusal::new("too_long", format!("must have at most {most} characters")))
    } else {
        Ok(())
    }
}

/// Characters that reverse text or hide in it: they make one name look like another.
/// ZWJ stays, because emoji are joined by it.
fn is_hidden(c: char) -> bool {
    c != ZWJ
        && matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn hidden(c: char) -> Refusal {
    let code = u32::from(c);
    Refusal::new("forbidden_character", format!("contains the forbidden character U+{code:04X}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_and_hidden_characters_refused() {
        assert_eq!(line("  Ana \t  B ", 1, 64).unwrap(), "Ana B");
        assert_eq!(line("e\u{301}", 1, 1).unwrap(), "\u{e9}");
        for bad in ["a\u{202e}b", "a\u{200b}b", "a\u{7}b"] {
            assert_eq!(line(bad, 1, 64).unwrap_err().code, "forbidden_character", "{bad:?}");
        }
        assert_eq!(line("   ", 1, 64).unwrap_err().code, "empty");
        assert!(line("👩\u{200d}🚀", 1, 64).is_ok());
    }

    #[test]
    fn previews_are_cut_between_letters() {
        assert_eq!(preview("a\n b", 3), "a b");
        let family = "👩\u{200d}🚀";
        let cut = preview(&family.repeat(61), 60);
        assert_eq!(cut, format!("{}…", family.repeat(59)));
        assert_eq!(preview(&family.repeat(60), 60), family.repeat(60));
    }

    #[test]
    fn folding_takes_case_and_accents_away() {
        for (text, folded) in [
            ("\u{c1}lvaro Nu\u{f1}ez", "alvaro nunez"),
            ("Stra\u{df}e", "strasse"),
            ("\u{130}stanbul", "istanbul"),
            ("\u{141}\u{f3}d\u{17a}", "lodz"),
            ("\u{ff21}\u{ff4e}\u{ff41}", "ana"),
            ("\u{c548}\u{b155}", "\u{c548}\u{b155}"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn blocks_keep_line_breaks() {
        assert_eq!(block("a\r\nb\tc", 1, 10).unwrap(), "a\nb\tc");
        assert_eq!(block("a\0", 1, 10).unwrap_err().code, "forbidden_character");
        assert_eq!(
            block(&format!("a{}", "\u{301}\u{302}".repeat(40)), 1, 4000).unwrap_err().code,
            "too_many_marks"
        );
        assert_eq!(block(" \n ", 1, 10).unwrap_err().code, "empty");
    }
}
