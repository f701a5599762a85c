//! The audit log's entries are linked here, and the whole chain is proven. An attacker with the database but not the
//! key ring cannot make a link.

use crate::outcome::{ChainHead as Head, Linked as Found};
use crate::store::{Store, on_reader, on_writer};
use domain::{AuditId, Result, Timestamp};

pub use crate::outcome::{ChainHead, Linked};

const AT_ONCE: i64 = 500;
const PAGE: i64 = 1_000;

/// What a proof of the whole chain comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Entries that are linked and right.
    pub linked: i64,
    /// Entries that wait to be linked.
    pub unlinked: i64,
    /// The end of the chain, for an operator who writes it down.
    pub head: Option<Head>,
    pub broken: Option<Broken>,
}

/// The first thing that is wrong, with its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The entry this link proves is not there.
    Removed { no: i64 },
    /// The entry or the link is not what it was.
    Changed { no: i64 },
    /// A link is missing.
    Gap { no: i64 },
    /// The chain ends before this number, which it had reached.
    Cut { no: i64 },
    /// The record of the chain's end was not written by us.
    Forged,
}

impl Store {
    /// Links some entries. Broken: the chain's end is not what it was, and nothing was linked.
    pub async fn link_audit(&self, known: Option<Head>, floor: Option<AuditId>) -> Result<Found> {
        let key = self.audit.clone();
        on_writer!(self, operators::audit_chain::link(key, known, floor, AT_ONCE), |linked| (linked, vec![]))
    }

    /// An id below all entries made from this time on.
    pub fn audit_floor(at: Timestamp) -> AuditId {
        AuditId::make(at, |bytes| bytes.fill(0))
    }

    /// Walks the whole chain. `known` is an end that was kept elsewhere.
    pub async fn verify_audit(&self, known: Option<Head>) -> Result<Verdict> {
        // The end first: whatever is linked meanwhile comes after it.
        let stored = on_reader!(self, operators::audit_chain::head())?;
        let forged = stored.as_ref().is_some_and(|head| !head.is_ours(&self.audit));
        let mut ends: Vec<Head> =
            stored.into_iter().filter(|_| !forged).map(|row| Head { no: row.no, mac: row.mac }).collect();
        ends.extend(known);
        let mut verdict = Verdict { linked: 0, unlinked: 0, head: None, broken: None };
        while verdict.broken.is_none() {
            let after = verdict.linked;
            let rows = on_reader!(self, operators::audit_chain::page(after, PAGE))?;
            if rows.is_empty() {
                break;
            }
            for (link, row) in rows {
                let before = verdict.head.as_ref().map_or(&[][..], |head| &head.mac);
                let no = verdict.linked + 1;
                let wrong = match row {
                    _ if link.no != no => Some(Broken::Gap { no }),
                    None => Some(Broken::Removed { no }),
                    Some(row) => {
                        (row.mac(&self.audit, no, before)[..] != link.mac).then_some(Broken::Changed { no })
                    }
                };
                let differs = ends.iter().any(|end| end.no == no && end.mac != link.mac);
                verdict.broken = wrong.or(differs.then_some(Broken::Changed { no }));
                if verdict.broken.is_some() {
                    break;
                }
                verdict.linked = no;
                verdict.head = Some(Head { no, mac: link.mac });
            }
        }
        if verdict.broken.is_none() {
            let furthest = ends.iter().map(|end| end.no).max().unwrap_or(0);
            let cut = (furthest > verdict.linked).then_some(Broken::Cut { no: furthest });
            verdict.broken = cut.or(forged.then_some(Broken::Forged));
        }
        verdict.unlinked = on_reader!(self, operators::audit_chain::count_unlinked())?;
        Ok(verdict)
    }
}
