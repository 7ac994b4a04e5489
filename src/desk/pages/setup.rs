//! Inrichting: where whoever manages the desk begins, and what a restore or a lost kiosk left to decide.

use super::asked::{Asked, Refused};
use super::page::{Page, render};
use super::risks::{self, Risk};
use super::session::Seat;
use super::spreekuren::title;
use super::{Pages, Query};
use crate::desk::store::spreekuren;
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
    /// Whoever comes from another organisation is let in where the spreekuur is: its number, and with whom it is.
    spreekuren: Vec<(u32, String)>,
}

/// `GET /inrichting`: straight on to the log for whoever has nothing else here.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    if !seat.may_see("/inrichting/mensen") {
        return Ok(Redirect::to("/inrichting/inzage").into_response());
    }
    let (say, now) = (seat.say, pages.desk.now());
    let found = pages
        .desk
        .store
        .read(move |conn| Ok((risks::all(conn, say, now / MINUTE)?, risks::lost(conn, say)?, spreekuren::all(conn)?)));
    let (risks, lost, all) = found.await?;
    let page = seat.page(&pages, "setup", query.said.as_deref());
    let spreekuren = all.iter().map(|one| (one.id.get(), title(say, one))).collect();
    Ok(render(StatusCode::OK, &SetupPage { page, risks, lost, spreekuren }))
}
