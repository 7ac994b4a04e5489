//! "Verzoek van de bewoner": to see, change or erase what they left, once a worker has looked who it is. A teken is not enough.

use super::appointment::must_stand;
use super::asked::{Named, Refused};
use super::lines::{called, sort, topic};
use super::open::{Open, Value};
use super::page::{Page, render};
use super::say::Say;
use super::session::{Seat, Signed};
use super::{Pages, ages, done, is_ticked};
use crate::desk::retention;
use crate::desk::state::NotShown;
use crate::desk::store::audit::{self, Line, What};
use crate::desk::store::entries::Listed;
use crate::desk::store::erasing::{self, Why};
use crate::desk::store::retention::days_of;
use crate::desk::store::{News, cards, entries, kiosks, outgoing};
use crate::entry::{Body, Contact, EmailAddress, Entry, EntryId, PhoneNumber, Spoken};
use crate::followup::{Act, Event, Followed};
use crate::seal;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use zeroize::Zeroizing;

/// "Ik heb gecontroleerd wie dit is".
#[derive(Deserialize)]
pub(super) struct Known {
    known: Option<String>,
}

impl Known {
    fn is_ticked(&self) -> bool {
        is_ticked(self.known.as_deref())
    }
}

#[derive(Template)]
#[template(path = "paper.html")]
struct Paper {
    page: Page,
    id: EntryId,
    date: String,
    open: Open,
    facts: Vec<(&'static str, String)>,
    way: String,
    /// Whether the number is kept in a form that only recognises it.
    hashed: bool,
    acts: Vec<(String, String)>,
    elsewhere: Vec<String>,
    forgets: String,
}

/// The card of one of the worker's teams, opened.
async fn opened(pages: &Pages, seat: &Seat, id: EntryId) -> Result<Entry, Refused> {
    seat.must_see(pages, id).await?;
    match pages.desk.opened(id).await {
        Ok(Some(entry)) => Ok(entry),
        // The card itself says why it does not open.
        Ok(None) | Err(NotShown::Sealed(_)) => Err(Refused::NotThere),
        Err(NotShown::Store(error)) => Err(error.into()),
    }
}

/// `POST /kaart/{id}/verzoek/inzage`: all that is kept of it, to be printed; in the resident's language where the desk has its words.
pub(super) async fn see(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, known): Signed<Known>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    if !known.is_ticked() {
        return Ok(done(&format!("/kaart/{id}"), "tick-first"));
    }
    let entry = opened(&pages, &seat, id).await?;
    let configured = pages.desk.retention.closed_days;
    let found = pages.desk.store.read(move |conn| {
        let Some(listed) = entries::listed(conn, id)? else { return Ok(None) };
        let kiosk = kiosks::find(conn, listed.kiosk)?.map(|kiosk| kiosk.name).unwrap_or_default();
        let (known, days) = (cards::is_known_again(conn, id)?, days_of(conn, id, configured)?);
        Ok(Some((listed, kiosk, cards::events(conn, id)?, known, outgoing::of(conn, id)?, days)))
    });
    let (listed, kiosk, events, hashed, outs, days) = found.await?.ok_or(Refused::NotThere)?;
    let say = Say::from_code(listed.language.code());
    let spoken = entry.draft.spoken();
    let Some(open) = Open::of(entry, say) else { return Err(Refused::NotThere) };
    let mut page = seat.page(&pages, "", None);
    page.say = say;
    page.path = format!("/kaart/{id}");
    let way = listed.contact.as_deref().map_or_else(|| say.get("card-not-said"), |way| say.choice("contact-", way));
    let elsewhere = |(out, _): &(outgoing::Out, _)| say.with("paper-elsewhere", "system", say.choice("link-to-", &out.connector));
    let paper = Paper {
        page,
        id,
        date: ages::date(say, pages.desk.clock.stamp().at),
        facts: facts(say, &listed, &kiosk, spoken),
        open,
        way,
        hashed,
        acts: events.iter().map(|event| (ages::date(say, event.at), act(say, event))).collect(),
        elsewhere: outs.iter().map(elsewhere).collect(),
        forgets: say.with("paper-forgets", "days", days),
    };
    // Who shows what is kept before it is shown; what was in it is not.
    pages.opens(&seat, What::RequestSee, id, None).await?;
    Ok(render(StatusCode::OK, &paper))
}

fn facts(say: Say, listed: &Listed, kiosk: &str, spoken: Option<Spoken>) -> Vec<(&'static str, String)> {
    let left = listed.left();
    let mut facts = vec![
        ("paper-teken", called(say, listed.teken, (sort(listed.kind).unwrap_or("question"), "card-without-teken")).1),
        ("paper-topic", topic(say, listed)),
        ("paper-when", format!("{} {}", ages::date(say, left), ages::time(left))),
        ("paper-kiosk", kiosk.to_owned()),
        ("card-language", say.language(listed.language)),
    ];
    let length = |spoken: Spoken| format!("{}:{:02}", spoken.seconds / 60, spoken.seconds % 60);
    facts.extend(spoken.map(|spoken| ("paper-sound", length(spoken))));
    facts
}

/// What was done, without who did it.
fn act(say: Say, event: &Event) -> String {
    let key = match &event.act {
        Act::Claim => "act-claim",
        Act::Release => "act-release",
        Act::Pass => "act-pass",
        Act::Ask(_) => "act-ask",
        Act::Call(_) => "act-call",
        Act::Look(_) => "act-look",
        Act::Plan(plan) => {
            return say.with(&format!("plan-is-{}", plan.way.word()), "day", ages::day(say, plan.day));
        }
        Act::Spoke => "act-spoke",
        Act::Close(closing) => return say.with("act-close", "outcome", say.choice("outcome-", closing.outcome.word())),
        Act::Followed(Followed::Open) | Act::Reopen => "act-reopen",
        Act::Followed(_) => "act-followed",
        Act::HandOver(_) => "act-over",
        Act::Undo => "act-undo",
    };
    say.get(key)
}

/// Another way to reach the resident.
#[derive(Deserialize)]
pub(super) struct Typed {
    known: Option<String>,
    way: String,
    value: String,
    safe: Option<String>,
}

impl Typed {
    /// None where it is no number or address.
    fn contact(self, before: Option<&Contact>) -> Option<Contact> {
        let value = Zeroizing::new(self.value);
        let safe = (self.safe.as_deref() == Some("yes")).then_some(true);
        let number = || PhoneNumber::parse(value.trim()).ok();
        let (when, voicemail) = match before {
            Some(Contact::Call { when, voicemail, .. } | Contact::VisitHome { when, voicemail, .. }) => (*when, *voicemail),
            _ => (None, false),
        };
        Some(match self.way.as_str() {
            "call" => Contact::Call { number: Some(number()?), when, voicemail, safe },
            "sms" => Contact::Sms { number: Some(number()?), safe },
            "email" => Contact::Email { address: Some(EmailAddress::parse(value.trim()).ok()?) },
            "visit-us" => Contact::VisitUs,
            _ => return None,
        })
    }
}

/// `POST /kaart/{id}/verzoek/contact`: the same entry under a new seal, with another contact.
pub(super) async fn contact(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, typed): Signed<Typed>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    let here = format!("/kaart/{id}");
    if !is_ticked(typed.known.as_deref()) {
        return Ok(done(&here, "tick-first"));
    }
    let mut entry = opened(&pages, &seat, id).await?;
    let slot = match &mut entry.draft.body {
        Body::Question(question) => &mut question.contact,
        Body::Worry(worry) => &mut worry.contact,
        Body::Offering(offering) => &mut offering.contact,
        _ => return Err(Refused::NotThere),
    };
    let Some(contact) = typed.contact(slot.as_ref()) else { return Ok(done(&here, "typed-wrong")) };
    let (word, reaches) = (contact.word(), contact.reaches());
    let caller = contact.number().map(|number| pages.desk.keys.caller(number));
    *slot = Some(contact);
    let envelope = seal::seal(&entry, &pages.desk.keys.recipients)?.envelope().clone();
    let (key, now, worker) = (pages.desk.audit.clone(), pages.desk.now(), seat.worker);
    let changed = pages.desk.store.write(News::Pages, move |conn| {
        entries::reseal(conn, &envelope, word, reaches, caller)?;
        let line = Line::about_entry(conn, worker, What::RequestContact, id, "")?;
        audit::note(conn, &key, &line, now)?;
        // What went along in a file is nowhere to be changed but there.
        Ok(outgoing::change(conn, id, now)? | audit::was_exported(conn, id)?)
    });
    let by_hand = changed.await?;
    retention::drop_old_pages(&pages.desk).await?;
    Ok(done(&here, if by_hand { "contact-by-hand" } else { "contact-changed" }))
}

/// `POST /kaart/{id}/verzoek/wissen`: at once, here and in other systems. It cannot be taken back.
pub(super) async fn erase(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, known): Signed<Known>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    if !known.is_ticked() {
        return Ok(done(&format!("/kaart/{id}"), "tick-first"));
    }
    seat.must_see(&pages, id).await?;
    let now = pages.desk.now();
    // A display in the hall may show who was called.
    let (key, worker) = (pages.desk.audit.clone(), seat.worker);
    let erased = pages.desk.store.write(News::Hall, move |conn| {
        // Of what is gone afterwards.
        let line = Line::about_entry(conn, worker, What::RequestErase, id, "")?;
        let erased = erasing::erase(conn, id, Why::Request, now)?;
        if erased {
            audit::note(conn, &key, &line, now)?;
        }
        Ok(erased)
    });
    if !erased.await? {
        return Err(Refused::NotThere);
    }
    clean(&pages).await?;
    Ok(done("/vandaag", "erased"))
}

/// Takes what was overwritten out of the file beside the store.
async fn clean(pages: &Pages) -> Result<(), Refused> {
    if !retention::drop_old_pages(&pages.desk).await? {
        tracing::info!("somebody was reading: old pages of the store go within the hour");
    }
    Ok(())
}

/// `POST /afspraak/{id}/verzoek/wissen`: the appointment with those that it took the place of, and what was left with them. One that
/// stands is cancelled first, so that calendars and mailboxes hear of it.
pub(super) async fn erase_appointment(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, known): Signed<Known>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    must_stand(&pages, id).await?;
    if !known.is_ticked() {
        return Ok(done(&format!("/afspraak/{id}"), "tick-first"));
    }
    let (key, worker, now) = (pages.desk.audit.clone(), seat.worker, pages.desk.now());
    let erased = pages.desk.store.write(News::Hall, move |conn| {
        let line = Line::about_entry(conn, worker, What::RequestErase, id, "")?;
        let erased = erasing::erase_appointment(conn, id, now)?;
        if erased {
            audit::note(conn, &key, &line, now)?;
        }
        Ok(erased)
    });
    if !erased.await? {
        return Err(Refused::NotThere);
    }
    clean(&pages).await?;
    Ok(done("/spreekuren", "erased"))
}
