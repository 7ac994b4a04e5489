//! The sound of a card: opened in memory for one answer, once its digest is the one that the entry tells, and wiped with it.

use super::Pages;
use super::asked::{Named, Refused};
use super::session::Seat;
use crate::desk::recording::Heard;
use crate::desk::store::audit::What;
use crate::entry::EntryId;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use std::ops::Range;
use std::sync::Arc;

/// What a browser asked of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// All of it; also where it asked in a way that is not answered in parts.
    Whole,
    /// These bytes.
    Of(Range<usize>),
    /// Bytes that it does not have.
    Beyond,
}

/// `GET /kaart/{id}/opname`, whole or in part, because browsers look for a place in it that way.
pub(super) async fn get(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    headers: HeaderMap,
    seat: Seat,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    seat.must_see(&pages, id).await?;
    let entry = pages.desk.opened(id).await?.ok_or(Refused::NotThere)?;
    // What is not whole, or not what was said, is not played: the card says so.
    let Some(Heard::Whole(flac)) = pages.desk.heard(&entry).await? else { return Err(Refused::NotThere) };
    let part = asked_for(headers.get(RANGE).and_then(|range| range.to_str().ok()), flac.len());
    if part == Part::Whole || matches!(&part, Part::Of(bytes) if bytes.start == 0) {
        // Who listened to what is kept, as for cards; what was said is not.
        pages.opens(&seat, What::Recording, id, None).await?;
    }
    Ok(answer(Bytes::from_owner(flac), &part))
}

fn answer(flac: Bytes, part: &Part) -> Response {
    let whole = flac.len();
    let (status, body, told) = match part {
        Part::Whole => (StatusCode::OK, flac, None),
        Part::Of(bytes) => {
            let told = format!("bytes {}-{}/{whole}", bytes.start, bytes.end - 1);
            (StatusCode::PARTIAL_CONTENT, flac.slice(bytes.clone()), Some(told))
        }
        Part::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, Bytes::new(), Some(format!("bytes */{whole}"))),
    };
    let head = [
        (CONTENT_TYPE, "audio/flac".to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
        (ACCEPT_RANGES, "bytes".to_owned()),
        (CONTENT_LENGTH, body.len().to_string()),
    ];
    let told = told.map(|told| [(CONTENT_RANGE, told)]);
    (status, head, told.map(axum::response::AppendHeaders), Body::from(body)).into_response()
}

/// The one range of a `Range` header, RFC 9110 section 14: `bytes=0-99`, `bytes=100-`, `bytes=-50`. Several at once, and whatever is
/// no range, are answered with the whole, as it allows.
fn asked_for(range: Option<&str>, whole: usize) -> Part {
    let Some((first, last)) = range.and_then(|range| range.strip_prefix("bytes=")?.split_once('-')) else { return Part::Whole };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // More digits than a number has are more bytes than any file has.
    let number = |text: &str| text.parse::<usize>().unwrap_or(usize::MAX);
    let bytes = match (first, last) {
        ("", last) if digits(last) => whole.saturating_sub(number(last))..whole,
        (first, "") if digits(first) => number(first)..whole,
        (first, last) if digits(first) && digits(last) => {
            let (first, last) = (number(first), number(last));
            if last < first {
                return Part::Whole;
            }
            first..whole.min(last.saturating_add(1))
        }
        _ => return Part::Whole,
    };
    if bytes.start < bytes.end { Part::Of(bytes) } else { Part::Beyond }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_as_browsers_ask_for_it() {
        let asked = |range| asked_for(Some(range), 1000);
        assert_eq!(asked_for(None, 1000), Part::Whole);
        assert_eq!(asked("bytes=0-"), Part::Of(0..1000));
        assert_eq!(asked("bytes=0-99"), Part::Of(0..100));
        assert_eq!(asked("bytes=990-5000"), Part::Of(990..1000));
        assert_eq!(asked("bytes=-50"), Part::Of(950..1000));
        assert_eq!(asked("bytes=-5000"), Part::Of(0..1000));
        for beyond in ["bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=99999999999999999999999-"] {
            assert_eq!(asked(beyond), Part::Beyond, "{beyond}");
        }
        for none in ["", "bytes", "bytes=", "bytes=-", "bytes=9-1", "bytes=0-1,5-6", "bytes=+1-2", "items=0-1", "bytes=a-b"] {
            assert_eq!(asked(none), Part::Whole, "{none}");
        }
    }
}
