//! The design that was not taken: a right that runs out by itself. All clocks are one and the same here, and the desk even waits
//! for `guard` ticks longer than the kiosk may book.

use stateright::{Model, Property};

pub(crate) const ONE_PROMISE: &str = "one promise";

/// How many ticks a lease lasts, and how many the clock is followed.
const LEASE: u8 = 2;
const END: u8 = 12;

pub(crate) struct Leases {
    pub(crate) guard: u8,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct World {
    now: u8,
    /// Until when each kiosk may book.
    may_book: [Option<u8>; 2],
    /// Whose lease the desk waits for, and until when.
    leased: Option<(usize, u8)>,
    booked: Option<usize>,
    /// Bookings that were made and have not arrived.
    on_the_way: Vec<usize>,
    promised: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Action {
    Tick,
    Lease(usize),
    Book(usize),
    Arrive,
}

impl Model for Leases {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World::default()]
    }

    fn actions(&self, _: &World, actions: &mut Vec<Action>) {
        actions.extend([Action::Tick, Action::Lease(0), Action::Lease(1), Action::Book(0), Action::Book(1), Action::Arrive]);
    }

    fn next_state(&self, before: &World, action: Action) -> Option<World> {
        let mut world = before.clone();
        match action {
            Action::Tick if world.now < END => {
                world.now += 1;
                world.leased = world.leased.filter(|(_, until)| world.now <= until + self.guard);
            }
            Action::Lease(to) if world.leased.is_none() && world.booked.is_none() => {
                world.leased = Some((to, world.now + LEASE));
                world.may_book[to] = Some(world.now + LEASE);
            }
            Action::Book(by) if world.may_book[by].is_some_and(|until| world.now <= until) => {
                world.may_book[by] = None;
                world.promised.push(by);
                world.on_the_way.push(by);
            }
            Action::Arrive if !world.on_the_way.is_empty() => {
                let by = world.on_the_way.remove(0);
                world.booked.get_or_insert(by);
                world.leased = None;
            }
            Action::Tick | Action::Lease(_) | Action::Book(_) | Action::Arrive => return None,
        }
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(ONE_PROMISE, |_, world: &World| world.promised.len() <= 1)]
    }
}
