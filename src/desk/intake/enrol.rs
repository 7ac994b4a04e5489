//! How a kiosk asks to be taken in. Whoever asks has no key the desk knows yet: the request is signed with the key it offers.

use super::Intake;
use super::answer::{Answer, No};
use super::hearing::Heard;
use crate::desk::store::News;
use crate::desk::store::enrolment::{self, Offer};
use crate::wire::{EnrolRequest, KioskPublicKey, Refusal, VERSION};
use std::sync::Arc;

/// `POST enrol`.
pub(super) async fn offer(intake: Arc<Intake>, heard: Heard) -> Result<Answer, No> {
    let request: EnrolRequest = serde_json::from_slice(&heard.body).map_err(|_| Refusal::BadCode)?;
    if request.v != VERSION {
        return Err(Refusal::Newer.into());
    }
    let key = KioskPublicKey::parse(&request.key).map_err(|_| Refusal::Unsigned)?;
    if heard.claim.kiosk.is_some() || !heard.is_by(&key) {
        return Err(Refusal::Unsigned.into());
    }
    let now = intake.desk.now();
    let offered = intake
        .desk
        .store
        .write(News::Pages, move |conn| enrolment::offer_as(conn, request.sort, &request.code, &key, &request.software, now));
    match offered.await? {
        Offer::Taken => Ok(Answer::of(200, &*intake.desk.enrol_answer)),
        Offer::BadCode => Err(Refusal::BadCode.into()),
    }
}

/// `GET enrol/state`.
pub(super) async fn state(intake: Arc<Intake>, heard: Heard) -> Result<Answer, No> {
    if heard.claim.kiosk.is_some() {
        return Err(Refusal::Unsigned.into());
    }
    let now = intake.desk.now();
    let offers = intake.desk.store.read(move |conn| enrolment::offers(conn, now)).await?;
    let mine = offers.into_iter().find(|(key, _)| heard.is_by(key));
    mine.map(|(_, state)| Answer::of(200, &state)).ok_or_else(|| Refusal::Unsigned.into())
}
