//! "Briefje": what stands on paper, asked for once, of something that is kept.

use super::event::KeptReceipt;
use super::handing::What;
use super::step::Step;
use super::{Visit, booked};
use crate::entry::{CallReason, EntryId, Language, Teken};
use crate::texts::{Arg, Text};
use std::fmt;
use std::time::Instant;
use zeroize::Zeroizing;

/// A ticket that a resident asked for. Only a visit makes one, of a receipt that the keeper gave: it has no place for a topic,
/// a name, a host or anything typed.
#[allow(clippy::manual_non_exhaustive, reason = "nobody else makes one within this crate either")]
pub struct TicketOrder {
    /// What it is a ticket of; whoever prints it asks for the proof that this is kept.
    pub entry: EntryId,
    /// The language of its words.
    pub language: Language,
    /// Where the machine stands.
    pub place: String,
    /// Picture and number.
    pub teken: Teken,
    /// The same in words.
    pub said: Text,
    /// Day and time, where one is fixed.
    pub moment: Option<Text>,
    /// What follows, a sentence each.
    pub follows: Vec<Text>,
    /// What the QR code holds; none for a call, which nobody comes back for.
    pub code: Option<Zeroizing<String>>,
    /// Nobody else makes one.
    _made_by_a_visit: (),
}

/// Hides what the ticket says: a teken finds a person in the hall.
impl fmt::Debug for TicketOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TicketOrder").field("entry", &self.entry).field("language", &self.language).finish_non_exhaustive()
    }
}

/// What became of the ticket that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paper {
    Asked,
    Printed,
    /// Part of it may be on paper: it is not tried again.
    Failed,
}

impl Paper {
    fn news(self) -> Text {
        Text::key(match self {
            Paper::Asked => "ticket-asked",
            Paper::Printed => "ticket-taken",
            Paper::Failed => "ticket-failed",
        })
    }
}

/// What the *koppelkaart* says of one helper, on paper: the site's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafletOrder {
    /// The language of its words.
    pub language: Language,
    /// Where the machine stands.
    pub place: String,
    /// Who helps.
    pub title: String,
    /// With what, where and when, by which phone.
    pub lines: Vec<Text>,
    /// The address of a page with more.
    pub page: Option<String>,
}

impl Visit {
    /// Whether "Briefje" is offered beside a helper: with a printer, once.
    pub(super) fn leaflet_is_offered(&self) -> bool {
        self.site.printer_ready && self.plan.leaflet.is_none()
    }

    /// "Briefje" beside a helper.
    pub(super) fn order_leaflet(&mut self) -> Option<LeafletOrder> {
        let helper = self.leaflet_is_offered().then(|| self.shown_helper()).flatten()?;
        let order = LeafletOrder {
            language: self.language,
            place: self.site.name.clone(),
            title: helper.name.clone(),
            lines: helper.lines(),
            page: helper.page.clone(),
        };
        self.plan.leaflet = Some(Paper::Asked);
        Some(order)
    }

    /// The printer took all of it, or it did not.
    pub(super) fn leaflet_answered(&mut self, printed: bool, now: Instant) {
        if self.plan.leaflet == Some(Paper::Asked) {
            self.plan.leaflet = Some(if printed { Paper::Printed } else { Paper::Failed });
            self.somebody_is_there(now);
        }
    }

    pub(super) fn leaflet_news(&self) -> Option<Text> {
        self.plan.leaflet.map(Paper::news)
    }

    /// What "Briefje" prints here; none without a printer, before anything is kept, or a second time.
    pub(super) fn printable(&self) -> Option<TicketOrder> {
        let entry = self.shown_entry().filter(|entry| self.site.printer_ready && self.paper_of(*entry).is_none())?;
        let (teken, said, moment, follows, code) = match self.step {
            Step::Receipt => {
                let handed = self.handed.as_ref().filter(|handed| handed.what.is_given_a_code())?;
                let receipt: &KeptReceipt = handed.receipt.as_ref()?;
                let moment = match handed.what {
                    What::Booking(start) | What::Change(start) => start.map(booked::when),
                    _ => None,
                };
                (receipt.teken?, "receipt-teken", moment, self.hears_by(handed), receipt.qr.clone())
            }
            _ => (self.calls.of(CallReason::TalkNow)?.teken?, "talk-now-teken", None, None, None),
        };
        Some(TicketOrder {
            entry,
            language: self.language,
            place: self.site.name.clone(),
            teken,
            said: Text::key(said).with("teken", Arg::Text(super::ShownTeken::name(teken))),
            moment,
            follows: follows.into_iter().chain([Text::key("ticket-keep")]).collect(),
            code,
            _made_by_a_visit: (),
        })
    }

    /// The entry whose teken stands on the glass, once it is kept.
    fn shown_entry(&self) -> Option<EntryId> {
        match self.step {
            Step::Receipt => self.handed.as_ref()?.receipt.as_ref().map(|receipt| receipt.entry),
            Step::TalkNow => self.calls.of(CallReason::TalkNow)?.entry(),
            _ => None,
        }
    }

    fn paper_of(&self, entry: EntryId) -> Option<Paper> {
        self.paper.filter(|(of, _)| *of == entry).map(|(_, paper)| paper)
    }

    /// "Briefje".
    pub(super) fn order_ticket(&mut self) -> Option<TicketOrder> {
        let order = self.printable()?;
        self.paper = Some((order.entry, Paper::Asked));
        Some(order)
    }

    /// The printer took all of it, or it did not.
    pub(super) fn ticket_answered(&mut self, entry: EntryId, printed: bool, now: Instant) {
        if self.paper_of(entry) == Some(Paper::Asked) {
            self.paper = Some((entry, if printed { Paper::Printed } else { Paper::Failed }));
            self.somebody_is_there(now);
        }
    }

    /// What is said of the ticket that was asked for.
    pub(super) fn ticket_news(&self) -> Option<Text> {
        Some(self.paper_of(self.shown_entry()?)?.news())
    }
}
