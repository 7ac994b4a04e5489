//! The desk's half: who holds one slot, and what becomes of that.

use crate::entry::{EntryId, Epoch, GrantId, KioskId};

/// A kiosk's right to one slot, as the desk knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// Whose.
    pub kiosk: KioskId,
    /// Of which enrolment.
    pub epoch: Epoch,
    /// The right.
    pub grant: GrantId,
}

/// Who holds a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// Nobody but the desk: it may be given, and booked by staff.
    Desk,
    /// A kiosk: it may have promised the time already.
    Kiosk(Claim),
    /// A kiosk that was written off: it may have promised the time, and nobody can ask it.
    Blocked(Claim),
    /// A resident, by this entry.
    Booked(EntryId),
    /// Nobody: the host's hours have changed. A kiosk may have promised it before it heard of that.
    Withdrawn(Option<Claim>),
}

/// Somebody else has the time, or may have promised it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the time is not the desk's to give")]
pub struct Taken;

/// What an arriving booking has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arrival {
    /// It has the slot, as it was promised.
    Booked,
    /// It has the slot, from a kiosk of which nobody expected it any more.
    Late,
    /// It has the slot, but the host is not there any more: staff have to tell the resident.
    NotOffered,
    /// It had the slot already.
    Again,
    /// Somebody else has the slot, or may have: staff decide. Nobody's booking is dropped.
    Conflict,
}

impl Arrival {
    /// True where the slot is this booking's.
    pub fn has_the_slot(self) -> bool {
        self != Arrival::Conflict
    }

    /// True for what staff are shown first: a resident was promised a time that cannot be kept as it is.
    pub fn needs_staff(self) -> bool {
        matches!(self, Arrival::Conflict | Arrival::NotOffered)
    }
}

impl Holder {
    /// The claim on it, of whatever strength.
    pub fn claim(self) -> Option<Claim> {
        match self {
            Holder::Kiosk(claim) | Holder::Blocked(claim) => Some(claim),
            Holder::Withdrawn(claim) => claim,
            Holder::Desk | Holder::Booked(_) => None,
        }
    }

    /// What `held` of an answer to this kiosk names. A slot that was withdrawn is not named: the kiosk drops its right then.
    pub fn listed_for(self, kiosk: KioskId, epoch: Epoch) -> Option<GrantId> {
        match self {
            Holder::Kiosk(claim) if (claim.kiosk, claim.epoch) == (kiosk, epoch) => Some(claim.grant),
            _ => None,
        }
    }

    /// Gives the slot to a kiosk by a grant never used before. A kiosk that holds it already gets what it has: asking twice
    /// gives the same. Ask [`may_give`] first.
    ///
    /// # Errors
    /// [`Taken`].
    pub fn grant(self, claim: Claim) -> Result<(Holder, GrantId), Taken> {
        match self {
            Holder::Desk => Ok((Holder::Kiosk(claim), claim.grant)),
            _ => self.listed_for(claim.kiosk, claim.epoch).map(|grant| (self, grant)).ok_or(Taken),
        }
    }

    /// A kiosk said that it will never book by `grant` again. Only that very grant frees the slot; a replay frees nothing. A
    /// kiosk that was written off and found again speaks under another epoch: the grant is what counts.
    #[must_use = "this is who holds the slot now"]
    pub fn returned(self, kiosk: KioskId, grant: GrantId) -> Holder {
        match (self, self.claim()) {
            (_, claim) if claim.is_none_or(|claim| (claim.kiosk, claim.grant) != (kiosk, grant)) => self,
            (Holder::Withdrawn(_), _) => Holder::Withdrawn(None),
            _ => Holder::Desk,
        }
    }

    /// A kiosk named this claim as held or booked. A desk that came back from a backup learns from it: what it believes to be
    /// its own is the kiosk's, and of two grants the higher one was given later, when the lower one had been given back.
    #[must_use = "this is who holds the slot now"]
    pub fn named(self, claim: Claim) -> Holder {
        let newer = self.claim().is_none_or(|known| known.grant < claim.grant);
        match self {
            Holder::Desk => Holder::Kiosk(claim),
            Holder::Kiosk(_) | Holder::Blocked(_) if newer => Holder::Kiosk(claim),
            Holder::Withdrawn(_) if newer => Holder::Withdrawn(Some(claim)),
            Holder::Kiosk(_) | Holder::Blocked(_) | Holder::Withdrawn(_) | Holder::Booked(_) => self,
        }
    }

    /// A booking came in that a kiosk made by `claim`. The caller knows an entry that came in before by its id.
    #[must_use = "this is who holds the slot now, and whether staff must hear of it"]
    pub fn arrived(self, entry: EntryId, claim: Claim) -> (Holder, Arrival) {
        let booked = Holder::Booked(entry);
        let own = |known: Claim| (known.kiosk, known.grant) == (claim.kiosk, claim.grant);
        match self {
            Holder::Booked(known) if known == entry => (self, Arrival::Again),
            Holder::Kiosk(known) if known == claim => (booked, Arrival::Booked),
            Holder::Kiosk(known) | Holder::Blocked(known) if own(known) => (booked, Arrival::Late),
            // Nobody else has it, or was given it: the resident may as well come.
            Holder::Desk => (booked, Arrival::Late),
            Holder::Withdrawn(known) if known.is_none_or(own) => (booked, Arrival::NotOffered),
            Holder::Kiosk(_) | Holder::Blocked(_) | Holder::Withdrawn(_) | Holder::Booked(_) => (self, Arrival::Conflict),
        }
    }

    /// Staff book the time for somebody. Ask [`may_give`] first.
    ///
    /// # Errors
    /// [`Taken`]: who wants to double-book knowingly keeps the booking beside the slot, as a conflict.
    pub fn book_at_desk(self, entry: EntryId) -> Result<Holder, Taken> {
        match self {
            Holder::Desk => Ok(Holder::Booked(entry)),
            Holder::Booked(known) if known == entry => Ok(self),
            Holder::Booked(_) | Holder::Kiosk(_) | Holder::Blocked(_) | Holder::Withdrawn(_) => Err(Taken),
        }
    }

    /// The booking was cancelled or moved: the time is the desk's again, where it was that booking's.
    #[must_use = "this is who holds the slot now"]
    pub fn cancelled(self, entry: EntryId) -> Holder {
        if self == Holder::Booked(entry) { Holder::Desk } else { self }
    }

    /// The kiosk was written off: what it may have promised stays blocked.
    #[must_use = "this is who holds the slot now"]
    pub fn written_off(self, kiosk: KioskId) -> Holder {
        match self {
            Holder::Kiosk(claim) if claim.kiosk == kiosk => Holder::Blocked(claim),
            _ => self,
        }
    }

    /// Staff accept that a kiosk which was written off may have promised the time as well.
    #[must_use = "this is who holds the slot now"]
    pub fn risk_accepted(self) -> Holder {
        if matches!(self, Holder::Blocked(_)) { Holder::Desk } else { self }
    }

    /// The host's hours no longer hold this time. A booking stays: staff see whom they have to tell.
    #[must_use = "this is who holds the slot now"]
    pub fn withdrawn(self) -> Holder {
        match self {
            Holder::Desk => Holder::Withdrawn(None),
            Holder::Kiosk(claim) | Holder::Blocked(claim) => Holder::Withdrawn(Some(claim)),
            Holder::Booked(_) | Holder::Withdrawn(_) => self,
        }
    }

    /// The host's hours hold this time again. Whoever may have promised it meanwhile still may; `written_off` says of a claim
    /// whether its kiosk has been written off.
    #[must_use = "this is who holds the slot now"]
    pub fn offered(self, written_off: impl FnOnce(Claim) -> bool) -> Holder {
        match self {
            Holder::Withdrawn(None) => Holder::Desk,
            Holder::Withdrawn(Some(claim)) if written_off(claim) => Holder::Blocked(claim),
            Holder::Withdrawn(Some(claim)) => Holder::Kiosk(claim),
            Holder::Desk | Holder::Kiosk(_) | Holder::Blocked(_) | Holder::Booked(_) => self,
        }
    }
}

/// What a desk knows of one kiosk's rights. A desk that came back from a backup starts with nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Heard {
    /// It has synced since this store began: what it holds is known.
    Synced,
    /// It has not. It may hold, or have promised, times that the desk believes to be its own; also where it was written off.
    Silent,
    /// It has not, and staff accept that it may have promised anything.
    RiskAccepted,
}

/// True where the desk may give or book a slot that kiosks could hold: every kiosk that ever held one has spoken, or staff
/// accepted the risk. Kiosks that a desk from a backup cannot know, because they were enrolled after it was made, count together
/// as one more that is silent: nobody can tell when the last of them has spoken. What arrives from a kiosk is taken all the same.
pub fn may_give(kiosks: impl IntoIterator<Item = Heard>) -> bool {
    kiosks.into_iter().all(|heard| heard != Heard::Silent)
}

/// The number of the next grant: above the last one that this store remembers, and above every one given before `unix_seconds`
/// by a store that has been lost, which had 2^20 (a million) to give each second. None where the count has reached its end.
pub fn next_grant(last: Option<GrantId>, unix_seconds: u64) -> Option<GrantId> {
    let after = last.map_or(1, |last| last.get().saturating_add(1));
    GrantId::new(after.max(unix_seconds.saturating_mul(1 << 20))).ok()
}
