//! Cards: what workers did with them, written down act by act, and what that adds up to, for lists.
//!
//! `crate::followup` decides; this keeps. An act and what it adds up to are one transaction, and an act's number is given once.

mod acts;
mod lists;

pub use acts::{Done, act, call_next, events, is_known_again, nudge, open};
pub(super) use acts::{called_by, life};
pub use lists::{
    Line, Names, Short, WAITS_AT_MOST, began_with, between, can_be_undone, find, for_worker, held, holders, is_of, late, line,
    names, now_called, to_call, unclaimed, untouched,
};
