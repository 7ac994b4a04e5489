//! Inrichting, Bewaren: for how many days things are kept after their end. A shorter term erases at the next round, so the page first
//! says how much that is, and asks.

use super::ages;
use super::asked::{Asked, Refused};
use super::page::{Page, render};
use super::people::line;
use super::session::{Seat, Signed};
use super::{Pages, Query, done};
use crate::desk::store::audit::{self, What};
use crate::desk::store::retention::{self, Change, DAYS};
use crate::desk::store::{News, erasing};
use crate::entry::may_be_shown;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::DateTime;
use serde::Deserialize;
use std::sync::Arc;

const PAGE: &str = "/inrichting/bewaren";

#[derive(Template)]
#[template(path = "keeping.html")]
struct KeepingPage {
    page: Page,
    now: String,
    /// What stands in the field.
    typed: String,
    wrong: bool,
    range: String,
    /// What was said before, the newest first.
    before: Vec<String>,
    /// A shorter term that has not been said yes to.
    sure: Option<Sure>,
}

struct Sure {
    days: u16,
    title: String,
    erases: String,
    /// Whether it is anything at all.
    any: bool,
}

/// `GET /inrichting/bewaren`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    draw(&pages, &seat, query.said.as_deref(), None, None).await
}

async fn draw(
    pages: &Arc<Pages>,
    seat: &Seat,
    said: Option<&str>,
    typed: Option<String>,
    sure: Option<Sure>,
) -> Result<Response, Refused> {
    let (say, configured) = (seat.say, pages.desk.retention.closed_days);
    let history = pages.desk.store.read(move |conn| retention::history(conn, configured)).await?;
    let Change { since, days } = history.newest();
    let told = |key: &str, since: i64, days: u16| {
        let day = ages::date(say, DateTime::from_timestamp(since, 0).unwrap_or_default());
        say.with_two(key, ("days", &days.to_string()), ("day", &day))
    };
    let now = if since == 0 { say.with("keeping-now", "days", days) } else { told("keeping-now-since", since, days) };
    let before = history.changes().iter().rev().skip(1);
    let before = before.map(|change| match change.since {
        0 => say.with("keeping-first", "days", change.days),
        since => told("keeping-before", since, change.days),
    });
    let wrong = typed.is_some() && sure.is_none();
    let page = KeepingPage {
        page: seat.page(pages, "keeping", said),
        now,
        typed: typed.map_or_else(|| days.to_string(), |typed| typed.chars().filter(|c| may_be_shown(*c)).collect()),
        wrong,
        range: say.with_two("keeping-range", ("fewest", &DAYS.start().to_string()), ("most", &DAYS.end().to_string())),
        before: before.collect(),
        sure,
    };
    Ok(render(if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page))
}

/// What was typed, and whether the manager said yes to what it erases.
#[derive(Deserialize)]
pub(super) struct Term {
    days: String,
    #[serde(default)]
    sure: String,
}

/// `POST /inrichting/bewaren`.
pub(super) async fn change(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Term { days: typed, sure }): Signed<Term>,
) -> Result<Response, Refused> {
    let Some(days) = typed.trim().parse().ok().filter(|days| DAYS.contains(days)) else {
        return draw(&pages, &seat, None, Some(typed), None).await;
    };
    let (configured, now) = (pages.desk.retention.closed_days, pages.desk.now());
    let found = pages.desk.store.read(move |conn| {
        let history = retention::history(conn, configured)?;
        let before = history.newest().days;
        let next = history.with(Change { since: now, days });
        Ok((before, if days < before { erasing::due(conn, &next.terms(), now)? } else { 0 }))
    });
    let (before, erased) = found.await?;
    if days < before && sure != "yes" {
        let say = seat.say;
        let title = say.with_two("keeping-sure", ("days", &days.to_string()), ("before", &before.to_string()));
        let erases = if erased == 0 { say.get("keeping-erases-nothing") } else { say.with("keeping-erases", "many", erased) };
        return draw(&pages, &seat, None, Some(typed), Some(Sure { days, title, erases, any: erased > 0 })).await;
    }
    let key = pages.desk.audit.clone();
    let noted = line(&seat, What::Retention, "retention".to_owned(), format!("{before} > {days}"));
    let changed = pages.desk.store.write(News::Pages, move |conn| {
        let changed = retention::change(conn, configured, days, now)?;
        if changed {
            audit::note(conn, &key, &noted, now)?;
        }
        Ok(changed)
    });
    let said = match (changed.await?, days < before) {
        (false, _) => "keeping-same",
        (true, true) => "keeping-shorter",
        (true, false) => "keeping-longer",
    };
    Ok(done(PAGE, said))
}
