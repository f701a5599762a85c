//! Defines parts of a text that are more than text: links and mentions. Offsets count UTF-16 code units, as
//! JavaScript does. Must not know how they are shown.

use crate::message::{Mention, Whom};

/// The most links in one text; further ones are plain text.
const MOST_LINKS: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntityKind {
    Link,
    Mention(Whom),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entity {
    pub kind: EntityKind,
    pub start: usize,
    pub length: usize,
}

/// In order of position; none overlaps another.
pub fn entities(text: &str, mentions: &[Mention]) -> Vec<Entity> {
    let mut all = links(text);
    for Mention { start, length, whom } in mentions {
        let apart = |link: &Entity| start + length <= link.start || link.start + link.length <= *start;
        if all.iter().all(apart) {
            all.push(Entity { kind: EntityKind::Mention(*whom), start: *start, length: *length });
        }
    }
    all.sort_by_key(|entity| entity.start);
    all
}

pub fn has_link(text: &str) -> bool {
    !links(text).is_empty()
}

/// http and https, up to the first space; punctuation at the end belongs to the sentence.
fn links(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    if !text.contains("://") {
        return found;
    }
    let (mut start, mut open_until, mut before) = (0, 0, None);
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let begins = at >= open_until && !before.is_some_and(char::is_alphanumeric);
        if begins
            && matches!(c, 'h' | 'H')
            && let Some(link) = link(rest)
        {
            let length = link.encode_utf16().count();
            found.push(Entity { kind: EntityKind::Link, start, length });
            open_until = at + link.len();
            if found.len() == MOST_LINKS {
                break;
            }
        }
        before = Some(c);
        start += c.len_utf16();
    }
    found
}

fn link(rest: &str) -> Option<&str> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"');
    let end = rest.find(ends).unwrap_or(rest.len());
    let link = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'']);
    let host = link.get(scheme.len()..).is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric()));
    host.then_some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_end_where_the_sentence_goes_on() {
        let found = |text: &str| -> Vec<(usize, usize)> {
            entities(text, &[]).iter().map(|one| (one.start, one.length)).collect()
        };
        assert_eq!(found("see https://x.org/a?b=c, and (HTTP://y.de)."), [(4, 19), (30, 11)]);
        assert_eq!(found("🚀 https://x.org"), [(3, 13)]);
        for none in ["x.org", "xhttp://a", "https://", "https:// a", "ftp://x.org", "javascript://x"] {
            assert_eq!(found(none), [], "{none}");
        }
    }

    #[test]
    fn a_name_inside_a_link_is_part_of_the_link() {
        let whom = Whom::Everybody;
        let text = "https://x.org/?@all @all";
        let mentions = [Mention { start: 15, length: 4, whom }, Mention { start: 20, length: 4, whom }];
        let kinds: Vec<_> = entities(text, &mentions).iter().map(|one| (one.start, one.kind)).collect();
        assert_eq!(kinds, [(0, EntityKind::Link), (20, EntityKind::Mention(whom))]);
    }
}
