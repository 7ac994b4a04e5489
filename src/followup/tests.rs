//! A card's life, by its rules and by any order of acts.

use super::*;
use chrono::{Days, TimeDelta, TimeZone};
use proptest::prelude::*;

const FATMA: WorkerId = 1;
const BRAM: WorkerId = 2;
const CHIDI: WorkerId = 3;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A Monday at noon; due on Thursday, amber on Wednesday.
fn opened(waits: bool) -> Opened {
    Opened { team: 1, at: noon(), due: day("2026-11-26"), amber: day("2026-11-25"), waits }
}

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 11, 0, 0).unwrap()
}

struct Table {
    opened: Opened,
    events: Vec<Event>,
    now: DateTime<Utc>,
}

impl Table {
    fn new(waits: bool) -> Self {
        Table { opened: opened(waits), events: Vec::new(), now: noon() }
    }

    fn card(&self) -> Card {
        Card::fold(self.opened, &self.events)
    }

    fn tries(&mut self, worker: WorkerId, act: Act) -> Result<Card, No> {
        self.card().may(&act, worker, self.now, self.now.date_naive())?;
        self.events.push(Event { worker, at: self.now, act });
        Ok(self.card())
    }

    fn does(&mut self, worker: WorkerId, act: Act) -> Card {
        self.tries(worker, act).unwrap()
    }

    fn later(&mut self, seconds: i64) -> &mut Self {
        self.now += TimeDelta::seconds(seconds);
        self
    }
}

fn closing(outcome: Outcome, call_on: Option<&str>) -> Act {
    Act::Close(Closing { outcome, wanted: Some(Wanted::Money), reached: None, call_on: call_on.map(day) })
}

fn visit(alone: Option<Alone>) -> Act {
    Act::Plan(Plan { way: Way::Visit, day: day("2026-11-25"), alone })
}

#[test]
fn two_have_places_and_the_third_is_told() {
    let mut table = Table::new(false);
    assert_eq!(table.does(FATMA, Act::Claim).free_place(), Some(2));
    assert_eq!(table.tries(FATMA, Act::Claim), Err(No::YoursAlready));
    table.does(BRAM, Act::Claim);
    assert_eq!(table.tries(CHIDI, Act::Claim), Err(No::Full));
    assert_eq!(table.tries(CHIDI, Act::Release), Err(No::NotYours));
    assert_eq!(table.does(FATMA, Act::Release).free_place(), Some(1), "the place that was given back is free again");
}

#[test]
fn nobody_visits_a_home_alone_without_a_reason() {
    let mut table = Table::new(false);
    table.does(FATMA, Act::Claim);
    assert_eq!(table.tries(FATMA, visit(None)), Err(No::Alone));
    assert!(table.does(FATMA, visit(Some(Alone::Known))).plan.is_some());
    table.does(BRAM, Act::Claim);
    assert!(!table.does(FATMA, visit(None)).visit_lacks_one());
    assert!(table.does(BRAM, Act::Release).visit_lacks_one(), "who stays behind is told");
}

#[test]
fn what_is_planned_is_near() {
    let mut table = Table::new(false);
    table.does(FATMA, Act::Claim);
    let plan = |day| Act::Plan(Plan { way: Way::Call, day, alone: None });
    let today = table.now.date_naive();
    assert_eq!(table.tries(FATMA, plan(today - Days::new(1))), Err(No::OtherDay));
    assert_eq!(table.tries(FATMA, plan(today + Days::new(PLANNED_WITHIN_DAYS as u64 + 1))), Err(No::OtherDay));
    table.does(FATMA, plan(today));
}

#[test]
fn a_card_is_amber_on_the_second_working_day_and_late_on_the_promised_one_until_there_is_contact() {
    let mut table = Table::new(false);
    let pace = |table: &Table, text| table.card().pace(day(text));
    for (on, is) in
        [("2026-11-24", Pace::Fine), ("2026-11-25", Pace::Amber), ("2026-11-26", Pace::Late), ("2026-12-01", Pace::Late)]
    {
        assert_eq!(pace(&table, on), is, "{on}");
    }
    table.does(FATMA, Act::Claim);
    assert_eq!(pace(&table, "2026-11-26"), Pace::Late, "to pick it up is not to be in touch");
    table.does(FATMA, Act::Spoke);
    assert_eq!(pace(&table, "2026-12-01"), Pace::Fine);
}

#[test]
fn who_was_not_reached_was_not_spoken_to() {
    let mut table = Table::new(false);
    let card = table.does(FATMA, closing(Outcome::NotReached, None));
    assert_eq!((card.stage(), card.first_contact), (Stage::Closed, None));
    table.does(FATMA, Act::Reopen);
    assert_eq!(table.does(FATMA, closing(Outcome::Answered, None)).first_contact, Some(noon()));
}

#[test]
fn closing_a_card_that_nobody_has_is_picking_it_up_and_others_cards_are_left_alone() {
    let mut table = Table::new(false);
    table.does(FATMA, Act::Claim);
    assert_eq!(table.tries(BRAM, closing(Outcome::Answered, None)), Err(No::NotYours));
    table.does(FATMA, Act::Release);
    assert!(table.does(BRAM, closing(Outcome::Answered, None)).has(BRAM));
    assert_eq!(table.tries(FATMA, closing(Outcome::Answered, None)), Err(No::Ended), "the second of two at once");
    assert_eq!(table.tries(FATMA, Act::Claim), Err(No::Ended));
}

#[test]
fn a_call_back_stays_with_who_planned_it_and_the_first_button_ends_it() {
    let mut table = Table::new(false);
    table.does(FATMA, Act::Claim);
    let card = table.does(FATMA, closing(Outcome::Together, Some("2026-12-07")));
    assert_eq!(
        (card.stage(), card.is_to_call(day("2026-12-06")), card.is_to_call(day("2026-12-07"))),
        (Stage::Calling, false, true)
    );
    let again = table.does(BRAM, Act::Followed(Followed::Again(day("2027-01-18"))));
    assert_eq!(again.call_back, Some(CallBack { day: day("2027-01-18"), worker: FATMA }), "whoever dials");
    table.later(60);
    let ended = table.does(FATMA, Act::Followed(Followed::Well(Some(Reached::Partly))));
    assert_eq!((ended.stage(), ended.reached()), (Stage::Closed, Some(Reached::Partly)));
    assert_eq!(ended.closed.unwrap().at, table.now, "it ends when the last call did");
    assert_eq!(table.tries(FATMA, Act::Followed(Followed::Open)), Err(No::NoCall));
}

#[test]
fn open_again_is_for_the_same_workers() {
    let mut table = Table::new(false);
    table.does(FATMA, Act::Claim);
    table.does(BRAM, Act::Claim);
    table.does(FATMA, closing(Outcome::Together, Some("2026-12-07")));
    let card = table.does(CHIDI, Act::Followed(Followed::Open));
    assert_eq!((card.stage(), card.holders), (Stage::Open, [Some(FATMA), Some(BRAM)]));
    table.does(BRAM, closing(Outcome::Stopped, None));
    assert_eq!(table.does(CHIDI, Act::Reopen).holders, [Some(FATMA), Some(BRAM)]);
    assert_eq!(table.tries(CHIDI, Act::Reopen), Err(No::NotEnded));
}

#[test]
fn what_stays_in_the_desk_can_be_taken_back_for_half_a_minute_by_who_did_it() {
    let mut table = Table::new(true);
    table.does(FATMA, Act::Claim);
    assert_eq!(table.tries(BRAM, Act::Undo), Err(No::TooLate), "another's act");
    table.does(FATMA, closing(Outcome::Answered, None));
    let back = table.later(30).does(FATMA, Act::Undo);
    assert_eq!((back.stage(), back.has(FATMA), back.first_contact), (Stage::Open, true, None));
    assert_eq!(table.tries(FATMA, Act::Undo).map(|card| card.has(FATMA)), Ok(false), "then the act before it");
    table.does(FATMA, Act::Claim);
    assert_eq!(table.later(31).tries(FATMA, Act::Undo), Err(No::TooLate));
    table.does(FATMA, Act::Call("Kamer 2".into()));
    assert_eq!(table.tries(FATMA, Act::Undo), Err(No::TooLate), "a call was heard");
}

#[test]
fn who_is_called_waits_in_the_hall_and_is_whose_call_it_is() {
    let mut table = Table::new(false);
    assert_eq!(table.tries(FATMA, Act::Call("Balie".into())), Err(No::NobodyWaits));
    let mut table = Table::new(true);
    let card = table.does(FATMA, Act::Call("Balie".into()));
    assert!(card.has(FATMA) && card.called.is_some_and(|called| called.place == "Balie"));
    table.does(FATMA, Act::Call("Kamer 1".into()));
    table.does(BRAM, Act::Claim);
    assert_eq!(table.tries(CHIDI, Act::Call("Kamer 1".into())), Err(No::Full));
}

#[test]
fn a_colleague_is_asked_and_can_say_no_but_nothing_is_assigned() {
    let mut table = Table::new(false);
    assert_eq!(table.tries(FATMA, Act::Ask(FATMA)), Err(No::NobodyToAsk));
    let card = table.does(FATMA, Act::Ask(BRAM));
    assert!(card.nobody_has_it() && card.asked == Some((BRAM, FATMA)));
    let card = table.does(BRAM, Act::Pass);
    assert!(card.asked.is_none() && card.passed.contains(&BRAM));
    let card = table.does(FATMA, Act::Ask(BRAM));
    assert!(!card.passed.contains(&BRAM), "who is asked again sees it again");
    assert!(table.does(BRAM, Act::Claim).asked.is_none());
}

#[test]
fn another_team_begins_anew_and_keeps_what_was_found_out() {
    let mut table = Table::new(false);
    table.does(FATMA, Act::Claim);
    table.does(FATMA, Act::Look(Looked { interpreter: Some(true), ..Looked::default() }));
    table.does(FATMA, Act::Spoke);
    assert_eq!(table.tries(FATMA, Act::HandOver(1)), Err(No::SameTeam));
    let card = table.does(FATMA, Act::HandOver(2));
    assert!(card.nobody_has_it() && card.opened.team == 2 && card.looked.interpreter == Some(true));
    assert_eq!(card.first_contact, Some(noon()), "the resident was spoken to");
    assert_eq!(table.does(FATMA, Act::Undo).opened.team, 1);
}

fn any_act() -> impl Strategy<Value = Act> {
    let future = (0u64..200).prop_map(|days| day("2026-11-23") + Days::new(days));
    let outcome = proptest::sample::select(Outcome::ALL);
    prop_oneof![
        Just(Act::Claim),
        Just(Act::Release),
        Just(Act::Pass),
        (1..4i32).prop_map(Act::Ask),
        Just(Act::Call("Balie".into())),
        Just(Act::Look(Looked { help: Some(Help::Own), ..Looked::default() })),
        (proptest::sample::select(Way::ALL), future.clone(), proptest::option::of(proptest::sample::select(Alone::ALL)))
            .prop_map(|(way, day, alone)| Act::Plan(Plan { way, day, alone })),
        Just(Act::Spoke),
        (outcome, proptest::option::of(future.clone())).prop_map(|(outcome, call_on)| Act::Close(Closing {
            outcome,
            wanted: None,
            reached: None,
            call_on
        })),
        Just(Act::Followed(Followed::Well(Some(Reached::Yes)))),
        future.prop_map(|day| Act::Followed(Followed::Again(day))),
        Just(Act::Followed(Followed::Open)),
        Just(Act::Reopen),
        (1..3i32).prop_map(Act::HandOver),
        Just(Act::Undo),
    ]
}

proptest! {
    #[test]
    fn whatever_workers_do_in_whatever_order_a_card_stays_a_card(
        waits: bool,
        acts in proptest::collection::vec((1..4i32, any_act(), 0i64..40), 1..60),
    ) {
        let mut table = Table::new(waits);
        for (worker, act, later) in acts {
            let before = table.later(later).card();
            let Ok(after) = table.tries(worker, act.clone()) else {
                prop_assert_eq!(table.card(), before, "what is refused changes nothing");
                continue;
            };
            prop_assert!(after.holders[0].is_none() || after.holders[0] != after.holders[1], "nobody has both places");
            prop_assert!(after.asked.is_none_or(|(asked, by)| asked != by));
            prop_assert!(after.call_back.is_none() || after.closed.is_some(), "a call belongs to an end");
            prop_assert_eq!(after.acts, before.acts + 1);
            if let Act::Plan(Plan { way: Way::Visit, alone: None, .. }) = act {
                prop_assert!(after.free_place().is_none(), "two go");
            }
            if !matches!(act, Act::Undo | Act::Call(_)) {
                prop_assert!(table.card().can_be_undone(worker, table.now).is_some());
                let mut back = table.events.clone();
                back.push(Event { worker, at: table.now, act: Act::Undo });
                let mut undone = Card::fold(table.opened, &back);
                undone.acts = before.acts;
                prop_assert_eq!(undone, before, "taking back brings back everything");
            }
        }
    }

    #[test]
    fn every_act_is_read_back_as_it_was_written(act in any_act()) {
        let written = serde_json::to_string(&act).unwrap();
        prop_assert_eq!(serde_json::from_str::<Act>(&written).unwrap(), act);
    }
}
