//! What a card asks of a worker now: to call somebody from the hall, to look first, to plan, to close, to call again.

use super::ages;
use super::card::Found;
use super::say::Say;
use super::session::Seat;
use crate::desk::calendar;
use crate::entry::Kind;
use crate::followup::{Again, Alone, Card, Help, Lead, Outcome, PLANNED_WITHIN_DAYS, Pace, Reached, Stage, Wanted, Way};
use chrono::{DateTime, TimeDelta, Utc};

/// One choice of a form.
pub(super) struct Choice {
    /// What the form sends.
    pub(super) value: String,
    /// What the worker reads.
    pub(super) text: String,
    /// Whether it is chosen.
    pub(super) on: bool,
}

/// A question of a form, with its answers.
pub(super) struct Group {
    /// The field's name.
    pub(super) name: &'static str,
    /// The question.
    pub(super) title: String,
    /// The answers.
    pub(super) choices: Vec<Choice>,
}

/// Everything below the words of a card.
pub(super) struct Steps {
    /// True while somebody has to do something, and this worker may.
    pub(super) open: bool,
    /// True where this worker has a place.
    pub(super) mine: bool,
    /// True where this worker may close it.
    pub(super) may_close: bool,
    /// How near the promised day is, as a sentence; and whether to mind it.
    pub(super) pace: Option<(String, bool)>,
    /// When the first contact was.
    pub(super) spoke: Option<String>,
    /// Where a resident who waits can be called to; empty where nobody waits.
    pub(super) places: Vec<String>,
    /// That the resident was called.
    pub(super) called: Option<String>,
    /// The colleagues who can be asked; empty where nobody can.
    pub(super) colleagues: Vec<(i32, String)>,
    /// The teams that it can be handed over to.
    pub(super) teams: Vec<(i32, String)>,
    /// "Eerst even kijken".
    pub(super) look: Vec<Group>,
    /// What was planned, as a sentence.
    pub(super) planned: String,
    /// What is wrong with that.
    pub(super) lacks_one: bool,
    /// How, and whether alone.
    pub(super) plan: Vec<Group>,
    /// The first day, the last, and the one that is chosen.
    pub(super) days: [String; 3],
    /// "Afronden".
    pub(super) close: Vec<Group>,
    /// How it ended.
    pub(super) ended: Option<String>,
    /// When to call again; none where nobody does.
    pub(super) call_back: Option<String>,
    /// What is asked when calling again.
    pub(super) follow: Vec<Group>,
}

impl Steps {
    /// Of a card, for the worker at the page.
    pub(super) fn of(
        seat: &Seat,
        found: &Found,
        kind: Kind,
        wanted: Option<Wanted>,
        rooms: &[String],
        now: DateTime<Utc>,
    ) -> Steps {
        let (say, card) = (seat.say, &found.card);
        let (today, open, mine) = (calendar::day_of(now), card.stage() == Stage::Open, card.has(seat.worker));
        let others = found.colleagues.iter().filter(|(worker, _)| *worker != seat.worker && !card.has(*worker));
        let chosen = card.plan.map_or(today, |plan| plan.day.max(today));
        let places = if open && card.opened.waits && (mine || card.free_place().is_some()) {
            let mut places = rooms.to_vec();
            places.push(say.get("call-place-desk"));
            places
        } else {
            Vec::new()
        };
        Steps {
            open,
            mine,
            may_close: open && (mine || card.nobody_has_it()),
            pace: pace(say, card, today),
            spoke: card.first_contact.map(|at| say.with("spoke-at", "day", ages::date(say, at))),
            places,
            called: card
                .called
                .as_ref()
                .map(|called| say.with_two("card-called", ("place", &called.place), ("time", &ages::time(called.at)))),
            colleagues: if open && card.free_place().is_some() { others.cloned().collect() } else { Vec::new() },
            teams: found.teams.iter().filter(|(team, _)| *team != card.opened.team).cloned().collect(),
            look: look(say, card, kind),
            planned: card.plan.map_or_else(
                || say.get("plan-none"),
                |plan| say.with(&format!("plan-is-{}", plan.way.word()), "day", ages::day(say, plan.day)),
            ),
            lacks_one: card.visit_lacks_one(),
            plan: plan(say, card),
            days: [today, today + TimeDelta::days(PLANNED_WITHIN_DAYS), chosen].map(|day| day.to_string()),
            close: vec![
                group(say, "outcome", "close-outcome", "outcome-", Outcome::ALL.iter().map(|one| (one.word(), false))),
                group(say, "wanted", "close-wanted", "wanted-", Wanted::ALL.iter().map(|one| (one.word(), wanted == Some(*one)))),
                with_none(reached(say, card), say.get("reached-unknown")),
                group(say, "again", "close-again", "again-", Again::ALL.iter().map(|one| (one.word(), *one == Again::Never))),
            ],
            ended: card.closed.filter(|_| !open).map(|closed| {
                let outcome = say.choice("outcome-", closed.closing.outcome.word());
                let (name, day) = (found.name(closed.by).to_owned(), ages::date(say, closed.at));
                say.with_three("closed-was", [("outcome", &outcome), ("name", &name), ("day", &day)])
            }),
            call_back: card
                .call_back
                .filter(|_| !open)
                .map(|call| say.with_two("followed-due", ("day", &ages::day(say, call.day)), ("name", found.name(call.worker)))),
            follow: vec![
                with_none(reached(say, card), say.get("reached-unknown")),
                group(
                    say,
                    "again",
                    "close-again",
                    "again-",
                    Again::ALL.iter().filter(|one| **one != Again::Never).map(|one| (one.word(), *one == Again::TwoWeeks)),
                ),
            ],
        }
    }
}

fn pace(say: Say, card: &Card, today: chrono::NaiveDate) -> Option<(String, bool)> {
    if card.stage() != Stage::Open || card.first_contact.is_some() {
        return None;
    }
    let (key, mind) = match card.pace(today) {
        Pace::Fine => ("pace-fine", false),
        Pace::Amber => ("pace-amber", true),
        Pace::Late => ("pace-late", true),
    };
    Some((say.with(key, "day", ages::day(say, card.opened.due)), mind))
}

fn group<'a>(say: Say, name: &'static str, title: &str, prefix: &str, words: impl Iterator<Item = (&'a str, bool)>) -> Group {
    let choice = |(word, on): (&str, bool)| Choice { value: word.to_owned(), text: say.choice(prefix, word), on };
    Group { name, title: say.get(title), choices: words.map(choice).collect() }
}

/// With an answer that says nothing, chosen where no other is.
fn with_none(mut group: Group, text: String) -> Group {
    let on = group.choices.iter().all(|choice| !choice.on);
    group.choices.push(Choice { value: String::new(), text, on });
    group
}

fn reached(say: Say, card: &Card) -> Group {
    let was = card.reached();
    group(say, "reached", "close-reached", "reached-", Reached::ALL.iter().map(|one| (one.word(), was == Some(*one))))
}

fn look(say: Say, card: &Card, kind: Kind) -> Vec<Group> {
    let looked = card.looked;
    let yes_or_no = |name, title: &str, was: Option<bool>| {
        let words = [("yes", was == Some(true)), ("no", was == Some(false))];
        with_none(group(say, name, title, "look-", words.into_iter()), say.get("look-open"))
    };
    let open = || say.get("look-open");
    let mut groups = vec![
        with_none(
            group(say, "help", "look-help", "help-", Help::ALL.iter().map(|one| (one.word(), looked.help == Some(*one)))),
            open(),
        ),
        with_none(
            group(say, "lead", "look-lead", "lead-", Lead::ALL.iter().map(|one| (one.word(), looked.lead == Some(*one)))),
            open(),
        ),
        yes_or_no("interpreter", "look-interpreter", looked.interpreter),
    ];
    if kind == Kind::Worry {
        groups.push(yes_or_no("recognised", "look-recognised", looked.recognised));
    }
    groups
}

fn plan(say: Say, card: &Card) -> Vec<Group> {
    let way = card.plan.map_or(Way::Call, |plan| plan.way);
    let alone = card.plan.and_then(|plan| plan.alone);
    let alones = Alone::ALL.iter().map(|one| (one.word(), alone == Some(*one)));
    vec![
        group(say, "way", "plan-way", "way-", Way::ALL.iter().map(|one| (one.word(), *one == way))),
        with_none(group(say, "alone", "plan-alone", "alone-", alones), say.get("alone-none")),
    ]
}
