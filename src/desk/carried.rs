//! What was carried to the desk by hand: a kiosk's copy of what it keeps (`wire::copy`), taken in at the command line.
//!
//! 1. The file is read twice: first to its signature, and nothing is taken of one that its kiosk did not sign whole.
//! 2. Each entry and piece goes through what the intake's `PUT` goes through (`intake::entries`, `intake::sound`), in a transaction of
//!    its own: whatever came by the network is known, and whatever comes later by the network is.
//! 3. One that is refused holds up no other, and is told of by its name.
//! 4. What is printed tells names and numbers, and nothing that anybody left.

use super::config::Config;
use super::intake::{entries, sound};
use super::keys::DeskKeys;
use super::store::audit::{self, AuditKey, Line, What};
use super::store::entries::Arrival;
use super::store::kiosks::{self, Kiosk};
use super::store::{AtHand, StoreError, recordings};
use crate::clock::{Clock, Luck};
use crate::entry::{EntryId, Envelope};
use crate::wire::copy::{BadCopy, CopyHead, CopyLine, CopyReader, MAX_COPY_LINE, Signed};
use crate::wire::{Refusal, signature};
use anyhow::{Context, bail};
use chrono::DateTime;
use chrono_tz::Europe::Amsterdam;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

/// How many refusals are told one by one; the rest is only counted.
const TOLD_ONE_BY_ONE: usize = 50;

/// Takes in a copy and says what was in it.
///
/// # Errors
/// One sentence. Where the copy is not a whole one that a kiosk of ours signed, nothing was taken in.
pub(super) fn import(
    config: &Config,
    file: &Path,
    clock: &dyn Clock,
    luck: &dyn Luck,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let cannot = || format!("{} cannot be read", file.display());
    let mut copy = BufReader::new(File::open(file).with_context(cannot)?);
    let (mut head, mut entries, mut pieces) = (None, 0_u64, 0_u64);
    let signed = read(&mut copy, &mut |line| {
        match line {
            CopyLine::Head(found) => head = Some(found),
            CopyLine::Entry { .. } => entries += 1,
            CopyLine::Piece { .. } => pieces += 1,
            CopyLine::Frame => {}
        }
        Ok(())
    });
    let signed = signed.with_context(|| format!("nothing was taken in from {}", file.display()))?;
    let Some(head) = head else { return Err(BadCopy::CutOff.into()) };
    let keys = DeskKeys::load(&config.keys)?;
    let mut store = AtHand::open(&config.data, clock, luck)?;
    let kiosk = store.step(|conn| kiosks::find(conn, head.kiosk))?;
    let kiosk = whose(kiosk, &head, &signed).context("nothing was taken in")?;
    writeln!(out, "The copy is of kiosk {} ({}), {}.", kiosk.id, kiosk.name, made(&head))?;
    let (audit_key, now) = (AuditKey::of(&keys), clock.stamp().at.timestamp());
    let line = Line::of(None, What::CopyIn, format!("kiosk:{}", kiosk.id), format!("{entries} + {pieces}"));
    store.step(|conn| audit::note(conn, &audit_key, &line, now))?;

    let mut hands = Hands { config, keys, kiosk, head, store, clock, last: None, told: Told::default() };
    copy.rewind().with_context(cannot)?;
    let again = read(&mut copy, &mut |line| hands.take(line));
    hands.told.print(out)?;
    let again = again.context("the rest could not be taken in; what is told above is. Import the same file again")?;
    if again != signed {
        bail!("the file changed while it was read: look where it lies, and import it again");
    }
    match hands.told.refused.len() + hands.told.odd_pieces {
        0 => Ok(()),
        many => {
            bail!("{many} of what is in the copy cannot be taken in; everything else is, and all of it is still at the kiosk")
        }
    }
}

/// Reads every line; gives its signature, which nobody has checked.
fn read(copy: &mut impl BufRead, each: &mut dyn FnMut(CopyLine) -> anyhow::Result<()>) -> anyhow::Result<Signed> {
    let (mut reader, mut line) = (CopyReader::default(), Vec::new());
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        copy.by_ref()
            .take(MAX_COPY_LINE as u64 + 1)
            .read_until(b'\n', &mut line)
            .context("the file cannot be read to its end")?;
        if line.is_empty() {
            return Ok(reader.end()?);
        }
        if line.len() > MAX_COPY_LINE {
            return Err(if number == 1 { BadCopy::NotACopy } else { BadCopy::Damaged(number) }.into());
        }
        each(reader.line(&line)?)?;
    }
}

/// The kiosk that made the copy, where it is one of ours and signed all of it.
fn whose(kiosk: Option<Kiosk>, head: &CopyHead, signed: &Signed) -> anyhow::Result<Kiosk> {
    let number = head.kiosk;
    let Some(kiosk) = kiosk else { bail!("this desk knows no kiosk {number}: the copy is of another desk's") };
    if !kiosk.active {
        bail!("kiosk {number} ({}) was written off: nothing that it kept is taken any more", kiosk.name);
    }
    if head.epoch < kiosk.epoch {
        bail!("kiosk {number} ({}) was enrolled anew after this copy was made: make a new copy at it", kiosk.name);
    }
    if head.epoch != kiosk.epoch || signed.check(&kiosk.key).is_err() {
        bail!(
            "kiosk {number} ({}) did not sign this: the copy was changed or damaged, or is of another desk's kiosk {number}",
            kiosk.name
        );
    }
    Ok(kiosk)
}

fn made(head: &CopyHead) -> String {
    let moment = i64::try_from(head.made_at).ok().and_then(|at| DateTime::from_timestamp(at, 0)).filter(|_| head.trusted);
    match moment {
        Some(moment) => format!("made on {}", moment.with_timezone(&Amsterdam).format("%A %-d %B %Y, %H:%M")),
        None => "which did not know what time it was".to_owned(),
    }
}

/// What takes line after line in.
struct Hands<'a> {
    config: &'a Config,
    keys: DeskKeys,
    kiosk: Kiosk,
    head: CopyHead,
    store: AtHand,
    clock: &'a dyn Clock,
    /// The last entry that is here; none where it was refused.
    last: Option<EntryId>,
    told: Told,
}

impl Hands<'_> {
    fn take(&mut self, line: CopyLine) -> anyhow::Result<()> {
        match line {
            CopyLine::Head(_) | CopyLine::Frame => Ok(()),
            CopyLine::Entry { waited, envelope } => self.entry(waited, &envelope),
            CopyLine::Piece { n, sealed } => self.piece(n, &sealed),
        }
    }

    fn entry(&mut self, waited: Duration, envelope: &[u8]) -> anyhow::Result<()> {
        let stamp = self.clock.stamp().at;
        let since = u64::try_from(stamp.timestamp()).unwrap_or(0).saturating_sub(self.head.made_at);
        let waited = waited + Duration::from_secs(if self.head.trusted { since } else { 0 });
        let from = entries::From { kiosk: self.kiosk.id, epoch: self.kiosk.epoch, waited };
        let looked = match entries::look(&self.keys, from, envelope, stamp) {
            Ok(looked) => looked,
            Err(refusal) => {
                self.last = None;
                self.told.refused.push((Envelope::parse(envelope).ok().map(|envelope| envelope.header().id), refusal));
                return Ok(());
            }
        };
        let (id, speaks) = (looked.listed.id, (self.kiosk.id, self.kiosk.epoch));
        let connect = &self.config.connect;
        let arrival = self.store.step(|conn| entries::take_in(conn, connect, speaks, &looked, stamp.timestamp()))?;
        self.last = Some(id);
        match arrival {
            None => bail!("kiosk {} was written off meanwhile", self.kiosk.id),
            Some(Arrival::New) => self.told.new += 1,
            Some(Arrival::Known(_)) => self.told.known += 1,
            Some(Arrival::Erased(_)) => self.told.erased += 1,
            Some(Arrival::OtherBody) => {
                self.last = None;
                self.told.refused.push((Some(id), Refusal::OtherBody));
            }
        }
        Ok(())
    }

    fn piece(&mut self, n: u8, sealed: &[u8]) -> anyhow::Result<()> {
        let Some(id) = self.last else {
            self.told.odd_pieces += 1;
            return Ok(());
        };
        let (kiosk, epoch) = (self.kiosk.id, self.kiosk.epoch);
        let known = self.store.step(|conn| Ok((recordings::is_erased(conn, id, kiosk)?, recordings::expected(conn, id)?)));
        let (erased, expected) = known?;
        if erased {
            self.told.known_pieces += 1;
            return Ok(());
        }
        if sound::look(&self.keys, kiosk, expected, n, sealed).is_err() {
            self.told.odd_pieces += 1;
            return Ok(());
        }
        let (digest, now) = (signature::digest(sealed), self.clock.stamp().at.timestamp());
        let arrival: Result<_, StoreError> =
            self.store.step(|conn| sound::take_in(conn, (kiosk, epoch), (id, n), (&digest, sealed), now));
        match arrival? {
            None => bail!("kiosk {kiosk} was written off meanwhile"),
            Some(recordings::Arrival::New) => self.told.new_pieces += 1,
            Some(recordings::Arrival::Known) => self.told.known_pieces += 1,
            Some(recordings::Arrival::OtherBody | recordings::Arrival::NoEntry) => self.told.odd_pieces += 1,
        }
        Ok(())
    }
}

/// What became of it all.
#[derive(Default)]
struct Told {
    new: usize,
    known: usize,
    erased: usize,
    new_pieces: usize,
    known_pieces: usize,
    odd_pieces: usize,
    /// By name, where even that can be read.
    refused: Vec<(Option<EntryId>, Refusal)>,
}

impl Told {
    fn print(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let Told { new, known, erased, new_pieces, known_pieces, odd_pieces, refused } = self;
        writeln!(out, "Entries: {new} new, {known} here already, {erased} erased here before, {} refused.", refused.len())?;
        if new_pieces + known_pieces + odd_pieces > 0 {
            writeln!(out, "Pieces of sound: {new_pieces} new, {known_pieces} here already, {odd_pieces} refused.")?;
        }
        for (id, refusal) in refused.iter().take(TOLD_ONE_BY_ONE) {
            let name = id.map_or_else(|| "an entry without a name".to_owned(), |id| format!("entry {id}"));
            writeln!(out, "Refused: {name} {}.", because(*refusal))?;
        }
        Ok(())
    }
}

fn because(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Malformed | Refusal::TooLong => "is damaged on the kiosk's disk",
        Refusal::Newer => "was written by a newer version than this desk",
        Refusal::OtherKiosk => "is another kiosk's",
        Refusal::NotOurs => "is not sealed to this team's key, or was altered",
        Refusal::OtherHeader => "says otherwise inside its seal than outside it",
        Refusal::OtherBody => "came before with other bytes",
        // What a PUT says about the request and not about the entry.
        Refusal::Unsigned
        | Refusal::Revoked
        | Refusal::Replayed
        | Refusal::BadCode
        | Refusal::Busy
        | Refusal::Later
        | Refusal::TooEarly
        | Refusal::Nothing => "cannot be taken in",
    }
}
