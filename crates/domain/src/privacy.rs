//! Defines privacy settings, and the one policy over them. Must not know where settings are stored.

/// Which people a setting allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    Everyone,
    Friends,
    Nobody,
}

/// Who may write to a person first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DmFrom {
    Everyone,
    /// A stranger's first message waits until it is accepted.
    Requests,
    Friends,
}

/// Who may send a person friend requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddFrom {
    Everyone,
    /// People who share a chat with them.
    Acquaintances,
    Nobody,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Privacy {
    /// Where presence is hidden, the last-seen time is hidden as well.
    pub online: Audience,
    pub last_seen: Audience,
    /// Off: neither sent nor received.
    pub receipts: bool,
    /// Off: neither sent nor received.
    pub typing: bool,
    /// `None`: the instance's default.
    pub dm_from: Option<DmFrom>,
    pub find: Audience,
    pub call: Audience,
    pub add: AddFrom,
    /// Where it is not hidden, friends see it.
    pub hide_email: bool,
}

impl Default for Privacy {
    fn default() -> Self {
        Self {
            online: Audience::Everyone,
            last_seen: Audience::Everyone,
            receipts: true,
            typing: true,
            dm_from: None,
            find: Audience::Everyone,
            call: Audience::Friends,
            add: AddFrom::Everyone,
            hide_email: true,
        }
    }
}

/// The relation of two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    pub friend: bool,
    pub shares_chat: bool,
    /// The viewer has blocked the other.
    pub blocks: bool,
    /// The other has blocked the viewer.
    pub is_blocked: bool,
}

/// What one person may know of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sight {
    /// Without it, the person does not exist for the viewer.
    pub profile: bool,
    pub online: bool,
    pub last_seen: bool,
    pub email: bool,
}

impl Privacy {
    /// What a viewer with this relation to the person may know of them.
    pub fn shows(&self, standing: Standing) -> Sight {
        let apart = standing.blocks || standing.is_blocked;
        let watchable = (standing.friend || standing.shares_chat) && !apart;
        let online = watchable && lets(self.online, standing.friend);
        Sight {
            profile: !standing.is_blocked,
            online,
            last_seen: online && lets(self.last_seen, standing.friend),
            email: standing.friend && !apart && !self.hide_email,
        }
    }

    pub fn lets_add(&self, standing: Standing) -> bool {
        match self.add {
            AddFrom::Everyone => true,
            AddFrom::Acquaintances => standing.shares_chat,
            AddFrom::Nobody => false,
        }
    }
}

pub fn lets(audience: Audience, friend: bool) -> bool {
    match audience {
        Audience::Everyone => true,
        Audience::Friends => friend,
        Audience::Nobody => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRANGER: Standing =
        Standing { friend: false, shares_chat: false, blocks: false, is_blocked: false };
    const MATE: Standing = Standing { shares_chat: true, ..STRANGER };
    const FRIEND: Standing = Standing { friend: true, ..STRANGER };

    #[test]
    fn no_one_knows_more_than_the_switches_say() {
        let with =
            |online, last_seen, hide_email| Privacy { online, last_seen, hide_email, ..Privacy::default() };
        use Audience::{Everyone, Friends, Nobody};
        let (yes, no) = (true, false);
        for (privacy, standing, online, last_seen, email) in [
            (with(Everyone, Everyone, yes), STRANGER, no, no, no),
            (with(Everyone, Everyone, yes), MATE, yes, yes, no),
            (with(Everyone, Everyone, no), MATE, yes, yes, no),
            (with(Everyone, Everyone, no), FRIEND, yes, yes, yes),
            (with(Friends, Everyone, yes), MATE, no, no, no),
            (with(Friends, Everyone, yes), FRIEND, yes, yes, no),
            (with(Everyone, Friends, yes), MATE, yes, no, no),
            (with(Everyone, Nobody, yes), FRIEND, yes, no, no),
            (with(Nobody, Everyone, yes), FRIEND, no, no, no),
        ] {
            let sight = privacy.shows(standing);
            assert_eq!(sight, Sight { profile: true, online, last_seen, email }, "{privacy:?} {standing:?}");
            let blocking = Standing { blocks: true, ..standing };
            assert_eq!(privacy.shows(blocking), Sight { profile: true, ..Sight::default() });
            let blocked = Standing { is_blocked: true, ..standing };
            assert_eq!(privacy.shows(blocked), Sight::default());
        }
    }

    #[test]
    fn requests_come_from_those_who_may_add() {
        for (add, stranger, mate) in [
            (AddFrom::Everyone, true, true),
            (AddFrom::Acquaintances, false, true),
            (AddFrom::Nobody, false, false),
        ] {
            let privacy = Privacy { add, ..Privacy::default() };
            assert_eq!((privacy.lets_add(STRANGER), privacy.lets_add(MATE)), (stranger, mate), "{add:?}");
        }
    }
}
