//! What each person lets others see and do, and the one policy over it. Must not know where switches are stored.

/// Who of those who might.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    Everyone,
    Friends,
    Nobody,
}

/// Who may write to somebody first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DmFrom {
    Everyone,
    /// A stranger's first message waits until it is accepted.
    Requests,
    Friends,
}

/// Who may ask somebody to become friends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddFrom {
    Everyone,
    /// Whoever shares a chat with him.
    Acquaintances,
    Nobody,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Privacy {
    /// Hidden here, the last time is hidden as well.
    pub online: Audience,
    pub last_seen: Audience,
    /// Off: neither sent nor received.
    pub receipts: bool,
    /// Off: neither sent nor received.
    pub typing: bool,
    /// None: as the instance says.
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

/// How two people stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    pub friend: bool,
    pub shares_chat: bool,
    /// The one who looks has blocked the other.
    pub blocks: bool,
    /// The other has blocked the one who looks.
    pub is_blocked: bool,
}

/// What one person may know of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sight {
    /// Without it, he does not exist.
    pub profile: bool,
    pub online: bool,
    pub last_seen: bool,
    pub email: bool,
}

impl Privacy {
    /// What somebody who stands so to this person may know of him.
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
    fn nobody_knows_more_than_the_switches_say() {
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
