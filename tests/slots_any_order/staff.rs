//! What staff do at the desk while kiosks promise times: on the phone, with the hours, and with the kiosks themselves.

use super::*;
use inloop::desk::store::appointing::{self, Booked, ByPhone};
use inloop::desk::store::enrolment::{self, Confirmed};
use inloop::desk::store::kiosks;
use inloop::wire::KioskKey;
use zeroize::Zeroizing;

/// Numbers choose one of those there are.
#[derive(Clone, Debug)]
pub(super) enum Does {
    /// Somebody phones.
    Books {
        time: usize,
    },
    /// Another time for somebody.
    Moves {
        promise: usize,
        time: usize,
    },
    Cancels {
        promise: usize,
    },
    /// The host is ill.
    CancelsTheDay,
    WritesOff {
        kiosk: usize,
    },
    /// The device is found, or enrolled again without having been lost.
    EnrolAnew {
        kiosk: usize,
    },
}

/// Everything but a backup that comes back.
pub(super) fn happens() -> impl Strategy<Value = Happens> {
    let kiosk = || 0usize..2;
    let any = || 0usize..64;
    let staff = prop_oneof![
        4 => (0..TIMES).prop_map(|time| Does::Books { time }),
        3 => (any(), 0..TIMES).prop_map(|(promise, time)| Does::Moves { promise, time }),
        3 => any().prop_map(|promise| Does::Cancels { promise }),
        1 => Just(Does::CancelsTheDay),
        1 => kiosk().prop_map(|kiosk| Does::WritesOff { kiosk }),
        2 => kiosk().prop_map(|kiosk| Does::EnrolAnew { kiosk }),
    ];
    let others = super::happens().prop_filter_map("without a backup", |what| match what {
        Happens::Backup | Happens::Restore => None,
        what => Some(what),
    });
    prop_oneof![3 => others, 1 => staff.prop_map(Happens::Staff)]
}

impl Hall {
    pub(super) fn staff_does(&mut self, does: Does) {
        match does {
            Does::Books { time } => {
                let (slot, id) = (self.time(time), self.name());
                let by = ByPhone { id, note: None, reaches: false, worker: self.worker };
                let now = self.bench().now();
                let booked = self.bench().write(move |conn| appointing::book(conn, slot, &by, false, now));
                if let Booked::Done(_) = booked {
                    self.is_promised(Promise { id, slot, seed: None, stands: true });
                }
            }
            Does::Moves { promise, time } => {
                let (slot, now) = (self.time(time), self.bench().now());
                let Some(place) = self.stands_at_the_desk(promise) else { return };
                let id = self.promises[place].id;
                if let Booked::Done(_) = self.bench().write(move |conn| appointing::settle(conn, id, slot, false, now)) {
                    let moved = self.promises.remove(place);
                    if moved.stands {
                        self.is_promised(Promise { slot, ..moved });
                    } else {
                        // The resident had said that they do not come, and that is on its way.
                        self.promises.push(Promise { slot, ..moved });
                    }
                }
            }
            Does::Cancels { promise } => {
                let Some(place) = self.stands_at_the_desk(promise) else { return };
                let (id, now) = (self.promises[place].id, self.bench().now());
                assert!(self.bench().write(move |conn| appointing::cancel(conn, id, true, now)));
                self.promises[place].stands = false;
            }
            Does::CancelsTheDay => {
                let standing: Vec<EntryId> = self.booked();
                let (team, now) = (self.team, self.bench().now());
                let (from, until) = (i64::from(self.time(0).minute()), i64::from(self.time(TIMES).minute()));
                let cancelled =
                    self.bench().write(move |conn| appointing::cancel_day(conn, team, tomorrow(), (from, until), None, now));
                if let Some(many) = cancelled {
                    assert_eq!(many, standing.len(), "everybody who was expected is to be told");
                    let told = self.promises.iter_mut().filter(|promise| standing.contains(&promise.id));
                    told.for_each(|promise| promise.stands = false);
                }
            }
            Does::WritesOff { kiosk } => {
                let (id, now) = (self.posts[kiosk].kiosk.id, self.bench().now());
                let was_active = self.bench().write(move |conn| kiosks::write_off(conn, id, now));
                assert_eq!(was_active, !self.posts[kiosk].written_off);
                self.posts[kiosk].written_off = true;
            }
            Does::EnrolAnew { kiosk } => self.enrol_anew(kiosk),
        }
    }

    /// The device as it stands there, with a new key.
    fn enrol_anew(&mut self, kiosk: usize) {
        self.keys += 1;
        let (key, code) = (KioskKey::from_seed(&Zeroizing::new([self.keys; 32])), self.bench().new_code());
        assert_eq!(self.bench().offer(&key, &code, 1).status, 200);
        let (id, now) = (self.posts[kiosk].kiosk.id, self.bench().now());
        let pending = self.bench().read(move |conn| enrolment::pending(conn, now)).pop().unwrap().id;
        let confirmed = self.bench().write(move |conn| enrolment::confirm(conn, pending, "hal", Some(id), now));
        let Confirmed::Enrolled(id, epoch) = confirmed else { panic!("{confirmed:?}") };
        let post = &mut self.posts[kiosk];
        post.kiosk = Kiosk { key, id, epoch, number: Default::default() };
        let step = post.rights.enrolled_anew();
        post.rights.apply(&step);
        (post.written_off, post.store) = (false, None);
    }

    /// A name for what a worker books, above all that kiosks make.
    fn name(&mut self) -> EntryId {
        self.keys += 1;
        EntryId::new(1_795_500_000_000, [self.keys; 10])
    }

    /// The appointments that have their time.
    fn booked(&self) -> Vec<EntryId> {
        let states = self.column("SELECT hex(id) AS cell FROM booking WHERE state = 'booked'".into());
        self.promises.iter().map(|promise| promise.id).filter(|id| states.contains(&hex(*id))).collect()
    }

    /// The place of one that staff see.
    fn stands_at_the_desk(&self, chosen: usize) -> Option<usize> {
        let booked = self.booked();
        let id = *booked.get(chosen % booked.len().max(1))?;
        self.promises.iter().position(|promise| promise.id == id)
    }

    /// What has come to the desk stands there at the time that the resident knows, and never as one of two.
    pub(super) fn knows_every_promise_that_arrived(&self) {
        let rows = "SELECT hex(id) || ' ' || state || ' ' || spreekuur || '-' || minute AS cell FROM booking";
        for row in self.column(rows.into()) {
            let [id, state, slot] = row.split(' ').collect::<Vec<_>>().try_into().unwrap();
            let promise = self.promises.iter().find(|promise| hex(promise.id) == id).unwrap();
            assert_eq!(slot, promise.slot.to_string());
            if promise.stands {
                assert_eq!(state, "booked", "{slot}");
            }
            assert!(matches!(state, "booked" | "cancelled"), "{slot} is {state}");
        }
    }
}

fn hex(id: EntryId) -> String {
    id.as_bytes().map(|byte| format!("{byte:02X}")).concat()
}
