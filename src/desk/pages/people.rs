//! Inrichting, Mensen: who comes in, what they may do, and how they are let in. Never what they did.

use super::ages;
use super::asked::{Asked, Named, Refused};
use super::invited::code_hash;
use super::page::{Page, render};
use super::say::Say;
use super::session::{Nothing, Seat, Signed};
use super::{Pages, Query, done};
use crate::desk::roles::{Role, Roles};
use crate::desk::store::audit::{self, AuditKey, Line, What};
use crate::desk::store::people::{self, Changed, Person};
use crate::desk::store::{Conn, News, StoreError, second_steps, workers};
use crate::desk::{passwords, second};
use crate::entry::may_be_shown;
use crate::followup::TeamId;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::DateTime;
use serde::Deserialize;
use std::sync::Arc;
use zeroize::Zeroizing;

/// The longest name of somebody or of a team, in letters: what fits a line of a phone.
pub(super) const LONGEST_NAME: usize = 60;

const PAGE: &str = "/inrichting/mensen";

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    page: Page,
    people: Vec<View>,
    roles: Vec<Choice>,
    teams: Vec<Choice>,
    most: usize,
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    page: Page,
    one: View,
    roles: Vec<Choice>,
    teams: Vec<Choice>,
    /// A host's are given where the spreekuur is.
    host: bool,
    /// In this answer and nowhere else.
    code: Option<Zeroizing<String>>,
    logged_in: bool,
}

/// A person, as a line.
struct View {
    id: i32,
    name: String,
    active: bool,
    /// What they may do and where, in words.
    what: String,
    invited: Option<String>,
    steps: bool,
}

/// A box to tick.
struct Choice {
    value: String,
    text: String,
    /// What it means; nothing for a team.
    means: String,
    ticked: bool,
}

impl View {
    fn of(say: Say, one: &Person, teams: &[(TeamId, String)], now: i64) -> Self {
        let roles = one.roles.all().map(|role| say.choice("role-", role.word()));
        let those = teams.iter().filter(|(team, _)| one.teams.contains(team)).map(|(_, name)| name.clone());
        let invited = one.invited_until.map(|until| {
            let at = DateTime::from_timestamp(until, 0).unwrap_or_default();
            match until > now {
                true => say.with_two("person-invited", ("day", &ages::date(say, at)), ("time", &ages::time(at))),
                false => say.get("person-invitation-over"),
            }
        });
        View {
            id: one.id,
            name: one.name.clone(),
            active: one.active,
            what: roles.chain(those).collect::<Vec<_>>().join(" · "),
            invited,
            steps: one.steps,
        }
    }
}

fn role_choices(say: Say, has: Roles) -> Vec<Choice> {
    let choice = |role: Role| Choice {
        value: role.word().to_owned(),
        text: say.choice("role-", role.word()),
        means: say.choice("role-means-", role.word()),
        ticked: has.has(role),
    };
    Role::GIVEN.into_iter().map(choice).collect()
}

fn team_choices(teams: &[(TeamId, String)], has: &[TeamId]) -> Vec<Choice> {
    let choice = |(id, name): &(TeamId, String)| Choice {
        value: id.to_string(),
        text: name.clone(),
        means: String::new(),
        ticked: has.contains(id),
    };
    teams.iter().map(choice).collect()
}

/// A name as it may stand in a list; none where it may not.
pub(super) fn named(typed: &str) -> Option<String> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count()) && name.chars().all(may_be_shown);
    fits.then_some(name)
}

/// What was typed and ticked: boxes of one sort have one name.
type Pairs = Vec<(String, String)>;

/// The name of somebody new, and the roles and teams that were ticked; none where one of them cannot be.
fn read(pairs: &Pairs) -> Option<(Option<String>, Roles, Vec<TeamId>)> {
    let (mut name, mut roles, mut teams) = (None, Roles::NONE, Vec::new());
    for (key, value) in pairs {
        match key.as_str() {
            "name" => name = Some(named(value)?),
            "role" => roles = roles.and(Role::from_word(value).filter(|role| Role::GIVEN.contains(role))?),
            "team" => teams.push(value.parse().ok()?),
            _ => {}
        }
    }
    teams.sort_unstable();
    teams.dedup();
    Some((name, roles, teams))
}

pub(super) fn line(seat: &Seat, what: What, about: String, detail: String) -> Line {
    Line::of(seat.worker, what, about, detail)
}

fn person(id: i32) -> String {
    format!("worker:{id}")
}

fn told(roles: Roles, teams: &[TeamId]) -> String {
    let teams: Vec<String> = teams.iter().map(|team| format!("team:{team}")).collect();
    format!("{} {}", roles.words(), teams.join(" ")).trim().to_owned()
}

/// `GET /inrichting/mensen`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    let found = pages.desk.store.read(|conn| Ok((people::all(conn)?, workers::all_teams(conn)?)));
    let (all, teams) = found.await?;
    let now = pages.desk.now();
    let page = PeoplePage {
        page: seat.page(&pages, "people", query.said.as_deref()),
        people: all.iter().map(|one| View::of(seat.say, one, &teams, now)).collect(),
        roles: role_choices(seat.say, Roles::of(&[Role::Worker])),
        teams: team_choices(
            &teams,
            &teams.first().map(|(team, _)| *team).filter(|_| teams.len() == 1).into_iter().collect::<Vec<_>>(),
        ),
        most: LONGEST_NAME,
    };
    Ok(render(StatusCode::OK, &page))
}

async fn show(
    pages: &Arc<Pages>,
    seat: &Seat,
    id: i32,
    said: Option<&str>,
    code: Option<Zeroizing<String>>,
) -> Result<Response, Refused> {
    let now = pages.desk.now();
    let found = pages
        .desk
        .store
        .read(move |conn| Ok((people::find(conn, id)?, workers::all_teams(conn)?, people::is_logged_in(conn, id, now)?)));
    let (one, teams, logged_in) = found.await?;
    let Some(one) = one else { return Err(Refused::NotThere) };
    let page = PersonPage {
        page: seat.page(pages, "people", said),
        roles: role_choices(seat.say, one.roles),
        teams: team_choices(&teams, &one.teams),
        host: one.roles.is_host(),
        one: View::of(seat.say, &one, &teams, now),
        code,
        logged_in,
    };
    Ok(render(StatusCode::OK, &page))
}

/// `GET /inrichting/mensen/{id}`.
pub(super) async fn one(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<i32>,
    Asked(query): Asked<Query>,
    seat: Seat,
) -> Result<Response, Refused> {
    show(&pages, &seat, id, query.said.as_deref(), None).await
}

/// A code of sixteen, and what the store holds of it.
pub(super) fn code(pages: &Pages) -> Result<(Zeroizing<String>, [u8; 32]), crate::clock::NoLuck> {
    let code = passwords::one_time(&*pages.desk.luck)?;
    let hash = code_hash(&code);
    Ok((second::grouped(&code), hash))
}

/// Roles and teams that fit each other: whoever sees cards is in a team, and nobody else is.
fn fit(roles: Roles, teams: Vec<TeamId>, known: &[(TeamId, String)]) -> Option<(Roles, Vec<TeamId>)> {
    if roles == Roles::NONE || !teams.iter().all(|team| known.iter().any(|(known, _)| known == team)) {
        return None;
    }
    match roles.sees_cards() {
        true => (!teams.is_empty()).then_some((roles, teams)),
        false => Some((roles, Vec::new())),
    }
}

/// `POST /inrichting/mensen`: somebody new, with a code that is in this answer and nowhere else.
pub(super) async fn invite(State(pages): State<Arc<Pages>>, Signed(seat, pairs): Signed<Pairs>) -> Result<Response, Refused> {
    let known = pages.desk.store.read(workers::all_teams).await?;
    let Some((Some(name), roles, teams)) = read(&pairs) else { return Ok(done(PAGE, "typed-wrong")) };
    let Some((roles, teams)) = fit(roles, teams, &known) else { return Ok(done(PAGE, "typed-wrong")) };
    let ((code, hash), key, now) = (code(&pages)?, pages.desk.audit.clone(), pages.desk.now());
    let by = seat.worker;
    let added = pages.desk.store.write(News::Pages, move |conn| {
        let Some(id) = workers::add_as(conn, &name, passwords::NOBODY, false, roles, &teams, now)? else { return Ok(None) };
        people::invite(conn, id, &hash, passwords::NOBODY, now)?;
        audit::note(conn, &key, &Line::of(by, What::Invited, person(id), told(roles, &teams)), now)?;
        Ok(Some(id))
    });
    match added.await? {
        Some(id) => show(&pages, &seat, id, Some("invited"), Some(code)).await,
        None => Ok(done(PAGE, "name-taken")),
    }
}

/// `POST /inrichting/mensen/{id}`: other roles or teams.
pub(super) async fn change(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<i32>,
    Signed(seat, pairs): Signed<Pairs>,
) -> Result<Response, Refused> {
    let found = pages.desk.store.read(move |conn| Ok((people::find(conn, id)?, workers::all_teams(conn)?)));
    let (Some(one), known) = found.await? else { return Err(Refused::NotThere) };
    if one.roles.is_host() {
        return Ok(back(id, "host-roles"));
    }
    let ticked = read(&pairs).and_then(|(_, roles, teams)| fit(roles, teams, &known));
    let Some((roles, teams)) = ticked else { return Ok(back(id, "typed-wrong")) };
    let detail = told(roles, &teams);
    changes(&pages, &seat, id, (What::Roles, detail), "changed", move |conn| people::set_roles(conn, id, roles, &teams)).await
}

/// Does it, writes it down, and says so.
async fn changes(
    pages: &Arc<Pages>,
    seat: &Seat,
    id: i32,
    (what, detail): (What, String),
    says: &'static str,
    job: impl FnOnce(&mut Conn) -> Result<Changed, StoreError> + Send + 'static,
) -> Result<Response, Refused> {
    let (line, key, now) = (line(seat, what, person(id), detail), pages.desk.audit.clone(), pages.desk.now());
    let changed = pages.desk.store.write(News::Pages, move |conn| note_where(conn, &key, &line, now, job));
    Ok(match changed.await? {
        Changed::Yes => back(id, says),
        Changed::Same => back(id, "same-as-before"),
        Changed::LastManager => back(id, "last-manager"),
        Changed::NotThere => return Err(Refused::NotThere),
    })
}

fn note_where(
    conn: &mut Conn,
    key: &AuditKey,
    line: &Line,
    now: i64,
    job: impl FnOnce(&mut Conn) -> Result<Changed, StoreError>,
) -> Result<Changed, StoreError> {
    let changed = job(conn)?;
    if changed == Changed::Yes {
        audit::note(conn, key, line, now)?;
    }
    Ok(changed)
}

fn back(id: i32, said: &str) -> Response {
    done(&format!("{PAGE}/{id}"), said)
}

/// `POST /inrichting/mensen/{id}/uitnodiging`: anew, for whoever lost the password or the code.
pub(super) async fn invite_again(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<i32>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let ((code, hash), key, now) = (code(&pages)?, pages.desk.audit.clone(), pages.desk.now());
    let line = line(&seat, What::Invited, person(id), String::new());
    let invited = pages.desk.store.write(News::Pages, move |conn| {
        note_where(conn, &key, &line, now, |conn| match people::find(conn, id)? {
            Some(one) if one.active => people::invite(conn, id, &hash, passwords::NOBODY, now).map(|()| Changed::Yes),
            _ => Ok(Changed::NotThere),
        })
    });
    match invited.await? {
        Changed::Yes => show(&pages, &seat, id, Some("invited"), Some(code)).await,
        _ => Err(Refused::NotThere),
    }
}

/// Whether they come in.
#[derive(Deserialize)]
pub(super) struct Active {
    is: String,
}

/// `POST /inrichting/mensen/{id}/actief`.
pub(super) async fn set_active(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<i32>,
    Signed(seat, Active { is }): Signed<Active>,
) -> Result<Response, Refused> {
    let (active, what, says) = match is.as_str() {
        "yes" => (true, What::Activated, "activated"),
        "no" => (false, What::Deactivated, "deactivated"),
        _ => return Ok(back(id, "typed-wrong")),
    };
    changes(&pages, &seat, id, (what, String::new()), says, move |conn| people::set_active(conn, id, active)).await
}

/// `POST /inrichting/mensen/{id}/sessies`: wherever they are logged in, they are not any more.
pub(super) async fn end_sessions(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<i32>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    changes(&pages, &seat, id, (What::Sessions, String::new()), "sessions-ended", move |conn| match people::find(conn, id)? {
        Some(_) => workers::end_sessions(conn, id).map(|()| Changed::Yes),
        None => Ok(Changed::NotThere),
    })
    .await
}

/// `POST /inrichting/mensen/{id}/tweestap`: their phone and their paper are both gone.
pub(super) async fn reset_second(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<i32>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    changes(&pages, &seat, id, (What::StepsReset, String::new()), "second-reset", move |conn| {
        if people::find(conn, id)?.is_none() {
            return Ok(Changed::NotThere);
        }
        if !second_steps::forget(conn, id)? {
            return Ok(Changed::Same);
        }
        workers::end_sessions(conn, id).map(|()| Changed::Yes)
    })
    .await
}
