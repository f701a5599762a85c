//! Defines message requests: who may write to whom in a direct chat, and what a stranger may do before the request is
//! accepted. Must not know how a chat is stored.

use crate::fault::{Fault, Result};
use crate::privacy::{DmFrom, Standing};

/// One person's side of a direct chat; in groups it is always open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gate {
    Open,
    /// A request was sent; one message is allowed until it is accepted.
    OneText,
    /// The one message was sent, or the other person blocked them: they cannot tell which.
    Waiting,
    /// A message request waits for this person's consent.
    Knocked,
    /// This person declined. The other one is not told.
    Declined,
    /// This person blocked the other one.
    Shut,
}

impl Gate {
    pub const ALL: [Self; 6] =
        [Self::Open, Self::OneText, Self::Waiting, Self::Knocked, Self::Declined, Self::Shut];

    pub const fn number(self) -> u8 {
        match self {
            Self::Open => 0,
            Self::OneText => 1,
            Self::Waiting => 2,
            Self::Knocked => 3,
            Self::Declined => 4,
            Self::Shut => 5,
        }
    }

    /// A number from a later version allows nothing.
    pub fn from_number(number: i32) -> Self {
        Self::ALL.into_iter().find(|gate| i32::from(gate.number()) == number).unwrap_or(Self::Waiting)
    }

    /// Whether typing, reading and presence are published between the two.
    pub fn is_open(self) -> bool {
        self == Self::Open
    }

    /// Whether the person may do more with messages than read and send them.
    pub fn acting(self) -> Result<()> {
        match self {
            Self::Open => Ok(()),
            Self::OneText | Self::Waiting => Err(Fault::RequestPending),
            Self::Knocked | Self::Shut => Err(Fault::Forbidden),
            Self::Declined => Err(Fault::NotFound),
        }
    }

    /// The state after sending; a reply to a request accepts it.
    pub fn sending(self, plain: bool) -> Result<Self> {
        match self {
            Self::Open | Self::Knocked => Ok(Self::Open),
            Self::OneText if plain => Ok(Self::Waiting),
            Self::OneText => {
                Err(Fault::field("/text", "link", "must contain no link until the request is accepted"))
            }
            Self::Waiting => Err(Fault::RequestPending),
            Self::Shut => Err(Fault::Forbidden),
            Self::Declined => Err(Fault::NotFound),
        }
    }
}

/// The relation between a person who opens a chat and the one they want to write to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Between {
    /// Whom the other person lets write to them.
    pub dm_from: DmFrom,
    pub friends: bool,
    /// The other person blocked this one.
    pub blocked_by_peer: bool,
    /// This person blocked the other one.
    pub blocked_by_me: bool,
}

/// How a chat begins: the states of both sides.
pub fn opening(between: Between) -> Result<(Gate, Gate)> {
    let Between { dm_from, friends, blocked_by_peer, blocked_by_me } = between;
    match dm_from {
        _ if blocked_by_me => Err(Fault::Forbidden),
        DmFrom::Friends if !friends => Err(Fault::Forbidden),
        // Like any request, but the blocker never sees it.
        _ if blocked_by_peer => Ok((Gate::OneText, Gate::Declined)),
        DmFrom::Requests if !friends => Ok((Gate::OneText, Gate::Knocked)),
        DmFrom::Everyone | DmFrom::Requests | DmFrom::Friends => Ok((Gate::Open, Gate::Open)),
    }
}

/// Whether a person may be added to a group by another with this relation to them. A block by the person themselves
/// is answered elsewhere, as if they did not exist.
pub fn may_be_brought(standing: Standing, dm_from: DmFrom) -> bool {
    let reachable = match dm_from {
        DmFrom::Everyone | DmFrom::Requests => true,
        DmFrom::Friends => standing.friend,
    };
    reachable && !standing.blocks
}

/// The state of one side after the two befriend, part, block or unblock. `peer` is the other side's state before.
pub fn after_change(gate: Gate, peer: Gate, between: Between) -> Gate {
    let Between { dm_from, friends, blocked_by_peer, blocked_by_me } = between;
    let knocking = matches!(gate, Gate::Knocked | Gate::Declined);
    if blocked_by_me {
        // A pending request is declined; an open chat is closed.
        if knocking { Gate::Declined } else { Gate::Shut }
    } else if blocked_by_peer || (dm_from == DmFrom::Friends && !friends) {
        if knocking { gate } else { Gate::Waiting }
    } else if friends || gate == Gate::Shut || (gate == Gate::Waiting && peer == Gate::Shut) {
        Gate::Open
    } else {
        gate
    }
}

/// Whether a text contains no link: a stranger's first message must not.
pub fn is_plain(text: &str) -> bool {
    const USUAL: [&str; 16] = [
        "app", "biz", "co", "com", "de", "dev", "gg", "info", "io", "link", "ly", "me", "net", "org", "ru",
        "xyz",
    ];
    let lower = text.to_lowercase();
    if lower.contains("://") || lower.contains("www.") {
        return false;
    }
    lower.split_whitespace().all(|word| {
        let host = word.split(['/', '?', '#', ':']).next().unwrap_or_default();
        let host = host.trim_matches(|c: char| !c.is_alphanumeric());
        match host.rsplit_once('.') {
            None => true,
            Some((name, end)) => {
                let path_follows = word.contains('/') && end.chars().all(char::is_alphabetic);
                name.is_empty() || !(path_follows || USUAL.contains(&end))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Between =
        Between { dm_from: DmFrom::Requests, friends: false, blocked_by_peer: false, blocked_by_me: false };

    #[test]
    fn strangers_knock_and_friends_walk_in() {
        assert_eq!(opening(NOTHING), Ok((Gate::OneText, Gate::Knocked)));
        assert_eq!(opening(Between { friends: true, ..NOTHING }), Ok((Gate::Open, Gate::Open)));
        let open_to_all = Between { dm_from: DmFrom::Everyone, ..NOTHING };
        assert_eq!(opening(open_to_all), Ok((Gate::Open, Gate::Open)));
        assert_eq!(opening(Between { dm_from: DmFrom::Friends, ..NOTHING }), Err(Fault::Forbidden));
        // A blocked person sees what a stranger sees.
        for dm_from in [DmFrom::Requests, DmFrom::Everyone] {
            let blocked = Between { dm_from, blocked_by_peer: true, ..NOTHING };
            assert_eq!(opening(blocked), Ok((Gate::OneText, Gate::Declined)));
        }
        assert_eq!(opening(Between { blocked_by_me: true, ..NOTHING }), Err(Fault::Forbidden));
    }

    #[test]
    fn one_text_without_links_and_then_silence() {
        assert_eq!(Gate::OneText.sending(true), Ok(Gate::Waiting));
        assert!(Gate::OneText.sending(false).is_err());
        assert_eq!(Gate::Waiting.sending(true), Err(Fault::RequestPending));
        assert_eq!(Gate::Knocked.sending(false), Ok(Gate::Open));
        assert_eq!(Gate::Shut.sending(true), Err(Fault::Forbidden));
        for gate in Gate::ALL {
            assert_eq!(Gate::from_number(gate.number().into()), gate);
        }
    }

    #[test]
    fn a_block_shuts_the_door_and_lifting_it_opens_it_again() {
        let mine = Between { blocked_by_me: true, ..NOTHING };
        let theirs = Between { blocked_by_peer: true, ..NOTHING };
        assert_eq!(after_change(Gate::Open, Gate::Open, mine), Gate::Shut);
        assert_eq!(after_change(Gate::Open, Gate::Open, theirs), Gate::Waiting);
        assert_eq!(after_change(Gate::Shut, Gate::Waiting, NOTHING), Gate::Open);
        assert_eq!(after_change(Gate::Waiting, Gate::Shut, NOTHING), Gate::Open);
        // A request stays a request.
        assert_eq!(after_change(Gate::Knocked, Gate::OneText, mine), Gate::Declined);
        assert_eq!(after_change(Gate::Waiting, Gate::Declined, NOTHING), Gate::Waiting);
        // Friends need not wait; of former friends, only those wait whose peer accepts messages from friends alone.
        let friends = Between { friends: true, ..NOTHING };
        assert_eq!(after_change(Gate::Waiting, Gate::Knocked, friends), Gate::Open);
        assert_eq!(after_change(Gate::Open, Gate::Open, NOTHING), Gate::Open);
        let strict = Between { dm_from: DmFrom::Friends, ..NOTHING };
        assert_eq!(after_change(Gate::Open, Gate::Open, strict), Gate::Waiting);
    }

    #[test]
    fn links_are_seen() {
        for plain in
            ["Hello! How are you?", "It is 3.14 or so.", "Wait...what", "e.g. this", "Hi.There", "a/b"]
        {
            assert!(is_plain(plain), "{plain}");
        }
        for link in ["see https://x.org", "www.x", "x.org", "(t.me/abc)", "Come to EXAMPLE.COM!", "a.bc/d"] {
            assert!(!is_plain(link), "{link}");
        }
    }
}
