//! What a kiosk asks about its post: the site, its calls, and where it says how it is doing.

use super::Intake;
use super::answer::{Answer, No};
use super::hearing::Known;
use crate::desk::store::audit::{self, Line, What};
use crate::desk::store::{
    News, StoreError, calls, cards, caretaker, kiosks, machine, meta, own_texts, posts, presence, retention,
};
use crate::desk::wording;
use crate::entry::Language;
use crate::wire::{CalledNow, Calls, Health, HealthAnswer, MOST_CALLED, Refusal, Site, VERSION};
use std::sync::Arc;

/// `GET site`.
pub(super) async fn site(intake: Arc<Intake>, known: Known) -> Result<Answer, No> {
    let (kiosk, post, configured) = (known.kiosk.id, known.kiosk.post, intake.desk.retention.closed_days);
    let read = intake.desk.store.read(move |conn| {
        let team = kiosks::team(conn, kiosk)?;
        let site = posts::find(conn, post)?.ok_or(StoreError::Odd("post"))?.site;
        let days = retention::history(conn, configured)?.newest().days;
        let told = retention::last_told(conn, kiosk)?;
        Ok((meta::store_id(conn)?, presence::current(conn, team)?, site, own_texts::all(conn)?, days, told))
    });
    let (store, presence, site, own, days, told) = read.await?;
    if told != Some(days) {
        // Before it is told: an entry that was left under it may come at once.
        let now = intake.desk.now();
        intake.desk.store.write(News::Silent, move |conn| retention::note_told(conn, kiosk, days, now)).await?;
    }
    let named = |(code, own): (&String, &own_texts::Own)| wording::named(code.parse().ok()?, own);
    Ok(Answer::of(
        200,
        &Site {
            v: VERSION,
            hours: site.opening_hours(),
            name: site.name,
            phone: site.phone,
            presence,
            readers: intake.desk.site.readers.clone(),
            contact: site.contact,
            topics: site.topics.iter().map(|topic| topic.word().to_owned()).collect(),
            messages: site.messages,
            helpers: site.helpers,
            erased_after_days: Some(days),
            languages: site.languages.iter().map(|language| language.code().to_owned()).collect(),
            texts: own.iter().filter_map(named).collect(),
            tekens: Some(known.kiosk.tekens).filter(|block| block.count > 0).into_iter().collect(),
            team: intake.desk.enrol_answer.team.clone(),
            recovery: intake.desk.enrol_answer.recovery.clone(),
            store,
        },
    ))
}

/// `GET texts/{code}`: what the site says otherwise in that language.
pub(super) async fn texts(intake: Arc<Intake>, known: Known) -> Result<Answer, No> {
    let language: Language = known.last_of_path().parse().map_err(|_| Refusal::Malformed)?;
    let own = intake.desk.store.read(move |conn| own_texts::of(conn, language)).await?;
    Ok(Answer::of(200, &wording::told(language, &own)))
}

/// `GET calls/{version}`: at once where the version is another, else when there is news.
pub(super) async fn calls(intake: Arc<Intake>, known: Known) -> Result<Answer, No> {
    let asked: u64 = known.last_of_path().parse().map_err(|_| Refusal::Malformed)?;
    let (mut news, mut closing) = (intake.desk.store.hall_news(), intake.desk.closing.clone());
    if *news.borrow_and_update() == asked {
        tokio::select! {
            _ = news.changed() => {}
            () = tokio::time::sleep(intake.long_poll) => {}
            _ = closing.wait_for(|closing| *closing) => {}
        }
    }
    // Read before the rows: what changes between is asked for again, and never missed.
    let version = *news.borrow_and_update();
    let (kiosk, post, stamp) = (known.kiosk.id, known.kiosk.post, intake.desk.clock.stamp().at);
    let read = intake.desk.store.read(move |conn| {
        let team = kiosks::team(conn, kiosk)?;
        let called = cards::now_called(conn, (team, post), stamp, MOST_CALLED as i64)?;
        let unlock = machine::ended_lock(conn, kiosk)?;
        Ok((calls::of_kiosk(conn, kiosk, stamp.timestamp())?, presence::current(conn, team)?, called, unlock))
    });
    let (calls, presence, called, unlock) = read.await?;
    let called = called.into_iter().map(|(teken, place, at)| CalledNow { teken, place, at: at.timestamp() }).collect();
    Ok(Answer::of(200, &Calls { v: VERSION, version, calls, presence, called, unlock }))
}

/// `POST health`.
pub(super) async fn health(intake: Arc<Intake>, known: Known) -> Result<Answer, No> {
    let health: Health = serde_json::from_slice(&known.body).map_err(|_| Refusal::Malformed)?;
    if health.v != VERSION {
        return Err(Refusal::Newer.into());
    }
    let (kiosk, post, now) = (known.kiosk.id, known.kiosk.post, intake.desk.now());
    let key = intake.desk.audit.clone();
    let kept = intake.desk.store.write(News::Pages, move |conn| {
        if machine::ends_by_itself(conn, kiosk, health.machine.as_ref())? {
            audit::note(conn, &key, &Line::of(None, What::KioskUnlockedThere, format!("kiosk:{kiosk}"), ""), now)?;
        }
        kiosks::keep_health(conn, kiosk, &health, now)?;
        let versions = (meta::site_version(conn)?, meta::slots_version(conn)?);
        Ok((meta::store_id(conn)?, versions, caretaker::which(conn, post)?))
    });
    let (store, (site_version, slots_version), caretaker) = kept.await?;
    Ok(Answer::of(200, &HealthAnswer { v: VERSION, store, site_version, slots_version, caretaker }))
}
