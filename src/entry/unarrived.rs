//! What residents left on a kiosk and its desk does not have.

/// How many entries, each counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unarrived {
    /// Words or sound of them are still to be sent.
    pub waiting: u64,
    /// Words or sound of them could not be handed over, and nobody sends them any more.
    pub parked: u64,
}
