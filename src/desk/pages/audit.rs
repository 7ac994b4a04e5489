//! Inrichting, Inzage: who opened one entry, for the auditor. Asked by entry, never by worker, and nothing is counted.

use super::ages;
use super::asked::{Asked, Refused};
use super::lines::{called, in_post};
use super::page::{Page, Said, render};
use super::say::Say;
use super::session::{BY_ITSELF, Seat, Signed};
use super::{Pages, Query};
use crate::desk::calendar;
use crate::desk::store::audit::{self, Fault, Line, Seen, Verdict, What};
use crate::desk::store::posts::{self, Places};
use crate::desk::store::{Conn, News, StoreError};
use crate::entry::{EntryId, Picture, Teken, may_be_shown};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{DateTime, NaiveDate};
use serde::Deserialize;
use std::sync::Arc;

/// The most lines about one entry: a card that a whole team opened every day of a month.
const MOST: i64 = 500;

/// The most lines about how the desk is set up: the last months of any post.
const MOST_OF_SETUP: i64 = 60;

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    page: Page,
    /// Whether the chain is whole, in words; the first says it.
    chain: Vec<String>,
    whole: bool,
    /// To be kept elsewhere.
    newest: Option<String>,
    pictures: Vec<(&'static str, String, bool)>,
    number: String,
    day: String,
    link: String,
    /// What was found; none where nothing was asked.
    found: Option<Vec<Row>>,
    setup: Vec<Row>,
}

/// A line, as it reads.
struct Row {
    at: String,
    machine: String,
    who: String,
    what: String,
}

/// A sentence for each thing that is to be known of the chain, and whether it is whole.
fn told(say: Say, verdict: &Verdict) -> (Vec<String>, bool) {
    let moment = |at: i64| {
        let at = DateTime::from_timestamp(at, 0).unwrap_or_default();
        format!("{} {}", ages::date(say, at), ages::time(at))
    };
    let mut said = vec![match (verdict.fault, verdict.span) {
        (Some(fault), _) => {
            let (key, line) = match fault {
                Fault::Changed(line) => ("audit-changed", line),
                Fault::MissingAfter(line) => ("audit-missing", line),
                Fault::End(line) => ("audit-end", line),
                Fault::Noticed(line) => ("audit-noticed", line),
            };
            say.with(key, "line", line)
        }
        (None, Some((from, until))) => say.with_three(
            "audit-whole",
            [("lines", &verdict.lines.to_string()), ("from", &moment(from)), ("until", &moment(until))],
        ),
        (None, None) => say.get("audit-empty"),
    }];
    said.extend(verdict.gaps.iter().map(|(at, made)| match made {
        Some(made) => say.with_two("audit-gap", ("from", &moment(*made)), ("until", &moment(*at))),
        None => say.with("audit-gap-unknown", "until", moment(*at)),
    }));
    (said, verdict.fault.is_none())
}

fn row(say: Say, seen: Seen) -> Row {
    let at = DateTime::from_timestamp(seen.at, 0).unwrap_or_default();
    let teken = seen.teken.map(|teken| called(say, Some(teken), ("question", "card-without-teken")).1);
    let parts = [Some(say.choice("audit-what-", &seen.what)), teken, about(say, &seen.about), detail(say, &seen)];
    Row {
        at: format!("{} {}", ages::date(say, at), ages::time(at)),
        machine: ages::machine(at),
        who: seen.worker.unwrap_or_else(|| say.get("audit-nobody")),
        what: parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
    }
}

/// `worker:3`, `team:2`, `kiosk:1` and `post:1` in words; an entry needs none.
fn about(say: Say, about: &str) -> Option<String> {
    let (sort, id) = about.split_once(':')?;
    let key = match sort {
        "worker" => "audit-about-worker",
        "team" => "audit-about-team",
        "kiosk" => "audit-about-kiosk",
        "post" => "audit-about-post",
        _ => return None,
    };
    Some(say.with(key, "id", id))
}

fn detail(say: Say, seen: &Seen) -> Option<String> {
    match seen.what.as_str() {
        "roles" | "invited" => {
            let word = |word: &str| match crate::desk::roles::Role::from_word(word) {
                Some(role) => Some(say.choice("role-", role.word())),
                None => about(say, word),
            };
            Some(seen.detail.split(' ').filter_map(word).collect::<Vec<_>>().join(", "))
        }
        "kiosk-team" => about(say, &seen.detail),
        "post-changed" => Some(say.choice("post-part-", &seen.detail)),
        "restored" => None,
        _ => Some(seen.detail.clone()),
    }
}

/// Which entry is asked about.
#[derive(Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    picture: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    link: String,
}

/// An entry, as people name it.
enum Named {
    /// By its link or its id.
    Id(EntryId),
    /// By its teken and the day on which it was left.
    Teken(Teken, NaiveDate),
}

impl Wanted {
    fn read(&self) -> Option<Named> {
        if !self.link.trim().is_empty() {
            let last = self.link.trim().split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next()?;
            return last.parse().ok().map(Named::Id);
        }
        let picture = Picture::ALL.iter().position(|picture| picture.word() == self.picture)?;
        let number: u16 = self.number.trim().parse().ok().filter(|number| *number < 100)?;
        let teken = Teken::from_index(number * Picture::ALL.len() as u16 + picture as u16).ok()?;
        Some(Named::Teken(teken, self.day.parse().ok()?))
    }
}

/// `GET /inrichting/inzage`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    show(&pages, &seat, &Wanted::default(), None, Said::named(seat.say, query.said.as_deref())).await
}

async fn show(
    pages: &Arc<Pages>,
    seat: &Seat,
    wanted: &Wanted,
    found: Option<Vec<Seen>>,
    said: Option<Said>,
) -> Result<Response, Refused> {
    let (key, say) = (pages.desk.audit.clone(), seat.say);
    let read = pages.desk.store.read(move |conn| Ok((audit::verify(conn, &key)?, audit::of_setup(conn, MOST_OF_SETUP)?)));
    let (verdict, setup) = read.await?;
    let (chain, whole) = told(say, &verdict);
    let day = if wanted.day.is_empty() { calendar::day_of(pages.desk.clock.stamp().at).to_string() } else { wanted.day.clone() };
    let picture = |one: Picture| (one.word(), say.choice("teken-", one.word()), one.word() == wanted.picture);
    let page = AuditPage {
        page: seat.page(pages, "audit", None).saying(said),
        chain,
        whole,
        newest: verdict.newest.map(|(number, hash)| format!("{number}:{hash}")),
        pictures: Picture::ALL.into_iter().map(picture).collect(),
        number: wanted.number.chars().filter(|c| may_be_shown(*c)).take(2).collect(),
        day: day.chars().filter(|c| may_be_shown(*c)).take(10).collect(),
        link: wanted.link.chars().filter(|c| may_be_shown(*c)).take(200).collect(),
        found: match found {
            Some(found) => Some(with_posts(pages, say, found).await?),
            None => None,
        },
        setup: setup.into_iter().map(|seen| row(say, seen)).collect(),
    };
    Ok(render(StatusCode::OK, &page))
}

/// Lines about entries, each with its post where there are several: one teken can be in two of them on one day.
async fn with_posts(pages: &Arc<Pages>, say: Say, found: Vec<Seen>) -> Result<Vec<Row>, Refused> {
    let named = pages.desk.store.read(move |conn| {
        let places = Places::load(conn)?;
        let mut rows = Vec::with_capacity(found.len());
        for seen in found {
            let post = match seen.about.parse() {
                Ok(id) => posts::of_entry(conn, id)?,
                Err(_) => None,
            };
            let post = places.beside(post).map(str::to_owned);
            let row = row(say, seen);
            rows.push(Row { what: in_post(row.what, post.as_deref()), ..row });
        }
        Ok(rows)
    });
    Ok(named.await?)
}

/// `POST /inrichting/inzage`: who looks at this log is in it too.
pub(super) async fn search(State(pages): State<Arc<Pages>>, Signed(seat, wanted): Signed<Wanted>) -> Result<Response, Refused> {
    let Some(named) = wanted.read() else {
        return show(&pages, &seat, &wanted, None, Said::named(seat.say, Some("typed-wrong"))).await;
    };
    let (key, now, worker) = (pages.desk.audit.clone(), pages.desk.now(), seat.worker);
    let found = pages.desk.store.write(News::Silent, move |conn| {
        let (found, line) = match named {
            Named::Id(id) => (audit::of_entry(conn, id, MOST)?, Line::about_entry(conn, worker, What::Looked, id, "")?),
            Named::Teken(teken, day) => {
                let line = Line { teken: Some(teken), day: Some(day), ..Line::of(worker, What::Looked, "", "") };
                (audit::of_teken(conn, teken, day, MOST)?, line)
            }
        };
        audit::note(conn, &key, &line, now)?;
        Ok(found)
    });
    let found = found.await?;
    show(&pages, &seat, &wanted, Some(found), None).await
}

impl Pages {
    /// Writes down that this worker opens it, before anything of it is shown. A page that draws itself again is the same opening.
    pub(super) async fn opens(
        &self,
        seat: &Seat,
        what: What,
        id: EntryId,
        headers: Option<&HeaderMap>,
    ) -> Result<(), StoreError> {
        let (key, worker, now, since) = (self.desk.audit.clone(), seat.worker, self.desk.now(), seat.since);
        let again = headers.is_some_and(|headers| headers.contains_key(BY_ITSELF));
        let noted = move |conn: &mut Conn| {
            if again && audit::opened_since(conn, worker, what, &id.to_string(), since)? {
                return Ok(());
            }
            let line = Line::about_entry(conn, worker, what, id, "")?;
            audit::note(conn, &key, &line, now).map(drop)
        };
        self.desk.store.write(News::Silent, noted).await
    }

    /// Writes down what a manager decided.
    pub(super) async fn notes(&self, line: Line) -> Result<(), StoreError> {
        let (key, now) = (self.desk.audit.clone(), self.desk.now());
        self.desk.store.write(News::Silent, move |conn| audit::note(conn, &key, &line, now).map(drop)).await
    }
}
