//! Random outboxes, random weather, answers in random order: what the courier promises holds after every step.

use super::super::*;
use crate::clock::BenchLuck;
use crate::entry::EntryId;
use crate::wire::Refusal;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// How an entry is met.
#[derive(Clone, Debug)]
enum Nature {
    /// The desk takes it.
    Good,
    /// Always the same trouble.
    Always(Outcome),
    /// These first, then the desk takes it.
    First(Vec<Outcome>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Waiting,
    Delivered,
    Parked,
}

struct Row {
    urgent: bool,
    /// What was said with it: how each piece is met, and what became of it.
    sound: Vec<(Nature, Fate, usize)>,
    nature: Nature,
    fate: Fate,
    tries: usize,
}

struct World {
    outbox: BTreeMap<u64, Row>,
    delivery: Delivery,
    now: Instant,
    luck: BenchLuck,
    under_way: Vec<Item>,
    /// While true, nothing gets through to anyone.
    storm: bool,
}

fn id(n: u64) -> EntryId {
    EntryId::new(1_800_000_000_000 + n, [3; 10])
}

fn number(id: EntryId) -> u64 {
    let bytes = id.as_bytes();
    u64::from_be_bytes([0, 0, bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]]) - 1_800_000_000_000
}

impl World {
    #[allow(clippy::disallowed_methods)]
    fn new(rows: Vec<(bool, Nature, Vec<Nature>)>, seed: u64) -> Self {
        let now = Instant::now();
        let row = |(urgent, nature, sound): (bool, Nature, Vec<Nature>)| Row {
            urgent,
            nature,
            fate: Fate::Waiting,
            tries: 0,
            sound: sound.into_iter().map(|nature| (nature, Fate::Waiting, 0)).collect(),
        };
        World {
            outbox: (0..).zip(rows.into_iter().map(row)).collect(),
            delivery: Delivery::new(now),
            now,
            luck: BenchLuck::seeded(seed),
            under_way: Vec::new(),
            storm: false,
        }
    }

    fn look(&self, skip: &[Item]) -> Vec<Candidate> {
        let waiting = self.outbox.iter().filter(|(n, row)| row.fate == Fate::Waiting && !skip.contains(&Item::Words(id(**n))));
        let words =
            |(n, row): (&u64, &Row)| Candidate { item: Item::Words(id(*n)), urgent: row.urgent, spoken: !row.sound.is_empty() };
        let mut found: Vec<Candidate> = waiting.map(words).collect();
        found.sort_by_key(|candidate| (!candidate.urgent, number(candidate.item.entry())));
        found.truncate(WINDOW);
        let pieces = self.pieces(Fate::Waiting).filter(|item| !skip.contains(item)).take(SOUND_WINDOW);
        found.extend(pieces.map(|item| Candidate { item, urgent: false, spoken: false }));
        found
    }

    /// The pieces of this fate of entries that the desk has.
    fn pieces(&self, fate: Fate) -> impl Iterator<Item = Item> {
        let has = self.outbox.iter().filter(|(_, row)| row.fate == Fate::Delivered);
        has.flat_map(move |(n, row)| {
            let of = row.sound.iter().enumerate().filter(move |(_, piece)| piece.1 == fate);
            of.map(|(place, _)| Item::Sound(id(*n), place as u8 + 1))
        })
    }

    /// One of those under way comes back.
    fn come_back(&mut self) {
        let pick = self.luck.below(self.under_way.len() as u64).unwrap() as usize;
        let item = self.under_way.swap_remove(pick);
        let row = self.outbox.get_mut(&number(item.entry())).unwrap();
        let (nature, fate, tries) = match item.piece() {
            None => (&row.nature, &mut row.fate, &mut row.tries),
            Some(n) => {
                let (nature, fate, tries) = &mut row.sound[usize::from(n) - 1];
                (&*nature, fate, tries)
            }
        };
        *tries += 1;
        let outcome = match nature {
            _ if self.storm => Outcome::NotTheDesk { status: 200, retry_after: None },
            Nature::Good => Outcome::Delivered,
            Nature::Always(outcome) => *outcome,
            Nature::First(list) => list.get(*tries - 1).copied().unwrap_or(Outcome::Delivered),
        };
        if outcome == Outcome::Delivered {
            assert_eq!(*fate, Fate::Waiting, "delivered twice");
            *fate = Fate::Delivered;
        }
        if let Verdict::Park(why) = self.delivery.handle(item, outcome, self.now, &self.luck) {
            match (why, outcome) {
                (Parking::Refused(_), Outcome::Refused { refusal, .. }) => assert!(refusal.is_permanent()),
                (Parking::OnTheWay(_), Outcome::NotTheDesk { .. }) => assert!(*tries > REFUSED_ON_THE_WAY as usize),
                other => panic!("{other:?}"),
            }
            *fate = Fate::Parked;
            self.delivery.parked(item);
        }
    }

    /// Something waits that the desk would take or refuse.
    fn unfinished(&self) -> bool {
        let can = |nature: &Nature| !matches!(nature, Nature::Always(_));
        self.outbox.values().any(|row| match row.fate {
            Fate::Waiting => can(&row.nature),
            Fate::Delivered => row.sound.iter().any(|(nature, fate, _)| *fate == Fate::Waiting && can(nature)),
            Fate::Parked => false,
        })
    }

    /// A piece sets out: the desk has its entry, and no entry is under way or could be.
    fn words_come_first(&self, piece: Item) {
        assert!(self.pieces(Fate::Waiting).any(|item| item == piece), "sent what does not wait, or before its entry");
        assert!(self.under_way.iter().all(|item| item.is_sound()), "overtakes words that are under way");
        for (n, row) in &self.outbox {
            let held = self.delivery.held.get(&Item::Words(id(*n)));
            let weather_of_its_own = held.is_some_and(|held| held.not_before > self.now || held.tries >= STILL_TRUSTED);
            assert!(row.fate != Fate::Waiting || weather_of_its_own, "overtakes words that wait");
        }
    }

    /// Goes on for `steps` steps, or until nothing is left to do.
    fn run(&mut self, steps: usize) {
        for _ in 0..steps {
            // Half of the time an answer comes before the courier does its next thing.
            if !self.under_way.is_empty() && self.luck.below(2).unwrap() == 0 {
                self.come_back();
            }
            match self.delivery.next(self.now) {
                Step::Look { skip } => self.delivery.found(self.look(&skip), self.now),
                Step::Send(item) => {
                    assert!(!self.under_way.contains(&item), "sent twice at once");
                    match item.piece() {
                        None => assert_eq!(self.outbox[&number(item.entry())].fate, Fate::Waiting, "sent what does not wait"),
                        Some(_) => self.words_come_first(item),
                    }
                    self.under_way.push(item);
                    assert!(self.under_way.iter().filter(|item| item.is_sound()).count() <= SOUND_LANES);
                    assert!(self.under_way.len() <= LANES + 1 + SOUND_LANES);
                }
                Step::Probe if self.storm => self.delivery.probed(None, self.now),
                Step::Probe => self.delivery.probed(Some(Ok(())), self.now),
                Step::Wait(..) if !self.under_way.is_empty() => self.come_back(),
                Step::Wait(Some(until), _) => {
                    assert!(until > self.now && until <= self.now + LONGEST_WAIT, "a wait above the limit");
                    self.now = until;
                }
                Step::Wait(None, why) => {
                    assert_eq!(why, Why::NothingWaits);
                    assert!(self.outbox.values().all(|row| row.fate != Fate::Waiting), "sleeps while something waits");
                    assert_eq!(self.pieces(Fate::Waiting).next(), None, "sleeps while sound waits");
                    return;
                }
            }
        }
    }
}

fn trouble() -> impl Strategy<Value = Outcome> {
    let retry_after = prop_oneof![Just(None), (0u64..100_000).prop_map(|s| Some(Duration::from_secs(s)))];
    let refusal = prop_oneof![
        Just(Refusal::Unsigned),
        Just(Refusal::Revoked),
        Just(Refusal::Replayed),
        Just(Refusal::BadCode),
        Just(Refusal::Busy),
        Just(Refusal::Later),
        Just(Refusal::TooEarly),
        Just(Refusal::TooLong),
        Just(Refusal::OtherBody),
    ];
    prop_oneof![
        Just(Outcome::Unreached),
        Just(Outcome::Lost),
        Just(Outcome::OwnDisk),
        (prop_oneof![Just(200u16), Just(401), Just(413), Just(429), Just(503)], retry_after.clone())
            .prop_map(|(status, retry_after)| Outcome::NotTheDesk { status, retry_after }),
        (refusal, retry_after).prop_map(|(refusal, retry_after)| Outcome::Refused { refusal, retry_after }),
    ]
}

fn nature() -> impl Strategy<Value = Nature> {
    prop_oneof![
        3 => Just(Nature::Good),
        1 => trouble().prop_map(Nature::Always),
        2 => prop::collection::vec(trouble(), 1..8).prop_map(Nature::First),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_bad_entry_never_blocks_the_next(bad in trouble(), urgent: bool, good in 1usize..100, seed: u64) {
        let rows = std::iter::once((urgent, Nature::Always(bad), vec![])).chain((0..good).map(|_| (false, Nature::Good, vec![]))).collect();
        let mut world = World::new(rows, seed);
        let began = world.now;
        while world.outbox.values().skip(1).any(|row| row.fate == Fate::Waiting) {
            world.run(1);
            // A door that closes on it, or a desk that asks for time because of it, costs all a full wait until the bad one is known
            // for what it is: a few times, and not once for each of the others.
            prop_assert!(world.now - began <= LONGEST_WAIT * 6, "the others wait for it");
        }
        prop_assert_ne!(world.outbox[&0].fate, Fate::Delivered);
    }

    #[test]
    fn one_bad_piece_blocks_neither_words_nor_the_next_piece(bad in trouble(), good in 1usize..100, pieces in 1usize..40, seed: u64) {
        let sound = std::iter::once(Nature::Always(bad)).chain((1..pieces).map(|_| Nature::Good)).collect();
        let rows = std::iter::once((false, Nature::Good, sound)).chain((0..good).map(|_| (false, Nature::Good, vec![]))).collect();
        let mut world = World::new(rows, seed);
        let began = world.now;
        while world.unfinished() {
            world.run(1);
            prop_assert!(world.now - began <= LONGEST_WAIT * 6, "the others wait for it");
        }
        prop_assert!(world.outbox.values().all(|row| row.fate == Fate::Delivered));
    }

    #[test]
    fn whatever_happens_nothing_is_dropped_and_all_that_can_get_through_does(
        rows in prop::collection::vec((prop::bool::weighted(0.1), nature(), prop::collection::vec(nature(), 0..3)), 1..40),
        storm in 0usize..200,
        seed: u64,
    ) {
        all_that_can_get_through_does(rows, storm, seed);
    }
}

/// Whatever the desk would take is taken after a storm of so many steps, however long that takes: where calls that never get through are
/// tried every quarter of a minute, and each piece in its turn every quarter of an hour, that is a hundred thousand steps.
fn all_that_can_get_through_does(rows: Vec<(bool, Nature, Vec<Nature>)>, storm: usize, seed: u64) {
    let mut world = World::new(rows, seed);
    world.storm = true;
    world.run(storm);
    world.storm = false;
    for _ in 0..5_000 {
        if world.unfinished() {
            world.run(100);
        }
    }
    for row in world.outbox.values() {
        let parks = |o: &Outcome| matches!(o, Outcome::Refused { refusal, .. } if refusal.is_permanent());
        let said = row.sound.iter().filter(|_| row.fate == Fate::Delivered).map(|(nature, fate, _)| (nature, *fate));
        for (nature, fate) in std::iter::once((&row.nature, row.fate)).chain(said) {
            match nature {
                Nature::Good => assert_eq!(fate, Fate::Delivered),
                Nature::Always(_) => assert_ne!(fate, Fate::Delivered),
                Nature::First(list) if list.iter().any(parks) => assert_ne!(fate, Fate::Waiting),
                Nature::First(_) => assert_eq!(fate, Fate::Delivered),
            }
        }
    }
}

#[test]
fn a_piece_that_passes_at_its_eighth_try_gets_it_beside_calls_and_pieces_that_never_pass() {
    let not_the_desk = |after| Outcome::NotTheDesk { status: 200, retry_after: Some(Duration::from_secs(after)) };
    let refused = |refusal, retry_after| Nature::Always(Outcome::Refused { refusal, retry_after });
    let never = || Nature::Always(Outcome::Unreached);
    let rows = vec![
        (true, Nature::Good, vec![Nature::Always(not_the_desk(869))]),
        (false, Nature::Good, vec![]),
        (false, Nature::Good, vec![]),
        (false, Nature::Good, vec![Nature::First(vec![Outcome::Unreached; 7])]),
        (true, Nature::Good, vec![never()]),
        (false, Nature::First(vec![Outcome::Unreached]), vec![never()]),
        (true, never(), vec![]),
        (false, Nature::Good, vec![never()]),
        (true, refused(Refusal::TooEarly, None), vec![]),
        (false, Nature::Good, vec![Nature::Always(not_the_desk(694))]),
        (false, Nature::Good, vec![never()]),
        (false, Nature::Good, vec![refused(Refusal::BadCode, Some(Duration::from_secs(7256))), Nature::Good]),
    ];
    all_that_can_get_through_does(rows, 131, 8_088_569_391_535_052_627);
}
