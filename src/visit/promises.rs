//! What the glass promises: who comes, who reads, when the resident hears. Nothing is said here that nobody keeps.

use super::handing::{Handed, What};
use super::tiles::tile;
use super::view::*;
use super::{OpenHours, Presence, Readers, Visit, Way};
use crate::entry::{CallReason, Teken, Topic};
use crate::texts::{Arg, Text, times};

impl Visit {
    pub(super) fn readers(&self) -> Vec<Text> {
        match &self.site.readers {
            Readers::OurTeam => vec![Text::key("readers-our-team")],
            Readers::Organisations(names) if names.is_empty() => vec![Text::key("readers-ask")],
            Readers::Organisations(names) => vec![Text::key("readers-these").with("names", Arg::List(names.clone()))],
        }
    }

    /// "Wat doen jullie hiermee?"
    pub(super) fn privacy(&self) -> Vec<Text> {
        let mut lines = self.readers();
        lines.extend(["privacy-use", "privacy-lock"].map(Text::key));
        if let Some(days) = self.site.erased_after_days {
            lines.push(Text::key("privacy-forget").with("days", Arg::Count(days.into())));
        }
        lines.push(Text::key("privacy-voluntary"));
        lines
    }

    pub(super) fn call_icon(&self, reason: CallReason) -> &'static str {
        match self.calls.of(reason) {
            Some(call) if call.is_coming() => "coming",
            _ if self.site.nobody_here() => "nobody",
            _ => "help",
        }
    }

    /// What is true of a call: rung, heard by the desk, answered, late.
    pub(super) fn call_news(&self, reason: CallReason) -> (Text, Vec<Text>) {
        let call = self.calls.of(reason);
        if call.is_some_and(super::calls::Call::is_coming) {
            return (Text::key("call-coming"), Vec::new());
        }
        // The chime has rung, so this is true; that somebody hears it would be a guess.
        let title = Text::key("call-calling");
        if self.site.nobody_here() {
            return (title, [Text::key("nobody-maybe")].into_iter().chain(self.hours_and_phone()).collect());
        }
        let mut lines = Vec::new();
        if call.is_some_and(|call| call.delivered) {
            lines.push(Text::key("call-delivered"));
        }
        if !self.site.online || call.is_none_or(|call| call.late) {
            lines.push(self.walk_to_the_counter());
        }
        (title, lines)
    }

    pub(super) fn walk_to_the_counter(&self) -> Text {
        match &self.site.phone {
            Some(phone) => Text::key("call-walk-or-phone").with("phone", Arg::Plain(phone.clone())),
            None => Text::key("call-walk"),
        }
    }

    fn nobody_title(&self) -> Text {
        Text::key(if self.site.presence == Presence::Nobody { "nobody-title" } else { "closed-title" })
    }

    fn hours_and_phone(&self) -> Vec<Text> {
        let mut lines = Vec::new();
        if !self.site.hours.is_empty() {
            lines.push(Text::key("nobody-hours"));
            lines.extend(OpenHours::lines(&self.site.hours));
        }
        if let Some(phone) = &self.site.phone {
            lines.push(Text::key("nobody-phone").with("phone", Arg::Plain(phone.clone())));
        }
        lines
    }

    pub(super) fn nobody_screen(&self) -> Screen<'_> {
        let tiles =
            if self.offers_leaving_a_number() { vec![tile("leave-number", "leave-number", Some("phone"))] } else { vec![] };
        let (title, lines) = (self.nobody_title(), self.hours_and_phone());
        Screen::Message(Message { icon: "nobody", title, lines, teken: None, tiles })
    }

    pub(super) fn talk_now_screen(&self) -> Screen<'_> {
        let call = self.calls.of(CallReason::TalkNow);
        let (title, mut lines) = self.call_news(CallReason::TalkNow);
        if !call.is_some_and(|call| call.late) && !self.site.nobody_here() {
            lines.insert(0, Text::key("talk-now-sit"));
        }
        lines.splice(0..0, self.ticket_news());
        let mut tiles = self.last_tiles();
        if self.offers_leaving_a_number() && call.is_some_and(|call| call.late) {
            tiles.insert(0, tile("leave-number", "leave-number", Some("phone")));
        }
        let teken = call.and_then(|call| call.teken).map(|teken| shown(teken, "talk-now-teken"));
        Screen::Message(Message { icon: self.call_icon(CallReason::TalkNow), title, lines, teken, tiles })
    }

    fn last_tiles(&self) -> Vec<Tile> {
        let mut tiles = vec![tile("longer", "longer", Some("clock"))];
        if self.printable().is_some() {
            tiles.insert(0, tile("ticket", "ticket", Some("ticket")));
        }
        tiles
    }

    pub(super) fn receipt<'a>(&'a self, handed: &'a Handed) -> Screen<'a> {
        let receipt = handed.receipt.as_ref();
        let (title, booked) = self.booked_lines(handed);
        if handed.what == What::Rating {
            return Screen::Message(Message { icon: "yes", title, lines: booked, teken: None, tiles: Vec::new() });
        }
        let gives = handed.what.is_given_a_code();
        let qr = receipt.filter(|_| gives).and_then(|receipt| receipt.qr.as_deref()).map(String::as_str);
        let given = receipt.and_then(|receipt| receipt.teken);
        Screen::Receipt(Receipt {
            title,
            teken: match handed.what {
                What::Cancel | What::Rating => None,
                What::CheckIn(teken) => teken.map(|teken| shown(teken, "talk-now-teken")),
                What::Question | What::Booking(_) | What::Change(_) | What::Worry | What::Offering => {
                    given.map(|teken| shown(teken, "receipt-teken"))
                }
            },
            lines: match handed.what {
                What::Question | What::Offering => self.receipt_lines(handed),
                What::Worry => self.lines_after_worry(self.receipt_lines(handed), handed.reaches),
                _ => booked,
            },
            qr,
            qr_note: qr.map(|_| Text::key("receipt-qr")),
            ticket: self.ticket_news(),
            tiles: self.last_tiles(),
        })
    }

    /// The day by which the resident hears, where one may be named.
    pub(super) fn hears_by(&self, handed: &Handed) -> Option<Text> {
        let named = handed.at_desk.flatten().filter(|_| handed.reaches && self.site.clock_trusted);
        named.map(|day| Text::key("receipt-hear-by").with("day", Arg::Text(times::weekday(day))))
    }

    fn receipt_lines(&self, handed: &Handed) -> Vec<Text> {
        let mut lines = Vec::new();
        let has_teken = handed.receipt.as_ref().is_some_and(|receipt| receipt.teken.is_some());
        let by_teken = has_teken.then(|| Text::key("thanks-say-teken"));
        match handed.at_desk {
            None => lines.push(Text::key("receipt-send-soon")),
            Some(_) if handed.reaches => {
                lines.push(self.hears_by(handed).unwrap_or_else(|| Text::key("receipt-hear")));
            }
            Some(_) => {}
        }
        match handed.way {
            Some(Way::Call) if handed.reaches => lines.push(Text::key("thanks-call")),
            Some(Way::Sms) if handed.reaches => lines.push(Text::key("thanks-sms")),
            Some(Way::Email) if handed.reaches => lines.push(Text::key("thanks-email")),
            Some(Way::VisitHome) if handed.reaches => lines.push(Text::key("thanks-visit-home")),
            Some(Way::Wait) if handed.coming => lines.push(Text::key("call-coming")),
            Some(Way::Wait) if !self.site.nobody_here() => {
                lines.extend([Text::key("talk-now-sit"), Text::key("thanks-wait"), self.walk_to_the_counter()]);
            }
            Some(Way::VisitUs) => lines.extend([Text::key("thanks-visit-us")].into_iter().chain(by_teken)),
            // No number, no "wij bellen u".
            Some(Way::Call | Way::Sms | Way::Email | Way::VisitHome | Way::Wait) | None => {
                lines.extend([Text::key("thanks-come-by")].into_iter().chain(by_teken));
            }
        }
        if handed.urgent {
            let (title, more) = self.call_news(CallReason::Urgent);
            lines.push(title);
            lines.extend(more);
            lines.extend(danger(handed.topic));
            lines.extend((handed.what == What::Worry).then(|| Text::key("call-safe-at-home")));
        }
        lines
    }
}

fn shown(teken: Teken, said: &'static str) -> ShownTeken {
    let said = Text::key(said).with("teken", Arg::Text(ShownTeken::name(teken)));
    ShownTeken { picture: teken.picture(), number: teken.number(), said }
}

/// Whom to call in danger; nobody at this post can be there sooner.
pub(super) fn danger(topic: Option<Topic>) -> Vec<Text> {
    let low = (topic == Some(Topic::Feelings)).then(|| Text::key("danger-113"));
    [Text::key("danger-112")].into_iter().chain(low).collect()
}
