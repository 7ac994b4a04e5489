//! A contact that the resident had changed is changed there in place, and there is still one of each.

use crate::double::{Cut, Double};
use crate::exactly_one::{VERSIONS, assert_one_of_each, desk, dies};
use crate::handing::{Desk, question, until_idle};
use crate::register::{ADDRESSES, TASKS};
use inloop::desk::store::outgoing::State;
use inloop::entry::*;

fn sms(number: &str) -> Contact {
    Contact::Sms { number: PhoneNumber::parse(number).ok(), safe: Some(true) }
}

/// The address there that is ours, and what our task tells.
fn there(double: &Double) -> (Vec<(String, String)>, String) {
    double.with(|register| {
        let text = |thing: &serde_json::Value, name: &str| thing[name].as_str().unwrap_or_default().to_owned();
        let address = |one: &&serde_json::Value| {
            !text(one, "adres").ends_with("00000000") && one["omschrijving"] == one["soortDigitaalAdres"]
        };
        let ours = register.all(ADDRESSES).into_iter().filter(address);
        let ours = ours.map(|one| (text(one, "soortDigitaalAdres"), text(one, "adres"))).collect();
        let task =
            register.all(TASKS).into_iter().map(|one| text(one, "toelichting")).find(|told| told.contains("/kaart/")).unwrap();
        (ours, task)
    })
}

fn phone(number: &str) -> (String, String) {
    ("telefoonnummer".into(), number.into())
}

async fn handed_over(version: crate::register::Version) -> (Desk, Double, EntryId) {
    let (desk, double) = desk(version, "").await;
    let id = desk.left(question());
    until_idle(&desk, &mut desk.runner(), 2).await;
    (desk, double, id)
}

#[tokio::test]
async fn the_address_is_changed_in_place_and_the_task_tells_the_new_way() {
    for version in VERSIONS {
        let (desk, double, id) = handed_over(version).await;
        assert!(
            there(&double).0.contains(&phone("0612345678")) && there(&double).1.contains("niet veilig"),
            "{:?}",
            there(&double)
        );
        desk.reach_by(id, sms("0687654321")).await;
        let asked = double.asked().len();
        until_idle(&desk, &mut desk.runner(), 2).await;
        let (addresses, task) = there(&double);
        assert!(addresses.contains(&phone("0687654321")) && !addresses.contains(&phone("0612345678")), "{addresses:?}");
        assert!(!task.contains("niet veilig"), "{task}");
        assert_one_of_each(&desk, &double, id, "changed");
        let changed: Vec<String> =
            double.asked().split_off(asked).into_iter().filter(|asked| !asked.starts_with("GET")).collect();
        assert!(changed.iter().all(|asked| asked.starts_with("PATCH")) && changed.len() == 2, "{changed:?}");
        assert_eq!(desk.out(id).unwrap().state, State::Done);
    }
}

#[tokio::test]
async fn where_there_is_no_number_any_more_none_stays_there() {
    let (desk, double, id) = handed_over(VERSIONS[0]).await;
    desk.reach_by(id, Contact::VisitUs).await;
    until_idle(&desk, &mut desk.runner(), 2).await;
    assert!(!there(&double).0.contains(&phone("0612345678")), "{:?}", there(&double));
    desk.reach_by(id, Contact::Email { address: EmailAddress::parse("fatma@voorbeeld.example.nl").ok() }).await;
    until_idle(&desk, &mut desk.runner(), 2).await;
    assert!(there(&double).0.contains(&("email".into(), "fatma@voorbeeld.example.nl".into())), "{:?}", there(&double));
}

#[tokio::test]
async fn wherever_a_change_is_cut_off_it_is_finished_and_there_is_one_of_each() {
    for cut in [Cut::CrashBefore, Cut::CrashAfter, Cut::Lost, Cut::Trouble] {
        for at in 1.. {
            let (desk, double, id) = handed_over(VERSIONS[1]).await;
            desk.reach_by(id, sms("0687654321")).await;
            let before = double.asked().len();
            double.cut(at, cut);
            let mut runner = desk.runner();
            let died = dies(&desk, &double, &mut runner).await;
            let reached = double.asked().len() - before >= at;
            double.uncut();
            drop(runner);
            let desk = if died { desk.restarted() } else { desk };
            until_idle(&desk, &mut desk.runner(), 5).await;
            let when = format!("{cut:?} at request {at}");
            let (addresses, _) = there(&double);
            assert!(
                addresses.contains(&phone("0687654321")) && !addresses.contains(&phone("0612345678")),
                "{when}: {addresses:?}"
            );
            assert_one_of_each(&desk, &double, id, &when);
            if !reached {
                assert!(at > 5, "the cuts reached every request: {at}");
                break;
            }
        }
    }
}

/// The contact changes while the first handing over is under way, wherever that was.
#[tokio::test]
async fn a_change_in_the_middle_of_handing_over_leaves_the_new_number_alone() {
    for cut in [Cut::CrashBefore, Cut::CrashAfter, Cut::Lost] {
        for at in 1..=14 {
            let (desk, double) = desk(VERSIONS[0], "").await;
            let id = desk.left(question());
            double.cut(at, cut);
            let died = dies(&desk, &double, &mut desk.runner()).await;
            double.uncut();
            let desk = if died { desk.restarted() } else { desk };
            desk.reach_by(id, sms("0687654321")).await;
            until_idle(&desk, &mut desk.runner(), 5).await;
            let (addresses, when) = (there(&double).0, format!("{cut:?} at request {at}"));
            assert!(
                addresses.contains(&phone("0687654321")) && !addresses.contains(&phone("0612345678")),
                "{when}: {addresses:?}"
            );
            assert_one_of_each(&desk, &double, id, &when);
        }
    }
}

#[tokio::test]
async fn what_was_changed_and_then_erased_goes_there_too() {
    let (desk, double, id) = handed_over(VERSIONS[0]).await;
    desk.reach_by(id, sms("0687654321")).await;
    desk.erase(id);
    until_idle(&desk, &mut desk.runner(), 3).await;
    crate::erasing::assert_gone(&desk, &double, id, "changed and erased");
}
