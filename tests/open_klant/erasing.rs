//! What is erased at the desk is erased there, and nobody else's.

use crate::double::{Cut, Double};
use crate::exactly_one::{VERSIONS, desk, dies};
use crate::handing::{Desk, question, until_idle};
use crate::register::{ADDRESSES, CONTACTS, OBJECTS, PARTIES, TASKS};

/// Fails unless nothing of ours is left, and all of the three others is.
pub fn assert_gone(desk: &Desk, double: &Double, id: inloop::entry::EntryId, when: &str) {
    assert!(desk.out(id).is_none(), "{when}: forgotten here too");
    double.with(|register| {
        for things in [CONTACTS, PARTIES, OBJECTS, ADDRESSES, TASKS] {
            assert_eq!(register.all(things).len(), 3, "{when}: {things}: {:?}", register.all(things));
        }
    });
}

#[tokio::test]
async fn addresses_go_first_and_nothing_is_orphaned() {
    for version in VERSIONS {
        let (desk, double) = desk(version, "").await;
        let id = desk.left(question());
        until_idle(&desk, &mut desk.runner(), 2).await;
        desk.erase(id);
        until_idle(&desk, &mut desk.runner(), 2).await;
        assert_gone(&desk, &double, id, &format!("{version:?}"));
        let gone: Vec<String> = double.asked().into_iter().filter(|asked| asked.starts_with("DELETE")).collect();
        assert!(gone[0].starts_with("DELETE digitaleadressen/"), "{gone:?}");
    }
}

#[tokio::test]
async fn wherever_the_erasing_is_cut_off_it_is_finished() {
    for version in VERSIONS {
        for cut in [Cut::CrashBefore, Cut::CrashAfter, Cut::Lost, Cut::Trouble] {
            for at in 1.. {
                let (desk, double) = desk(version, "").await;
                let id = desk.left(question());
                let mut runner = desk.runner();
                until_idle(&desk, &mut runner, 2).await;
                desk.erase(id);
                let before = double.asked().len();
                double.cut(at, cut);
                let died = dies(&desk, &double, &mut runner).await;
                let reached = double.asked().len() - before >= at;
                double.uncut();
                drop(runner);
                let desk = if died { desk.restarted() } else { desk };
                until_idle(&desk, &mut desk.runner(), 5).await;
                assert_gone(&desk, &double, id, &format!("{version:?}, {cut:?} at request {at}"));
                if !reached {
                    assert!(at > 8, "the cuts reached every request: {at}");
                    break;
                }
            }
        }
    }
}

/// The worst moment: something may be there, and nobody heard whether.
#[tokio::test]
async fn what_was_cut_off_half_way_is_found_and_erased() {
    for version in VERSIONS {
        for cut in [Cut::CrashBefore, Cut::CrashAfter, Cut::Lost] {
            for at in 1..=14 {
                let (desk, double) = desk(version, "").await;
                let id = desk.left(question());
                double.cut(at, cut);
                let died = dies(&desk, &double, &mut desk.runner()).await;
                double.uncut();
                let desk = if died { desk.restarted() } else { desk };
                desk.erase(id);
                until_idle(&desk, &mut desk.runner(), 5).await;
                assert_gone(&desk, &double, id, &format!("{version:?}, {cut:?} at request {at}"));
            }
        }
    }
}
