//! Where the desk's news becomes what the glass may say, and what the glass hands in goes to the keeper.

use crate::clock::Clock;
use crate::entry::{Draft, SlotId};
use crate::kiosk::courier::{News, TakeAnswer, Taker};
use crate::kiosk::glass::{GlassHandle, Keeper as KeeperPort};
use crate::kiosk::hall::Hall;
use crate::kiosk::keeper::{KeeperHandle, NotKept, Why};
use crate::kiosk::machine::lock::{Lock, Who};
use crate::kiosk::rtc::Rtc;
use crate::kiosk::setup;
use crate::kiosk::ticket::Proofs;
use crate::visit::{Event, HandIn, KeptReceipt, Offer, SiteView};
use crate::wire::{CallState, Site, Slots, Today};
use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Europe::Amsterdam;
use inloop_hardware::pins::Event as Switched;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A weekday names one day only within this many days.
const DAYS_IN_A_WEEK: i64 = 7;

/// Where the desk's news becomes what the glass may say.
pub(super) struct Board {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) glass: GlassHandle,
    /// What is known, and what of it the glass was told last.
    pub(super) hall: Mutex<(Hall, Option<SiteView>)>,
    /// The clock on the battery, where there may be one.
    pub(super) rtc: Option<(Rtc, KeeperHandle)>,
    /// What an opened case leaves.
    pub(super) lock: Lock,
    /// Somebody sets this machine up and tries its switches: they mean nothing else meanwhile.
    pub(super) trying: Arc<AtomicBool>,
    /// There is something to lock.
    pub(super) enrolled: bool,
}

impl Board {
    pub(super) fn view(&self) -> SiteView {
        let mut hall = self.hall.lock().unwrap_or_else(PoisonError::into_inner);
        let view = hall.0.view(self.clock.stamp());
        hall.1 = Some(view.clone());
        view
    }

    /// Tells the glass where what it may say has changed: it repaints nothing otherwise.
    pub(super) fn refresh(&self) {
        let before = self.hall.lock().unwrap_or_else(PoisonError::into_inner).1.clone();
        let now = self.view();
        if before.as_ref() != Some(&now) {
            self.tell(Event::Site(now));
        }
    }

    pub(super) fn learn(&self, change: impl FnOnce(&mut Hall)) {
        change(&mut self.hall.lock().unwrap_or_else(PoisonError::into_inner).0);
        self.refresh();
    }

    /// Times as the glass offers them.
    fn offers(&self, slots: &[SlotId]) -> Vec<Offer> {
        let hall = self.hall.lock().unwrap_or_else(PoisonError::into_inner);
        slots.iter().filter_map(|slot| hall.0.offer(*slot, None)).collect()
    }

    pub(super) fn tell(&self, event: Event) {
        if self.glass.send(event).is_err() {
            tracing::debug!("news came after the glass had ended");
        }
    }

    pub(super) fn hear(&self, news: News) {
        match news {
            News::Delivered { id, before } => {
                self.tell(Event::CallDelivered(id));
                self.tell(Event::DeskReceipt(id, before.and_then(|day| self.named(day))));
            }
            News::Call { id, state: CallState::Ringing } => self.tell(Event::CallDelivered(id)),
            News::Call { id, state: CallState::Coming } => self.tell(Event::SomebodyComes(id)),
            // The glass has told the resident where to go a minute after the call, desk or no desk.
            News::Call { state: CallState::Missed, .. } | News::Parked { .. } => {}
            // For staff and the caretaker, who see it in the health report; a resident is kept from nothing by it.
            News::Paused(_) => {}
            News::Presence(presence) => self.learn(|hall| hall.presence = presence),
            News::RoomForSound(room) => self.learn(|hall| hall.room_for_sound = room),
            News::Called(called) => self.learn(|hall| hall.called = called),
            News::Online(online) => {
                if let Some((rtc, keeper)) = self.rtc.as_ref().filter(|_| online) {
                    rtc.compare(keeper, &*self.clock);
                }
                self.learn(|hall| hall.online = online);
            }
            News::Site(site) => self.learn(|hall| hall.site = Some(Site::clone(&site))),
            // The glass looks at the good copies when it rests.
            News::Texts => {}
            News::Slots(slots) => self.learn(|hall| hall.slots = Some(Slots::clone(&slots))),
            News::Held(held) => self.learn(|hall| hall.held = held),
            News::Promised(promised) => self.learn(|hall| hall.promised = promised),
            News::Unlock(number) => {
                self.unlock(number, Who::Staff);
            }
            News::Today(today) => self.learn(|hall| hall.today = Some(Today::clone(&today))),
        }
    }

    /// Somebody looked into the case and ends the lock that they saw; false where another stands, or none.
    pub(super) fn unlock(&self, number: u64, who: Who) -> bool {
        let ended = self.lock.open(number, who);
        if ended {
            self.tell_of_the_lock();
        }
        ended
    }

    /// As it is when the glass hears of it: the case may have been opened again meanwhile.
    fn tell_of_the_lock(&self) {
        self.tell(Event::Lock(self.lock.stands()));
    }

    fn has_a_handset(&self) -> bool {
        self.hall.lock().unwrap_or_else(PoisonError::into_inner).0.handset
    }

    /// What somebody did at a switch that is more than light.
    pub(super) fn switched(&self, event: Switched) {
        let reached = match event {
            event if self.trying.load(Ordering::Acquire) => {
                // Who builds a machine has it open; who goes through it again leaves one that is locked.
                if event == Switched::CaseOpened && self.enrolled {
                    self.lock.shut();
                    self.tell_of_the_lock();
                }
                let (switch, active) = setup::moved(event);
                self.glass.tried(switch, active)
            }
            Switched::Pressed(key) => self.glass.pressed(key),
            // A hook without a handset to speak in is a hook without a meaning.
            Switched::HandsetLifted | Switched::HandsetLaid if !self.has_a_handset() => Ok(()),
            Switched::HandsetLifted => self.glass.handset(true),
            Switched::HandsetLaid => self.glass.handset(false),
            Switched::CaseOpened => {
                self.lock.shut();
                self.tell_of_the_lock();
                Ok(())
            }
            // Whoever stands there may end the lock now.
            Switched::CaseClosed => {
                self.tell_of_the_lock();
                Ok(())
            }
            Switched::SomebodyCame | Switched::NobodyFor(_) => Ok(()),
        };
        if reached.is_err() {
            tracing::debug!("a switch was moved after the glass had ended");
        }
    }

    /// The weekday of `day`, where the clock is believed and no other day before it has that name.
    fn named(&self, day: NaiveDate) -> Option<Weekday> {
        let stamp = self.clock.stamp();
        let today = stamp.at.with_timezone(&Amsterdam).date_naive();
        let ahead = (day - today).num_days();
        (stamp.trusted && (1..DAYS_IN_A_WEEK).contains(&ahead)).then(|| day.weekday())
    }
}

/// Keeps on the keeper's thread; the answer comes as an event.
pub(super) struct OnThread {
    pub(super) keeper: KeeperHandle,
    pub(super) board: Arc<Board>,
    /// None where the kiosk is not enrolled.
    pub(super) taker: Arc<OnceLock<Taker>>,
    /// What may have a ticket.
    pub(super) proofs: Arc<Proofs>,
}

impl KeeperPort for OnThread {
    fn keep(&mut self, hand_in: HandIn, draft: Draft) -> Option<Event> {
        let (board, proofs) = (Arc::clone(&self.board), Arc::clone(&self.proofs));
        self.keeper.hand_in(draft, move |answer| {
            let event = match answer {
                Ok(receipt) => {
                    let (kept, qr) = receipt.into_parts();
                    let (entry, teken) = (kept.id(), kept.teken());
                    proofs.add(kept);
                    Event::Kept(hand_in, KeptReceipt { entry, teken, qr })
                }
                Err(NotKept { draft, why: Why::NotHeld }) => {
                    tracing::warn!("a time could not be booked: it has begun, or this kiosk does not hold it any more");
                    Event::NotHeld(hand_in, *draft)
                }
                Err(not_kept) => {
                    tracing::error!(why = %not_kept.why, "an entry could not be kept; the words went back to the glass");
                    Event::NotKept(hand_in, *not_kept.draft)
                }
            };
            board.tell(event);
        });
        None
    }

    fn take(&mut self, hand_in: HandIn, slot: SlotId) -> Option<Event> {
        let Some(taker) = self.taker.get() else { return Some(Event::NotTaken(hand_in)) };
        let board = Arc::clone(&self.board);
        taker.take(slot, move |answer| {
            board.tell(match answer {
                TakeAnswer::Granted(grant) => Event::Taken(hand_in, grant),
                TakeAnswer::Lost(instead) => Event::Lost(hand_in, board.offers(&instead)),
                TakeAnswer::NotNow => Event::NotTaken(hand_in),
            });
        });
        None
    }
}
