//! One slot, two kiosks, a desk, and a network that keeps every message for ever: it may be delivered late, twice, in any order,
//! or never. What they decide is decided by `inloop::booking`; here is only who stores what, and what can go wrong.

#[path = "play.rs"]
mod play;

use inloop::booking::desk::{Heard, Holder};
use inloop::booking::mark::Mark;
use inloop::booking::post::{Asked, Rights, State};
use inloop::entry::{EntryId, GrantId};
use stateright::{Model, Property};
use std::collections::{BTreeMap, BTreeSet};

/// What may go wrong, and how often: each number is how many times at most.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    /// Questions that each kiosk asks the desk.
    pub(crate) asks: [u8; 2],
    /// Grants the desk gives.
    pub(crate) grants: u64,
    /// Bookings that residents and staff make.
    pub(crate) bookings: u8,
    /// The power goes at a kiosk, also between mark and commit.
    pub(crate) crashes: u8,
    /// A kiosk's outbox is replaced by an older copy of it.
    pub(crate) old_disks: u8,
    /// The desk is replaced by an older copy of it.
    pub(crate) old_desks: u8,
    /// A kiosk is written off; each may then be enrolled anew.
    pub(crate) written_off: u8,
    /// Staff accept a risk.
    pub(crate) risks: u8,
    /// Bookings that are cancelled.
    pub(crate) cancels: u8,
    /// The time is taken out of the hours; each time it may come back, once.
    pub(crate) withdrawn: u8,
    /// Kiosks also ask for the slot for a resident at the glass.
    pub(crate) takes: bool,
    /// The desk takes a question again that it has answered.
    pub(crate) replays: bool,
    /// Kiosks give rights back by themselves; else the desk asks them back.
    pub(crate) gives_up: bool,
    /// Staff book as well.
    pub(crate) by_staff: bool,
    /// What the room asks for is not done.
    pub(crate) wrong: Option<Wrong>,
}

/// A rule that is broken on purpose, to see that the checker finds what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// An older disk is believed: nobody looks at the mark.
    NoMark,
    /// An older disk's rights are believed again once the desk lists them.
    DeskClearsDoubt,
    /// A grant that was known before is taken up again.
    OldGrants,
    /// The desk frees a slot when anything is returned for it, whatever its grant.
    AnyReturn,
    /// A desk from a backup gives before it has heard every kiosk.
    NoHearing,
    /// The desk frees the slots of a kiosk that is written off.
    FreedByWriteOff,
    /// A desk from a backup takes any word of a kiosk for its first, also one spoken to the store before.
    AnyStore,
    /// A desk from a backup does not learn from a booking what the lost one had given.
    NotNamed,
    /// Who held a time that is taken out of the hours is forgotten.
    ForgottenOutsideTheHours,
    /// A time that comes back into the hours is the desk's, whoever may have promised it meanwhile.
    FreeOnceOffered,
    /// A time that comes back to the desk while it is not in the hours is given again.
    GivenOutsideTheHours,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Promise {
    pub(crate) entry: EntryId,
    by: usize,
    epoch: u32,
    grant: GrantId,
}

/// What is replaced when an older copy of the outbox comes back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Disk {
    rights: Rights,
    generation: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Kiosk {
    disk: Disk,
    mark: Mark,
    epoch: u32,
    /// The store that it last heard of.
    store: u8,
    /// How many questions it has asked, and the one it waits for.
    asks: u8,
    waits_for: Option<(u8, Option<Asked>)>,
    copy: Option<Box<Disk>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Record {
    holder: Holder,
    seen: BTreeSet<(EntryId, GrantId)>,
    /// Shown to staff: conflicts, and what was cancelled.
    accounted: BTreeSet<EntryId>,
    epochs: [u32; 2],
    active: [bool; 2],
    /// Whether the hours have the time.
    offered: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Desk {
    record: Record,
    heard: [Heard; 2],
    store: u8,
    copy: Option<Box<(Record, BTreeSet<EntryId>)>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Message {
    Sync { from: usize, epoch: u32, store: u8, number: u8, returned: Vec<GrantId>, holding: Vec<GrantId>, booked: Vec<GrantId> },
    Take { from: usize, epoch: u32, number: u8 },
    Slots { to: usize, number: u8, listed: Option<GrantId>, wanted_back: bool },
    Taken { to: usize, number: u8, grant: GrantId },
    Entry(Promise),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    kiosks: [Kiosk; 2],
    desk: Desk,
    network: BTreeSet<Message>,
    /// What residents were told, and not untold.
    pub(crate) promised: BTreeSet<EntryId>,
    by_staff: BTreeSet<EntryId>,
    /// Staff accepted that two residents may come.
    pub(crate) risk: bool,
    granted: u64,
    /// The last that a lost desk gave.
    lost: u64,
    /// To whom each was granted.
    grants: BTreeMap<GrantId, usize>,
    late: bool,
    /// A promise that was the only one met somebody else in its slot.
    clash: bool,
    /// A promise arrived of a time that is not in the hours any more, and has it.
    outside: bool,
    /// A time was given that is not in the hours.
    given_outside: bool,
    spent: Spent,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Spent {
    bookings: u8,
    crashes: u8,
    old_disks: u8,
    old_desks: u8,
    written_off: u8,
    risks: u8,
    cancels: u8,
    withdrawn: u8,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Action {
    Sync(usize),
    Take(usize),
    /// The desk gets a question and gives what it may, or not; and asks back what it gave, or not.
    Answer {
        question: Message,
        gives: bool,
        asks_back: bool,
    },
    Learn(Message),
    Book(usize, GrantId),
    /// The power goes after the mark is written and before the commit.
    TornBook(usize, GrantId),
    Crash(usize),
    GiveUp(usize, GrantId),
    Arrive(Promise),
    CopyDisk(usize),
    OldDisk(usize),
    HearOfStore(usize),
    CopyDesk,
    OldDesk,
    WriteOff(usize),
    EnrolAnew(usize),
    AcceptRisk,
    AcceptSilence(usize),
    BookAtDesk,
    Cancel(EntryId),
    /// The hours change: the time is none any more.
    Withdraw,
    /// And is one again.
    Offer,
}

impl Model for Limits {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World::new()]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        for at in [0, 1] {
            self.actions_at(at, world, actions);
        }
        for message in &world.network {
            let message = message.clone();
            match &message {
                Message::Entry(promise) => actions.push(Action::Arrive(*promise)),
                Message::Slots { .. } | Message::Taken { .. } => actions.push(Action::Learn(message)),
                Message::Sync { .. } => {
                    let ways = [(false, false), (true, false), (false, true)];
                    for (gives, asks_back) in ways.into_iter().take(if self.gives_up { 2 } else { 3 }) {
                        actions.push(Action::Answer { question: message.clone(), gives, asks_back });
                    }
                }
                Message::Take { .. } => actions.push(Action::Answer { question: message, gives: true, asks_back: false }),
            }
        }
        let (desk, spent) = (&world.desk, &world.spent);
        if spent.old_desks < self.old_desks {
            actions.push(if desk.copy.is_none() { Action::CopyDesk } else { Action::OldDesk });
        }
        if !desk.record.offered {
            actions.push(Action::Offer);
        } else if spent.withdrawn < self.withdrawn {
            actions.push(Action::Withdraw);
        }
        if spent.risks < self.risks {
            actions.push(Action::AcceptRisk);
        }
        if spent.bookings < self.bookings && self.by_staff {
            actions.push(Action::BookAtDesk);
        }
        if let (Holder::Booked(entry), true) = (desk.record.holder, spent.cancels < self.cancels) {
            actions.push(Action::Cancel(entry));
        }
    }

    fn next_state(&self, before: &World, action: Action) -> Option<World> {
        let mut world = before.clone();
        world.play(self, action)?;
        world.forget_what_no_longer_counts(self);
        (world != *before).then_some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(ONE_PROMISE, |_, world: &World| world.promised.len() <= 1 || world.risk),
            Property::always(EVERY_PROMISE, |_, world: &World| !world.clash),
            Property::always(STAYS_KNOWN, |_, world: &World| {
                // Nobody has heard of it yet: then it is kept for whoever made it. Or it is there, and staff see it.
                world.promised.is_empty() || world.risk || world.is_known()
            }),
            Property::always(ONLY_IN_THE_HOURS, |_, world: &World| !world.given_outside),
            Property::always(NOTHING_SILENT, |_, world: &World| {
                let record = &world.desk.record;
                let shown = |entry| record.holder == Holder::Booked(entry) || record.accounted.contains(&entry);
                record.seen.iter().all(|(entry, _)| shown(*entry))
            }),
            Property::sometimes(PASSED_ON, |_, world: &World| {
                let booked = |by: usize| world.desk.record.seen.iter().any(|(_, grant)| world.given_to(*grant) == Some(by));
                world.kiosks[0].disk.rights.highest().is_some() && booked(1) && world.promised.len() == 1
            }),
            Property::sometimes(CONFLICT, |_, world: &World| world.promised.len() == 2 && world.desk.record.seen.len() == 2),
            Property::sometimes(DOUBTED, |_, world: &World| {
                world.kiosks.iter().any(|kiosk| kiosk.disk.rights.known().any(|(_, right)| right.state == State::Unsure))
            }),
            Property::sometimes(OUTSIDE, |_, world: &World| world.outside),
            Property::sometimes(LATE, |_, world: &World| world.late),
        ]
    }
}

/// No two residents were promised the slot, unless staff accepted that before.
pub(crate) const ONE_PROMISE: &str = "one promise";
/// Every promise that arrives has the slot, unless staff accepted that two were made.
pub(crate) const EVERY_PROMISE: &str = "every promise";
/// One kiosk had the right, gave it back, and the other one's booking has the slot.
pub(crate) const PASSED_ON: &str = "passed on";
/// Staff accepted the risk, two residents were promised it, and both bookings have arrived.
pub(crate) const CONFLICT: &str = "conflict";
/// An older disk does not know whether it has used a right.
pub(crate) const DOUBTED: &str = "doubted";
/// A booking came from a kiosk that was written off, and has the slot.
pub(crate) const LATE: &str = "late";
/// While a resident has a promise, the desk gives the time to nobody else: it knows whose it is, or who may have promised it, in
/// the hours or not.
pub(crate) const STAYS_KNOWN: &str = "a promise stays known";
/// What is not in the hours is given to nobody.
pub(crate) const ONLY_IN_THE_HOURS: &str = "only in the hours";
/// A promise of a time that was taken out of the hours arrived, and has it.
pub(crate) const OUTSIDE: &str = "outside the hours";
/// Every booking that arrived has the slot, or is shown to staff.
pub(crate) const NOTHING_SILENT: &str = "nothing is silent";

impl Limits {
    fn actions_at(&self, at: usize, world: &World, actions: &mut Vec<Action>) {
        let (kiosk, spent, record) = (&world.kiosks[at], &world.spent, &world.desk.record);
        if kiosk.asks < self.asks[at] {
            actions.push(Action::Sync(at));
            if self.takes {
                actions.push(Action::Take(at));
            }
        }
        if self.gives_up {
            actions.extend(kiosk.disk.rights.held().map(|held| Action::GiveUp(at, held.grant)));
        }
        if spent.bookings < self.bookings {
            for held in kiosk.disk.rights.held() {
                actions.push(Action::Book(at, held.grant));
                if spent.crashes < self.crashes {
                    actions.push(Action::TornBook(at, held.grant));
                }
            }
        }
        if spent.crashes < self.crashes && kiosk.waits_for.is_some() {
            actions.push(Action::Crash(at));
        }
        // The one that asks more: what may happen to either is symmetric.
        if at == 0 && spent.old_disks < self.old_disks {
            actions.push(if kiosk.copy.is_none() { Action::CopyDisk(at) } else { Action::OldDisk(at) });
        }
        if kiosk.store != world.desk.store {
            actions.push(Action::HearOfStore(at));
        }
        if record.active[at] && spent.written_off < self.written_off {
            actions.push(Action::WriteOff(at));
        }
        if !record.active[at] {
            actions.push(Action::EnrolAnew(at));
        }
        if world.desk.heard[at] == Heard::Silent && spent.risks < self.risks {
            actions.push(Action::AcceptSilence(at));
        }
    }
}
