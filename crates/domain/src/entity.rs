//! Defines parts of a text that are more than text: its formatting, links and mentions. Offsets count UTF-16 code
//! units, as JavaScript does. Must not know how they are shown.

use crate::markup::{self, Kind, Span};
use crate::message::{Mention, Whom};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntityKind {
    Link,
    Mention(Whom),
    Bold,
    Italic,
    Strike,
    Spoiler,
    Code,
    CodeBlock(Option<String>),
    Quote,
    ListItem,
    Sign,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    pub kind: EntityKind,
    pub start: usize,
    pub length: usize,
}

/// In order of position, the longer first; two are apart or one is inside the other.
pub fn entities(text: &str, mentions: &[Mention]) -> Vec<Entity> {
    let entity = |Span { kind, start, length }: Span| {
        let kind = match kind {
            Kind::Link => EntityKind::Link,
            Kind::Name => {
                let meant =
                    mentions.iter().find(|mention| mention.start == start && mention.length == length);
                EntityKind::Mention(meant?.whom)
            }
            Kind::Bold => EntityKind::Bold,
            Kind::Italic => EntityKind::Italic,
            Kind::Strike => EntityKind::Strike,
            Kind::Spoiler => EntityKind::Spoiler,
            Kind::Code => EntityKind::Code,
            Kind::CodeBlock(language) => EntityKind::CodeBlock(language),
            Kind::Quote => EntityKind::Quote,
            Kind::ListItem => EntityKind::ListItem,
            Kind::Sign => EntityKind::Sign,
        };
        Some(Entity { kind, start, length })
    };
    markup::parse(text).into_iter().filter_map(entity).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_mean_a_person_are_mentions() {
        let whom = Whom::Everybody;
        let text = "https://x.org/?@all @all **@ana** `@all`";
        let mentions = [20, 15, 35].map(|start| Mention { start, length: 4, whom });
        let kinds: Vec<_> = entities(text, &mentions).into_iter().map(|one| (one.start, one.kind)).collect();
        let expected = [
            (0, EntityKind::Link),
            (20, EntityKind::Mention(whom)),
            (25, EntityKind::Bold),
            (25, EntityKind::Sign),
            (31, EntityKind::Sign),
            (34, EntityKind::Code),
            (34, EntityKind::Sign),
            (39, EntityKind::Sign),
        ];
        assert_eq!(kinds, expected);
    }
}
