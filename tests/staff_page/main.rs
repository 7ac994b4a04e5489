//! What the staff pages promise, over HTTP without a socket.
#![cfg(feature = "desk")]
#![allow(unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

mod appointments;
mod at_once;
mod audited;
mod caretaker;
mod copied;
mod followup;
mod hands;
mod hosts;
mod keeping;
mod links;
mod machine;
mod mail_queue;
mod messages;
mod opened;
mod others;
mod patterns;
mod people;
mod plans;
mod posts;
mod promised;
mod request;
mod restored;
mod retention;
mod safety;
mod seeded;
mod spoken;
mod steps;
#[path = "../team/mod.rs"]
mod team;
mod teams;
mod walk;
mod wording;
mod work;
