//! What a card says of other systems: what went there, what will, and what a worker takes along by hand.

use super::ages;
use super::asked::{Named, Refused};
use super::links::why;
use super::say::Say;
use super::session::{Nothing, Seat, Signed};
use super::{Pages, done};
use crate::desk::connect::BY_HAND;
use crate::desk::connect::content::Content;
use crate::desk::state::NotShown;
use crate::desk::store::outgoing::{self, Out, State as Stands, Work};
use crate::desk::store::{News, entries};
use crate::entry::EntryId;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use zeroize::Zeroizing;

/// The longest number of another system that a worker notes, in characters.
const LONGEST_NUMBER: usize = 30;

/// The part of a card about other systems.
pub(super) struct Handed {
    /// What became of it there, a line each.
    pub(super) lines: Vec<Line>,
    /// The text for a system of the team's own; none where the site did not choose so.
    pub(super) text: Option<Zeroizing<String>>,
    /// Whether a worker may note that it was taken over by hand.
    pub(super) offers: bool,
    /// Whether that was noted, and can be taken back.
    pub(super) by_hand: bool,
}

/// What became of it in one system.
pub(super) struct Line {
    pub(super) icon: &'static str,
    pub(super) text: String,
    /// Whether somebody has to decide.
    pub(super) look: bool,
}

impl Handed {
    /// Whether there is anything to say.
    pub(super) fn shown(&self) -> bool {
        !self.lines.is_empty() || self.text.is_some() || self.offers
    }
}

/// Of the entry `id`.
pub(super) async fn of(pages: &Pages, seat: &Seat, id: EntryId) -> Result<Handed, Refused> {
    let say = seat.say;
    let rows = pages.desk.store.read(move |conn| Ok((outgoing::of(conn, id)?, entries::listed(conn, id)?)));
    let (outs, listed) = rows.await?;
    let own = outs.iter().find(|(out, _)| out.connector == BY_HAND);
    let (by_hand, again) = (own.is_some(), own.is_some_and(|(out, _)| out.work == Work::Change));
    let choice = pages.desk.connect.by_hand.as_ref().map(|own| own.choice());
    let text = match (choice, listed) {
        (Some(choice), Some(listed)) => match pages.desk.opened(id).await {
            Ok(Some(entry)) => Some(Content::of(entry, &listed, choice, &pages.desk.connect).text()),
            // The card itself says why it does not open.
            Ok(None) | Err(NotShown::Sealed(_)) => None,
            Err(NotShown::Store(error)) => return Err(error.into()),
        },
        _ => None,
    };
    let lines = outs.iter().map(|(out, worker)| line(say, out, worker.as_deref())).collect();
    Ok(Handed { lines, text, offers: choice.is_some() && (!by_hand || again), by_hand })
}

fn line(say: Say, out: &Out, worker: Option<&str>) -> Line {
    let system = say.choice("link-to-", &out.connector);
    let with = |key: &str| say.with(key, "system", &system);
    let number = out.number.as_ref().map(|number| say.with("handed-number", "number", number));
    let (icon, text, look) = match (out.work, out.state) {
        (Work::Change, Stands::Waiting) => match &out.why {
            Some(kept) => ("waiting", format!("{} {}", with("handed-changing"), why(say, kept)), false),
            None => ("clock", with("handed-changing"), false),
        },
        (Work::Change, Stands::Parked) => {
            ("waiting", format!("{} {}", with("handed-change-parked"), why(say, out.why.as_deref().unwrap_or_default())), true)
        }
        (Work::Send | Work::Change, Stands::Done) => {
            let at = out.done_at.unwrap_or(out.made_at);
            let when = format!("{} {}.", ages::date(say, at), ages::time(at));
            let by = worker.map(|name| say.with("handed-by", "name", name));
            // What a colleague took over by hand has to be changed there by hand.
            let changed = (out.work == Work::Change).then(|| with("handed-change-hand"));
            let (picture, look) = if changed.is_some() { ("waiting", true) } else { ("kept", false) };
            let all = [Some(with("handed-done")), Some(when), number, by, changed];
            (picture, all.into_iter().flatten().collect::<Vec<_>>().join(" "), look)
        }
        (Work::Send, Stands::Waiting) => match &out.why {
            Some(kept) => ("waiting", format!("{} {}", with("handed-tries"), why(say, kept)), false),
            None => ("clock", with("handed-soon"), false),
        },
        (Work::Send, Stands::Parked) => {
            ("waiting", format!("{} {}", with("handed-parked"), why(say, out.why.as_deref().unwrap_or_default())), true)
        }
        (Work::Send | Work::Change, Stands::Dropped) => ("no", with("handed-dropped"), false),
        (Work::Erase, _) => ("delete", with("handed-erasing"), out.state == Stands::Parked),
    };
    Line { icon, text, look }
}

/// What a worker noted.
#[derive(Deserialize)]
pub(super) struct Noted {
    number: String,
}

/// `POST /kaart/{id}/overgezet`: a worker took it over into a system of their own.
pub(super) async fn by_hand(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Noted { number }): Signed<Noted>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    seat.must_see(&pages, id).await?;
    if pages.desk.connect.by_hand.is_none() {
        return Err(Refused::NotThere);
    }
    let number = number.trim().to_owned();
    // A number of a case, and no sentence about anybody.
    let plain = number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '_'));
    if number.chars().count() > LONGEST_NUMBER || !plain || crate::entry::looks_like_bsn(&number) {
        return Ok(done(&format!("/kaart/{id}"), "handed-number"));
    }
    let (worker, now) = (seat.worker, pages.desk.now());
    let kept = pages.desk.store.write(News::Pages, move |conn| {
        if !entries::listed(conn, id)?.is_some_and(|listed| listed.is_card()) {
            return Ok(None);
        }
        let number = Some(number.as_str()).filter(|number| !number.is_empty());
        outgoing::by_hand(conn, id, number, worker, now).map(Some)
    });
    if !kept.await?.ok_or(Refused::NotThere)? {
        return Ok(done(&format!("/kaart/{id}"), "handed-before"));
    }
    tracing::info!(worker, %id, "a card was taken over by hand");
    Ok(done(&format!("/kaart/{id}"), "handed"))
}

/// `POST /kaart/{id}/niet-overgezet`: that was a mistake.
pub(super) async fn not_by_hand(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    seat.must_see(&pages, id).await?;
    // A colleague may have said so a moment ago: then it is so too.
    if pages.desk.store.write(News::Pages, move |conn| outgoing::not_by_hand(conn, id)).await? {
        tracing::info!(worker = seat.worker, %id, "a card was not taken over by hand after all");
    }
    Ok(done(&format!("/kaart/{id}"), "not-handed"))
}
