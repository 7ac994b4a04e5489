//! What a worker does with a card: each form is one act, and whoever comes second is told what the first did.

use super::asked::{Named, Refused};
use super::say::Say;
use super::session::{Nothing, Seat, Signed};
use super::{Pages, done};
use crate::desk::calendar;
use crate::desk::store::cards::{self, Done};
use crate::desk::store::posts::PostId;
use crate::desk::store::{News, StoreError};
use crate::entry::EntryId;
use crate::followup::{Act, Again, Alone, Card, Closing, Followed, Help, Lead, Looked, Outcome, Plan, Reached, Wanted, Way};
use axum::extract::State;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use std::sync::Arc;

impl Pages {
    /// Does it, and comes back to the card with what `says` says of it.
    async fn acts(&self, seat: &Seat, id: &str, act: Act, says: impl FnOnce(&Card) -> &'static str) -> Result<Response, Refused> {
        let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
        let said = match self.act(seat, id, act).await? {
            Done::Yes(card) => says(&card).to_owned(),
            Done::No(no) => format!("no-{}", no.word()),
            Done::NotThere => return self.is_gone(seat, id).await,
        };
        Ok(done(&format!("/kaart/{id}"), &said))
    }

    /// Says where it went, to whoever saw it a moment ago: a card that began with one of their teams was handed over.
    async fn is_gone(&self, seat: &Seat, id: EntryId) -> Result<Response, Refused> {
        let teams = seat.teams.clone();
        let was = self.desk.store.read(move |conn| cards::began_with(conn, &teams, id)).await?;
        if was { Ok(done("/vandaag", "no-gone")) } else { Err(Refused::NotThere) }
    }

    /// Writes the act down.
    pub(super) async fn act(&self, seat: &Seat, id: EntryId, act: Act) -> Result<Done, StoreError> {
        let (teams, worker, now) = (seat.teams.clone(), seat.worker, self.desk.clock.stamp().at);
        // A call is shown in the hall.
        let news = if matches!(act, Act::Call(_)) { News::Hall } else { News::Pages };
        self.desk.store.write(news, move |conn| cards::act(conn, id, &teams, worker, act, now)).await
    }

    /// What was typed could not be meant: nothing is changed.
    fn typed_wrong(id: &str) -> Result<Response, Refused> {
        let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
        Ok(done(&format!("/kaart/{id}"), "typed-wrong"))
    }

    /// The working day on which somebody calls again; none where nobody does.
    fn day_of(&self, again: Again) -> Option<NaiveDate> {
        let today = calendar::day_of(self.desk.clock.stamp().at);
        again.days().map(|days| calendar::working_day_from(today + Days::new(days)))
    }
}

/// The place that the button promised.
#[derive(Deserialize)]
pub(super) struct Promised {
    place: String,
}

/// `POST /kaart/{id}/oppakken`: the first free place, whoever else asks at the same moment.
pub(super) async fn claim(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Promised { place }): Signed<Promised>,
) -> Result<Response, Refused> {
    let worker = seat.worker;
    let says = |card: &Card| match card.holders {
        [Some(first), _] if first == worker => "claimed",
        // The button still said "Ik pak dit op".
        _ if place == "1" => "joined-after",
        _ => "joined",
    };
    pages.acts(&seat, &id, Act::Claim, says).await
}

/// `POST /kaart/{id}/ongedaan`: the worker's own claim, whenever: who cannot go on gives the card back to all.
pub(super) async fn release(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    pages.acts(&seat, &id, Act::Release, |_| "undone").await
}

/// `POST /kaart/{id}/terug`: the worker's own last act, within half a minute.
pub(super) async fn undo(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    pages.acts(&seat, &id, Act::Undo, |_| "undone-now").await
}

/// `POST /kaart/{id}/niet-voor-mij`.
pub(super) async fn pass(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    Ok(match pages.act(&seat, id, Act::Pass).await? {
        Done::Yes(_) => done("/vandaag", &format!("passed&card={id}")),
        Done::No(no) => done(&format!("/kaart/{id}"), &format!("no-{}", no.word())),
        Done::NotThere => return pages.is_gone(&seat, id).await,
    })
}

/// A colleague.
#[derive(Deserialize)]
pub(super) struct Colleague {
    colleague: i32,
}

/// `POST /kaart/{id}/vraag`.
pub(super) async fn ask(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Colleague { colleague }): Signed<Colleague>,
) -> Result<Response, Refused> {
    let teams = seat.teams.clone();
    let known = pages.desk.store.read(move |conn| crate::desk::store::workers::colleagues(conn, &teams)).await?;
    if !known.iter().any(|(worker, _)| *worker == colleague) {
        return Pages::typed_wrong(&id);
    }
    pages.acts(&seat, &id, Act::Ask(colleague), |_| "asked").await
}

/// `POST /kaart/{id}/eerst`: it stands first on the page of whoever has it, else of the whole team, until somebody does something.
/// Nothing is assigned.
pub(super) async fn nudge(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    seat.must_see(&pages, id).await?;
    let worker = seat.worker;
    let nudged = pages.desk.store.write(News::Pages, move |conn| cards::nudge(conn, id, worker)).await?;
    Ok(done("/overleg", if nudged { "nudged" } else { "no-ended" }))
}

/// Where in the house.
#[derive(Deserialize)]
pub(super) struct Place {
    to: String,
}

impl Place {
    /// One of those that the pages offer: it stands on a display in the hall.
    fn checked(self, pages: &Pages) -> Option<String> {
        let desks = [Say::Dutch, Say::English].map(|say| say.get("call-place-desk"));
        let known = |place: &String| pages.desk.staff.rooms.contains(place) || desks.contains(place);
        Some(self.to.trim().to_owned()).filter(known)
    }
}

/// `POST /kaart/{id}/roep`.
pub(super) async fn call(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, place): Signed<Place>,
) -> Result<Response, Refused> {
    let Some(place) = place.checked(&pages) else { return Pages::typed_wrong(&id) };
    pages.acts(&seat, &id, Act::Call(place), |_| "called").await
}

/// Where in the house, and who waits in which post.
#[derive(Deserialize)]
pub(super) struct Next {
    to: String,
    post: Option<PostId>,
}

/// `POST /roep-volgende`: whoever has waited longest in the hall of that post.
pub(super) async fn call_next(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Next { to, post }): Signed<Next>,
) -> Result<Response, Refused> {
    let Some(place) = Place { to }.checked(&pages) else { return Ok(done("/vandaag", "typed-wrong")) };
    let (worker, now) = (seat.worker, pages.desk.clock.stamp().at);
    let called = pages.desk.store.write(News::Hall, move |conn| cards::call_next(conn, (&seat.teams, post), worker, &place, now));
    Ok(match called.await? {
        Some(id) => done(&format!("/kaart/{id}"), "called"),
        None => done("/vandaag", "called-nobody"),
    })
}

/// "Eerst even kijken".
#[derive(Deserialize)]
pub(super) struct Ticks {
    help: Option<String>,
    lead: Option<String>,
    interpreter: Option<String>,
    recognised: Option<String>,
}

/// A choice of a form: the empty one is none, and one that is not known is an error.
fn chosen<T>(word: Option<&str>, known: impl Fn(&str) -> Option<T>) -> Result<Option<T>, ()> {
    match word.filter(|word| !word.is_empty()) {
        None => Ok(None),
        Some(word) => known(word).map(Some).ok_or(()),
    }
}

fn yes(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

impl Ticks {
    fn read(&self) -> Result<Looked, ()> {
        Ok(Looked {
            help: chosen(self.help.as_deref(), Help::from_word)?,
            lead: chosen(self.lead.as_deref(), Lead::from_word)?,
            interpreter: chosen(self.interpreter.as_deref(), yes)?,
            recognised: chosen(self.recognised.as_deref(), yes)?,
        })
    }
}

/// `POST /kaart/{id}/kijken`.
pub(super) async fn look(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, ticks): Signed<Ticks>,
) -> Result<Response, Refused> {
    let Ok(looked) = ticks.read() else { return Pages::typed_wrong(&id) };
    pages.acts(&seat, &id, Act::Look(looked), |_| "looked").await
}

/// "Plan".
#[derive(Deserialize)]
pub(super) struct Planned {
    way: String,
    day: String,
    alone: Option<String>,
}

impl Planned {
    fn read(&self) -> Result<Plan, ()> {
        let way = Way::from_word(&self.way).ok_or(())?;
        // Only a home visit is made by two.
        let alone = chosen(self.alone.as_deref(), Alone::from_word)?.filter(|_| way == Way::Visit);
        Ok(Plan { way, day: self.day.parse().map_err(|_| ())?, alone })
    }
}

/// `POST /kaart/{id}/plan`.
pub(super) async fn plan(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, planned): Signed<Planned>,
) -> Result<Response, Refused> {
    let Ok(plan) = planned.read() else { return Pages::typed_wrong(&id) };
    pages.acts(&seat, &id, Act::Plan(plan), |_| "planned").await
}

/// `POST /kaart/{id}/gesproken`.
pub(super) async fn spoke(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    pages.acts(&seat, &id, Act::Spoke, |_| "spoke").await
}

/// "Afronden".
#[derive(Deserialize)]
pub(super) struct Ended {
    outcome: Option<String>,
    wanted: Option<String>,
    reached: Option<String>,
    again: Option<String>,
}

/// `POST /kaart/{id}/afronden`.
pub(super) async fn close(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, ended): Signed<Ended>,
) -> Result<Response, Refused> {
    let read = || -> Result<Closing, ()> {
        let again = chosen(ended.again.as_deref(), Again::from_word)?.unwrap_or(Again::Never);
        Ok(Closing {
            outcome: chosen(ended.outcome.as_deref(), Outcome::from_word)?.ok_or(())?,
            wanted: chosen(ended.wanted.as_deref(), Wanted::from_word)?,
            reached: chosen(ended.reached.as_deref(), Reached::from_word)?,
            call_on: pages.day_of(again),
        })
    };
    let Ok(closing) = read() else { return Pages::typed_wrong(&id) };
    let says = |card: &Card| if card.call_back.is_some() { "closed-calls" } else { "closed" };
    pages.acts(&seat, &id, Act::Close(closing), says).await
}

/// "Hoe gaat het nu?"
#[derive(Deserialize)]
pub(super) struct Went {
    how: String,
    reached: Option<String>,
    again: Option<String>,
}

/// `POST /kaart/{id}/bellen`.
pub(super) async fn follow(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, went): Signed<Went>,
) -> Result<Response, Refused> {
    let read = || -> Result<(Followed, &'static str), ()> {
        let reached = chosen(went.reached.as_deref(), Reached::from_word)?;
        let again = chosen(went.again.as_deref(), Again::from_word)?.unwrap_or(Again::TwoWeeks);
        Ok(match went.how.as_str() {
            "well" => (Followed::Well(reached), "followed-well"),
            "again" => (Followed::Again(pages.day_of(again).ok_or(())?), "followed-again"),
            "open" => (Followed::Open, "reopened"),
            _ => return Err(()),
        })
    };
    let Ok((followed, said)) = read() else { return Pages::typed_wrong(&id) };
    pages.acts(&seat, &id, Act::Followed(followed), |_| said).await
}

/// `POST /kaart/{id}/heropen`.
pub(super) async fn reopen(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    pages.acts(&seat, &id, Act::Reopen, |_| "reopened").await
}

/// Another team.
#[derive(Deserialize)]
pub(super) struct Over {
    team: i32,
}

/// `POST /kaart/{id}/over`: the card leaves this worker's pages, unless they are in both teams.
pub(super) async fn hand_over(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Over { team }): Signed<Over>,
) -> Result<Response, Refused> {
    let known = pages.desk.store.read(crate::desk::store::workers::all_teams).await?;
    if !known.iter().any(|(known, _)| *known == team) {
        return Pages::typed_wrong(&id);
    }
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    Ok(match pages.act(&seat, id, Act::HandOver(team)).await? {
        Done::Yes(_) => done("/vandaag", &format!("handed-over&card={id}")),
        Done::No(no) => done(&format!("/kaart/{id}"), &format!("no-{}", no.word())),
        Done::NotThere => return pages.is_gone(&seat, id).await,
    })
}
