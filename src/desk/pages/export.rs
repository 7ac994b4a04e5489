//! What workers take along by hand into a system of their own: a file of a period, by the site's choice.

use super::ages;
use super::asked::Refused;
use super::session::Signed;
use super::{Pages, done};
use crate::desk::connect::content::{Content, called};
use crate::desk::connect::webhook;
use crate::desk::state::NotShown;
use crate::desk::store::audit::{self, Line, What};
use crate::desk::store::{Conn, News, cards, entries};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Amsterdam;
use serde::Deserialize;
use std::sync::Arc;

/// The most cards of one file: a busy month of a post, and some tenths of a second of opening.
const MOST: i64 = 1000;

/// Columns that are always there.
const COLUMNS: [&str; 10] =
    ["Kaart", "Achtergelaten", "Teken", "Taal", "Naam", "Contact", "Telefoon", "E-mail", "Let op", "Link"];

/// The period, by its first and last day, and the form.
#[derive(Deserialize)]
pub(super) struct Wanted {
    from: String,
    until: String,
    form: String,
}

/// Midnight at which a day begins in the post's time.
fn begin(day: NaiveDate) -> Option<DateTime<Utc>> {
    Amsterdam.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest().map(|at| at.with_timezone(&Utc))
}

/// `POST /koppelingen/export`.
pub(super) async fn give(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Wanted { from, until, form }): Signed<Wanted>,
) -> Result<Response, Refused> {
    let Some(choice) = pages.desk.connect.by_hand.as_ref().map(|own| own.choice()) else { return Err(Refused::NotThere) };
    let (Ok(from), Ok(until)) = (from.parse::<NaiveDate>(), until.parse::<NaiveDate>()) else {
        return Ok(done("/koppelingen", "typed-wrong"));
    };
    if !matches!(form.as_str(), "csv" | "json") {
        return Ok(done("/koppelingen", "typed-wrong"));
    }
    let days = (from, until);
    let (Some(first), Some(end)) = (begin(from), until.succ_opt().and_then(begin)) else {
        return Ok(done("/koppelingen", "typed-wrong"));
    };
    let (first, end) = (first.timestamp(), end.timestamp());
    let teams = seat.teams.clone();
    let found = pages.desk.store.read(move |conn| cards::between(conn, &teams, first, end, MOST + 1)).await?;
    if found.len() > MOST as usize {
        return Ok(done("/koppelingen", "export-much"));
    }
    // Who takes which card along is kept before it is; what was in it is not.
    let (key, now, worker) = (pages.desk.audit.clone(), pages.desk.now(), seat.worker);
    let (taken, period) = (found.clone(), format!("{} {}", days.0, days.1));
    let noted = move |conn: &mut Conn| {
        if taken.is_empty() {
            audit::note(conn, &key, &Line::of(worker, What::Export, "", period.clone()), now)?;
        }
        for id in taken {
            let line = Line::about_entry(conn, worker, What::Export, id, period.clone())?;
            audit::note(conn, &key, &line, now)?;
        }
        Ok(())
    };
    pages.desk.store.write(News::Silent, noted).await?;
    let mut contents = Vec::with_capacity(found.len());
    for id in found {
        let Some(listed) = pages.desk.store.read(move |conn| entries::listed(conn, id)).await? else { continue };
        match pages.desk.opened(id).await {
            Ok(Some(entry)) => contents.push(Content::of(entry, &listed, choice, &pages.desk.connect)),
            Ok(None) => {}
            Err(NotShown::Store(error)) => return Err(error.into()),
            // The card itself says so.
            Err(NotShown::Sealed(error)) => tracing::error!(%error, %id, "a card could not be exported"),
        }
    }
    let (kind, ending, body) = match form.as_str() {
        "json" => ("application/json", "json", json(&contents)),
        _ => ("text/csv; charset=utf-8", "csv", csv(&contents)),
    };
    let name = format!("attachment; filename=\"inloop-{}.{ending}\"", ages::local(pages.desk.clock.stamp().at).date_naive());
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], body).into_response())
}

fn json(contents: &[Content]) -> String {
    serde_json::Value::Array(contents.iter().map(webhook::left).collect()).to_string()
}

/// As Dutch spreadsheets read it: semicolons, a mark of its encoding, and nothing that they would take for a formula.
fn csv(contents: &[Content]) -> String {
    let (topic, words) = (contents.iter().any(|one| one.topic.is_some()), contents.iter().any(|one| one.words.is_some()));
    let mut text = String::from('\u{feff}');
    let mut line = |cells: &[&str]| {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    };
    let mut head = COLUMNS.to_vec();
    head.extend(topic.then_some("Onderwerp"));
    head.extend(words.then_some("In eigen woorden"));
    line(&head);
    for one in contents {
        let (number, address) = one.reach();
        let left = ages::local(one.left_at).format("%Y-%m-%d %H:%M").to_string();
        let (id, teken, advice) = (one.id.to_string(), called(one.teken), one.advice());
        let (way, more) = advice.split_first().map_or(("", String::new()), |(way, more)| (way.as_str(), more.join(" ")));
        let name = one.name.as_ref().map_or("", |name| name.reveal());
        let mut cells = vec![
            id.as_str(),
            &left,
            &teken,
            one.language.code(),
            name,
            way,
            number.unwrap_or_default(),
            address.unwrap_or_default(),
            &more,
            &one.link,
        ];
        if topic {
            cells.push(one.topic.as_ref().map_or("", |about| about.text.as_str()));
        }
        if words {
            cells.push(one.words.as_ref().map_or("", |own| own.0.as_str()));
        }
        line(&cells);
    }
    text
}

/// A cell in quotes; one that a spreadsheet would take for a formula begins with an apostrophe, which it takes for text.
fn quoted(cell: &str) -> String {
    let formula =
        cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || cell.starts_with(['\t', '\r', '\n']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, kept) in [
            ("=1+1", "\"'=1+1\""),
            (" =HYPERLINK(\"x\")", "\"' =HYPERLINK(\"\"x\"\")\""),
            ("+31612345678", "\"'+31612345678\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("-1", "\"'-1\""),
            ("\tx", "\"'\tx\""),
            ("gewoon; \"zo\"\nmet regels", "\"gewoon; \"\"zo\"\"\nmet regels\""),
        ] {
            assert_eq!(quoted(cell), kept);
        }
    }

    #[test]
    fn a_day_begins_at_the_posts_own_midnight() {
        let at = |day: &str| begin(day.parse().unwrap()).unwrap().to_rfc3339();
        assert_eq!(
            (at("2026-07-01"), at("2026-12-01")),
            ("2026-06-30T22:00:00+00:00".into(), "2026-11-30T23:00:00+00:00".into())
        );
    }
}
