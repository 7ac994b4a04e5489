//! Who may promise which time. Pure: told what happened, it says who holds a slot now and what a kiosk may still do.
//!
//! 1. A slot has one holder: the desk, or one kiosk by a grant. The desk's half is [`desk`], the kiosk's half is [`post`].
//! 2. A grant is used once: booked, given back or dropped. Its number only goes up and never comes to life again, so that
//!    whatever is lost, doubled, late or replayed on the way frees nothing and books nothing twice.
//! 3. The desk gives a slot to somebody else only after the kiosk said that it will never book it, or after staff accepted
//!    that two residents may come. Time alone frees nothing: a lease that runs out double-books even with perfect clocks,
//!    because the booking that was made in time is still on its way.
//! 4. A kiosk's disk may come back older than it was, and its entries with it. What was used up since is written in a
//!    [`mark`] beside the disk's database first, and whatever may have been used is never booked again.
//! 5. A desk may come back older than it was. It learns from the kiosks what they hold, and gives nothing before every one of
//!    them has spoken ([`desk::may_give`]).
//! 6. How much a kiosk holds is a question of taste, not of safety: [`granting`].
//!
//! The desk's store and the outbox call these functions, and `tests/booking_model.rs` walks every state that two kiosks and a
//! desk can reach through the very same ones.

pub mod desk;
pub mod granting;
pub mod mark;
pub mod post;

#[cfg(test)]
mod tests;
