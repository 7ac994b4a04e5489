//! Patronen: what can be told of many, of periods that are over. Numbers of teams, never of a worker, and never of a few.

use super::asked::{Asked, Refused};
use super::page::{Page, render};
use super::say::Say;
use super::session::Seat;
use super::{Pages, ages};
use crate::desk::patterns::{ALL, FEWEST, Period, TABLES, Told, UNSAID, words};
use crate::desk::store::patterns::{self, Cell};
use crate::desk::store::ratings::Mean;
use crate::desk::store::workers;
use crate::entry::Language;
use crate::followup::TeamId;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

/// The mark that residents gave the neighbourhood teams of Utrecht: what a team's own is looked at beside.
const BESIDE: &str = "7,8";

/// Periods of one file: five years.
const MOST_PERIODS: usize = 65;

#[derive(Template)]
#[template(path = "patterns.html")]
struct PatternsPage {
    page: Page,
    /// Those that can be chosen: the word, how it reads, and whether it is shown.
    periods: Vec<(String, String, bool)>,
    period: String,
    mark: String,
    teams: Vec<Team>,
}

struct Team {
    id: TeamId,
    name: String,
    /// How many cards, or that it is not told.
    all: String,
    tables: Vec<Table>,
}

struct Table {
    title: String,
    rows: Vec<(String, String)>,
    /// Whether anything of it is told.
    told: bool,
}

/// Which period.
#[derive(Default, Deserialize)]
pub(super) struct Chosen {
    period: Option<String>,
}

/// What the desk tells of one period to one worker.
struct Found {
    names: Vec<(TeamId, String)>,
    periods: Vec<Period>,
    mark: Mean,
    cells: Vec<Cell>,
}

/// `GET /patronen`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(chosen): Asked<Chosen>, seat: Seat) -> Result<Response, Refused> {
    let (say, teams) = (seat.say, seat.teams.clone());
    let found = pages.desk.store.read(move |conn| {
        let periods = patterns::periods(conn)?;
        let asked = chosen.period.as_deref().and_then(Period::parse).filter(|asked| periods.contains(asked));
        let names = workers::all_teams(conn)?.into_iter().filter(|(id, _)| teams.contains(id)).collect();
        let Some(period) = asked.or(periods.first().copied()) else {
            return Ok((None, Found { names, periods, mark: Mean::Few, cells: Vec::new() }));
        };
        let (mark, cells) = (patterns::mark(conn, period)?, patterns::cells(conn, &teams, period)?);
        Ok((Some(period), Found { names, periods, mark, cells }))
    });
    let (period, found) = found.await?;
    let told = |period: Period| (period.to_string(), reads(say, period));
    let page = PatternsPage {
        page: seat.page(&pages, "patterns", None),
        periods: found.periods.iter().map(|one| (told(*one).0, told(*one).1, Some(*one) == period)).collect(),
        period: period.map(|period| reads(say, period)).unwrap_or_default(),
        mark: mark(say, found.mark),
        teams: period.map(|period| found.teams(say, period)).unwrap_or_default(),
    };
    Ok(render(StatusCode::OK, &page))
}

fn reads(say: Say, period: Period) -> String {
    let Some((first, last)) = period.days() else { return period.to_string() };
    say.with_two("patterns-days", ("first", &numeric(first)), ("last", &numeric(last)))
}

fn numeric(day: chrono::NaiveDate) -> String {
    day.format("%d-%m-%Y").to_string()
}

fn mark(say: Say, mean: Mean) -> String {
    match mean {
        Mean::Few => say.with("patterns-mark-few", "beside", BESIDE),
        Mean::Of { people, tenths } => {
            let mark = format!("{},{}", tenths / 10, tenths % 10);
            say.with_three("patterns-mark", [("mark", &mark), ("people", &people.to_string()), ("beside", BESIDE)])
        }
    }
}

/// A cell, as pages and papers write it.
fn cell(say: Say, told: Told) -> String {
    match told {
        Told::Number(number) => number.to_string(),
        Told::Few => format!("< {FEWEST}"),
        Told::More => say.with("patterns-more", "fewest", FEWEST),
        Told::Nothing => say.get("patterns-nothing"),
    }
}

/// A line of a table.
fn name(say: Say, what: &str, word: &str) -> String {
    match (what, word) {
        ("week", week) => week.to_owned(),
        (_, UNSAID) => say.get("patterns-unsaid"),
        ("topic", "worry") => say.get("worry-topic"),
        ("topic", "offering") => say.get("offer-topic"),
        ("language", "other") => say.get("patterns-other-language"),
        ("language", code) => code.parse::<Language>().map(|language| say.language(language)).unwrap_or_default(),
        ("contact", word) => say.choice("patterns-contact-", word),
        (what, word) => say.choice(&format!("{what}-"), word),
    }
}

impl Found {
    fn teams(&self, say: Say, period: Period) -> Vec<Team> {
        let cells: HashMap<(TeamId, &str, &str), Told> =
            self.cells.iter().map(|cell| ((cell.team, cell.what.as_str(), cell.word.as_str()), cell.told)).collect();
        let told = |team: TeamId, what: &str, word: &str| cells.get(&(team, what, word)).copied().unwrap_or(Told::Nothing);
        let table = |team: TeamId, what: &'static str| {
            let words = words(what, period);
            let rows = words.iter().map(|word| (name(say, what, word), cell(say, told(team, what, word)))).collect();
            let any = words.iter().any(|word| told(team, what, word) != Told::Nothing);
            Table { title: say.choice("patterns-", what), rows, told: any }
        };
        let team = |(id, name): &(TeamId, String)| {
            let all = told(*id, ALL, "");
            let tables = if matches!(all, Told::Number(_)) { TABLES.map(|what| table(*id, what)).into() } else { Vec::new() };
            Team { id: *id, name: name.clone(), all: cell(say, all), tables }
        };
        self.names.iter().map(team).collect()
    }
}

/// `GET /patronen/csv`: the same cells, of every period; semicolons, as Dutch spreadsheets read it.
pub(super) async fn csv(State(pages): State<Arc<Pages>>, seat: Seat) -> Result<Response, Refused> {
    let (say, teams) = (seat.say, seat.teams.clone());
    let found = pages.desk.store.read(move |conn| {
        let periods = patterns::periods(conn)?;
        let names: Vec<_> = workers::all_teams(conn)?.into_iter().filter(|(id, _)| teams.contains(id)).collect();
        let mut all = Vec::new();
        for period in periods.iter().take(MOST_PERIODS) {
            let (mark, cells) = (patterns::mark(conn, *period)?, patterns::cells(conn, &teams, *period)?);
            all.push((*period, Found { names: names.clone(), periods: Vec::new(), mark, cells }));
        }
        Ok(all)
    });
    let mut text = String::from('\u{feff}');
    let mut line = |cells: [&str; 6]| {
        let cells = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    };
    let heads = ["patterns-team", "patterns-from", "patterns-until", "patterns-table", "patterns-line", "patterns-number"];
    let heads = heads.map(|key| say.get(key));
    line([&heads[0], &heads[1], &heads[2], &heads[3], &heads[4], &heads[5]]);
    for (period, found) in found.await? {
        let Some((first, last)) = period.days() else { continue };
        let (first, last) = (first.to_string(), last.to_string());
        let (title, beside) = (say.get("patterns-mark-title"), format!("Utrecht: {BESIDE}"));
        let given = match found.mark {
            Mean::Few => format!("< {FEWEST}"),
            Mean::Of { tenths, .. } => format!("{},{}", tenths / 10, tenths % 10),
        };
        line(["", &first, &last, &title, &beside, &given]);
        for team in found.teams(say, period) {
            // A name that begins as a formula is text.
            let name = if team.name.starts_with(['=', '+', '-', '@']) { format!("'{}", team.name) } else { team.name };
            line([&name, &first, &last, &say.get("patterns-all"), "", &team.all]);
            for table in team.tables {
                for (word, number) in table.rows {
                    line([&name, &first, &last, &table.title, &word, &number]);
                }
            }
        }
    }
    let file = format!("attachment; filename=\"patronen-{}.csv\"", ages::local(pages.desk.clock.stamp().at).date_naive());
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, file)], text).into_response())
}
