//! Koppelingen: the calendars of hosts, and mail.

use super::ages;
use super::links::{Fact, Line, Link, MOST_LINES, why};
use super::say::Say;
use super::spreekuren::{day_of, title};
use crate::desk::connect::ConnectConfig;
use crate::desk::connect::config::CaldavConfig;
use crate::desk::store::calendars::{self, FRESH, road_name};
use crate::desk::store::mail::{self, Kind, MAIL, Out};
use crate::desk::store::outgoing::{self, Road};
use crate::desk::store::{Conn, StoreError, spreekuren};
use chrono::{DateTime, TimeDelta, Utc};

/// The name of what has no calendar yet.
pub(super) const CALDAV: &str = "caldav";

/// The most clashes that are named: more is one trouble with one cause.
const MOST_CLASHES: usize = 10;

fn moment(at: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(at, 0).unwrap_or_default()
}

/// Why nothing goes now.
fn trouble(say: Say, road: &Road) -> Option<String> {
    match (&road.paused, &road.why) {
        (Some(paused), _) => Some(format!("{} {}", say.get("link-paused-means"), why(say, paused))),
        (None, Some(kept)) => Some(format!("{} {}", why(say, kept), say.get("link-tries-again"))),
        (None, None) => None,
    }
}

/// Every calendar of the configuration, or one that is off.
pub(super) fn calendars(conn: &mut Conn, say: Say, config: &ConnectConfig, now: DateTime<Utc>) -> Result<Vec<Link>, StoreError> {
    if config.caldav.is_empty() {
        return Ok(vec![Link::off(CALDAV, say.choice("link-name-", CALDAV))]);
    }
    config.caldav.iter().map(|own| calendar(conn, say, own, now)).collect()
}

fn calendar(conn: &mut Conn, say: Say, own: &CaldavConfig, now: DateTime<Utc>) -> Result<Link, StoreError> {
    let (name, id) = (road_name(own.spreekuur), own.spreekuur);
    let road = outgoing::road(conn, &name)?;
    let spreekuur = spreekuren::find(conn, id)?;
    let standing = calendars::standing(conn, id, now.timestamp())?;
    let (Some(spreekuur), Some(standing)) = (spreekuur, standing) else {
        let nobody = say.with("link-calendar-nobody", "number", id.get());
        return Ok(Link { state: "look", trouble: Some(nobody), ..Link::off(&name, say.choice("link-name-", CALDAV)) });
    };
    let old = standing.read_at.is_none_or(|at| now.timestamp() - at > FRESH);
    let ages = |at: i64| ages::age(say, moment(at), now);
    let mut facts = vec![
        Fact::new(say.get("link-read"), standing.read_at.map_or_else(|| say.get("link-never"), ages), old),
        Fact::new(say.get("link-claimed"), standing.held.to_string(), false),
        Fact::new(say.get("link-waiting"), standing.waiting.to_string(), false),
    ];
    if !standing.clashes.is_empty() {
        let named = standing.clashes.iter().take(MOST_CLASHES);
        let named: Vec<String> =
            named.map(|slot| format!("{} {}", ages::day(say, day_of(*slot)), ages::time(slot.start()))).collect();
        facts.push(Fact::new(say.get("link-clashes"), named.join(", "), true));
    }
    let mut trouble = trouble(say, &road);
    if let Some(trouble) = trouble.as_mut().filter(|_| old || road.why.is_some() || road.paused.is_some()) {
        *trouble = format!("{trouble} {}", say.get("link-calendar-old"));
    }
    let state = match &road {
        Road { paused: Some(_), .. } => "paused",
        Road { why: Some(_), .. } => "look",
        _ if old || !standing.clashes.is_empty() => "look",
        _ => "fine",
    };
    let title = say.with("link-calendar-of", "spreekuur", title(say, &spreekuur));
    let ask = trouble.is_some();
    Ok(Link { name, title, state, facts, trouble, ask, lines: Vec::new() })
}

/// Mail.
pub(super) fn mail(conn: &mut Conn, say: Say, config: &ConnectConfig, now: DateTime<Utc>) -> Result<Link, StoreError> {
    let title = say.choice("link-name-", MAIL);
    let Some(own) = &config.mail else { return Ok(Link::off(MAIL, title)) };
    let (road, standing) = (outgoing::road(conn, MAIL)?, mail::standing(conn, MOST_LINES)?);
    let goes = [
        own.cards.as_ref().map(|_| say.get("link-mail-cards")),
        own.confirmations.then(|| say.get("link-mail-word")),
        (!own.invitations.is_empty()).then(|| say.get("link-mail-invitation")),
    ];
    let goes: Vec<String> = goes.into_iter().flatten().collect();
    let parked = standing.troubled.iter().filter(|out| out.parked).count();
    let age = |at: i64| ages::age(say, moment(at), now);
    let since = standing.oldest.map(|at| say.with("link-oldest", "age", age(at)));
    let waits: Vec<String> = [Some(standing.waiting.to_string()), since].into_iter().flatten().collect();
    let facts = vec![
        Fact::new(say.get("link-mail-goes"), goes.join(", "), false),
        Fact::new(say.get("link-waiting"), waits.join(", "), false),
        Fact::new(say.get("link-parked"), parked.to_string(), parked > 0),
        Fact::new(say.get("link-last"), standing.last_done.map_or_else(|| say.get("link-never"), age), false),
    ];
    let state = match &road {
        Road { paused: Some(_), .. } => "paused",
        Road { why: Some(_), .. } => "look",
        _ if parked > 0 => "look",
        _ => "fine",
    };
    let lines = standing.troubled.iter().map(|out| line(say, out, now)).collect();
    let trouble = trouble(say, &road);
    Ok(Link { name: MAIL.into(), title, state, facts, ask: trouble.is_some() || parked > 0, trouble, lines })
}

fn line(say: Say, out: &Out, now: DateTime<Utc>) -> Line {
    let mut reason = why(say, out.why.as_deref().unwrap_or_default());
    if out.parked && out.kind == Kind::Word {
        reason = format!("{reason} {}", say.get("link-mail-by-hand"));
    }
    Line {
        id: None,
        picture: "mail".into(),
        name: say.choice("link-mail-kind-", out.kind.word()),
        page: out.about.map(|id| format!("/afspraak/{id}")),
        age: ages::age(say, moment(out.made_at), now),
        why: reason,
        parked: out.parked,
        erasing: false,
        changing: false,
    }
}

/// Whether somebody has to look there. `long` is more than any wait.
pub(super) fn need_a_look(conn: &mut Conn, config: &ConnectConfig, long: TimeDelta, now: i64) -> Result<bool, StoreError> {
    for own in &config.caldav {
        let road = outgoing::road(conn, &road_name(own.spreekuur))?;
        let standing = calendars::standing(conn, own.spreekuur, now)?;
        let fine = standing.is_some_and(|standing| {
            standing.clashes.is_empty() && standing.read_at.is_none_or(|at| now - at <= long.num_seconds())
        });
        if road.paused.is_some() || !fine {
            return Ok(true);
        }
    }
    if config.mail.is_some() {
        let standing = mail::standing(conn, MOST_LINES)?;
        let old = standing.troubled.iter().any(|out| out.parked || now - out.made_at > long.num_seconds());
        return Ok(old || outgoing::road(conn, MAIL)?.paused.is_some());
    }
    Ok(false)
}

/// The road of that name, where the configuration has one.
pub(super) fn named(config: &ConnectConfig, name: &str) -> Option<String> {
    if name == MAIL && config.mail.is_some() {
        return Some(name.to_owned());
    }
    config.caldav.iter().map(|own| road_name(own.spreekuur)).find(|known| known == name)
}

/// How word of an appointment by mail stands, for whoever may have to tell the resident otherwise.
pub(super) fn word(say: Say, word: mail::Word) -> String {
    match word {
        mail::Word::Leaving => say.get("word-leaving"),
        mail::Word::ByHand => say.get("word-by-hand"),
        mail::Word::Told(at) => {
            let at = moment(at);
            let day = ages::short_day(say, ages::local(at).date_naive());
            say.with("word-told", "when", format!("{day} {}", ages::time(at)))
        }
    }
}
