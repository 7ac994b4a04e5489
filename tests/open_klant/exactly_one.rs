//! Exactly one of each, whatever happens on the way.

use crate::double::{Cut, Double, TOKEN};
use crate::handing::{Desk, LONG, halt, question, turn, until_idle};
use crate::register::{ADDRESSES, CONTACTS, OBJECTS, PARTIES, TASKS, Version};
use inloop::desk::connect::open_klant::{self, bodies};
use inloop::desk::connect::runner::{Runner, Turn};
use inloop::desk::connect::{Halt, OPEN_KLANT, Why};
use inloop::desk::store::outgoing::State;
use inloop::entry::*;
use serde_json::json;

pub const VERSIONS: [Version; 2] = [Version::V2_7, Version::V2_18];

pub async fn desk(version: Version, choice: &str) -> (Desk, Double) {
    let (double, connect) = Double::start(version, choice).await;
    (Desk::new(&connect, &[(open_klant::TOKEN, TOKEN)]), double)
}

/// A turn that the desk may not live to see the end of. True where it died.
pub async fn dies(desk: &Desk, double: &Double, runner: &mut Runner) -> bool {
    desk.clock.advance(LONG);
    tokio::select! {
        done = runner.turn() => { done.unwrap(); false }
        () = double.crashed.notified() => true,
    }
}

/// Fails unless there is exactly one of each for the entry, tied to each other, and nobody else's was touched.
pub fn assert_one_of_each(desk: &Desk, double: &Double, id: EntryId, when: &str) {
    let number = desk.out(id).unwrap().number.unwrap_or_else(|| panic!("{when}: no number on the card"));
    double.with(|register| {
        let foreign = 3;
        for things in [CONTACTS, PARTIES, OBJECTS, ADDRESSES, TASKS] {
            assert_eq!(register.all(things).len(), foreign + 1, "{when}: {things}");
        }
        let contact = register.all(CONTACTS).into_iter().find(|one| one["nummer"] == number.as_str()).unwrap().clone();
        let of = |things: &str, field: &str, to: &serde_json::Value| {
            register.all(things).into_iter().filter(|one| one[field]["uuid"] == to["uuid"]).cloned().collect::<Vec<_>>()
        };
        let object = of(OBJECTS, "klantcontact", &contact).pop().unwrap();
        assert_eq!(object["onderwerpobjectidentificator"]["objectId"], id.to_string(), "{when}");
        let party = of(PARTIES, "hadKlantcontact", &contact).pop().unwrap();
        assert_eq!(of(ADDRESSES, "verstrektDoorBetrokkene", &party).len(), 1, "{when}");
        assert_eq!(of(TASKS, "aanleidinggevendKlantcontact", &contact).len(), 1, "{when}");
    });
}

#[tokio::test]
async fn a_question_becomes_one_contact_one_address_and_last_one_task() {
    for version in VERSIONS {
        let (desk, double) = desk(version, "").await;
        let id = desk.left(question());
        until_idle(&desk, &mut desk.runner(), 2).await;
        assert_one_of_each(&desk, &double, id, "at once");
        let made: Vec<String> = double.asked().into_iter().filter(|asked| asked.starts_with("POST")).collect();
        assert_eq!(made, ["POST maak-klantcontact", "POST digitaleadressen", "POST internetaken"]);
        let number: u64 = desk.out(id).unwrap().number.unwrap().parse().unwrap();
        assert!(bodies::NUMBERS.contains(&number), "{number}");
    }
}

/// Every request of a handing over, cut off in every way there is; the desk then starts again and goes on.
#[tokio::test]
async fn wherever_the_desk_dies_or_an_answer_is_lost_there_is_one_of_each() {
    for version in VERSIONS {
        for cut in [Cut::CrashBefore, Cut::CrashAfter, Cut::Lost, Cut::Trouble] {
            let mut at = 1;
            loop {
                let when = format!("{version:?}, {cut:?} at request {at}");
                let (desk, double) = desk(version, "").await;
                let id = desk.left(question());
                double.cut(at, cut);
                let died = dies(&desk, &double, &mut desk.runner()).await;
                let reached = double.asked().len() >= at;
                double.uncut();
                let desk = if died { desk.restarted() } else { desk };
                until_idle(&desk, &mut desk.runner(), 5).await;
                assert_one_of_each(&desk, &double, id, &when);
                if !reached {
                    assert!(at > 10, "the cuts reached every request: {at}");
                    break;
                }
                at += 1;
            }
        }
    }
}

/// Two cuts in one handing over: around everything that is made.
#[tokio::test]
async fn a_desk_that_dies_twice_makes_nothing_twice() {
    for version in VERSIONS {
        for first in [3, 4, 5, 6, 8, 9, 11, 12] {
            for second in [1, 3, 5, 7] {
                let (mut desk, double) = desk(version, "").await;
                let id = desk.left(question());
                for at in [first, second] {
                    double.cut(at, Cut::CrashAfter);
                    let died = dies(&desk, &double, &mut desk.runner()).await;
                    double.uncut();
                    if died {
                        desk = desk.restarted();
                    }
                }
                until_idle(&desk, &mut desk.runner(), 5).await;
                assert_one_of_each(&desk, &double, id, &format!("{version:?}, cut at {first} and {second}"));
            }
        }
    }
}

#[tokio::test]
async fn two_runners_on_one_queue_make_one_of_each() {
    for version in VERSIONS {
        let (desk, double) = desk(version, "").await;
        let ids: Vec<EntryId> = (0..6).map(|_| desk.left(question())).collect();
        desk.clock.advance(LONG);
        let mut runners = [desk.runner(), desk.runner()];
        let [one, two] = &mut runners;
        for _ in 0..6 {
            let (a, b) = tokio::join!(one.turn(), two.turn());
            a.unwrap();
            b.unwrap();
        }
        assert!(ids.iter().all(|id| desk.out(*id).unwrap().state == State::Done));
        double.with(|register| {
            for things in [CONTACTS, PARTIES, OBJECTS, ADDRESSES, TASKS] {
                assert_eq!(register.all(things).len(), 3 + 6, "{version:?}: {things}");
            }
        });
    }
}

/// The hardest race: a runner that everybody thought dead works on the same entry as the one that took over.
#[tokio::test]
async fn two_that_make_the_same_contact_at_once_end_with_one_of_each() {
    for version in VERSIONS {
        let (desk, double) = desk(version, "").await;
        let id = desk.left(question());
        // The number is drawn and noted, and the desk dies.
        double.cut(4, Cut::CrashBefore);
        assert!(dies(&desk, &double, &mut desk.runner()).await);
        double.uncut();
        double.lets_duplicates_meet();
        desk.clock.advance(LONG);
        let (mut one, mut two) = (desk.runner(), desk.runner());
        let (_, late) = tokio::join!(one.turn(), async {
            // Out of sight for the second, until the clock has moved past what was held.
            while !double.asked().iter().skip(4).any(|asked| asked == "POST maak-klantcontact") {
                tokio::task::yield_now().await;
            }
            desk.clock.advance(LONG);
            two.turn().await
        });
        late.unwrap();
        until_idle(&desk, &mut desk.runner(), 5).await;
        assert_one_of_each(&desk, &double, id, &format!("{version:?}"));
    }
}

#[tokio::test]
async fn what_came_to_be_twice_is_one_again() {
    for version in VERSIONS {
        let (desk, double) = desk(version, "").await;
        let id = desk.left(question());
        let copy = desk.copy();
        until_idle(&desk, &mut desk.runner(), 2).await;
        double.with(|register| {
            for (things, mark) in [(ADDRESSES, "soortDigitaalAdres"), (TASKS, "toegewezenAanActoren")] {
                let mut twin = register.all(things).into_iter().find(|one| one.get(mark).is_some()).unwrap().clone();
                twin["uuid"] = json!(null);
                register.keep(things, twin);
            }
            assert_eq!((register.all(ADDRESSES).len(), register.all(TASKS).len()), (5, 5));
        });
        let desk = desk.restored(&copy);
        until_idle(&desk, &mut desk.runner(), 2).await;
        assert_one_of_each(&desk, &double, id, &format!("{version:?}"));
    }
}

#[tokio::test]
async fn a_number_that_is_somebody_elses_is_drawn_anew_and_theirs_is_left_alone() {
    for version in VERSIONS {
        let (desk, double) = desk(version, "").await;
        let id = desk.left(question());
        // What this desk draws first is known: cut off right after it is noted.
        double.cut(4, Cut::CrashBefore);
        assert!(dies(&desk, &double, &mut desk.runner()).await);
        double.uncut();
        let noted: serde_json::Value = serde_json::from_str(&desk.out(id).unwrap().progress.unwrap()).unwrap();
        let number = noted["number"].as_u64().unwrap();
        double.foreign(number);
        until_idle(&desk, &mut desk.runner(), 3).await;
        let ours = desk.out(id).unwrap().number.unwrap();
        assert_ne!(ours, number.to_string());
        double.with(|register| {
            assert_eq!(register.all(CONTACTS).len(), 5);
            let theirs = register.all(CONTACTS).into_iter().find(|one| one["nummer"] == number.to_string().as_str()).unwrap();
            assert_eq!(theirs["onderwerp"], "Paspoort");
            assert_eq!((register.all(TASKS).len(), register.all(ADDRESSES).len()), (5, 5));
        });
    }
}

/// 2.7 answers a filter that it does not know with everybody's contacts.
#[tokio::test]
async fn a_register_that_ignores_filters_shows_others_and_they_are_not_taken_for_ours() {
    for cut in [Cut::CrashAfter, Cut::Lost] {
        let (desk, double) = desk(Version::V2_7, "").await;
        double.with(|register| {
            register.blind.insert("nummer");
            register.page = 2;
        });
        let id = desk.left(question());
        let made = |double: &Double| double.asked().iter().position(|asked| asked == "POST maak-klantcontact");
        // Cut off at the request that makes the contact, wherever that is.
        let mut at = 1;
        let desk = loop {
            double.cut(at, cut);
            let died = dies(&desk, &double, &mut desk.runner()).await;
            double.uncut();
            if made(&double).is_some() {
                break if died { desk.restarted() } else { desk };
            }
            at += 1;
            assert!(at < 40, "the contact is made in the end: {:?}", double.asked());
        };
        until_idle(&desk, &mut desk.runner(), 5).await;
        assert_one_of_each(&desk, &double, id, &format!("{cut:?}"));
    }
}

#[tokio::test]
async fn a_desk_out_of_a_backup_finds_what_it_sent_before() {
    for version in VERSIONS {
        let (desk, double) = desk(version, "").await;
        let id = desk.left(question());
        let copy = desk.copy();
        until_idle(&desk, &mut desk.runner(), 2).await;
        let before = desk.out(id).unwrap().number;
        let desk = desk.restored(&copy);
        assert_eq!(desk.out(id).unwrap().state, State::Waiting);
        until_idle(&desk, &mut desk.runner(), 2).await;
        assert_eq!(desk.out(id).unwrap().number, before);
        assert_one_of_each(&desk, &double, id, &format!("{version:?}"));
    }
}

#[tokio::test]
async fn a_token_that_is_not_taken_pauses_and_loses_nothing() {
    for status in [401, 403] {
        let (desk, double) = desk(Version::V2_18, "").await;
        let id = desk.left(question());
        double.says(Some((status, None)));
        let mut runner = desk.runner();
        assert!(matches!(turn(&desk, &mut runner).await, Turn::Closed(_)));
        assert_eq!(desk.queue(OPEN_KLANT).road.paused, Some(Why::Token(status).to_string()));
        assert_eq!(desk.queue(OPEN_KLANT).waiting, 1);
        double.says(None);
        until_idle(&desk, &mut runner, 2).await;
        assert_one_of_each(&desk, &double, id, "after the pause");
    }
}

#[tokio::test]
async fn a_register_that_asks_for_time_gets_it() {
    let (desk, double) = desk(Version::V2_18, "").await;
    let id = desk.left(question());
    double.says(Some((429, Some(900))));
    let mut runner = desk.runner();
    let until = match turn(&desk, &mut runner).await {
        Turn::Closed(until) => until,
        other => panic!("{other:?}"),
    };
    assert!(until >= desk.state.now() + 900);
    double.says(None);
    until_idle(&desk, &mut runner, 2).await;
    assert_one_of_each(&desk, &double, id, "in the end");
}

#[tokio::test]
async fn the_actor_must_be_there_in_use_and_the_teams_own() {
    for (field, value, why) in [
        ("naam", json!("Wijkteam Noord"), Why::OtherActor),
        ("indicatieActief", json!(false), Why::OtherActor),
        ("uuid", json!("5f0ab4e0-0000-4000-8000-0000000000bb"), Why::NoActor),
    ] {
        let (desk, double) = desk(Version::V2_18, "").await;
        desk.left(question());
        double.with(|register| {
            let mut actor = register.things.remove(crate::register::ACTORS).unwrap().into_values().next().unwrap();
            actor[field] = value;
            register.keep(crate::register::ACTORS, actor);
        });
        assert!(matches!(turn(&desk, &mut desk.runner()).await, Turn::Closed(_)));
        assert_eq!(desk.queue(OPEN_KLANT).road.paused, Some(why.to_string()));
        assert!(!double.asked().iter().any(|asked| asked.starts_with("POST")), "nobody else's team is given anything");
    }
}

#[tokio::test]
async fn a_refusal_is_set_apart_with_the_fields_it_names_and_none_of_what_was_sent() {
    let (desk, double) = desk(Version::V2_18, "").await;
    let id = desk.left(question());
    let mut runner = desk.runner();
    turn(&desk, &mut runner).await;
    // The team's actor goes away while the desk runs.
    let other = desk.left(question());
    double.with(|register| drop(register.things.remove(crate::register::ACTORS)));
    let refused = turn(&desk, &mut runner).await;
    let kept = "refused 400 toegewezenAanActoren:does_not_exist";
    assert!(matches!(halt(&refused), Halt::Refused(why) if why.to_string() == kept), "{refused:?}");
    let out = desk.out(other).unwrap();
    assert_eq!((out.state, out.why.as_deref()), (State::Parked, Some(kept)));
    assert_eq!(desk.out(id).unwrap().state, State::Done);
}
