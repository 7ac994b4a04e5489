//! `POST caretaker`: whether the digits that somebody pressed at the glass are the code of that post's caretaker.

use super::Intake;
use super::answer::{Answer, No};
use super::hearing::Known;
use crate::desk::passwords;
use crate::desk::store::audit::{self, Line, What};
use crate::desk::store::{News, caretaker};
use crate::wire::{CaretakerAnswer, CaretakerCode, Refusal, VERSION};
use std::sync::Arc;

pub(super) async fn ask(intake: Arc<Intake>, known: Known) -> Result<Answer, No> {
    let said: CaretakerCode = serde_json::from_slice(&known.body).map_err(|_| Refusal::Malformed)?;
    if said.v != VERSION {
        return Err(Refusal::Newer.into());
    }
    let kiosk = known.kiosk.id;
    intake.limits.may_caretaker(kiosk, intake.desk.clock.now()).map_err(No::busy)?;
    let post = known.kiosk.post;
    let code = intake.desk.store.read(move |conn| caretaker::of(conn, post)).await?;
    // As much work where there is no code.
    let (which, hash) = code.map_or((0, passwords::NOBODY.to_owned()), |code| (code.which, code.hash));
    let looked = tokio::task::spawn_blocking(move || passwords::verify(&said.digits, &hash)).await;
    let right = looked.map_err(|error| {
        tracing::error!(%error, "a caretaker's code could not be looked at");
        No::from(Refusal::Later)
    })?;
    tracing::info!(kiosk = kiosk.get(), right, "a caretaker's code was tried");
    let (what, key, now) =
        (if right { What::CaretakerIn } else { What::CaretakerWrong }, intake.desk.audit.clone(), intake.desk.now());
    let line = Line::of(None, what, format!("kiosk:{kiosk}"), "");
    intake.desk.store.write(News::Silent, move |conn| audit::note(conn, &key, &line, now)).await?;
    Ok(Answer::of(200, &CaretakerAnswer { v: VERSION, right, which: if right { which } else { 0 } }))
}
