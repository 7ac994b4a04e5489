//! What is being agreed on: with whom, which time, or a wish; and which times there are to choose from.

use super::event::HandIn;
use super::site::{Appointment, Offer, SiteView, When};
use crate::entry::{Grant, Picture, Secret, SlotId, Whom};
use chrono::NaiveDate;

/// "Welke dag?": so many days are offered.
pub(super) const DAYS: usize = 6;
/// "Hoe laat?": at most so many times stand on a page.
pub(super) const TIMES: usize = 6;
/// After a lost race so many others are offered.
pub(super) const NEAREST: usize = 3;

/// Why no time is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Nobody can be given a time here now.
    NoTime,
    /// "Geen dag past mij".
    NoDay,
}

/// Why the chosen time cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missed {
    /// Somebody else was faster.
    Lost,
    /// The desk could not be asked.
    NotTaken,
    /// The resident took their time, and it is too late for the one that was chosen.
    Passed,
}

/// What is being agreed on.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) whom: Option<Whom>,
    pub(super) day: Option<NaiveDate>,
    pub(super) offer: Option<Offer>,
    /// What the desk gave for it, or what came back with a booking that could not be kept.
    pub(super) grant: Option<Grant>,
    pub(super) wish: Option<Wish>,
    /// "Wilt u een bericht?" has been answered or skipped.
    pub(super) message_asked: bool,
    /// Times that turned out to be gone: not offered to this resident again.
    gone: Vec<SlotId>,
    pub(super) missed: Option<Missed>,
    /// What is offered instead.
    pub(super) nearest: Vec<Offer>,
    pub(super) taking: Option<HandIn>,
    /// The appointment that the resident has.
    pub(super) found: Option<Appointment>,
    /// What is known of their code or teken, where they are not expected today.
    pub(super) other: Option<When>,
    /// The QR code that the resident showed.
    pub(super) code: Option<Secret>,
    /// The picture of the teken that the resident chose.
    pub(super) picture: Option<Picture>,
    /// Which of the *koppelkaart* is looked at, by its place.
    pub(super) helper: Option<usize>,
    /// What became of the paper about it.
    pub(super) leaflet: Option<super::ticket::Paper>,
}

impl Plan {
    /// Times that may be offered now with whom was chosen, in order, each once.
    pub(super) fn offers(&self, site: &SiteView) -> Vec<Offer> {
        if !site.clock_trusted {
            return Vec::new();
        }
        let mut offers: Vec<Offer> = site
            .offers
            .iter()
            .filter(|offer| (offer.held.is_some() || site.online) && self.may_have(offer, site))
            .copied()
            .collect();
        // Of two people at the same time the one that needs no asking.
        offers.sort_by_key(|offer| (offer.start, offer.held.is_none(), offer.slot));
        offers.dedup_by_key(|offer| offer.start);
        offers
    }

    /// Nothing speaks against it, as far as is known.
    fn may_have(&self, offer: &Offer, site: &SiteView) -> bool {
        self.suits(offer) && !self.gone.contains(&offer.slot) && !site.is_too_late_for(offer)
    }

    fn suits(&self, offer: &Offer) -> bool {
        match self.whom {
            None => false,
            Some(Whom::Unsure) => offer.whom == Whom::Team,
            Some(whom) => offer.whom == whom,
        }
    }

    /// The next days with free time.
    pub(super) fn days(&self, site: &SiteView) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.offers(site).iter().map(|offer| offer.start.date()).collect();
        days.dedup();
        days.truncate(DAYS);
        days
    }

    /// The times of the chosen day, in order.
    pub(super) fn times(&self, site: &SiteView) -> Vec<Offer> {
        let mut offers = self.offers(site);
        offers.retain(|offer| Some(offer.start.date()) == self.day);
        offers
    }

    /// Chooses a time instead of a wish.
    pub(super) fn choose(&mut self, offer: Offer) {
        (self.offer, self.wish, self.grant) = (Some(offer), None, None);
        self.day = Some(offer.start.date());
    }

    /// The chosen time cannot be had. What is nearest of `instead`, or of what the kiosk knows, is offered.
    pub(super) fn miss(&mut self, why: Missed, instead: &[Offer], site: &SiteView) {
        let Some(missed) = self.offer.take() else { return };
        (self.grant, self.missed, self.taking) = (None, Some(why), None);
        if why == Missed::Lost {
            self.gone.push(missed.slot);
        }
        let held = |offer: &Offer| offer.held.is_some();
        let known = self.offers(site);
        let told = instead.iter().filter(|offer| site.clock_trusted && self.may_have(offer, site));
        let mut nearest: Vec<Offer> = told.copied().collect();
        // What the desk names is all that it has; what it gave to this kiosk is not among that.
        let only_held = why == Missed::NotTaken || !nearest.is_empty();
        nearest.extend(known.into_iter().filter(|offer| held(offer) || !only_held));
        // Of two people at the same time the one that needs no asking.
        nearest.sort_by_key(|offer| ((offer.start - missed.start).abs(), offer.start, !held(offer)));
        nearest.dedup_by_key(|offer| offer.start);
        nearest.truncate(NEAREST);
        nearest.sort_by_key(|offer| offer.start);
        self.nearest = nearest;
    }

    /// What was offered instead, and is still possible.
    pub(super) fn look_at_nearest_again(&mut self, site: &SiteView) {
        self.nearest.retain(|offer| !site.is_too_late_for(offer));
    }

    /// The right to the chosen time, where this kiosk has it.
    pub(super) fn right(&self, site: &SiteView) -> Option<Grant> {
        let offer = self.offer?;
        if let Some(grant) = self.grant.filter(|grant| grant.slot == offer.slot) {
            return Some(grant);
        }
        // What is held may have changed since the resident chose.
        let now = site.offers.iter().find(|known| known.slot == offer.slot).unwrap_or(&offer);
        now.held.map(|grant| Grant { grant, slot: offer.slot })
    }
}

/// The times of a day, page after page of `page` times: each page is in order and spread over what is left of the day.
pub(super) fn spread(mut left: Vec<Offer>, page: usize) -> Vec<Offer> {
    let mut pages = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let (all, some) = (left.len(), page.clamp(1, left.len()));
        // From the last to the first, so that the places before stay what they are.
        let mut chosen: Vec<Offer> = (0..some).rev().map(|number| left.remove(number * all / some)).collect();
        chosen.reverse();
        pages.append(&mut chosen);
    }
    pages
}

/// With whom somebody of this post can be booked, in the order of the glass. Who does not know gets the team.
pub(super) fn whoms(site: &SiteView) -> Vec<Whom> {
    let there = |whom: &Whom| match whom {
        Whom::Unsure => site.whoms.contains(&Whom::Team),
        whom => site.whoms.contains(whom),
    };
    Whom::ALL.iter().copied().filter(there).collect()
}

pub(super) fn whom_key(whom: Whom) -> &'static str {
    match whom {
        Whom::Team => "whom-team",
        Whom::Police => "whom-police",
        Whom::Municipality => "whom-municipality",
        Whom::Housing => "whom-housing",
        Whom::Street => "whom-street",
        Whom::Unsure => "whom-unsure",
    }
}
