//! Reports are made, listed and decided here. What was said is sealed with the instance's key, so that it outlives
//! the accounts and chats of both.

use crate::keys::Field;
use crate::outcome::Touched;
use crate::rows::operators::audit::AuditRow;
use crate::rows::operators::report::{OPEN, ReportRow, decision_number, reason_number};
use crate::store::sync::notifications::{Telling, personal};
use crate::store::{Store, on_reader, on_writer};
use domain::audit::{Act, Entry};
use domain::message::Body;
use domain::notification::{About, NotificationKind};
use domain::page::{Limit, Page};
use domain::report::{Decision, NewReport, Report};
use domain::{ChatId, Fault, ReportId, Result, Seq, Timestamp, UserId};

impl Store {
    /// A message is copied as it is now, and only if the reporter may see it.
    pub async fn report_abuse(&self, reporter: UserId, report: NewReport, at: Timestamp) -> Result<ReportId> {
        let id = ReportId::make(at, self.random);
        let mut user = report.user;
        let mut evidence = None;
        match (report.chat, report.seq) {
            (Some(chat), Some(seq)) => {
                let message = self.message(chat, reporter, seq, at).await?;
                if user.is_some_and(|user| user != message.author) {
                    return Err(Fault::field("/user_id", "not_the_author", "did not write this message"));
                }
                user = Some(message.author).filter(|author| *author != UserId::INSTANCE);
                if let Body::Text(text) = message.body {
                    evidence = Some(text);
                }
            }
            // For a non-member the chat does not exist.
            (Some(chat), None) => {
                on_reader!(self, chats::lists::own_chat(reporter, chat)).map(|_| ())?;
            }
            (None, _) => {}
        }
        if user == Some(reporter) {
            return Err(Fault::field("/user_id", "self", "must be another person"));
        }
        let keys = self.instance_keys(at).await?;
        let seal = |field, text: &str| keys.seal_field(field, id.bytes(), text.as_bytes(), self.random);
        let row = ReportRow {
            id,
            reporter_id: reporter,
            user_id: user.map(Into::into),
            chat_id: report.chat.map(Into::into),
            seq: report.seq.map(Seq::number),
            reason: reason_number(report.reason),
            text_sealed: report
                .text
                .as_ref()
                .map(|text| seal(Field::ReportText, text.as_str()))
                .transpose()?,
            evidence_sealed: evidence.as_deref().map(|text| seal(Field::ReportEvidence, text)).transpose()?,
            state: OPEN,
            created_at: at.millis(),
            decided_at: None,
            decided_by: None,
            decision: None,
        };
        let entry = Entry::own(Act::Reported, reporter, at).on(id.uuid());
        let entry = AuditRow::of(entry, self.random);
        on_writer!(self, operators::reports::add(row, entry), move |()| (id, vec![]))
    }

    /// Open ones oldest first, decided ones newest first.
    pub async fn reports(
        &self,
        decided: bool,
        cursor: Option<ReportId>,
        limit: Limit,
        now: Timestamp,
    ) -> Result<Page<Report>> {
        let mut rows = on_reader!(self, operators::reports::list(decided, cursor, limit.rows() + 1))?;
        let more = rows.len() > limit.len();
        rows.truncate(limit.len());
        let next = rows.last().filter(|_| more).map(|row| row.id.to_string());
        let keys = self.instance_keys(now).await?;
        Ok(Page { items: rows.iter().map(|row| row.open(&keys)).collect(), next })
    }

    pub async fn report(&self, report: ReportId, now: Timestamp) -> Result<Report> {
        let row = on_reader!(self, operators::reports::find(report))?.ok_or(Fault::NotFound)?;
        Ok(row.open(&*self.instance_keys(now).await?))
    }

    /// Removes the message a report is about; what was attached to the report stays.
    pub async fn remove_reported(&self, chat: ChatId, seq: Seq, entry: Entry) -> Result<()> {
        let at = entry.at;
        let row = on_reader!(self, messages::find(chat, seq))?.ok_or(Fault::NotFound)?;
        self.fetch_back(&row, at).await?;
        let actor = entry.actor.unwrap_or(UserId::INSTANCE);
        let (act, keys) = (self.act(chat, actor, at), self.current_keys(chat, at).await?);
        let (opener, entry) = (keys.clone(), AuditRow::of(entry, self.random));
        on_writer!(self, messages::edits::remove_reported(act, seq, keys, entry), move |touched| {
            let touched: Option<Touched> = touched;
            ((), touched.map(|touched| Self::told(&opener, &touched)).unwrap_or_default())
        })
    }

    /// Once; the second administrator is told so.
    pub async fn decide_report(
        &self,
        report: ReportId,
        by: UserId,
        decision: Decision,
        at: Timestamp,
    ) -> Result<Report> {
        let keys = self.instance_keys(at).await?;
        let entry = Entry::of(Act::ReportDecided, None, at).by(by).on(report.uuid());
        let entry = AuditRow::of(entry, self.random);
        let number = decision_number(decision);
        let reporter =
            on_reader!(self, operators::reports::find(report))?.ok_or(Fault::NotFound)?.reporter_id;
        let about = About::event(if number == 0 { "dismissed" } else { "acted" });
        let (kind, source) = (NotificationKind::ReportDecided, report.uuid());
        let notification = Telling { user: reporter, kind, source, actor: None, about, at };
        let notification = self.new_notification(notification).await?;
        on_writer!(
            self,
            operators::reports::decide(report, by, number, at.millis(), entry, notification),
            move |(row, told)| {
                let row: ReportRow = row;
                (row.open(&keys), personal(told))
            }
        )
    }
}
