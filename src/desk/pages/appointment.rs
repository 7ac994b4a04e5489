//! One time and one appointment: booking it for somebody on the phone, opening what was left, another time, cancelling.

use super::ages;
use super::asked::{Asked, Named, Refused};
use super::lines::{called, in_post};
use super::open::Open;
use super::outside;
use super::page::{Page, render};
use super::say::Say;
use super::session::{Nothing, Seat, Signed};
use super::spreekuren::{day_of, named, title};
use super::{Pages, Query, done, is_ticked};
use crate::desk::note::Note;
use crate::desk::state::NotShown;
use crate::desk::store::appointing::{self, Booked, ByPhone};
use crate::desk::store::appointments::{self, Appointment, Holder, State as Stands};
use crate::desk::store::audit::What;
use crate::desk::store::elsewhere::Elsewhere;
use crate::desk::store::posts::Places;
use crate::desk::store::spreekuren::Spreekuur;
use crate::desk::store::{Conn, News, StoreError, mail, spreekuren};
use crate::entry::{Body, Booking, Change, EntryId, PhoneNumber, SlotId, SpreekuurId, Words};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// The most free times a worker chooses from: a fortnight of any spreekuur.
const MOST_FREE: i64 = 120;

#[derive(Template)]
#[template(path = "slot.html")]
struct SlotPage {
    page: Page,
    id: u32,
    minute: u32,
    title: String,
    place: String,
    day: String,
    date: String,
    at: String,
    /// `free`, `blocked`, `unsure`, `kiosk` or `gone`.
    state: &'static str,
    kiosk: String,
    /// The other spreekuur at which the host is expected then.
    elsewhere: Option<String>,
}

impl SlotPage {
    fn can_be_booked(&self) -> bool {
        matches!(self.state, "free" | "blocked" | "unsure")
    }

    fn may_be_double(&self) -> bool {
        matches!(self.state, "blocked" | "unsure") || self.elsewhere.is_some()
    }
}

/// `GET /spreekuren/{id}/tijd/{minute}`.
pub(super) async fn slot_page(
    State(pages): State<Arc<Pages>>,
    Named((id, minute)): Named<(String, u32)>,
    Asked(query): Asked<Query>,
    seat: Seat,
) -> Result<Response, Refused> {
    let own = named(&pages, &id).await?;
    let slot = SlotId::new(own.id, minute);
    let (now, host_of) = (pages.desk.now(), own.clone());
    let found = pages.desk.store.read(move |conn| {
        let elsewhere = Elsewhere::of(conn, &host_of, None, now)?;
        Ok((appointments::time(conn, slot)?, appointing::is_unsure(conn)?, elsewhere))
    });
    let (time, unsure, elsewhere) = found.await?;
    let past = slot.start() <= pages.desk.clock.stamp().at;
    let (state, kiosk) = match time.map(|time| time.holder) {
        None => return Err(Refused::NotThere),
        Some(Holder::Booked(one)) => return Ok(Redirect::to(&format!("/afspraak/{}", one.id)).into_response()),
        _ if past => ("gone", String::new()),
        Some(Holder::Free) if unsure => ("unsure", String::new()),
        Some(Holder::Free) => ("free", String::new()),
        Some(Holder::Kiosk(name)) => ("kiosk", name),
        Some(Holder::Blocked(name)) => ("blocked", name),
        Some(Holder::Withdrawn) => ("gone", String::new()),
    };
    let page = SlotPage {
        page: seat.page(&pages, "spreekuren", query.said.as_deref()),
        id: own.id.get(),
        minute,
        title: title(seat.say, &own),
        place: own.place,
        day: ages::day(seat.say, day_of(slot)),
        date: day_of(slot).to_string(),
        at: ages::time(slot.start()),
        state,
        kiosk,
        elsewhere: elsewhere.during(slot).map(|other| title(seat.say, other)),
    };
    Ok(render(StatusCode::OK, &page))
}

/// What a worker writes down of somebody on the phone. Any of it may be empty.
#[derive(Deserialize)]
pub(super) struct Typed {
    name: Words<40>,
    number: String,
    words: Words<120>,
    /// Ticked where the worker knows that it may be double.
    double: Option<String>,
}

/// `POST /spreekuren/{id}/tijd/{minute}`.
pub(super) async fn book(
    State(pages): State<Arc<Pages>>,
    Named((id, minute)): Named<(String, u32)>,
    Signed(seat, typed): Signed<Typed>,
) -> Result<Response, Refused> {
    book_one(&pages, &seat, &id, minute, typed).await
}

async fn book_one(pages: &Arc<Pages>, seat: &Seat, id: &str, minute: u32, typed: Typed) -> Result<Response, Refused> {
    let own = named(pages, id).await?;
    let (slot, here) = (SlotId::new(own.id, minute), format!("/spreekuren/{}/tijd/{minute}", own.id.get()));
    pages.desk.store.read(move |conn| appointments::time(conn, slot)).await?.ok_or(Refused::NotThere)?;
    let typed_number = zeroize::Zeroizing::new(typed.number);
    let number = match typed_number.trim() {
        "" => None,
        text => match PhoneNumber::parse(text) {
            Ok(number) => Some(number),
            Err(_) => return Ok(done(&here, "typed-wrong")),
        },
    };
    let mut random = [0; 10];
    pages.desk.luck.fill(&mut random)?;
    let stamp = pages.desk.clock.stamp();
    let booking = EntryId::new(stamp.at.timestamp_millis().max(0) as u64, random);
    let reaches = number.is_some();
    let some = |empty: bool| (!empty).then_some(());
    let (name, words) = (some(typed.name.is_empty()).map(|()| typed.name), some(typed.words.is_empty()).map(|()| typed.words));
    let note = Note::on(booking, name, number, words);
    let note = if note.is_empty() { None } else { Some(note.seal(&pages.desk.keys.recipients)?) };
    let by = ByPhone { id: booking, note, reaches, worker: seat.worker };
    let (knowingly, now) = (is_ticked(typed.double.as_deref()), stamp.at.timestamp());
    pages.desk.calendars.claim(&pages.desk, slot).await?;
    let booked = pages.desk.store.write(News::Hall, move |conn| appointing::book(conn, slot, &by, knowingly, now)).await?;
    Ok(match booked {
        Booked::Done(_) => done(&format!("/afspraak/{booking}"), "booked"),
        Booked::Taken => done(&here, "slot-taken"),
        Booked::Calendar => done(&here, "slot-calendar"),
        Booked::MayBeDouble => done(&here, "slot-double"),
    })
}

#[derive(Template)]
#[template(path = "appointment.html")]
struct AppointmentPage {
    page: Page,
    one: View,
    /// How word of it by mail stands; none where mail tells nobody.
    word: Option<String>,
    /// Free times by day: the day, and for each time its slot and how it reads.
    free: Vec<(String, Vec<(String, String)>)>,
    unsure: bool,
    /// Whether the host of some of them is expected elsewhere then.
    elsewhere: bool,
}

/// An opened appointment.
struct View {
    id: EntryId,
    picture: String,
    name: String,
    title: String,
    when: Option<String>,
    week: Option<String>,
    /// `booked`, `wish`, `conflict`, `cancelled` or `moved`.
    state: &'static str,
    in_house: Option<String>,
    late: bool,
    without_host: bool,
    seen: bool,
    by_phone: bool,
    contact: Contents,
}

/// What the seal held.
enum Contents {
    Open(Box<Open>, Option<Words<120>>),
    /// It does not open.
    Shut,
}

impl View {
    fn stands(&self) -> bool {
        matches!(self.state, "booked" | "wish" | "conflict")
    }

    /// Whether somebody has to say that they have seen or told it.
    fn asks_to_be_seen(&self) -> bool {
        !self.seen && (self.state == "cancelled" || (self.state == "booked" && self.late))
    }
}

/// `GET /afspraak/{id}`.
pub(super) async fn page(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Asked(query): Asked<Query>,
    headers: HeaderMap,
    seat: Seat,
) -> Result<Response, Refused> {
    let said = query.said.as_deref();
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    let (now, by_mail) = (pages.desk.now(), pages.desk.connect.mail.as_ref().is_some_and(|mail| mail.confirmations));
    let found = pages.desk.store.read(move |conn| {
        let Some(one) = appointments::find(conn, id)?.filter(|one| !one.erased) else { return Ok(None) };
        let own = one.slot.map(|slot| spreekuren::find(conn, slot.spreekuur())).transpose()?.flatten();
        let time = one.slot.map(|slot| appointments::time(conn, slot)).transpose()?.flatten();
        let offered = time.is_none_or(|time| time.offered);
        let places = Places::load(conn)?;
        let post = places.of_appointment(&one);
        let free = appointments::free_with(conn, (one.whom, post), now, MOST_FREE)?;
        let free = beside_elsewhere(conn, free, id, now)?;
        // The spreekuur of an appointment says by itself where it is.
        let post = places.beside(post.filter(|_| one.slot.is_none())).map(str::to_owned);
        let word = mail::word(conn, id, by_mail, now)?;
        Ok(Some((one, own, offered, free, appointing::is_unsure(conn)?, post, word)))
    });
    let (one, own, offered, free, unsure, post, word) = found.await?.ok_or(Refused::NotThere)?;
    // Who opens what is kept before it is shown; what was in it is not.
    pages.opens(&seat, What::Appointment, id, Some(&headers)).await?;
    let contact = contents(&pages, seat.say, &one).await?;
    let one = view(seat.say, one, own, offered, now, contact);
    let one = View { name: in_post(one.name, post.as_deref()), ..one };
    let page = seat.page(&pages, "spreekuren", said);
    let elsewhere = free.iter().any(|(_, elsewhere)| *elsewhere);
    let word = word.map(|word| outside::word(seat.say, word));
    Ok(render(StatusCode::OK, &AppointmentPage { page, one, word, free: by_day(seat.say, free), unsure, elsewhere }))
}

/// Each free time, and whether its host is expected at another spreekuur then.
fn beside_elsewhere(conn: &mut Conn, free: Vec<SlotId>, moving: EntryId, now: i64) -> Result<Vec<(SlotId, bool)>, StoreError> {
    let mut known: HashMap<SpreekuurId, Option<Elsewhere>> = HashMap::new();
    let mut beside = Vec::with_capacity(free.len());
    for slot in free {
        let elsewhere = match known.entry(slot.spreekuur()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let own = spreekuren::find(conn, slot.spreekuur())?;
                new.insert(own.map(|own| Elsewhere::of(conn, &own, Some(moving), now)).transpose()?)
            }
        };
        beside.push((slot, elsewhere.as_ref().is_some_and(|elsewhere| elsewhere.during(slot).is_some())));
    }
    Ok(beside)
}

fn view(say: Say, one: Appointment, own: Option<Spreekuur>, offered: bool, now: i64, contact: Contents) -> View {
    let (picture, name) = called(say, one.teken, ("appointment", "appointment-without-teken"));
    let at = |slot: SlotId| format!("{} {}", ages::day(say, day_of(slot)), ages::time(slot.start()));
    let checked_in = one.checked_in_at.and_then(|at| chrono::DateTime::from_timestamp(at, 0));
    let ahead = one.slot.is_some_and(|slot| slot.start().timestamp() > now);
    View {
        id: one.id,
        picture,
        name,
        title: own.as_ref().map_or_else(|| say.choice("whom-", one.whom.word()), |own| title(say, own)),
        when: one.slot.map(at),
        week: one.slot.map(|slot| format!("/spreekuren/{}/week/{}", slot.spreekuur().get(), day_of(slot))),
        state: match one.state {
            Stands::Booked => "booked",
            Stands::Wish => "wish",
            Stands::Conflict => "conflict",
            Stands::Cancelled => "cancelled",
            Stands::Moved => "moved",
        },
        in_house: checked_in.map(|at| say.with("appointment-in-house", "time", ages::time(at))),
        late: one.late,
        without_host: one.state == Stands::Booked && !offered && ahead,
        seen: one.seen,
        by_phone: one.entry.is_none(),
        contact,
    }
}

/// How to reach somebody: from what they left, or from what a worker wrote down.
async fn contents(pages: &Arc<Pages>, say: Say, one: &Appointment) -> Result<Contents, Refused> {
    let Some(entry) = one.entry else {
        let Some(sealed) = &one.note else {
            return Ok(Contents::Open(Box::new(Open::reaching(None, None, one.language, say)), None));
        };
        return Ok(match Note::open(sealed, one.id, &pages.desk.keys.team) {
            Ok(note) => {
                let contact = note.number.map(|number| crate::entry::Contact::Call {
                    number: Some(number),
                    when: None,
                    voicemail: false,
                    // They called themselves; whether somebody else answers there is not known.
                    safe: None,
                });
                Contents::Open(Box::new(Open::reaching(contact, note.name, one.language, say)), note.words)
            }
            Err(error) => {
                tracing::error!(%error, id = %one.id, "a note does not open");
                Contents::Shut
            }
        });
    };
    Ok(match pages.desk.opened(entry).await {
        Ok(Some(opened)) => match opened.draft.body {
            Body::Booking(Booking { contact, .. }) | Body::Change(Change { to: Booking { contact, .. }, .. }) => {
                Contents::Open(Box::new(Open::reaching(contact, None, opened.draft.language, say)), None)
            }
            _ => Contents::Shut,
        },
        Ok(None) => Contents::Shut,
        Err(NotShown::Store(error)) => return Err(error.into()),
        Err(NotShown::Sealed(error)) => {
            tracing::error!(%error, id = %one.id, "an appointment does not open");
            Contents::Shut
        }
    })
}

fn by_day(say: Say, free: Vec<(SlotId, bool)>) -> Vec<(String, Vec<(String, String)>)> {
    let mut days: Vec<(NaiveDate, Vec<(String, String)>)> = Vec::new();
    for (slot, elsewhere) in free {
        let mark = if elsewhere { format!(" · {}", say.get("elsewhere-mark")) } else { String::new() };
        let (day, time) = (day_of(slot), (slot.to_string(), ages::time(slot.start()) + &mark));
        match days.last_mut() {
            Some((last, times)) if *last == day => times.push(time),
            _ => days.push((day, vec![time])),
        }
    }
    days.into_iter().map(|(day, times)| (ages::day(say, day), times)).collect()
}

/// Goes on where there is such an appointment, and it was not erased.
///
/// # Errors
/// [`Refused::NotThere`].
pub(super) async fn must_stand(pages: &Pages, id: EntryId) -> Result<(), Refused> {
    let found = pages.desk.store.read(move |conn| appointments::find(conn, id)).await?;
    if found.is_some_and(|one| !one.erased) { Ok(()) } else { Err(Refused::NotThere) }
}

/// Which time instead.
#[derive(Deserialize)]
pub(super) struct To {
    slot: String,
    double: Option<String>,
}

/// `POST /afspraak/{id}/tijd`: another time, or the first.
pub(super) async fn settle(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, To { slot, double }): Signed<To>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    let here = format!("/afspraak/{id}");
    let Ok(slot) = slot.parse::<SlotId>() else { return Ok(done(&here, "typed-wrong")) };
    let (knowingly, now) = (is_ticked(double.as_deref()), pages.desk.now());
    must_stand(&pages, id).await?;
    pages.desk.calendars.claim(&pages.desk, slot).await?;
    let settled = pages.desk.store.write(News::Hall, move |conn| appointing::settle(conn, id, slot, knowingly, now));
    Ok(match settled.await? {
        Booked::Done(_) => {
            tracing::info!(worker = seat.worker, %id, %slot, "an appointment was moved");
            done(&here, "moved")
        }
        Booked::Taken => done(&here, "slot-taken"),
        Booked::Calendar => done(&here, "slot-calendar"),
        Booked::MayBeDouble => done(&here, "slot-double"),
    })
}

/// `POST /afspraak/{id}/afzeggen`: the worker has them on the phone, or has decided.
pub(super) async fn cancel(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    let now = pages.desk.now();
    must_stand(&pages, id).await?;
    if !pages.desk.store.write(News::Hall, move |conn| appointing::cancel(conn, id, true, now)).await? {
        return Ok(done(&format!("/afspraak/{id}"), "cancelled-before"));
    }
    tracing::info!(worker = seat.worker, %id, "an appointment was cancelled");
    Ok(done(&format!("/afspraak/{id}"), "cancelled"))
}
