//! Vandaag: who calls, who waits, what is new, and what is picked up. Oldest first, so that nothing moves under a finger when
//! something new arrives, and nothing old is forgotten.

use super::ages;
use super::asked::{Asked, Named, Refused};
use super::kiosks::trouble;
use super::lines::{CallLine, CardLine, Teller};
use super::page::{Page, render};
use super::say::Say;
use super::session::{Nothing, Seat, Signed};
use super::{Pages, Query, done};
use crate::desk::calendar;
use crate::desk::store::appointments::ToDo;
use crate::desk::store::calls::HallCall;
use crate::desk::store::cards::{self, Line, Names};
use crate::desk::store::kiosks::Kiosk;
use crate::desk::store::posts::{Places, PostId};
use crate::desk::store::ratings::{self, Mean};
use crate::desk::store::{Conn, News, StoreError, appointments, calls, entries, grants, kiosks, presence, workers};
use crate::entry::{EntryId, KioskId, Teken};
use crate::followup::{TeamId, WorkerId};
use crate::wire::{CallState, Presence};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The most cards of one list: more is not a day's work, and a page of a hundred is already long.
const MOST_CARDS: usize = 100;

/// The most offers: nobody waits for an answer to them today.
const MOST_OFFERS: usize = 20;

/// The most cards that somebody has: the oldest are what a team looks at first.
const MOST_HELD: i64 = 300;

/// The most cards for one worker alone.
const MOST_FOR_YOU: i64 = 20;

/// The most calls shown: more than ring at once in any hall.
const MOST_CALLS: i64 = 50;

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    page: Page,
    today: Today,
}

struct Today {
    version: u64,
    date: String,
    presences: Vec<Switch>,
    ringing: Vec<CallLine>,
    coming: Vec<CallLine>,
    missed: Vec<CallLine>,
    /// What is wrong with kiosks, a sentence each.
    trouble: Vec<String>,
    /// Whether kiosks are given no times, because of what a desk from a backup does not know.
    gives_nothing: bool,
    /// Whether something does not go over to another system.
    links: bool,
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
    /// What this worker was asked, and who returns to them.
    you: Vec<CardLine>,
    /// Who is to be called today to ask how it is.
    follow: Vec<CardLine>,
    /// In whose hall somebody waits to be called.
    next: Vec<Next>,
    /// Where in the house the next can be called to.
    places: Vec<String>,
    offers: Vec<CardLine>,
    offers_cut: bool,
    /// What residents gave, in one sentence.
    rating: String,
}

/// "Roep volgende", of one post.
struct Next {
    post: PostId,
    /// What tells its fields from those of another post.
    end: String,
    text: String,
}

/// "Aanwezig" or "Niemand", of one team.
struct Switch {
    team: TeamId,
    /// What tells its buttons from those of another team.
    end: String,
    title: String,
    is: &'static str,
}

struct List {
    key: &'static str,
    title: String,
    empty: String,
    cards: Vec<CardLine>,
    cut: bool,
}

/// What the page is made of, read at one moment.
struct Found {
    /// For each team: what its staff last said.
    presences: Vec<(TeamId, String, Presence)>,
    calls: Vec<(HallCall, Option<Teken>)>,
    you: Vec<Line>,
    unclaimed: Vec<Line>,
    held: Vec<Line>,
    follow: Vec<Line>,
    /// Those nobody has, oldest first, and then the others.
    offers: Vec<Line>,
    names: Names,
    rating: Mean,
    kiosks: Vec<Kiosk>,
    to_do: ToDo,
    gives: bool,
    places: Places,
    /// What this worker can take back, where the page was come to from a card.
    undo: Option<EntryId>,
}

fn find(
    conn: &mut Conn,
    teams: &[TeamId],
    worker: WorkerId,
    card: Option<EntryId>,
    at: DateTime<Utc>,
) -> Result<Found, StoreError> {
    let (now, today) = (at.timestamp(), calendar::day_of(at));
    let mut with_teken = Vec::new();
    let mut said = Vec::new();
    for (team, name) in workers::all_teams(conn)?.into_iter().filter(|(team, _)| teams.contains(team)) {
        said.push((team, name, presence::current(conn, team)?));
    }
    for call in calls::open(conn, teams, now, MOST_CALLS)? {
        let teken = entries::listed(conn, call.id)?.and_then(|listed| listed.teken);
        with_teken.push((call, teken));
    }
    let mut offers = cards::unclaimed(conn, teams, worker, true, MOST_OFFERS as i64 + 1)?;
    offers.extend(cards::held(conn, teams, true, MOST_OFFERS as i64)?);
    let undo = match card {
        Some(id) => cards::can_be_undone(conn, id, worker, at)?.then_some(id),
        None => None,
    };
    Ok(Found {
        presences: said,
        calls: with_teken,
        you: cards::for_worker(conn, teams, worker, MOST_FOR_YOU)?,
        unclaimed: cards::unclaimed(conn, teams, worker, false, MOST_CARDS as i64 + 1)?,
        held: cards::held(conn, teams, false, MOST_HELD)?,
        follow: cards::to_call(conn, teams, today, MOST_CARDS as i64)?,
        offers,
        names: cards::names(conn)?,
        rating: ratings::mean(conn, at)?,
        kiosks: kiosks::all(conn)?,
        to_do: appointments::to_do(conn, now)?,
        gives: grants::may_give(conn)?,
        places: Places::load(conn)?,
        undo,
    })
}

/// `GET /vandaag`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    // Read first: what changes while the page is drawn makes it draw itself again.
    let version = *pages.desk.store.news().borrow();
    let now = pages.desk.clock.stamp().at;
    let (teams, worker) = (seat.teams.clone(), seat.worker);
    let card = query.card.as_deref().and_then(|card| card.parse().ok());
    let found = pages.desk.store.read(move |conn| find(conn, &teams, worker, card, now)).await?;
    let places = Some(&found.places).filter(|_| found.is_of_several());
    let teller = Teller { say: seat.say, worker, now, names: &found.names, places };
    let mut today = teller.today_of(&found, version, &pages.desk.staff.rooms);
    today.visitors = super::daylist::today(&pages, &seat).await?;
    today.links = super::links::need_a_look(&pages).await?;
    let mut page = seat.page(&pages, "today", query.said.as_deref());
    page.undo = found.undo.map(|id| format!("/kaart/{id}/terug"));
    Ok(render(StatusCode::OK, &TodayPage { page, today }))
}

impl Found {
    /// Whether what the page shows is of several posts.
    fn is_of_several(&self) -> bool {
        let places = &self.places;
        let cards = [&self.you, &self.unclaimed, &self.held, &self.follow, &self.offers].into_iter().flatten();
        let cards = cards.map(|line| line.listed.kiosk).chain(self.calls.iter().map(|(call, _)| call.kiosk));
        let kiosks = cards.chain(self.to_do.unmatched.iter().filter_map(|one| one.kiosk));
        let wishes = self.to_do.wishes.iter().filter_map(|one| places.of_appointment(one));
        let mut posts = kiosks.filter_map(|kiosk| places.of_kiosk(kiosk)).chain(wishes);
        let first = posts.next();
        posts.any(|post| Some(post) != first)
    }
}

impl Teller<'_> {
    fn today_of(&self, found: &Found, version: u64, rooms: &[String]) -> Today {
        let names: HashMap<KioskId, &str> = found.kiosks.iter().map(|kiosk| (kiosk.id, kiosk.name.as_str())).collect();
        let calls = |state| {
            let those = found.calls.iter().filter(move |(call, _)| call.state == state);
            those.map(|(call, teken)| self.call(call, *teken, &names)).collect()
        };
        let waits = |line: &&Line| line.short.waits && self.now - line.listed.received_at < cards::WAITS_AT_MOST;
        let cut = found.unclaimed.len() > MOST_CARDS;
        let (mut house, new): (Vec<&Line>, Vec<&Line>) = found.unclaimed.iter().take(MOST_CARDS).partition(waits);
        // Whoever was called and has not been spoken to is still in the house.
        house.extend(found.held.iter().filter(|line| waits(line) && line.short.called_at().is_some() && !line.short.spoken()));
        let cards = |lines: Vec<&Line>| lines.into_iter().map(|line| self.card(line)).collect::<Vec<_>>();
        let held = |places: usize, most: usize| {
            let those: Vec<&Line> = found.held.iter().filter(|line| line.short.holders().count() == places).collect();
            let cut = those.len() > most;
            (cards(those.into_iter().take(most).collect()), cut)
        };
        let (one, one_cut) = held(1, MOST_CARDS);
        let (two, two_cut) = held(2, MOST_CARDS);
        let waiting = house.iter().filter(|line| line.short.called_at().is_none());
        let waiting = waiting.filter_map(|line| found.places.of_kiosk(line.listed.kiosk)).collect();
        Today {
            version,
            date: ages::date(self.say, self.now),
            presences: found.presences.iter().map(|one| self.switch(one, found.presences.len() > 1)).collect(),
            ringing: calls(CallState::Ringing),
            coming: calls(CallState::Coming),
            missed: calls(CallState::Missed),
            trouble: found.kiosks.iter().filter_map(|kiosk| trouble(kiosk, self.say, self.now, &found.places)).collect(),
            gives_nothing: !found.gives,
            links: false,
            first: found.to_do.len() - found.to_do.wishes.len(),
            visitors: Vec::new(),
            arrived: found
                .to_do
                .unmatched
                .iter()
                .filter(|one| one.kind == "checkin")
                .map(|one| super::spreekuren::unmatched(self.say, one, self.places))
                .collect(),
            wishes: found.to_do.wishes.iter().map(|one| super::spreekuren::line(self.say, one, self.now, self.places)).collect(),
            you: cards(found.you.iter().collect()),
            follow: cards(found.follow.iter().collect()),
            next: self.next(waiting, &found.places),
            places: rooms.iter().cloned().chain([self.say.get("call-place-desk")]).collect(),
            lists: [
                self.list("house", "house-title", "house-empty", (cards(house), false)),
                self.list("new", "new-title", "new-empty", (cards(new), cut)),
                self.list("one", "one-title", "one-empty", (one, one_cut)),
                self.list("two", "two-title", "two-empty", (two, two_cut)),
            ],
            offers: cards(found.offers.iter().take(MOST_OFFERS).collect()),
            offers_cut: found.offers.len() > MOST_OFFERS,
            rating: self.rating(found.rating),
        }
    }

    fn next(&self, waiting: BTreeSet<PostId>, places: &Places) -> Vec<Next> {
        let several = places.several();
        let next = |post: PostId| Next {
            post,
            end: if several { format!("-{post}") } else { String::new() },
            text: match places.beside(Some(post)) {
                Some(name) => self.say.with("call-next-in", "post", name),
                None => self.say.get("call-next"),
            },
        };
        waiting.into_iter().map(next).collect()
    }

    fn switch(&self, (team, name, presence): &(TeamId, String, Presence), several: bool) -> Switch {
        Switch {
            team: *team,
            end: if several { format!("-{team}") } else { String::new() },
            title: if several { self.say.with("presence-of-team", "team", name) } else { self.say.get("presence-title") },
            is: match presence {
                Presence::Present => "present",
                Presence::Nobody => "nobody",
                Presence::Unknown => "unknown",
            },
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
}

/// "Aanwezig" or "Niemand".
#[derive(Deserialize)]
pub(super) struct Said {
    is: String,
    /// Which team's; may be left out by whoever is in one.
    team: Option<TeamId>,
}

/// `POST /aanwezig`.
pub(super) async fn say_presence(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Said { is, team }): Signed<Said>,
) -> Result<Response, Refused> {
    let team = match (team, seat.teams.as_slice()) {
        (Some(team), own) if own.contains(&team) => team,
        (None, [team]) => *team,
        _ => {
            tracing::warn!(worker = seat.worker, team, "presence of another team was to be said");
            return Err(Refused::NotThere);
        }
    };
    let said = match is.as_str() {
        "present" => Presence::Present,
        "nobody" => Presence::Nobody,
        _ => return Ok(done("/vandaag", "typed-wrong")),
    };
    let (worker, now) = (seat.worker, pages.desk.now());
    pages.desk.store.write(News::Hall, move |conn| presence::say(conn, team, said, worker, now)).await?;
    Ok(done("/vandaag", "presence"))
}

/// Goes on where the call came from a kiosk of this worker's teams.
async fn must_ring_for(pages: &Pages, seat: &Seat, id: EntryId) -> Result<(), Refused> {
    let teams = seat.teams.clone();
    let rings = pages.desk.store.read(move |conn| calls::is_of(conn, &teams, id)).await?;
    if rings { Ok(()) } else { Err(Refused::NotThere) }
}

/// `POST /roep/{id}/ik-kom`.
pub(super) async fn come(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    must_ring_for(&pages, &seat, id).await?;
    let (worker, now) = (seat.worker, pages.desk.now());
    let comes = pages.desk.store.write(News::Hall, move |conn| calls::come(conn, id, worker, now)).await?;
    Ok(done("/vandaag", if comes { "coming" } else { "coming-late" }))
}

/// `POST /roep/{id}/gezien`: a missed call leaves the page.
pub(super) async fn seen(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    must_ring_for(&pages, &seat, id).await?;
    let now = pages.desk.now();
    pages.desk.store.write(News::Pages, move |conn| calls::seen(conn, id, now)).await?;
    Ok(done("/vandaag", "seen"))
}
