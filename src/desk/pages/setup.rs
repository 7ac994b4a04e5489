//! Inrichting: where whoever manages the desk begins, and what a restore or a lost kiosk left to decide.

use super::asked::{Asked, Refused};
use super::page::{Page, render};
use super::risks::{self, Risk};
use super::session::Seat;
use super::{Pages, Query};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use std::sync::Arc;

/// Seconds of a minute: slots are named by minutes.
const MINUTE: i64 = 60;

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    page: Page,
    risks: Vec<Risk>,
    lost: Option<Vec<String>>,
}

/// `GET /inrichting`: straight on to the log for whoever has nothing else here.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    if !seat.may_see("/inrichting/mensen") {
        return Ok(Redirect::to("/inrichting/inzage").into_response());
    }
    let (say, now) = (seat.say, pages.desk.now());
    let found = pages.desk.store.read(move |conn| Ok((risks::all(conn, say, now / MINUTE)?, risks::lost(conn, say)?)));
    let (risks, lost) = found.await?;
    Ok(render(StatusCode::OK, &SetupPage { page: seat.page(&pages, "setup", query.said.as_deref()), risks, lost }))
}
