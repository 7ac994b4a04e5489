//! Request numbers: each higher than any before, also after a power cut.

use crate::kiosk::keeper::{KeeperHandle, Trouble};
use crate::wire::RequestNumber;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// How many numbers one commit reserves: a restart wastes at most so many of 2^63, and the disk is asked once for so many
/// requests.
pub const AT_ONCE: u64 = 256;

/// Where request numbers come from.
pub trait Numbers: Send + Sync {
    /// A number that was never given before.
    ///
    /// # Errors
    /// Where it could not be reserved on the disk: then nothing may be sent.
    fn take(&self) -> Result<RequestNumber, Trouble>;

    /// The desk takes none below `next`.
    ///
    /// # Errors
    /// As [`Numbers::take`].
    fn raise(&self, next: u64) -> Result<(), Trouble>;
}

/// Numbers reserved in the outbox, a block at a time.
#[derive(Debug)]
pub struct Reserved {
    keeper: KeeperHandle,
    block: Mutex<Range<u64>>,
}

impl Reserved {
    /// Numbers of this keeper's outbox.
    pub fn new(keeper: KeeperHandle) -> Self {
        Reserved { keeper, block: Mutex::new(0..0) }
    }
}

impl Numbers for Reserved {
    fn take(&self) -> Result<RequestNumber, Trouble> {
        let mut block = self.block.lock().unwrap_or_else(PoisonError::into_inner);
        if block.is_empty() {
            *block = self.keeper.reserve_requests(AT_ONCE)?;
        }
        let number = block.start;
        block.start += 1;
        Ok(RequestNumber(number))
    }

    fn raise(&self, next: u64) -> Result<(), Trouble> {
        let mut block = self.block.lock().unwrap_or_else(PoisonError::into_inner);
        if block.start >= next {
            return Ok(());
        }
        *block = 0..0;
        self.keeper.raise_requests(next)
    }
}

/// Numbers for a key that is made now and forgotten unless the desk takes it in.
#[derive(Debug)]
pub struct Fresh(Mutex<u64>);

impl Fresh {
    /// Starts at 1.
    pub fn new() -> Self {
        Fresh(Mutex::new(1))
    }
}

impl Default for Fresh {
    fn default() -> Self {
        Self::new()
    }
}

impl Numbers for Fresh {
    fn take(&self) -> Result<RequestNumber, Trouble> {
        let mut next = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = *next;
        *next += 1;
        Ok(RequestNumber(number))
    }

    fn raise(&self, next: u64) -> Result<(), Trouble> {
        let mut own = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *own = next.max(*own);
        Ok(())
    }
}
