//! The calendar of one spreekuur for whoever holds its address: when somebody comes, and nothing of who or why.
//!
//! RFC 5545, times in UTC, so that no calendar has to know a time zone of ours. An event's UID is made of its time alone: a calendar
//! that fetches again finds the same event.

use super::Pages;
use crate::desk::store::StoreError;
use crate::desk::store::appointments::{self, Holder};
use crate::desk::store::spreekuren;
use crate::entry::SlotId;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use std::fmt::Write;
use std::sync::Arc;

/// How far back a calendar shows what was: a month, in minutes.
const LOOKS_BACK: i64 = 31 * 24 * 60;

/// How far ahead: further than times are made, in minutes.
const LOOKS_AHEAD: i64 = 400 * 24 * 60;

/// Of every event: the words of the calendar, never of a resident or a host.
const SUMMARY: &str = "Afspraak";

/// Characters of the secret part of the address: 32 bytes in base64.
const SECRET: usize = 43;

/// `GET /agenda/{secret}.ics`: whoever knows the address is answered; a wrong one is like any page that is not there.
pub(super) async fn get(State(pages): State<Arc<Pages>>, name: Result<Path<String>, PathRejection>) -> Response {
    let Ok(Path(name)) = name else { return nothing() };
    let Some(feed) = name.strip_suffix(".ics").filter(|feed| feed.len() == SECRET) else { return nothing() };
    let (feed, now) = (feed.to_owned(), pages.desk.clock.stamp().at);
    let found = pages.desk.store.read(move |conn| {
        let Some(own) = spreekuren::by_feed(conn, &feed)? else { return Ok(None) };
        let minute = now.timestamp().div_euclid(60);
        let times = appointments::times(conn, own.id, minute - LOOKS_BACK, minute + LOOKS_AHEAD)?;
        let booked = times.into_iter().filter(|time| matches!(time.holder, Holder::Booked(_)));
        Ok::<_, StoreError>(Some((own.minutes, own.made_at, booked.map(|time| time.slot).collect::<Vec<_>>())))
    });
    match found.await {
        Ok(Some((minutes, made_at, slots))) => {
            let kind = [(CONTENT_TYPE, "text/calendar; charset=utf-8")];
            (kind, calendar(&slots, minutes, made_at, now)).into_response()
        }
        Ok(None) => nothing(),
        Err(error) => {
            tracing::error!(%error, "a calendar could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

fn nothing() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

/// The text of the calendar; every line is far shorter than the 75 bytes at which lines are folded.
fn calendar(slots: &[SlotId], minutes: u16, made_at: i64, now: DateTime<Utc>) -> String {
    let stamp = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Inloop//Spreekuur//NL\r\nCALSCALE:GREGORIAN\r\n");
    text.push_str("METHOD:PUBLISH\r\nREFRESH-INTERVAL;VALUE=DURATION:PT15M\r\nX-PUBLISHED-TTL:PT15M\r\n");
    for slot in slots {
        let (start, end) = (slot.start(), slot.start() + TimeDelta::minutes(i64::from(minutes)));
        // Writing to a String has no way to fail.
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\nUID:{slot}-{made_at}@inloop\r\nDTSTAMP:{}\r\nDTSTART:{}\r\nDTEND:{}\r\nSUMMARY:{SUMMARY}\r\n\
             CLASS:PRIVATE\r\nSTATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\n",
            stamp(now),
            stamp(start),
            stamp(end),
        );
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}
