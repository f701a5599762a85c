//! Defines the counters of a chat and of a person, a type for each, so that none can be taken for another. Must not
//! know who raises them, nor how they are stored.

use std::fmt;

macro_rules! counter {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(i64);

        impl $name {
            /// Before the first one.
            pub const ZERO: Self = Self(0);
            pub const FIRST: Self = Self(1);
            /// After every other one.
            pub const MAX: Self = Self(i64::MAX);

            pub const fn from_number(number: i64) -> Self {
                Self(number)
            }

            pub const fn number(self) -> i64 {
                self.0
            }

            #[must_use]
            pub const fn next(self) -> Self {
                Self(self.0.saturating_add(1))
            }

            #[must_use]
            pub const fn previous(self) -> Self {
                Self(self.0.saturating_sub(1))
            }

            /// That many later, or earlier where the number is negative.
            #[must_use]
            pub const fn plus(self, count: i64) -> Self {
                Self(self.0.saturating_add(count))
            }

            /// How many there are after `earlier`, up to this one; negative where this one is the earlier.
            pub const fn since(self, earlier: Self) -> i64 {
                self.0.saturating_sub(earlier.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

counter! {
    /// The number of a message in its chat, from 1 on and without gaps. A deleted message keeps its number. Raised
    /// with the message's row, under the chat's lock. Compared with numbers of messages of the same chat only.
    Seq;
    /// The number of a durable change of a chat, from 1 on and without gaps: a client at `rev` r needs r + 1 next.
    /// Raised by batches, and by `Change` outside of them, under the chat's lock. A message raises it together with
    /// `Seq`, an edit raises it alone, so the two drift apart and are never compared.
    Rev;
    /// The number of a durable change that concerns one person alone, on all their devices. Raised under the lock of
    /// the person's row. Every person has their own; it says nothing of any chat.
    MyRev;
    /// A message's position among those that count as unread: service messages have the ordinal of the message before
    /// them. Raised together with `Seq`. The difference of two ordinals is a number of messages; a `Seq` is never part
    /// of it.
    Ordinal;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_one_is_one_later_and_differences_count() {
        assert_eq!(Rev::ZERO.next(), Rev::FIRST);
        assert_eq!((Seq::FIRST.previous(), Seq::FIRST.plus(-1)), (Seq::ZERO, Seq::ZERO));
        assert!(Ordinal::from_number(3) > Ordinal::FIRST);
        assert_eq!(Ordinal::from_number(7).since(Ordinal::from_number(3)), 4);
        assert_eq!(Ordinal::from_number(3).since(Ordinal::from_number(7)), -4);
        assert_eq!((Seq::MAX.next(), MyRev::from_number(12).to_string()), (Seq::MAX, "12".to_owned()));
    }
}
