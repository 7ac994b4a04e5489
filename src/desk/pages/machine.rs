//! The machine in the hall, for whoever stands beside it: what is the matter, what to do, and the lock of an opened case.

use super::asked::{Named, Refused};
use super::kiosks::{Fact, named};
use super::say::Say;
use super::session::Signed;
use super::{Pages, done};
use crate::desk::store::audit::{Line, What};
use crate::desk::store::kiosks::LastHealth;
use crate::desk::store::{News, machine};
use crate::wire::{Machine, Part, PrinterState};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

/// What stands on the page of a machine, in the order in which somebody wants to know.
pub(super) fn facts(machine: &Machine, opens: bool, say: Say) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut fact = |key, value, look| facts.push(Fact { key, value, look });
    if machine.lock.is_some() {
        fact("machine-lock", say.choice("machine-lock-", if opens { "ends" } else { "stands" }), true);
    }
    if let Some(open) = machine.case_open {
        fact("machine-case", say.choice("machine-case-", if open { "open" } else { "shut" }), open);
    }
    let word = PrinterState::ALL.into_iter().find(|(state, _)| *state == machine.printer).map_or("unknown", |(_, word)| word);
    fact("machine-printer", say.choice("machine-printer-", word), machine.printer.needs_somebody());
    if !machine.silent.is_empty() {
        let name = |part: &Part| {
            let word = Part::ALL.into_iter().find(|(known, _)| known == part).map_or("", |(_, word)| word);
            say.choice("machine-part-", word)
        };
        fact("machine-silent", machine.silent.iter().map(name).collect::<Vec<_>>().join(", "), true);
    }
    facts
}

/// The lock that somebody who looked can end; none where it is ended already.
pub(super) fn lock(health: &LastHealth) -> Option<u64> {
    health.machine.as_ref().and_then(|machine| machine.lock).filter(|_| !health.opens)
}

/// Which lock somebody saw.
#[derive(Deserialize)]
pub(super) struct Unlock {
    lock: String,
}

/// `POST /kiosken/{id}/vrijgeven`: somebody looked at the machine.
pub(super) async fn unlock(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Unlock { lock }): Signed<Unlock>,
) -> Result<Response, Refused> {
    let kiosk = named(&pages, &id).await?.id;
    let Ok(lock) = lock.parse() else { return Ok(done("/kiosken", "typed-wrong")) };
    let ended = pages.desk.store.write(News::Hall, move |conn| machine::unlock(conn, kiosk, lock)).await?;
    if !ended {
        return Ok(done("/kiosken", "machine-other"));
    }
    pages.notes(Line::of(seat.worker, What::KioskUnlocked, format!("kiosk:{kiosk}"), "")).await?;
    Ok(done("/kiosken", "machine-unlocked"))
}
