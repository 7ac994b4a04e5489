//! Inrichting, Teams: which there are, and which kiosk gives its cards to which. A card that is there moves only by handing over.

use super::asked::{Asked, Named, Refused};
use super::lines::in_post;
use super::page::{Page, render};
use super::people::{LONGEST_NAME, line, named};
use super::session::{Seat, Signed};
use super::{Pages, Query, done};
use crate::desk::store::audit::{self, What};
use crate::desk::store::posts::Places;
use crate::desk::store::{News, kiosks, people, workers};
use crate::entry::KioskId;
use crate::followup::TeamId;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

const PAGE: &str = "/inrichting/teams";

#[derive(Template)]
#[template(path = "teams.html")]
struct TeamsPage {
    page: Page,
    teams: Vec<View>,
    kiosks: Vec<KioskView>,
    most: usize,
}

struct View {
    id: TeamId,
    name: String,
    /// Who is in it, by name.
    people: String,
}

struct KioskView {
    id: KioskId,
    name: String,
    team: TeamId,
}

/// `GET /inrichting/teams`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    let found = pages.desk.store.read(|conn| {
        let (mut all, places) = (Vec::new(), Places::load(conn)?);
        for kiosk in kiosks::all(conn)?.into_iter().filter(|kiosk| kiosk.active) {
            let team = kiosks::team(conn, kiosk.id)?;
            all.push(KioskView { id: kiosk.id, name: in_post(kiosk.name, places.beside(Some(kiosk.post))), team });
        }
        Ok((workers::all_teams(conn)?, people::all(conn)?, all))
    });
    let (teams, people, kiosks) = found.await?;
    let view = |(id, name): (TeamId, String)| {
        let those = people.iter().filter(|one| one.active && one.teams.contains(&id)).map(|one| one.name.as_str());
        View { id, name, people: those.collect::<Vec<_>>().join(", ") }
    };
    let page = TeamsPage {
        page: seat.page(&pages, "teams", query.said.as_deref()),
        teams: teams.into_iter().map(view).collect(),
        kiosks,
        most: LONGEST_NAME,
    };
    Ok(render(StatusCode::OK, &page))
}

/// A team's name.
#[derive(Deserialize)]
pub(super) struct Name {
    name: String,
}

/// `POST /inrichting/teams`.
pub(super) async fn make(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Name { name }): Signed<Name>,
) -> Result<Response, Refused> {
    let Some(name) = named(&name) else { return Ok(done(PAGE, "typed-wrong")) };
    let (key, now) = (pages.desk.audit.clone(), pages.desk.now());
    let made = pages.desk.store.write(News::Pages, move |conn| {
        let Some(team) = people::make_team(conn, &name, now)? else { return Ok(false) };
        audit::note(conn, &key, &line(&seat, What::TeamMade, format!("team:{team}"), name), now)?;
        Ok(true)
    });
    Ok(done(PAGE, if made.await? { "team-made" } else { "name-taken" }))
}

/// `POST /inrichting/teams/{id}`: another name.
pub(super) async fn rename(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<TeamId>,
    Signed(seat, Name { name }): Signed<Name>,
) -> Result<Response, Refused> {
    let Some(name) = named(&name) else { return Ok(done(PAGE, "typed-wrong")) };
    let (key, now) = (pages.desk.audit.clone(), pages.desk.now());
    let renamed = pages.desk.store.write(News::Pages, move |conn| {
        let renamed = people::rename_team(conn, id, &name)?;
        if renamed == Some(true) {
            audit::note(conn, &key, &line(&seat, What::TeamRenamed, format!("team:{id}"), name), now)?;
        }
        Ok(renamed)
    });
    match renamed.await? {
        Some(true) => Ok(done(PAGE, "team-renamed")),
        None => Ok(done(PAGE, "name-taken")),
        Some(false) => Err(Refused::NotThere),
    }
}

/// Which team.
#[derive(Deserialize)]
pub(super) struct To {
    team: TeamId,
}

/// `POST /inrichting/teams/kiosk/{kiosk}`.
pub(super) async fn move_kiosk(
    State(pages): State<Arc<Pages>>,
    Named(kiosk): Named<String>,
    Signed(seat, To { team }): Signed<To>,
) -> Result<Response, Refused> {
    let id: KioskId = kiosk.parse().map_err(|_| Refused::NotThere)?;
    let (key, now) = (pages.desk.audit.clone(), pages.desk.now());
    let moved = pages.desk.store.write(News::Hall, move |conn| {
        let moved = people::give_kiosk(conn, id, team)?;
        if moved {
            let line = line(&seat, What::KioskTeam, format!("kiosk:{id}"), format!("team:{team}"));
            audit::note(conn, &key, &line, now)?;
        }
        Ok(moved)
    });
    if moved.await? { Ok(done(PAGE, "kiosk-moved")) } else { Err(Refused::NotThere) }
}
