//! What the desk gives to kiosks that share hosts, and asks back from them, is what `booking::granting` says: `benches/wishes.rs`
//! counts with that alone.

use super::*;
use inloop::booking::granting::{Stock, Time};
use inloop::clock::{BenchLuck, Luck};
use std::collections::{BTreeMap, BTreeSet};

const HOSTS: usize = 4;
const KIOSKS: u8 = 5;
const STEPS: u64 = 150;

/// Whose a time is: the desk's, a kiosk's, or a resident's.
#[derive(Clone, Copy, PartialEq)]
enum Is {
    Free,
    With(usize, GrantId),
    Booked,
}

#[derive(Default)]
struct Model {
    times: BTreeMap<SlotId, Is>,
    /// How many bookings each kiosk made of each host.
    demand: BTreeMap<(usize, SpreekuurId), usize>,
}

impl Model {
    fn stock(&self, kiosk: usize, host: SpreekuurId) -> Stock {
        let mut stock = Stock { demand: self.demand.get(&(kiosk, host)).copied().unwrap_or(0), ..Stock::default() };
        for (&slot, &is) in self.times.iter().filter(|(slot, _)| slot.spreekuur() == host) {
            let time = Time { slot, day: slot.start().date_naive() };
            match is {
                Is::Free => stock.free.push(time),
                Is::With(own, grant) if own == kiosk => stock.held.push((grant, time)),
                Is::With(..) => stock.elsewhere += 1,
                Is::Booked => {}
            }
        }
        stock
    }

    fn held(&self, kiosk: usize) -> Vec<Grant> {
        let own = |(slot, is): (&SlotId, &Is)| match is {
            Is::With(own, grant) if *own == kiosk => Some(Grant { grant: *grant, slot: *slot }),
            _ => None,
        };
        self.times.iter().filter_map(own).collect()
    }
}

#[test]
fn kiosks_that_share_hosts_are_given_and_asked_back_what_the_granting_says() {
    let (bench, luck) = (Bench::new(), BenchLuck::seeded(5));
    let kiosks: Vec<Kiosk> = (1..=KIOSKS).map(|seed| bench.enrol(seed)).collect();
    let minutes: Vec<u32> = (1..=3).flat_map(|day| (0..5).map(move |nth| NOON + day * DAY - 2 * HOUR + nth * 30)).collect();
    let hosts: Vec<SpreekuurId> = (0..HOSTS).map(|_| spreekuur(&bench, Whom::Team, &minutes)).collect();
    let mut model = Model::default();
    model.times.extend(hosts.iter().flat_map(|host| minutes.iter().map(|minute| (SlotId::new(*host, *minute), Is::Free))));
    let mut wanted_back = vec![Vec::new(); kiosks.len()];
    let (mut booked, mut asked_back) = (0, 0);
    for step in 1..=STEPS {
        // The first are busier than the others.
        let kiosk = luck.below(luck.below(u64::from(KIOSKS)).unwrap() + 1).unwrap() as usize;
        let held = model.held(kiosk);
        if let Some(&right) = held.get(luck.below(held.len() as u64 * 2).unwrap() as usize) {
            bench.ask(kiosks[kiosk].put(&booking(&bench, &kiosks[kiosk], step, Some(right), step as u8))).receipt();
            model.times.insert(right.slot, Is::Booked);
            *model.demand.entry((kiosk, right.slot.spreekuur())).or_default() += 1;
            booked += 1;
        }
        let returned: Vec<GrantId> = std::mem::take(&mut wanted_back[kiosk]);
        for is in model.times.values_mut().filter(|is| matches!(is, Is::With(_, grant) if returned.contains(grant))) {
            *is = Is::Free;
        }
        let mut expected: BTreeSet<SlotId> = model.held(kiosk).iter().map(|right| right.slot).collect();
        let (mut room, mut back) = (MOST_HELD - expected.len(), BTreeSet::new());
        for host in &hosts {
            let stock = model.stock(kiosk, *host);
            back.extend(stock.to_ask_back());
            let given = stock.to_grant(room);
            room -= given.len();
            expected.extend(given);
        }
        let said = sync_with(&bench, &kiosks[kiosk], &returned, &model.held(kiosk), &[]);
        assert_eq!(said.held.iter().map(|right| right.slot).collect::<BTreeSet<_>>(), expected, "step {step}");
        assert_eq!(said.wanted_back.iter().copied().collect::<BTreeSet<_>>(), back, "step {step}");
        asked_back += back.len();
        model.times.extend(said.held.iter().map(|right| (right.slot, Is::With(kiosk, right.grant))));
        wanted_back[kiosk] = said.wanted_back;
    }
    assert!(booked > 20 && asked_back > 5, "{booked} booked, {asked_back} asked back");
}
