//! Defines message requests: who may write to whom in a direct chat, and what a stranger may do before the request is
//! accepted. Must not know how a chat is stored.

use crate::fault::{Fault, Result};
use crate::privacy::{DmFrom, Standing};

/// One person's side of a direct chat; in groups it is always open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageRequestState {
    Open,
    /// A request was sent; one message is allowed until it is accepted.
    OneMessage,
    /// The one message was sent, or the other person blocked them: they cannot tell which.
    Waiting,
    /// A message request waits for this person's consent.
    Received,
    /// This person declined. The other one is not told.
    Declined,
    /// This person blocked the other one.
    Blocking,
}

impl MessageRequestState {
    pub const ALL: [Self; 6] =
        [Self::Open, Self::OneMessage, Self::Waiting, Self::Received, Self::Declined, Self::Blocking];

    pub const fn number(self) -> u8 {
        match self {
            Self::Open => 0,
            Self::OneMessage => 1,
            Self::Waiting => 2,
            Self::Received => 3,
            Self::Declined => 4,
            Self::Blocking => 5,
        }
    }

    /// A number from a later version allows nothing.
    pub fn from_number(number: i32) -> Self {
        Self::ALL.into_iter().find(|state| i32::from(state.number()) == number).unwrap_or(Self::Waiting)
    }

    /// Whether typing, reading and presence are published between the two.
    pub fn is_open(self) -> bool {
        self == Self::Open
    }

    /// Whether the person may do more with messages than read and send them.
    pub fn may_act(self) -> Result<()> {
        match self {
            Self::Open => Ok(()),
            Self::OneMessage | Self::Waiting => Err(Fault::RequestPending),
            Self::Received | Self::Blocking => Err(Fault::Forbidden),
            Self::Declined => Err(Fault::NotFound),
        }
    }

    /// The state after sending; a reply to a request accepts it.
    pub fn after_sending(self, plain: bool) -> Result<Self> {
        match self {
            Self::Open | Self::Received => Ok(Self::Open),
            Self::OneMessage if plain => Ok(Self::Waiting),
            Self::OneMessage => {
                Err(Fault::field("/text", "link", "must contain no link until the request is accepted"))
            }
            Self::Waiting => Err(Fault::RequestPending),
            Self::Blocking => Err(Fault::Forbidden),
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
pub fn opening(between: Between) -> Result<(MessageRequestState, MessageRequestState)> {
    let Between { dm_from, friends, blocked_by_peer, blocked_by_me } = between;
    match dm_from {
        _ if blocked_by_me => Err(Fault::Forbidden),
        DmFrom::Friends if !friends => Err(Fault::Forbidden),
        // Like any request, but the blocker never sees it.
        _ if blocked_by_peer => Ok((MessageRequestState::OneMessage, MessageRequestState::Declined)),
        DmFrom::Requests if !friends => Ok((MessageRequestState::OneMessage, MessageRequestState::Received)),
        DmFrom::Everyone | DmFrom::Requests | DmFrom::Friends => {
            Ok((MessageRequestState::Open, MessageRequestState::Open))
        }
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
pub fn after_change(
    state: MessageRequestState,
    peer: MessageRequestState,
    between: Between,
) -> MessageRequestState {
    let Between { dm_from, friends, blocked_by_peer, blocked_by_me } = between;
    let unaccepted = matches!(state, MessageRequestState::Received | MessageRequestState::Declined);
    if blocked_by_me {
        // A pending request is declined; an open chat is closed.
        if unaccepted { MessageRequestState::Declined } else { MessageRequestState::Blocking }
    } else if blocked_by_peer || (dm_from == DmFrom::Friends && !friends) {
        if unaccepted { state } else { MessageRequestState::Waiting }
    } else if friends
        || state == MessageRequestState::Blocking
        || (state == MessageRequestState::Waiting && peer == MessageRequestState::Blocking)
    {
        MessageRequestState::Open
    } else {
        state
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
    fn strangers_send_a_request_and_friends_just_write() {
        assert_eq!(opening(NOTHING), Ok((MessageRequestState::OneMessage, MessageRequestState::Received)));
        assert_eq!(
            opening(Between { friends: true, ..NOTHING }),
            Ok((MessageRequestState::Open, MessageRequestState::Open))
        );
        let open_to_all = Between { dm_from: DmFrom::Everyone, ..NOTHING };
        assert_eq!(opening(open_to_all), Ok((MessageRequestState::Open, MessageRequestState::Open)));
        assert_eq!(opening(Between { dm_from: DmFrom::Friends, ..NOTHING }), Err(Fault::Forbidden));
        // A blocked person sees what a stranger sees.
        for dm_from in [DmFrom::Requests, DmFrom::Everyone] {
            let blocked = Between { dm_from, blocked_by_peer: true, ..NOTHING };
            assert_eq!(
                opening(blocked),
                Ok((MessageRequestState::OneMessage, MessageRequestState::Declined))
            );
        }
        assert_eq!(opening(Between { blocked_by_me: true, ..NOTHING }), Err(Fault::Forbidden));
    }

    #[test]
    fn one_message_without_links_and_then_silence() {
        assert_eq!(MessageRequestState::OneMessage.after_sending(true), Ok(MessageRequestState::Waiting));
        assert!(MessageRequestState::OneMessage.after_sending(false).is_err());
        assert_eq!(MessageRequestState::Waiting.after_sending(true), Err(Fault::RequestPending));
        assert_eq!(MessageRequestState::Received.after_sending(false), Ok(MessageRequestState::Open));
        assert_eq!(MessageRequestState::Blocking.after_sending(true), Err(Fault::Forbidden));
        for state in MessageRequestState::ALL {
            assert_eq!(MessageRequestState::from_number(state.number().into()), state);
        }
    }

    #[test]
    fn a_block_closes_the_chat_and_lifting_it_opens_it_again() {
        let by_me = Between { blocked_by_me: true, ..NOTHING };
        let by_peer = Between { blocked_by_peer: true, ..NOTHING };
        assert_eq!(
            after_change(MessageRequestState::Open, MessageRequestState::Open, by_me),
            MessageRequestState::Blocking
        );
        assert_eq!(
            after_change(MessageRequestState::Open, MessageRequestState::Open, by_peer),
            MessageRequestState::Waiting
        );
        assert_eq!(
            after_change(MessageRequestState::Blocking, MessageRequestState::Waiting, NOTHING),
            MessageRequestState::Open
        );
        assert_eq!(
            after_change(MessageRequestState::Waiting, MessageRequestState::Blocking, NOTHING),
            MessageRequestState::Open
        );
        // A request stays a request.
        assert_eq!(
            after_change(MessageRequestState::Received, MessageRequestState::OneMessage, by_me),
            MessageRequestState::Declined
        );
        assert_eq!(
            after_change(MessageRequestState::Waiting, MessageRequestState::Declined, NOTHING),
            MessageRequestState::Waiting
        );
        // Friends need not wait; of former friends, only those wait whose peer accepts messages from friends alone.
        let friends = Between { friends: true, ..NOTHING };
        assert_eq!(
            after_change(MessageRequestState::Waiting, MessageRequestState::Received, friends),
            MessageRequestState::Open
        );
        assert_eq!(
            after_change(MessageRequestState::Open, MessageRequestState::Open, NOTHING),
            MessageRequestState::Open
        );
        let strict = Between { dm_from: DmFrom::Friends, ..NOTHING };
        assert_eq!(
            after_change(MessageRequestState::Open, MessageRequestState::Open, strict),
            MessageRequestState::Waiting
        );
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
