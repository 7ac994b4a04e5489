//! Vandaag: who calls, who waits, what is new, and what is picked up. Oldest first, so that nothing moves under a finger when
//! something new arrives, and nothing old is forgotten.

use super::ages;
use super::asked::{Asked, Named, Refused};
use super::kiosks::trouble;
use super::page::{Page, render};
use super::say::Say;
use super::session::{Nothing, Seat, Signed};
use super::{Pages, Query, done};
use crate::desk::store::appointments::ToDo;
use crate::desk::store::calls::HallCall;
use crate::desk::store::claims::Claimed;
use crate::desk::store::entries::{Deck, Listed};
use crate::desk::store::kiosks::Kiosk;
use crate::desk::store::ratings::{self, Mean};
use crate::desk::store::{Conn, News, StoreError, appointments, calls, claims, entries, grants, kiosks, presence};
use crate::entry::{EntryId, Kind, KioskId, Need, Teken};
use crate::wire::{CallState, Presence};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

/// The most cards of one list: more is not a day's work, and a page of a hundred is already long.
const MOST_CARDS: usize = 100;

/// The most offers: nobody waits for an answer to them today.
const MOST_OFFERS: usize = 20;

/// How many of the newest cards are looked through for those that somebody has picked up.
const LOOKED_THROUGH: i64 = 300;

/// The most cards of the list of those that two have picked up: nobody has to act on them here.
const MOST_TOGETHER: usize = 20;

/// The most calls shown: more than ring at once in any hall.
const MOST_CALLS: i64 = 50;

/// Who said "Ik wacht hier" this long ago has gone home, and stands among the new ones.
const WAITS_AT_MOST: TimeDelta = TimeDelta::hours(2);

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    page: Page,
    today: Today,
}

struct Today {
    version: u64,
    date: String,
    presence: &'static str,
    ringing: Vec<CallLine>,
    coming: Vec<CallLine>,
    missed: Vec<CallLine>,
    /// What is wrong with kiosks, a sentence each.
    trouble: Vec<String>,
    /// Whether kiosks are given no times, because of what a desk from a backup does not know.
    gives_nothing: bool,
    /// How many appointments somebody has to look at first.
    first: usize,
    /// Today's spreekuren, with who comes.
    visitors: Vec<super::daylist::List>,
    /// Who said that they are there, and whom the desk does not know an appointment of.
    arrived: Vec<super::spreekuren::ToDoLine>,
    /// Who wants a time and is to be called.
    wishes: Vec<super::spreekuren::ToDoLine>,
    lists: [List; 4],
    /// Who wants to do something for the neighbourhood; those nobody has claimed first.
    offers: Vec<CardLine>,
    offers_cut: bool,
    /// What residents gave, in one sentence.
    rating: String,
}

struct List {
    key: &'static str,
    title: String,
    empty: String,
    cards: Vec<CardLine>,
    cut: bool,
}

/// One call: never why somebody is here, only that somebody is wanted.
struct CallLine {
    id: EntryId,
    picture: String,
    name: String,
    reason: String,
    kiosk: String,
    coming: String,
    at: String,
    age: String,
}

/// One card: never a name, a number or a word of the resident, and of a worry never about whom or what.
struct CardLine {
    id: EntryId,
    picture: String,
    name: String,
    topic: String,
    /// The pictogram of what sort of card it is; none for a question.
    sort: Option<&'static str>,
    urgent: bool,
    danger: bool,
    late: bool,
    /// That something was said, and never what.
    spoken: bool,
    contact: Option<String>,
    language: Option<String>,
    promised: Option<String>,
    claimed: Option<String>,
    mine: bool,
    at: String,
    age: String,
}

/// A teken's picture and name; of somebody without one, `otherwise`.
pub(super) fn called(say: Say, teken: Option<Teken>, otherwise: (&str, &str)) -> (String, String) {
    match teken {
        Some(teken) => {
            let key = format!("teken-{}", teken.picture().word());
            let name = format!("{} {:02}", say.get(&key), teken.number());
            (key, name)
        }
        None => (otherwise.0.to_owned(), say.get(otherwise.1)),
    }
}

/// What lists say a card is about.
pub(super) fn topic(say: Say, listed: &Listed) -> String {
    match listed.kind {
        Kind::Worry => say.get("worry-topic"),
        Kind::Offering => say.get("offer-topic"),
        _ => listed.topic.map_or_else(|| say.get("without-topic"), |topic| say.choice("topic-", topic.word())),
    }
}

/// The pictogram of a card that is no question.
pub(super) fn sort(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Worry => Some("worry"),
        Kind::Offering => Some("offer"),
        _ => None,
    }
}

/// What the page is made of, read at one moment.
struct Found {
    presence: Presence,
    calls: Vec<(HallCall, Option<Teken>)>,
    unclaimed: Vec<Listed>,
    claimed: Vec<(Listed, Vec<Claimed>)>,
    /// Those nobody has claimed, oldest first, and then the others, newest first.
    offers: Vec<(Listed, Vec<Claimed>)>,
    rating: Mean,
    kiosks: Vec<Kiosk>,
    to_do: ToDo,
    gives: bool,
}

/// The newest cards that somebody has claimed, newest first.
fn claimed(conn: &mut Conn, deck: Deck) -> Result<Vec<(Listed, Vec<Claimed>)>, StoreError> {
    let mut claimed = Vec::new();
    for (listed, count) in entries::cards(conn, deck, LOOKED_THROUGH)? {
        if count > 0 {
            let by = claims::of(conn, listed.id)?;
            claimed.push((listed, by));
        }
    }
    Ok(claimed)
}

fn find(conn: &mut Conn, at: DateTime<Utc>) -> Result<Found, StoreError> {
    let now = at.timestamp();
    let mut with_teken = Vec::new();
    for call in calls::open(conn, now, MOST_CALLS)? {
        let teken = entries::listed(conn, call.id)?.and_then(|listed| listed.teken);
        with_teken.push((call, teken));
    }
    let offers = entries::unclaimed(conn, Deck::Offered, MOST_OFFERS as i64 + 1)?;
    let mut offers: Vec<_> = offers.into_iter().map(|listed| (listed, Vec::new())).collect();
    offers.extend(claimed(conn, Deck::Offered)?);
    Ok(Found {
        presence: presence::current(conn)?,
        calls: with_teken,
        unclaimed: entries::unclaimed(conn, Deck::Asked, MOST_CARDS as i64 + 1)?,
        claimed: claimed(conn, Deck::Asked)?,
        offers,
        rating: ratings::mean(conn, at)?,
        kiosks: kiosks::all(conn)?,
        to_do: appointments::to_do(conn, now)?,
        gives: grants::may_give(conn)?,
    })
}

/// `GET /vandaag`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    // Read first: what changes while the page is drawn makes it draw itself again.
    let version = *pages.desk.store.news().borrow();
    let now = pages.desk.clock.stamp().at;
    let found = pages.desk.store.read(move |conn| find(conn, now)).await?;
    let mut today = Teller { say: seat.say, worker: seat.worker, now }.today(found, version);
    today.visitors = super::daylist::today(&pages, &seat).await?;
    Ok(render(StatusCode::OK, &TodayPage { page: seat.page(&pages, "today", query.said.as_deref()), today }))
}

/// Tells what was found to one worker at one moment.
struct Teller {
    say: Say,
    worker: i32,
    now: DateTime<Utc>,
}

impl Teller {
    fn today(&self, found: Found, version: u64) -> Today {
        let names: HashMap<KioskId, &str> = found.kiosks.iter().map(|kiosk| (kiosk.id, kiosk.name.as_str())).collect();
        let calls = |state| {
            let those = found.calls.iter().filter(move |(call, _)| call.state == state);
            those.map(|(call, teken)| self.call(call, *teken, &names)).collect()
        };
        let waits = |listed: &Listed| listed.contact.as_deref() == Some("wait") && self.now - listed.received_at < WAITS_AT_MOST;
        let cut = found.unclaimed.len() > MOST_CARDS;
        let (house, new): (Vec<&Listed>, Vec<&Listed>) =
            found.unclaimed.iter().take(MOST_CARDS).partition(|listed| waits(listed));
        let unclaimed = |cards: Vec<&Listed>| cards.into_iter().map(|listed| self.card(listed, &[])).collect();
        // Cards come newest first; the lists go the other way.
        let claimed = |places: usize, most: usize| -> (Vec<CardLine>, bool) {
            let those: Vec<_> = found.claimed.iter().filter(|(_, by)| by.len() == places).collect();
            let cards = those.iter().take(most).rev().map(|(listed, by)| self.card(listed, by)).collect();
            (cards, those.len() > most)
        };
        let (one, one_cut) = claimed(1, MOST_CARDS);
        let (two, _) = claimed(2, MOST_TOGETHER);
        let offers = found.offers.iter().take(MOST_OFFERS).map(|(listed, by)| self.card(listed, by)).collect();
        Today {
            version,
            date: ages::date(self.say, self.now),
            presence: match found.presence {
                Presence::Present => "present",
                Presence::Nobody => "nobody",
                Presence::Unknown => "unknown",
            },
            ringing: calls(CallState::Ringing),
            coming: calls(CallState::Coming),
            missed: calls(CallState::Missed),
            trouble: found.kiosks.iter().filter_map(|kiosk| trouble(kiosk, self.say, self.now)).collect(),
            gives_nothing: !found.gives,
            first: found.to_do.len() - found.to_do.wishes.len(),
            visitors: Vec::new(),
            arrived: found
                .to_do
                .unmatched
                .iter()
                .filter(|(_, kind, _)| kind == "checkin")
                .map(|one| super::spreekuren::unmatched(self.say, one))
                .collect(),
            wishes: found.to_do.wishes.iter().map(|one| super::spreekuren::line(self.say, one, self.now)).collect(),
            lists: [
                self.list("house", "house-title", "house-empty", (unclaimed(house), false)),
                self.list("new", "new-title", "new-empty", (unclaimed(new), cut)),
                self.list("one", "one-title", "one-empty", (one, one_cut)),
                self.list("two", "two-title", "two-empty", (two, false)),
            ],
            offers,
            offers_cut: found.offers.len() > MOST_OFFERS,
            rating: self.rating(found.rating),
        }
    }

    fn rating(&self, mean: Mean) -> String {
        match mean {
            Mean::Few => self.say.with("rating-few", "fewest", ratings::FEWEST),
            Mean::Of { people, tenths } => {
                let comma = if self.say == Say::Dutch { ',' } else { '.' };
                let mark = format!("{}{comma}{}", tenths / 10, tenths % 10);
                self.say.with_two("rating-mean", ("mark", &mark), ("people", &people.to_string()))
            }
        }
    }

    fn list(&self, key: &'static str, title: &str, empty: &str, (cards, cut): (Vec<CardLine>, bool)) -> List {
        List { key, title: self.say.get(title), empty: self.say.get(empty), cards, cut }
    }

    fn call(&self, call: &HallCall, teken: Option<Teken>, kiosks: &HashMap<KioskId, &str>) -> CallLine {
        let (picture, name) = called(self.say, teken, ("talk-now", "call-without-teken"));
        let minutes = ages::minutes(call.since, self.now);
        CallLine {
            id: call.id,
            picture,
            name,
            reason: format!("call-{}", call.reason.word()),
            kiosk: kiosks.get(&call.kiosk).copied().unwrap_or_default().to_owned(),
            coming: call.worker.as_deref().map(|worker| self.say.with("call-came-by", "name", worker)).unwrap_or_default(),
            at: ages::machine(call.since),
            age: match (call.state, minutes) {
                (CallState::Missed, _) => ages::age(self.say, call.since, self.now),
                (_, 0) => self.say.get("rings-now"),
                (_, minutes) => self.say.with("rings-minutes", "n", minutes),
            },
        }
    }

    fn card(&self, listed: &Listed, by: &[Claimed]) -> CardLine {
        let say = self.say;
        let (picture, name) = called(say, listed.teken, (sort(listed.kind).unwrap_or("question"), "card-without-teken"));
        let left = listed.received_at - TimeDelta::from_std(listed.waited).unwrap_or_default();
        let others: Vec<&str> = by.iter().filter(|claim| claim.worker != self.worker).map(|claim| claim.name.as_str()).collect();
        CardLine {
            id: listed.id,
            picture,
            name,
            topic: topic(say, listed),
            sort: sort(listed.kind),
            urgent: listed.need == Some(Need::Urgent),
            danger: listed.raised,
            late: listed.late,
            spoken: listed.pieces > 0,
            contact: listed.contact.as_ref().map(|way| format!("contact-{way}")),
            language: (listed.language != crate::entry::Language::NL).then(|| say.language(listed.language)),
            promised: if by.is_empty() {
                listed.promised_before.map(|day| say.with("promised", "day", ages::short_day(say, day)))
            } else {
                None
            },
            claimed: match others.as_slice() {
                [] => None,
                [one] => Some((*one).to_owned()),
                [one, two, ..] => Some(say.with_two("claims-by-two", ("one", one), ("two", two))),
            },
            mine: by.iter().any(|claim| claim.worker == self.worker),
            at: ages::machine(left),
            age: ages::age(say, left, self.now),
        }
    }
}

/// "Aanwezig" or "Niemand".
#[derive(Deserialize)]
pub(super) struct Said {
    is: String,
}

/// `POST /aanwezig`.
pub(super) async fn say_presence(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Said { is }): Signed<Said>,
) -> Result<Response, Refused> {
    let said = match is.as_str() {
        "present" => Presence::Present,
        "nobody" => Presence::Nobody,
        _ => Presence::Unknown,
    };
    let (worker, now) = (seat.worker, pages.desk.now());
    pages.desk.store.write(News::Hall, move |conn| presence::say(conn, said, worker, now)).await?;
    Ok(done("/vandaag", "presence"))
}

/// `POST /roep/{id}/ik-kom`.
pub(super) async fn come(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    let (worker, now) = (seat.worker, pages.desk.now());
    let comes = pages.desk.store.write(News::Hall, move |conn| calls::come(conn, id, worker, now)).await?;
    Ok(done("/vandaag", if comes { "coming" } else { "coming-late" }))
}

/// `POST /roep/{id}/gezien`: a missed call leaves the page.
pub(super) async fn seen(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(_, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    let now = pages.desk.now();
    pages.desk.store.write(News::Pages, move |conn| calls::seen(conn, id, now)).await?;
    Ok(done("/vandaag", "seen"))
}
