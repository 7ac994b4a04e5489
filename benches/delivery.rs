//! 10 000 waiting entries reach a desk on the same machine, each once: entries a second, beside what the desk takes in when
//! nothing but its own intake is in the way (16 connections, no outbox). Run with `cargo bench --bench delivery`.

use inloop::clock::{Clock, Luck, MachineClock, MachineLuck, ServerClock, Stamp};
use inloop::desk::store::enrolment::{self, Confirmed};
use inloop::desk::store::{News as DeskNews, entries};
use inloop::desk::{Config, Desk, DeskKeys, Parts as DeskParts, RunningDesk, config, keys};
use inloop::entry::{Body, Draft, Entry, EntryId, Header, Language, Question, Sequence, Words};
use inloop::kiosk::courier::{Courier, News, Parts};
use inloop::kiosk::enrol::{self, Progress, Way};
use inloop::kiosk::identity::Identity;
use inloop::kiosk::keeper::{Keeper, KeeperHandle};
use inloop::kiosk::link::{Link, Patience};
use inloop::seal::seal;
use inloop::wire::Sort;
use std::collections::HashSet;
use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const ENTRIES: usize = 10_000;

/// Connections to the bare intake.
const CONNECTIONS: usize = 16;

type Failed = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let clock: Arc<dyn Clock> = Arc::new(MachineClock::new());
    let desk = desk(folder.path())?;
    let keeper = Keeper::start(&folder.path().join("outbox.sqlite"), Arc::clone(&clock), Arc::new(MachineLuck))?;
    let identity = enrolled(&desk, &keeper.handle(), &clock)?;

    let took = measure(&clock, || fill(&keeper.handle()))?;
    println!("kept      {:7.0} entries/s ({ENTRIES} in {:.1} s)", rate(took), took.as_secs_f64());
    let took = measure(&clock, || carry(&identity, &keeper.handle(), &clock, folder.path()))?;
    println!("delivered {:7.0} entries/s ({ENTRIES} in {:.1} s)", rate(took), took.as_secs_f64());
    let (at_desk, waiting) = (count(&desk)?, keeper.handle().counts()?.waiting);
    if (at_desk, waiting) != (ENTRIES as i64, 0) {
        return Err(format!("{at_desk} entries are at the desk and {waiting} wait").into());
    }
    let sealed = Mutex::new(sealed(&identity)?);
    let bare = measure(&clock, || intake(&identity, &keeper.handle(), &clock, &sealed))?;
    println!("intake    {:7.0} entries/s ({ENTRIES} over {CONNECTIONS} connections)", rate(bare));
    println!("delivered is {:.2} of the desk's own intake", bare.as_secs_f64() / took.as_secs_f64());
    Ok(())
}

fn rate(took: Duration) -> f64 {
    ENTRIES as f64 / took.as_secs_f64()
}

fn measure(clock: &Arc<dyn Clock>, work: impl FnOnce() -> Result<(), Failed>) -> Result<Duration, Failed> {
    let start = clock.now();
    work()?;
    Ok(clock.now() - start)
}

fn desk(folder: &Path) -> Result<RunningDesk, Failed> {
    let mut config = Config::parse(config::SAMPLE)?;
    (config.data, config.keys) = (folder.join("desk"), folder.join("keys"));
    keys::make(&config.keys, &[], &MachineLuck)?;
    let keys = DeskKeys::load(&config.keys)?;
    let listen = || TcpListener::bind("127.0.0.1:0");
    let (clock, luck) = (Arc::new(ServerClock), Arc::new(MachineLuck));
    let long_poll = Duration::from_secs(5);
    Ok(Desk::start(DeskParts { config, keys, kiosks: listen()?, staff: listen()?, clock, luck, long_poll })?)
}

fn enrolled(desk: &RunningDesk, keeper: &KeeperHandle, clock: &Arc<dyn Clock>) -> Result<Identity, Failed> {
    let (store, now) = (desk.state().store.clone(), desk.state().now());
    let code = store.write_waiting(DeskNews::Silent, move |conn| enrolment::new_code(conn, &MachineLuck, now))?;
    let url = format!("https://{}", desk.kiosks()).parse()?;
    let way = Way { desk: url, only: None, proxy: None, patience: Patience::default(), sort: Sort::Kiosk };
    let compared = enrol::ask(&way, code, Arc::clone(clock), &MachineLuck)?.words_are_the_same();
    let confirmed = store.write_waiting(DeskNews::Silent, move |conn| {
        let waiting = enrolment::pending(conn, now)?;
        enrolment::confirm(conn, waiting.first().map_or(0, |waiting| waiting.id), "bench", None, now)
    })?;
    match (confirmed, compared.look()) {
        (Confirmed::Enrolled(..), Ok(Progress::Enrolled(identity))) => {
            keeper.enrol(identity.enrolment(), Vec::new())?;
            Ok(*identity)
        }
        _ => Err("the kiosk was not taken in".into()),
    }
}

fn question() -> Draft {
    let words = Words::new("mijn verwarming is stuk en de buren ook").ok();
    Draft { language: Language::NL, body: Body::Question(Question { words, ..Question::default() }), recording: None }
}

fn fill(keeper: &KeeperHandle) -> Result<(), Failed> {
    for _ in 0..ENTRIES {
        let (answer, answers) = channel();
        keeper.hand_in(question(), move |kept| drop(answer.send(kept.map(drop))));
        answers.recv()?.map_err(|not_kept| not_kept.to_string())?;
    }
    Ok(())
}

fn carry(identity: &Identity, keeper: &KeeperHandle, clock: &Arc<dyn Clock>, folder: &Path) -> Result<(), Failed> {
    let (told, news) = channel();
    let told = Mutex::new(told);
    let parts = Parts {
        link: Arc::new(link(identity, keeper, clock)?),
        keeper: keeper.clone(),
        folder: folder.to_owned(),
        clock: Arc::clone(clock),
        luck: Arc::new(MachineLuck),
        check_texts: None,
        listener: Arc::new(move |news| {
            if let (News::Delivered { id, .. }, Ok(told)) = (news, told.lock()) {
                // The bench has all it waits for once nobody listens.
                let _ = told.send(id);
            }
        }),
    };
    let courier = Courier::start(parts)?;
    let mut delivered = HashSet::new();
    while delivered.len() < ENTRIES {
        if !delivered.insert(news.recv()?) {
            return Err("an entry was delivered twice".into());
        }
    }
    courier.stop();
    Ok(())
}

fn link(identity: &Identity, keeper: &KeeperHandle, clock: &Arc<dyn Clock>) -> Result<Link, Failed> {
    Ok(Link::to_desk(identity, keeper, Arc::clone(clock), None, Patience::default())?)
}

fn count(desk: &RunningDesk) -> Result<i64, Failed> {
    Ok(desk.state().store.read_waiting(entries::count)?)
}

/// As many entries as were delivered, that no outbox has.
fn sealed(identity: &Identity) -> Result<Vec<(EntryId, Vec<u8>)>, Failed> {
    let mut all = Vec::with_capacity(ENTRIES);
    for number in 0..ENTRIES as u64 {
        let mut random = [0; 10];
        MachineLuck.fill(&mut random)?;
        let id = EntryId::new(1_800_000_000_000, random);
        let sequence = Sequence::new(1_000_000 + number)?;
        let header = Header { id, kiosk: identity.kiosk, epoch: identity.epoch, sequence };
        let left_at = Stamp { at: chrono::DateTime::UNIX_EPOCH, trusted: false };
        let entry = Entry { header, left_at, teken: None, recognition: None, draft: question() };
        all.push((id, seal(&entry, &identity.recipients)?.envelope().to_bytes()));
    }
    Ok(all)
}

fn intake(
    identity: &Identity,
    keeper: &KeeperHandle,
    clock: &Arc<dyn Clock>,
    sealed: &Mutex<Vec<(EntryId, Vec<u8>)>>,
) -> Result<(), Failed> {
    let one = || -> Result<(), Failed> {
        let link = link(identity, keeper, clock)?;
        while let Some((id, envelope)) = sealed.lock().map_err(|error| error.to_string())?.pop() {
            link.send_entry(id, &envelope, Duration::ZERO)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(one)).collect();
        all.into_iter().try_for_each(|thread| thread.join().map_err(|_| Failed::from("a connection panicked"))?)
    })
}
