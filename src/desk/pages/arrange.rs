//! One spreekuur as it is arranged: its hours, the days on which it is otherwise, its calendar, and its hosts.

use super::ages;
use super::asked::{Asked, Named, Refused};
use super::page::{Page, render};
use super::people;
use super::say::Say;
use super::session::{self, Nothing, Seat, Signed};
use super::spreekuren::{clash, named, tidy, title};
use super::{Pages, Query, done};
use crate::desk::hours::{Exception, Hours, Often, Rule, Span};
use crate::desk::passwords;
use crate::desk::roles::{Role, Roles};
use crate::desk::store::audit::{self, Line, What};
use crate::desk::store::people as invitations;
use crate::desk::store::spreekuren::{self, LONGEST_NAME, Otherwise, Spreekuur};
use crate::desk::store::{News, StoreError, elsewhere, workers};
use crate::entry::SpreekuurId;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{NaiveDate, Weekday};
use serde::Deserialize;
use std::sync::Arc;
use zeroize::Zeroizing;

const WEEK: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

#[derive(Template)]
#[template(path = "arrange.html")]
struct ArrangePage {
    page: Page,
    id: u32,
    title: String,
    host: String,
    place: String,
    minutes: u16,
    active: bool,
    feed: String,
    today: String,
    most: usize,
    hours: Vec<(i32, String)>,
    exceptions: Vec<(i32, String, Option<String>)>,
    weekdays: Vec<(usize, &'static str)>,
    often: Vec<(&'static str, String)>,
    hosts: Vec<String>,
    /// Where its host is expected elsewhere at the same time, a sentence each.
    clashes: Vec<String>,
    /// The name of a host who was just invited, and the code: in this answer and nowhere else.
    made: Option<(String, Zeroizing<String>)>,
}

/// A line of weekly hours as a sentence.
pub(super) fn said(say: Say, hours: &Hours) -> String {
    let days = match hours.rule.as_chosen() {
        Some((weekday, often)) => say.with(&format!("often-{}", often.word()), "day", ages::weekday(say, weekday)),
        None => say.with("often-rule", "rule", &hours.rule),
    };
    format!("{days} {}", span(hours.span))
}

/// `09:00–12:30`.
fn span(span: Span) -> String {
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    format!("{}–{}", clock(span.from()), clock(span.until()))
}

fn otherwise(say: Say, exception: Exception) -> String {
    let (key, day, part) = match exception {
        Exception::Closed(day, part) => ("otherwise-closed", day, part),
        Exception::Extra(day, part) => ("otherwise-extra", day, Some(part)),
    };
    let part = part.map(|part| format!(" {}", span(part))).unwrap_or_default();
    format!("{}{part}", say.with(key, "day", ages::day(say, day)))
}

/// Minutes after midnight of "9:00" or "09.00"; "24:00" ends the day.
fn minutes(typed: &str) -> Option<u16> {
    let (hour, minute) = typed.trim().split_once([':', '.'])?;
    let digits = |text: &str| !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60).then_some(hour * 60 + minute)
}

/// `GET /spreekuren/{id}/inrichten`.
pub(super) async fn page(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Asked(query): Asked<Query>,
    seat: Seat,
) -> Result<Response, Refused> {
    show(&pages, &seat, &id, query.said.as_deref(), None).await
}

async fn show(
    pages: &Arc<Pages>,
    seat: &Seat,
    id: &str,
    told: Option<&str>,
    made: Option<(String, Zeroizing<String>)>,
) -> Result<Response, Refused> {
    let own = named(pages, id).await?;
    let (say, id, today) = (seat.say, own.id, ages::local(pages.desk.clock.stamp().at).date_naive());
    let now = pages.desk.now();
    let found = pages.desk.store.read(move |conn| {
        let clashes = elsewhere::clashes(conn, now)?;
        let lines = (spreekuren::hours(conn, id)?, spreekuren::exceptions(conn, id, today)?);
        Ok((lines, spreekuren::hosts(conn, id)?, clashes))
    });
    let ((hours, exceptions), hosts, clashes) = found.await?;
    let page = ArrangePage {
        page: seat.page(pages, "spreekuren", told),
        id: id.get(),
        title: title(say, &own),
        host: own.host,
        place: own.place,
        minutes: own.minutes,
        active: own.active,
        feed: format!("/agenda/{}.ics", own.feed),
        today: today.to_string(),
        most: LONGEST_NAME,
        hours: hours.iter().map(|line| (line.id, said(say, &line.line))).collect(),
        exceptions: exceptions.into_iter().map(|line| (line.id, otherwise(say, line.line.exception), line.line.reason)).collect(),
        weekdays: WEEK.iter().enumerate().map(|(number, day)| (number, ages::weekday(say, *day))).collect(),
        often: Often::ALL.iter().map(|often| (often.word(), say.choice("choose-", often.word()))).collect(),
        hosts,
        clashes: clashes.iter().filter(|it| it.one.id == id || it.other.id == id).map(|it| clash(say, it)).collect(),
        made,
    };
    Ok(render(StatusCode::OK, &page))
}

fn back(id: SpreekuurId, said: &str) -> Response {
    done(&format!("/spreekuren/{}/inrichten", id.get()), said)
}

/// What a worker may write down anew.
#[derive(Deserialize)]
pub(super) struct Described {
    host: String,
    place: String,
}

/// `POST /spreekuren/{id}/gegevens`.
pub(super) async fn describe(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(_, typed): Signed<Described>,
) -> Result<Response, Refused> {
    let id = named(&pages, &id).await?.id;
    let (host, place) = (tidy(&typed.host), tidy(&typed.place));
    pages.desk.store.write(News::Pages, move |conn| spreekuren::describe(conn, id, &host, &place)).await?;
    Ok(back(id, "saved"))
}

/// A line of weekly hours as typed.
#[derive(Deserialize)]
pub(super) struct TypedHours {
    weekday: String,
    often: String,
    from: String,
    until: String,
    first: String,
}

impl TypedHours {
    fn read(&self, own: &Spreekuur) -> Option<Hours> {
        let weekday = WEEK.get(self.weekday.parse::<usize>().ok()?)?;
        let span = Span::new(minutes(&self.from)?, minutes(&self.until)?)?;
        let rule = Rule::on(*weekday, Often::from_word(&self.often)?);
        let first = self.first.trim().parse().ok()?;
        (span.until() - span.from() >= own.minutes).then_some(Hours { rule, span, first, last: None })
    }
}

/// `POST /spreekuren/{id}/uren`.
pub(super) async fn add_hours(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(_, typed): Signed<TypedHours>,
) -> Result<Response, Refused> {
    let own = named(&pages, &id).await?;
    let Some(hours) = typed.read(&own) else { return Ok(back(own.id, "typed-wrong")) };
    let now = pages.desk.now();
    let added = pages.desk.store.write(News::Hall, move |conn| spreekuren::add_hours(conn, own.id, &hours, now)).await?;
    Ok(back(own.id, if added { "added" } else { "lines-full" }))
}

/// `POST /spreekuren/{id}/uren/{line}/weg`.
pub(super) async fn remove_hours(
    State(pages): State<Arc<Pages>>,
    Named((id, line)): Named<(String, i32)>,
    Signed(_, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let (id, now) = (named(&pages, &id).await?.id, pages.desk.now());
    let removed = pages.desk.store.write(News::Hall, move |conn| spreekuren::remove_hours(conn, id, line, now)).await?;
    if removed { Ok(back(id, "removed")) } else { Err(Refused::NotThere) }
}

/// A day on which it is otherwise, as typed.
#[derive(Deserialize)]
pub(super) struct TypedOtherwise {
    day: String,
    kind: String,
    from: String,
    until: String,
    reason: String,
}

impl TypedOtherwise {
    fn read(&self) -> Option<Otherwise> {
        let day: NaiveDate = self.day.trim().parse().ok()?;
        let span = match (self.from.trim(), self.until.trim()) {
            ("", "") => None,
            (from, until) => Some(Span::new(minutes(from)?, minutes(until)?)?),
        };
        let exception = match (self.kind.as_str(), span) {
            ("closed", span) => Exception::Closed(day, span),
            ("extra", Some(span)) => Exception::Extra(day, span),
            _ => return None,
        };
        Some(Otherwise { exception, reason: Some(tidy(&self.reason)).filter(|reason| !reason.is_empty()) })
    }
}

/// `POST /spreekuren/{id}/uitzondering`.
pub(super) async fn add_exception(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(_, typed): Signed<TypedOtherwise>,
) -> Result<Response, Refused> {
    let (id, now) = (named(&pages, &id).await?.id, pages.desk.now());
    let Some(otherwise) = typed.read() else { return Ok(back(id, "typed-wrong")) };
    let added = pages.desk.store.write(News::Hall, move |conn| spreekuren::add_exception(conn, id, &otherwise, now)).await?;
    Ok(back(id, if added { "added" } else { "lines-full" }))
}

/// `POST /spreekuren/{id}/uitzondering/{line}/weg`.
pub(super) async fn remove_exception(
    State(pages): State<Arc<Pages>>,
    Named((id, line)): Named<(String, i32)>,
    Signed(_, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let (id, now) = (named(&pages, &id).await?.id, pages.desk.now());
    let removed = pages.desk.store.write(News::Hall, move |conn| spreekuren::remove_exception(conn, id, line, now)).await?;
    if removed { Ok(back(id, "removed")) } else { Err(Refused::NotThere) }
}

/// Whether it goes on.
#[derive(Deserialize)]
pub(super) struct Pause {
    is: String,
}

/// `POST /spreekuren/{id}/pauze`.
pub(super) async fn pause(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(_, Pause { is }): Signed<Pause>,
) -> Result<Response, Refused> {
    let (id, now) = (named(&pages, &id).await?.id, pages.desk.now());
    let active = match is.as_str() {
        "open" => true,
        "paused" => false,
        _ => return Ok(back(id, "typed-wrong")),
    };
    pages.desk.store.write(News::Hall, move |conn| spreekuren::set_active(conn, id, active, now)).await?;
    Ok(back(id, if active { "resumed" } else { "paused" }))
}

/// `POST /spreekuren/{id}/agenda`: another address for the calendar.
pub(super) async fn new_feed(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(_, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let id = named(&pages, &id).await?.id;
    let feed = session::fresh_token(&*pages.desk.luck)?.to_string();
    pages.desk.store.write(News::Pages, move |conn| spreekuren::set_feed(conn, id, &feed)).await?;
    Ok(back(id, "feed"))
}

/// Who becomes a host.
#[derive(Deserialize)]
pub(super) struct NewHost {
    name: String,
}

/// `POST /spreekuren/{id}/host`: somebody new, with a code that is in this answer and nowhere else. They choose their password by it,
/// as everybody else who comes in.
pub(super) async fn add_host(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, NewHost { name }): Signed<NewHost>,
) -> Result<Response, Refused> {
    let own = named(&pages, &id).await?.id;
    let Some(name) = people::named(&name) else { return Ok(back(own, "typed-wrong")) };
    let ((code, hash), key, now) = (people::code(&pages)?, pages.desk.audit.clone(), pages.desk.now());
    let (by, taken) = (seat.worker, name.clone());
    let added = pages.desk.store.write(News::Pages, move |conn| {
        let roles = Roles::of(&[Role::Host]);
        let Some(host) = workers::add_as(conn, &taken, passwords::NOBODY, false, roles, &[], now)? else { return Ok(false) };
        if !spreekuren::make_host(conn, host, own)? {
            return Err(StoreError::Odd("spreekuur"));
        }
        invitations::invite(conn, host, &hash, passwords::NOBODY, now)?;
        let line = Line::of(by, What::Invited, format!("worker:{host}"), Role::Host.word());
        audit::note(conn, &key, &line, now).map(|_| true)
    });
    if !added.await? {
        return Ok(back(own, "name-taken"));
    }
    show(&pages, &seat, &id, Some("invited"), Some((name, code))).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_read_as_people_type_it() {
        for (typed, read) in
            [("09:00", Some(540)), ("9.30", Some(570)), (" 24:00 ", Some(1440)), ("9", None), ("9:60", None), ("-1:00", None)]
        {
            assert_eq!(minutes(typed), read, "{typed}");
        }
    }

    #[test]
    fn hours_are_said_as_a_sentence() {
        let hours = |rule: &str| Hours {
            rule: rule.parse().unwrap(),
            span: Span::new(540, 750).unwrap(),
            first: "2026-11-23".parse().unwrap(),
            last: None,
        };
        assert_eq!(said(Say::Dutch, &hours("FREQ=WEEKLY;BYDAY=MO")), "elke maandag 09:00–12:30");
        assert_eq!(said(Say::English, &hours("FREQ=MONTHLY;BYDAY=-1FR")), "every last Friday of the month 09:00–12:30");
        assert!(said(Say::Dutch, &hours("FREQ=DAILY")).contains("FREQ=DAILY"));
    }
}
