//! What each action does: who stores what, through the functions of `inloop::booking`.

use super::*;
use inloop::booking::desk::{Arrival, Claim, may_give};
use inloop::booking::post::{Right, Step};
use inloop::entry::{Epoch, Grant, KioskId, SlotId, SpreekuurId};

impl World {
    pub(super) fn new() -> Self {
        let disk = Disk { rights: Rights::default(), generation: 0 };
        let kiosk = Kiosk { disk, mark: Mark::default(), epoch: 1, store: 0, asks: 0, waits_for: None, copy: None };
        let record = Record {
            holder: Holder::Desk,
            seen: BTreeSet::new(),
            accounted: BTreeSet::new(),
            epochs: [1; 2],
            active: [true; 2],
            offered: true,
        };
        World {
            kiosks: [kiosk.clone(), kiosk],
            desk: Desk { record, heard: [Heard::Synced; 2], store: 0, copy: None },
            network: BTreeSet::new(),
            promised: BTreeSet::new(),
            by_staff: BTreeSet::new(),
            risk: false,
            granted: 0,
            lost: 0,
            grants: BTreeMap::new(),
            late: false,
            clash: false,
            outside: false,
            given_outside: false,
            spent: Spent::default(),
        }
    }

    /// None where it cannot happen.
    pub(super) fn play(&mut self, limits: &Limits, action: Action) -> Option<()> {
        match action {
            Action::Sync(at) => {
                let kiosk = &mut self.kiosks[at];
                let asked = kiosk.disk.rights.ask();
                kiosk.asks += 1;
                let grants = |rights: &[Grant]| rights.iter().map(|right| right.grant).collect();
                self.network.insert(Message::Sync {
                    from: at,
                    epoch: kiosk.epoch,
                    store: kiosk.store,
                    number: kiosk.asks,
                    returned: asked.returned.clone(),
                    holding: grants(&asked.holding),
                    booked: grants(&asked.booked),
                });
                kiosk.waits_for = Some((kiosk.asks, Some(asked)));
            }
            Action::Take(at) => {
                let kiosk = &mut self.kiosks[at];
                kiosk.asks += 1;
                kiosk.waits_for = Some((kiosk.asks, None));
                self.network.insert(Message::Take { from: at, epoch: kiosk.epoch, number: kiosk.asks });
            }
            Action::Answer { question, gives, asks_back } => {
                // A question is signed with a number that the desk takes once.
                if !limits.replays {
                    self.network.remove(&question);
                }
                let answer = self.answer(limits, question, gives, asks_back)?;
                self.network.insert(answer);
            }
            Action::Learn(answer) => self.learn(limits, answer)?,
            Action::Book(at, grant) => {
                let entry = self.next_entry();
                let kiosk = &mut self.kiosks[at];
                let step = kiosk.disk.rights.book(Grant { grant, slot: slot() }, entry).ok()?;
                kiosk.write_mark(&step);
                kiosk.commit(&step);
                self.network.insert(Message::Entry(Promise { entry, by: at, epoch: kiosk.epoch, grant }));
                self.promised.insert(entry);
            }
            Action::TornBook(at, grant) => {
                self.spent.crashes += 1;
                let kiosk = &mut self.kiosks[at];
                let step = kiosk.disk.rights.book(Grant { grant, slot: slot() }, entry(255)).ok()?;
                kiosk.write_mark(&step);
                kiosk.open(limits);
            }
            Action::GiveUp(at, grant) => {
                let kiosk = &mut self.kiosks[at];
                let step = kiosk.disk.rights.give_up([grant]);
                kiosk.write_mark(&step);
                kiosk.commit(&step);
            }
            Action::Crash(at) => {
                self.spent.crashes += 1;
                self.kiosks[at].open(limits);
            }
            Action::Arrive(promise) => self.arrive(limits, promise),
            Action::CopyDisk(at) => self.kiosks[at].copy = Some(Box::new(self.kiosks[at].disk.clone())),
            Action::OldDisk(at) => {
                self.spent.old_disks += 1;
                let kiosk = &mut self.kiosks[at];
                kiosk.disk = *kiosk.copy.take()?;
                kiosk.open(limits);
            }
            Action::HearOfStore(at) => self.kiosks[at].store = self.desk.store,
            Action::CopyDesk => self.desk.copy = Some(Box::new((self.desk.record.clone(), self.by_staff.clone()))),
            Action::OldDesk => {
                self.spent.old_desks += 1;
                self.lost = self.granted;
                let (record, by_staff) = *self.desk.copy.take()?;
                // What staff themselves promised since is lost with the desk, and only they know it.
                self.promised.retain(|entry| by_staff.contains(entry) || !self.by_staff.contains(entry));
                self.desk = Desk { record, heard: [Heard::Silent; 2], store: self.desk.store + 1, copy: None };
            }
            Action::WriteOff(at) => {
                self.spent.written_off += 1;
                let record = &mut self.desk.record;
                record.active[at] = false;
                let after = record.holder.written_off(kiosk(at));
                let freed = limits.wrong == Some(Wrong::FreedByWriteOff);
                record.keep(limits, if freed { after.risk_accepted() } else { after });
            }
            Action::EnrolAnew(at) => {
                let record = &mut self.desk.record;
                (record.active[at], record.epochs[at]) = (true, record.epochs[at] + 1);
                let kiosk = &mut self.kiosks[at];
                (kiosk.epoch, kiosk.store) = (record.epochs[at], self.desk.store);
                let step = kiosk.disk.rights.give_up(kiosk.disk.rights.held().map(|held| held.grant));
                kiosk.write_mark(&step);
                kiosk.commit(&step);
            }
            Action::AcceptRisk => {
                self.spent.risks += 1;
                let record = &mut self.desk.record;
                let free = record.holder.risk_accepted();
                self.risk |= free != record.holder;
                record.keep(limits, free);
            }
            Action::AcceptSilence(at) => {
                self.spent.risks += 1;
                self.desk.heard[at] = Heard::RiskAccepted;
                self.risk = true;
            }
            Action::BookAtDesk => {
                let entry = self.next_entry();
                if !self.may_give(limits) {
                    return None;
                }
                self.desk.record.holder = self.desk.record.holder.book_at_desk(entry).ok()?;
                self.promised.insert(entry);
                self.by_staff.insert(entry);
            }
            Action::Cancel(entry) => {
                self.spent.cancels += 1;
                let record = &mut self.desk.record;
                let after = record.holder.cancelled(entry);
                record.keep(limits, after);
                record.accounted.insert(entry);
                self.promised.remove(&entry);
            }
            Action::Withdraw => {
                self.spent.withdrawn += 1;
                let record = &mut self.desk.record;
                record.offered = false;
                record.holder = match limits.wrong {
                    Some(Wrong::ForgottenOutsideTheHours) if record.holder.claim().is_some() => Holder::Withdrawn(None),
                    _ => record.holder.withdrawn(),
                };
            }
            Action::Offer => {
                let record = &mut self.desk.record;
                record.offered = true;
                let (active, epochs) = (record.active, record.epochs);
                let speaks = |claim: Claim| {
                    [0, 1].into_iter().any(|at| (kiosk(at), epochs[at]) == (claim.kiosk, claim.epoch.get()) && active[at])
                };
                record.holder = match limits.wrong {
                    Some(Wrong::FreeOnceOffered) if matches!(record.holder, Holder::Withdrawn(_)) => Holder::Desk,
                    _ => record.holder.offered(|claim| !speaks(claim)),
                };
            }
        }
        Some(())
    }

    /// An answer that nobody waits for changes nothing, and neither does an entry that the desk has, as long as it has it.
    pub(super) fn forget_what_no_longer_counts(&mut self, limits: &Limits) {
        let World { kiosks, desk, network, .. } = self;
        network.retain(|message| match message {
            Message::Slots { to, number, .. } | Message::Taken { to, number, .. } => {
                kiosks[*to].waits_for.as_ref().is_some_and(|(waits_for, _)| waits_for == number)
            }
            Message::Entry(promise) => limits.old_desks > 0 || desk.record.seen.iter().all(|(entry, _)| *entry != promise.entry),
            Message::Sync { .. } | Message::Take { .. } => true,
        });
    }

    fn may_give(&self, limits: &Limits) -> bool {
        may_give(self.desk.heard) || limits.wrong == Some(Wrong::NoHearing)
    }

    pub(super) fn given_to(&self, grant: GrantId) -> Option<usize> {
        self.grants.get(&grant).copied()
    }

    /// What a resident was promised is known at the desk, or it gives the time to nobody.
    pub(super) fn is_known(&self) -> bool {
        let record = &self.desk.record;
        let made_by = |entry: EntryId| {
            self.network.iter().find_map(|message| match message {
                Message::Entry(promise) if promise.entry == entry => Some(promise.grant),
                _ => None,
            })
        };
        let known = |entry: EntryId| {
            let arrived = record.holder == Holder::Booked(entry) || record.accounted.contains(&entry);
            let made = made_by(entry);
            arrived || made.is_some() && record.holder.claim().map(|claim| claim.grant) == made
        };
        !may_give(self.desk.heard) || self.promised.iter().all(|entry| known(*entry))
    }

    fn next_entry(&mut self) -> EntryId {
        self.spent.bookings += 1;
        entry(self.spent.bookings)
    }

    fn give(&mut self, limits: &Limits, at: usize, epoch: u32) {
        let claim = Claim { kiosk: kiosk(at), epoch: Epoch::new(epoch), grant: grant(self.granted + 1) };
        if self.may_give(limits)
            && self.granted < limits.grants
            && let Ok((holder, given)) = self.desk.record.holder.grant(claim)
        {
            let is_new = given == claim.grant;
            self.granted += u64::from(is_new);
            self.given_outside |= is_new && !self.desk.record.offered;
            self.grants.insert(given, at);
            self.desk.record.keep(limits, holder);
        }
    }

    /// What the desk does with a question, which is what its intake does with a signed request.
    fn answer(&mut self, limits: &Limits, question: Message, gives: bool, asks_back: bool) -> Option<Message> {
        let (from, its_epoch) = match question {
            Message::Sync { from, epoch, .. } | Message::Take { from, epoch, .. } => (from, epoch),
            _ => return None,
        };
        if !self.desk.record.active[from] || self.desk.record.epochs[from] != its_epoch {
            return None;
        }
        if let Message::Sync { store, returned, holding, booked, .. } = &question {
            for back in returned {
                let record = &mut self.desk.record;
                let after = match limits.wrong {
                    Some(Wrong::AnyReturn) if record.holder.listed_for(kiosk(from), Epoch::new(its_epoch)).is_some() => {
                        Holder::Desk
                    }
                    _ => record.holder.returned(kiosk(from), *back),
                };
                record.keep(limits, after);
            }
            let first = self.desk.heard[from] == Heard::Silent;
            if first && (*store == self.desk.store || limits.wrong == Some(Wrong::AnyStore)) {
                for named in holding.iter().chain(booked) {
                    let record = &mut self.desk.record;
                    if !record.seen.iter().any(|(_, used)| used == named) {
                        let claim = Claim { kiosk: kiosk(from), epoch: Epoch::new(its_epoch), grant: *named };
                        record.keep(limits, record.holder.named(claim));
                    }
                }
                self.desk.heard[from] = Heard::Synced;
            }
        }
        if gives {
            self.give(limits, from, its_epoch);
        }
        let listed = self.desk.record.holder.listed_for(kiosk(from), Epoch::new(its_epoch));
        match question {
            Message::Sync { number, .. } => Some(Message::Slots { to: from, number, listed, wanted_back: asks_back }),
            Message::Take { number, .. } => Some(Message::Taken { to: from, number, grant: listed? }),
            _ => None,
        }
    }

    /// A kiosk takes an answer for the one question that it waits for, once.
    fn learn(&mut self, limits: &Limits, answer: Message) -> Option<()> {
        let (to, number) = match answer {
            Message::Slots { to, number, .. } | Message::Taken { to, number, .. } => (to, number),
            _ => return None,
        };
        let kiosk = &mut self.kiosks[to];
        let (_, asked) = kiosk.waits_for.take_if(|(waits_for, _)| *waits_for == number)?;
        let right = |grant| Grant { grant, slot: slot() };
        match (answer, asked) {
            (Message::Slots { listed, wanted_back, .. }, Some(asked)) => {
                let listed: Vec<Grant> = listed.into_iter().map(right).collect();
                let back: Vec<GrantId> = listed.iter().filter(|_| wanted_back).map(|listed| listed.grant).collect();
                if let Some(wrong) = limits.wrong {
                    kiosk.believe(wrong, &listed);
                }
                let step = kiosk.disk.rights.take_up(&asked, &listed, &back).ok()?;
                kiosk.write_mark(&step);
                kiosk.commit(&step);
            }
            (Message::Taken { grant, .. }, None) => {
                let step = kiosk.disk.rights.granted(right(grant)).ok()?;
                kiosk.commit(&step);
            }
            _ => return None,
        }
        Some(())
    }

    fn arrive(&mut self, limits: &Limits, promise: Promise) {
        let Promise { entry, by, epoch, grant } = promise;
        let record = &mut self.desk.record;
        if record.seen.iter().any(|(seen, _)| *seen == entry) {
            return;
        }
        record.seen.insert((entry, grant));
        let claim = Claim { kiosk: kiosk(by), epoch: Epoch::new(epoch), grant };
        // Given by a store that has been lost since, and perhaps not in its copy.
        let lost = grant.get() <= self.lost && limits.wrong != Some(Wrong::NotNamed);
        let before = if lost { record.holder.named(claim) } else { record.holder };
        let (holder, arrival) = before.arrived(entry, claim);
        record.keep(limits, holder);
        self.outside |= arrival == Arrival::NotOffered;
        self.late |= arrival == Arrival::Late;
        self.clash |= arrival == Arrival::Conflict && !self.risk;
        if arrival == Arrival::Conflict {
            record.accounted.insert(entry);
        }
    }
}

impl Record {
    /// What comes back while the hours do not have it is withdrawn, as the store writes it.
    fn keep(&mut self, limits: &Limits, holder: Holder) {
        let outside = !self.offered && holder == Holder::Desk && limits.wrong != Some(Wrong::GivenOutsideTheHours);
        self.holder = if outside { holder.withdrawn() } else { holder };
    }
}

impl Kiosk {
    fn write_mark(&mut self, step: &Step) {
        if !step.uses_up.is_empty() {
            self.mark = self.mark.next(&step.uses_up);
        }
    }

    fn commit(&mut self, step: &Step) {
        self.disk.rights.apply(step);
        self.disk.generation = self.mark.generation();
    }

    /// The outbox is opened: whatever was in memory is gone.
    fn open(&mut self, limits: &Limits) {
        let rights = &self.disk.rights;
        self.disk.rights = Rights::stored(rights.known().collect::<Vec<_>>(), rights.highest(), rights.doubt());
        self.waits_for = None;
        if limits.wrong != Some(Wrong::NoMark)
            && let Some(step) = self.disk.rights.found(self.disk.generation, Some(&self.mark), true)
        {
            self.commit(&step);
        }
    }

    /// Breaks a rule before an answer is taken up.
    fn believe(&mut self, wrong: Wrong, listed: &[Grant]) {
        let rights = &self.disk.rights;
        let held = |right: Right| Right { state: State::Held, ..right };
        let mut known: BTreeMap<GrantId, Right> = rights.known().collect();
        match wrong {
            Wrong::DeskClearsDoubt => {
                let doubted = known.iter_mut().filter(|(_, right)| right.state == State::Unsure);
                let listed = doubted.filter(|(grant, _)| listed.iter().any(|listed| listed.grant == **grant));
                listed.for_each(|(_, right)| *right = held(*right));
            }
            Wrong::OldGrants => {
                for listed in listed.iter().filter(|listed| rights.known().all(|(grant, _)| grant != listed.grant)) {
                    known.insert(listed.grant, Right { slot: slot(), state: State::Held });
                }
            }
            _ => return,
        }
        // As stored, but with the count of questions as it was.
        let mut step = rights.give_up([]);
        step.changes = known.into_iter().map(|(grant, right)| (grant, Some(right))).collect();
        self.disk.rights.apply(&step);
    }
}

fn kiosk(at: usize) -> KioskId {
    KioskId::new(at as u32 + 1).unwrap()
}

fn grant(number: u64) -> GrantId {
    GrantId::new(number).unwrap()
}

fn entry(number: u8) -> EntryId {
    EntryId::new(u64::from(number), [number; 10])
}

fn slot() -> SlotId {
    SlotId::new(SpreekuurId::new(1).unwrap(), 30_000_000)
}
