//! A week of spreekuren, so that there is something to book at the first start. Staff may change or remove them; they do not
//! come back.

use super::office::NoOffice;
use crate::clock::Luck;
use crate::desk::RunningDesk;
use crate::desk::fresh_token;
use crate::desk::hours::{Hours, Often, Rule, Span};
use crate::desk::store::spreekuren::{self, New};
use crate::desk::store::{News, StoreError};
use crate::entry::{SpreekuurId, Whom};
use chrono::{NaiveDate, Weekday};
use chrono_tz::Europe::Amsterdam;

/// Whom, who, where, minutes of a time, and when: weekday, first and last hour.
type Example = (Whom, &'static str, &'static str, u16, &'static [(Weekday, u16, u16)]);

const EXAMPLES: [Example; 5] = [
    (
        Whom::Team,
        "Wijkteam De Schakel",
        "Kamer 1",
        30,
        &[(Weekday::Mon, 9, 12), (Weekday::Tue, 13, 16), (Weekday::Wed, 9, 12), (Weekday::Thu, 13, 16), (Weekday::Fri, 9, 12)],
    ),
    (Whom::Police, "Wijkagent", "Kamer 2", 15, &[(Weekday::Mon, 14, 16), (Weekday::Thu, 10, 12)]),
    (Whom::Municipality, "Gemeente", "Kamer 3", 20, &[(Weekday::Tue, 9, 12)]),
    (Whom::Housing, "Woonconsulent", "Kamer 2", 20, &[(Weekday::Wed, 13, 15)]),
    (Whom::Street, "Milieuagent", "Kamer 3", 20, &[(Weekday::Fri, 10, 12)]),
];

/// Makes the examples.
pub(super) fn make_examples(desk: &RunningDesk, luck: &dyn Luck) -> Result<(), NoOffice> {
    let state = desk.state();
    let today = state.clock.stamp().at.with_timezone(&Amsterdam).date_naive();
    let mut feeds = Vec::with_capacity(EXAMPLES.len());
    for _ in EXAMPLES {
        feeds.push(fresh_token(luck)?.to_string());
    }
    let now = state.now();
    state.store.write_waiting(News::Pages, move |conn| {
        for ((whom, host, place, minutes, week), feed) in EXAMPLES.into_iter().zip(feeds) {
            let new = New { whom, host: host.to_owned(), place: place.to_owned(), minutes, feed };
            let id = spreekuren::add(conn, &new, now)?;
            for (weekday, from, until) in week {
                add_hours(conn, id, (*weekday, *from, *until), today, now)?;
            }
        }
        Ok(())
    })?;
    Ok(())
}

fn add_hours(
    conn: &mut crate::desk::store::Conn,
    id: SpreekuurId,
    (weekday, from, until): (Weekday, u16, u16),
    today: NaiveDate,
    now: i64,
) -> Result<(), StoreError> {
    let Some(span) = Span::new(from * 60, until * 60) else { return Err(StoreError::Odd("an example")) };
    let hours = Hours { rule: Rule::on(weekday, Often::Weekly), span, first: today, last: None };
    spreekuren::add_hours(conn, id, &hours, now).map(drop)
}
