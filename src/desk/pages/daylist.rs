//! The day list: who comes when, by teken, and who is there. All that a host from another organisation sees.

use super::ages;
use super::asked::{Asked, Refused};
use super::lines::called;
use super::page::{Page, render};
use super::session::Seat;
use super::spreekuren::{bounds, title};
use super::{Pages, Query};
use crate::desk::store::{appointments, spreekuren};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "day_list.html")]
struct DayListPage {
    page: Page,
    version: u64,
    day: String,
    lists: Vec<List>,
}

/// One spreekuur of today.
pub(super) struct List {
    pub(super) id: u32,
    pub(super) title: String,
    pub(super) place: String,
    pub(super) visitors: Vec<Visitor>,
}

/// One appointment: when, which teken, and whether they are there. Never a name, a number or a topic.
pub(super) struct Visitor {
    pub(super) id: crate::entry::EntryId,
    pub(super) at: String,
    pub(super) picture: String,
    pub(super) name: String,
    pub(super) in_house: bool,
}

/// `GET /daglijst`: of their own for a host, of all for a worker.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    let version = *pages.desk.store.news().borrow();
    let lists = today(&pages, &seat).await?;
    let day = ages::date(seat.say, pages.desk.clock.stamp().at);
    let page = seat.page(&pages, "day-list", query.said.as_deref());
    Ok(render(StatusCode::OK, &DayListPage { page, version, day, lists }))
}

/// Today's spreekuren that somebody comes to, and those that a host has in any case.
pub(super) async fn today(pages: &Arc<Pages>, seat: &Seat) -> Result<Vec<List>, Refused> {
    let (worker, host, say) = (seat.worker, seat.roles.is_host(), seat.say);
    let (from, until) = bounds(ages::local(pages.desk.clock.stamp().at).date_naive());
    let found = pages.desk.store.read(move |conn| {
        let own = if host { Some(spreekuren::of_host(conn, worker)?) } else { None };
        Ok((spreekuren::all(conn)?, appointments::expected(conn, own.as_ref(), from, until)?, own))
    });
    let (all, booked, own) = found.await?;
    let lists = all.into_iter().map(|one| {
        let those = booked.iter().filter(|visit| visit.slot.is_some_and(|slot| slot.spreekuur() == one.id));
        let visitors = those.filter_map(|visit| {
            let (picture, name) = called(say, visit.teken, ("appointment", "appointment-without-teken"));
            let at = ages::time(visit.slot?.start());
            Some(Visitor { id: visit.id, at, picture, name, in_house: visit.checked_in_at.is_some() })
        });
        (
            own.as_ref().is_some_and(|own| own.contains(&one.id)),
            List { id: one.id.get(), title: title(say, &one), place: one.place, visitors: visitors.collect() },
        )
    });
    Ok(lists.filter(|(own, list)| *own || !list.visitors.is_empty()).map(|(_, list)| list).collect())
}
