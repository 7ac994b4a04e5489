//! Overleglijst: what a team talks through every fortnight. No names of residents, and it prints. A coordinator can ask that a card is
//! looked at first; nobody assigns.

use super::asked::{Asked, Refused};
use super::lines::{CardLine, Teller};
use super::page::{Page, render};
use super::session::Seat;
use super::{Pages, Query, ages};
use crate::desk::calendar;
use crate::desk::store::cards::{self, Line};
use crate::desk::store::posts::Places;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::TimeDelta;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Working days after which a card that nobody has is talked about.
const TALKED_ABOUT_AFTER: usize = 3;

/// Days after which a card that nobody touched is talked about: twice the longest call-back. It never goes by itself.
const UNTOUCHED_DAYS: TimeDelta = TimeDelta::days(180);

/// More than a meeting can talk through.
const MOST: i64 = 200;

#[derive(Template)]
#[template(path = "meeting.html")]
struct MeetingPage {
    page: Page,
    date: String,
    cards: Vec<CardLine>,
    untouched: Vec<CardLine>,
}

/// `GET /overleg`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    let now = pages.desk.clock.stamp().at;
    let today = calendar::day_of(now);
    let since = calendar::working_days_before(now, TALKED_ABOUT_AFTER);
    let teams = seat.teams.clone();
    let found = pages.desk.store.read(move |conn| {
        let untouched = cards::untouched(conn, &teams, now - UNTOUCHED_DAYS, MOST)?;
        Ok((cards::late(conn, &teams, since, today, MOST)?, untouched, cards::names(conn)?, Places::load(conn)?))
    });
    let (late, untouched, names, places) = found.await?;
    let posts: BTreeSet<_> = late.iter().chain(&untouched).filter_map(|line| places.of_kiosk(line.listed.kiosk)).collect();
    let places = Some(&places).filter(|_| posts.len() > 1);
    let teller = Teller { say: seat.say, worker: seat.worker, now, names: &names, places };
    let told = |lines: &[Line]| lines.iter().map(|line| teller.card(line)).collect();
    // Once is enough.
    let late: Vec<Line> =
        late.into_iter().filter(|line| untouched.iter().all(|other| other.listed.id != line.listed.id)).collect();
    let (cards, untouched) = (told(&late), told(&untouched));
    let page = seat.page(&pages, "meeting", query.said.as_deref());
    Ok(render(StatusCode::OK, &MeetingPage { page, date: ages::date(seat.say, now), cards, untouched }))
}
