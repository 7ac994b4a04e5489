//! What a desk may not know: what kiosks have promised, said on Spreekuren and Kiosken and held up until somebody accepts it; and
//! what a restore has lost, said on Spreekuren until somebody has read it.

use super::ages;
use super::asked::{Named, Refused};
use super::lines::in_post;
use super::say::Say;
use super::session::Signed;
use super::{Pages, done, is_ticked};
use crate::booking::desk::Heard;
use crate::desk::store::audit::{Line, What};
use crate::desk::store::posts::Places;
use crate::desk::store::{Conn, News, StoreError, grants, kiosks, meta, slots};
use crate::entry::{KEPT_AFTER_RECEIPT, KioskId};
use axum::extract::State;
use axum::response::Response;
use chrono::DateTime;
use serde::Deserialize;
use std::sync::Arc;

/// Kiosks that may have promised times of which the desk knows nothing.
pub(super) struct Risk {
    /// Which: a kiosk's number, or [`STRANGERS`].
    pub(super) of: String,
    /// What may be, as sentences.
    pub(super) text: String,
    /// Where it is accepted.
    pub(super) action: String,
}

/// Where the risk of kiosks that the desk cannot know is accepted.
const STRANGERS: &str = "onbekend";

impl Risk {
    fn new(of: &str, text: String) -> Self {
        let page = if of == STRANGERS { "kiosken" } else { "spreekuren" };
        Risk { of: of.to_owned(), text, action: format!("/{page}/risico/{of}") }
    }

    /// Whether it is accepted on the page Kiosken.
    pub(super) fn is_of_strangers(&self) -> bool {
        self.of == STRANGERS
    }
}

/// Kiosks that this desk cannot know, where nobody has accepted that yet.
pub(super) fn strangers(conn: &mut Conn, say: Say) -> Result<Option<Risk>, StoreError> {
    let silent = grants::strangers(conn)? == Some(Heard::Silent);
    Ok(silent.then(|| Risk::new(STRANGERS, say.get("risk-strangers"))))
}

/// All there are: kiosks that this desk cannot know, that have not spoken since it came out of a backup, and that were written off
/// with times in hand from the minute `minute` on.
pub(super) fn all(conn: &mut Conn, say: Say, minute: i64) -> Result<Vec<Risk>, StoreError> {
    let mut risks = Vec::from_iter(strangers(conn, say)?);
    let silent: Vec<_> =
        grants::heard(conn)?.into_iter().filter(|(_, heard)| *heard == Heard::Silent).map(|(id, _)| id).collect();
    let places = Places::load(conn)?;
    for kiosk in kiosks::all(conn)? {
        let name = in_post(kiosk.name, places.beside(Some(kiosk.post)));
        let blocked = slots::blocked(conn, kiosk.id, u32::try_from(minute).unwrap_or(0))?;
        let text = match (silent.contains(&kiosk.id), blocked) {
            (true, _) => say.with("risk-silent", "kiosk", &name),
            (false, 0) => continue,
            (false, n) => say.with_two("risk-blocked", ("kiosk", &name), ("n", &n.to_string())),
        };
        risks.push(Risk::new(&kiosk.id.to_string(), text));
    }
    Ok(risks)
}

/// What a desk out of a backup has lost, as sentences; none where it lost nothing, or somebody has read it.
pub(super) fn lost(conn: &mut Conn, say: Say) -> Result<Option<Vec<String>>, StoreError> {
    let Some(loss) = meta::loss(conn)? else { return Ok(None) };
    let made = loss.made_at.and_then(|made| DateTime::from_timestamp(made, 0));
    let from = match made {
        Some(made) => say.with_two("lost-from", ("day", &ages::date(say, made)), ("time", &ages::time(made))),
        None => say.get("lost-from-unknown"),
    };
    let mut said = vec![from, say.get("lost-phone")];
    if loss.is_beyond_kiosks() {
        said.push(say.with("lost-kiosks", "days", KEPT_AFTER_RECEIPT.as_secs() / (24 * 60 * 60)));
    }
    said.push(say.get("lost-ask"));
    Ok(Some(said))
}

/// What is ticked by somebody who has read what was lost.
#[derive(Deserialize)]
pub(super) struct Reading {
    read: Option<String>,
}

/// `POST /spreekuren/reservekopie`: somebody has read what was lost.
pub(super) async fn read_loss(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Reading { read }): Signed<Reading>,
) -> Result<Response, Refused> {
    if !is_ticked(read.as_deref()) {
        return Ok(seat.done("/spreekuren", "tick-first"));
    }
    pages.desk.store.write(News::Pages, meta::read_loss).await?;
    pages.notes(Line::of(seat.worker, What::LossRead, "", "")).await?;
    Ok(seat.done("/spreekuren", "lost-read"))
}

/// What is ticked by somebody who knows that two residents may come at one time.
#[derive(Deserialize)]
pub(super) struct Knowing {
    double: Option<String>,
}

/// `POST /spreekuren/risico/{kiosk}`: somebody accepts that this kiosk may have promised anything.
pub(super) async fn accept(
    State(pages): State<Arc<Pages>>,
    Named(kiosk): Named<String>,
    Signed(seat, Knowing { double }): Signed<Knowing>,
) -> Result<Response, Refused> {
    let (id, now): (KioskId, i64) = (kiosk.parse().map_err(|_| Refused::NotThere)?, pages.desk.now());
    pages.desk.store.read(move |conn| kiosks::find(conn, id)).await?.ok_or(Refused::NotThere)?;
    if !is_ticked(double.as_deref()) {
        return Ok(seat.done("/spreekuren", "slot-double"));
    }
    let freed = pages.desk.store.write(News::Hall, move |conn| slots::accept_risk(conn, id, now)).await?;
    tracing::info!(kiosk = id.get(), freed, "a risk was accepted");
    pages.notes(Line::of(seat.worker, What::Risk, format!("kiosk:{id}"), "")).await?;
    Ok(seat.done("/spreekuren", "risk-accepted"))
}

/// `POST /kiosken/risico/onbekend`: somebody accepts that kiosks which this desk cannot know may have promised anything.
pub(super) async fn accept_strangers(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Knowing { double }): Signed<Knowing>,
) -> Result<Response, Refused> {
    if !is_ticked(double.as_deref()) {
        return Ok(done("/kiosken", "slot-double"));
    }
    let now = pages.desk.now();
    pages.desk.store.write(News::Hall, move |conn| grants::accept_strangers(conn, now)).await?;
    pages.notes(Line::of(seat.worker, What::Risk, "", "")).await?;
    Ok(done("/kiosken", "strangers-accepted"))
}
