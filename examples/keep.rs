//! Keeps N sealed entries in an outbox, and prints `kept <EntryId>` after each commit.
//!
//! `cargo run --example keep -- FILE N` is what `tests/power_cut.rs` watches: whatever it has printed must be on the disk.
//! `FILE N sound` keeps questions with two pieces of sound each.
//! `FILE N bookings` keeps bookings by rights that it took up before, gives one back after every third, and says so as well.

use anyhow::Context;
use inloop::clock::{Clock, Luck, MachineClock, MachineLuck};
use inloop::entry::pieces::SOUND_IN_A_PIECE;
use inloop::entry::{
    Body, Booking, Draft, Entry, EntryId, Epoch, Grant, GrantId, Header, KioskId, Language, Question, Recording, SlotId,
    SpreekuurId, TekenBlock, Whom, Words,
};
use inloop::outbox::{Label, Outbox};
use inloop::seal::{Recipients, seal};
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

/// Two public keys whose private halves nobody has.
const TEAM: &str = "age1dksxp3tpp3k8j7mczn4200g7k0nl6shw0zfr9ngayt39nk6cvc6s7unxz8";
const RECOVERY: &str = "age1j82p0kszx6yrnfkv3w7f9fu5gnwy57mxwh8fdywxascvqlf4gd8sxsvhqw";

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let file = PathBuf::from(arguments.next().context("FILE is missing: keep FILE N")?);
    let number = arguments.next().and_then(|n| n.to_str()?.parse().ok()).context("N is missing or no number: keep FILE N")?;
    let what = arguments.next();
    let (bookings, sound) = (what.as_deref() == Some("bookings".as_ref()), what.as_deref() == Some("sound".as_ref()));
    let (clock, luck) = (MachineClock::new(), MachineLuck);
    let recipients = Recipients::parse(TEAM, RECOVERY)?;

    let mut outbox = Outbox::open(&file)?;
    if outbox.tekens() == 0 {
        outbox.grant_tekens(&[TekenBlock { first: 0, count: 120 }])?;
    }
    let rights = if bookings { take_up(&mut outbox, 2 * u64::try_from(number)?)? } else { Vec::new() };
    for place in 0..number {
        let own = rights.get(2 * place..).and_then(|rights| rights.get(..2));
        let body = match own {
            Some([right, _]) => Body::Booking(Booking { whom: Whom::Team, time: Some(*right), contact: None }),
            _ => Body::Question(Question { words: Some(Words::new(&format!("vraag {place}"))?), ..Question::default() }),
        };
        let mut entry = entry(&mut outbox, &clock, &luck, body)?;
        if sound {
            entry.draft.recording = Some(Recording::new(vec![place as u8; SOUND_IN_A_PIECE + 1].into(), Duration::from_secs(9))?);
            entry.draft.tell_of_recording()?;
        }
        let sealed = seal(&entry, &recipients)?;
        let label = Label { urgent: place % 10 == 9, teken: entry.teken, at: entry.left_at, recognition: None };
        match own {
            Some([right, other]) => {
                say(&format!("booked {} {}", right.grant.get(), outbox.book(&sealed, label, *right)?.id()))?;
                if place % 3 == 2 {
                    outbox.give_up(&[other.grant])?;
                    say(&format!("returned {}", other.grant.get()))?;
                }
            }
            _ => say(&format!("kept {}", outbox.keep(&sealed, label)?.id()))?,
        }
    }
    Ok(())
}

/// As many rights as a desk could give, to slots of their own.
fn take_up(outbox: &mut Outbox, many: u64) -> anyhow::Result<Vec<Grant>> {
    let right = |number: u64| -> anyhow::Result<Grant> {
        let slot = SlotId::new(SpreekuurId::new(1)?, 30_000_000 + 30 * u32::try_from(number)?);
        Ok(Grant { grant: GrantId::new(number)?, slot })
    };
    let rights = (1..=many).map(right).collect::<Result<Vec<_>, _>>()?;
    let asked = outbox.ask_for_slots();
    outbox.take_up(&asked, &rights, &[])?;
    say(&format!("holds {many}"))?;
    Ok(rights)
}

fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

fn entry(outbox: &mut Outbox, clock: &dyn Clock, luck: &dyn Luck, body: Body) -> anyhow::Result<Entry> {
    let mut random = [0; 10];
    luck.fill(&mut random)?;
    let left_at = clock.stamp();
    Ok(Entry {
        header: Header {
            id: EntryId::new(u64::try_from(left_at.at.timestamp_millis())?, random),
            kiosk: KioskId::new(1)?,
            epoch: Epoch::FIRST,
            sequence: outbox.next_sequence()?,
        },
        left_at,
        teken: outbox.draw_teken(left_at)?,
        recognition: None,
        draft: Draft { language: Language::NL, body, recording: None },
    })
}
