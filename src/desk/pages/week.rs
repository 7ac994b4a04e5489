//! A week of one spreekuur: every time, and whose it is. And what cancelling one of its days means.

use super::ages;
use super::asked::{Asked, Named, Refused};
use super::lines::called;
use super::page::{Page, render};
use super::say::Say;
use super::session::{Seat, Signed};
use super::spreekuren::{ToDoLine, bounds, day_of, line, named, tidy, title};
use super::{Pages, Query, done};
use crate::desk::calendar;
use crate::desk::hours::Exception;
use crate::desk::store::appointments::{Holder, Time};
use crate::desk::store::calendars::Gate;
use crate::desk::store::spreekuren::{Line, Otherwise};
use crate::desk::store::{News, appointing, appointments, spreekuren};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "week.html")]
struct WeekPage {
    page: Page,
    version: u64,
    id: u32,
    title: String,
    place: String,
    minutes: u16,
    active: bool,
    before: String,
    after: String,
    span: String,
    days: Vec<DayView>,
}

struct DayView {
    title: String,
    date: String,
    today: bool,
    /// Why there is nothing, or less.
    why: Option<String>,
    times: Vec<TimeView>,
    /// Whether the day can be cancelled.
    cancels: bool,
}

/// One time: never who has it, only the teken.
struct TimeView {
    at: String,
    /// The class, and the end of its key.
    kind: &'static str,
    icon: String,
    text: String,
    href: Option<String>,
    in_house: bool,
}

/// `GET /spreekuren/{id}`: this week.
pub(super) async fn page(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Asked(query): Asked<Query>,
    seat: Seat,
) -> Result<Response, Refused> {
    let today = ages::local(pages.desk.clock.stamp().at).date_naive();
    show(&pages, &seat, &id, today, query.said.as_deref()).await
}

/// `GET /spreekuren/{id}/week/{day}`: the week of any day.
pub(super) async fn page_of(
    State(pages): State<Arc<Pages>>,
    Named((id, day)): Named<(String, NaiveDate)>,
    Asked(query): Asked<Query>,
    seat: Seat,
) -> Result<Response, Refused> {
    show(&pages, &seat, &id, day, query.said.as_deref()).await
}

async fn show(pages: &Arc<Pages>, seat: &Seat, id: &str, any: NaiveDate, said: Option<&str>) -> Result<Response, Refused> {
    let version = *pages.desk.store.news().borrow();
    let own = named(pages, id).await?;
    let now = pages.desk.clock.stamp().at;
    if !(2020..2200).contains(&any.year()) {
        return Err(Refused::NotThere);
    }
    let monday = any - Days::new(u64::from(any.weekday().num_days_from_monday()));
    let (from, until) = (bounds(monday).0, bounds(monday + Days::new(6)).1);
    let id = own.id;
    let found = pages.desk.store.read(move |conn| {
        let gate = Gate::load(conn, now.timestamp())?;
        Ok((appointments::times(conn, id, from, until)?, spreekuren::exceptions(conn, id, monday)?, gate))
    });
    let (times, exceptions, gate) = found.await?;
    let say = seat.say;
    let days = (0..7).map(|ahead| monday + Days::new(ahead));
    let known = Known { times: &times, exceptions: &exceptions, gate: &gate };
    let days = days.map(|day| tell(say, own.id.get(), day, &known, now)).filter(|day: &DayView| day.tells()).collect();
    let week = |day: NaiveDate| format!("/spreekuren/{}/week/{day}", own.id.get());
    let page = WeekPage {
        page: seat.page(pages, "spreekuren", said),
        version,
        id: own.id.get(),
        title: title(say, &own),
        place: own.place,
        minutes: own.minutes,
        active: own.active,
        before: week(monday - Days::new(7)),
        after: week(monday + Days::new(7)),
        span: format!("{} – {}", ages::short_day(say, monday), ages::short_day(say, monday + Days::new(6))),
        days,
    };
    Ok(render(StatusCode::OK, &page))
}

impl DayView {
    fn tells(&self) -> bool {
        !self.times.is_empty() || self.why.is_some()
    }
}

/// What the store has of the week.
struct Known<'a> {
    times: &'a [Time],
    exceptions: &'a [Line<Otherwise>],
    gate: &'a Gate,
}

fn tell(say: Say, spreekuur: u32, day: NaiveDate, known: &Known<'_>, now: DateTime<Utc>) -> DayView {
    let closed = known.exceptions.iter().find_map(|line| match line.line.exception {
        Exception::Closed(that, None) if that == day => {
            let reason = line.line.reason.clone();
            Some(reason.map_or_else(|| say.get("week-closed"), |reason| say.with("week-closed-because", "reason", reason)))
        }
        _ => None,
    });
    let holiday = calendar::holiday(day).map(|holiday| say.choice("holiday-", holiday.word()));
    let times = known.times.iter().filter(|time| day_of(time.slot) == day);
    let times: Vec<TimeView> = times.filter_map(|time| view(say, spreekuur, time, known.gate, now)).collect();
    let today = ages::local(now).date_naive();
    DayView {
        title: ages::day(say, day),
        date: day.to_string(),
        today: day == today,
        why: closed.or(holiday),
        cancels: day >= today && !times.is_empty(),
        times,
    }
}

fn view(say: Say, spreekuur: u32, time: &Time, gate: &Gate, now: DateTime<Utc>) -> Option<TimeView> {
    let past = time.slot.start() <= now;
    let open = || Some(format!("/spreekuren/{spreekuur}/tijd/{}", time.slot.minute())).filter(|_| !past);
    let view = |kind, icon: &str, text, href| TimeView {
        at: ages::time(time.slot.start()),
        kind,
        icon: icon.to_owned(),
        text,
        href,
        in_house: false,
    };
    Some(match &time.holder {
        Holder::Withdrawn => return None,
        // Nobody came, and nobody can come any more.
        Holder::Free | Holder::Kiosk(_) | Holder::Blocked(_) if past => view("past", "clock", say.get("time-past"), None),
        Holder::Free if gate.is_busy(time.slot) => view("elsewhere", "clock", say.get("time-elsewhere"), None),
        // It can still be tried: the calendar is asked before it is given.
        Holder::Free if !gate.offers(time.slot) => view("unread", "offline", say.get("time-unread"), open()),
        Holder::Free => view("free", "offer", say.get("time-free"), open()),
        Holder::Kiosk(name) => view("kiosk", "touch", say.with("time-at-kiosk", "kiosk", name), open()),
        Holder::Blocked(name) => view("blocked", "waiting", say.with("time-blocked", "kiosk", name), open()),
        Holder::Booked(one) => {
            let (picture, name) = called(say, one.teken, ("appointment", "appointment-without-teken"));
            let kind = if time.offered || past { "booked" } else { "without-host" };
            let href = Some(format!("/afspraak/{}", one.id));
            TimeView { in_house: one.checked_in_at.is_some(), ..view(kind, &picture, name, href) }
        }
    })
}

#[derive(Template)]
#[template(path = "cancel_day.html")]
struct CancelDayPage {
    page: Page,
    id: u32,
    title: String,
    day: String,
    date: String,
    most: usize,
    reachable: Vec<ToDoLine>,
    unreachable: Vec<ToDoLine>,
    at_kiosks: usize,
}

/// `GET /spreekuren/{id}/dag/{day}/afzeggen`: whom it touches, and whom nobody can reach. Asks first.
pub(super) async fn cancel_day_page(
    State(pages): State<Arc<Pages>>,
    Named((id, day)): Named<(String, NaiveDate)>,
    Asked(query): Asked<Query>,
    seat: Seat,
) -> Result<Response, Refused> {
    let own = named(&pages, &id).await?;
    let (now, id, (from, until)) = (pages.desk.clock.stamp().at, own.id, bounds(day));
    let from = from.max(now.timestamp().div_euclid(60));
    let found = pages.desk.store.read(move |conn| {
        let booked = appointments::expected(conn, Some(&HashSet::from([id])), from, until)?;
        Ok((booked, appointments::times(conn, id, from, until)?))
    });
    let (booked, times) = found.await?;
    let lines = booked.iter().map(|one| line(seat.say, one, now, None));
    let (unreachable, reachable) = lines.partition(|line| line.unreachable);
    let page = CancelDayPage {
        page: seat.page(&pages, "spreekuren", query.said.as_deref()),
        id: own.id.get(),
        title: title(seat.say, &own),
        day: ages::day(seat.say, day),
        date: day.to_string(),
        most: spreekuren::LONGEST_NAME,
        reachable,
        unreachable,
        at_kiosks: times.iter().filter(|time| matches!(time.holder, Holder::Kiosk(_) | Holder::Blocked(_))).count(),
    };
    Ok(render(StatusCode::OK, &page))
}

/// Why a day is cancelled.
#[derive(Deserialize)]
pub(super) struct Why {
    reason: String,
}

/// `POST /spreekuren/{id}/dag/{day}/afzeggen`.
pub(super) async fn cancel_day(
    State(pages): State<Arc<Pages>>,
    Named((id, day)): Named<(String, NaiveDate)>,
    Signed(seat, Why { reason }): Signed<Why>,
) -> Result<Response, Refused> {
    let (id, now) = (named(&pages, &id).await?.id, pages.desk.now());
    let reason = Some(tidy(&reason)).filter(|reason| !reason.is_empty());
    let cancelled =
        pages.desk.store.write(News::Hall, move |conn| appointing::cancel_day(conn, id, day, bounds(day), reason, now)).await?;
    let Some(cancelled) = cancelled else { return Ok(done("/spreekuren", "lines-full")) };
    tracing::info!(worker = seat.worker, spreekuur = id.get(), %day, cancelled, "a day was cancelled");
    Ok(done("/spreekuren", "day-cancelled"))
}
