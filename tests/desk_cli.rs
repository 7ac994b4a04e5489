//! What `inloop-desk` promises whoever types it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

mod by_hand;

use by_hand::*;
use inloop::booking::desk::Heard;
use inloop::clock::{BenchClock, BenchLuck};
use inloop::desk::config::SAMPLE;
use inloop::desk::store::spreekuren::New;
use inloop::desk::store::{News, Store, backup, entries, grants, kiosks, meta, people, spreekuren, workers};
use inloop::desk::{DeskKeys, passwords};
use inloop::entry::Whom;
use inloop::seal::{TeamKey, open, seal};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

struct Typed {
    worked: bool,
    out: String,
    err: String,
}

fn type_in(folder: &Path, line: &[&str]) -> Typed {
    typed(desk(folder, line).env_remove("CREDENTIALS_DIRECTORY"))
}

fn desk(folder: &Path, line: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inloop-desk"));
    command.args(line).current_dir(folder);
    command
}

fn typed(command: &mut Command) -> Typed {
    let run = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Typed { worked: run.status.success(), out: text(run.stdout), err: text(run.stderr) }
}

/// One sentence, and not a panic.
fn refused(typed: &Typed, says: &str) {
    assert!(!typed.worked, "{}", typed.out);
    assert!(typed.err.contains(says), "{}", typed.err);
    assert!(!typed.err.contains("panicked"), "{}", typed.err);
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[test]
fn keygen_makes_keys_that_open_and_keeps_the_recovery_key_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let typed = type_in(folder.path(), &["keygen", "keys", "--name", "desk.example.nl", "--name", "192.0.2.7"]);
    assert!(typed.worked, "{}", typed.err);
    assert!(typed.out.contains("Both keys opened a test entry."));
    let paper = typed.out.lines().find_map(|line| line.trim().strip_prefix("AGE-SECRET-KEY-")).unwrap().to_owned();
    let recovery = TeamKey::parse(&format!("AGE-SECRET-KEY-{paper}")).unwrap();
    let keys = DeskKeys::load(&folder.path().join("keys")).unwrap();
    assert_eq!(recovery.public(), keys.recipients.recovery());
    assert!(typed.out.contains(&keys.fingerprints().certificate));
    let kept_files = std::fs::read_dir(folder.path().join("keys")).unwrap().map(|file| file.unwrap().path());
    for file in kept_files {
        assert!(!std::fs::read_to_string(&file).unwrap().contains(&paper), "{}", file.display());
    }
    for (file, expected) in [("", 0o700), ("team.key", 0o600), ("signing.key", 0o600), ("certificate.key", 0o600)] {
        assert_eq!(mode(&folder.path().join("keys").join(file)), expected, "{file}");
    }
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let entry =
        kiosk.entry(1, inloop::clock::Clock::stamp(&*bench.clock), inloop::entry::Body::Call(inloop::entry::CallReason::Help));
    let sealed = seal(&entry, &keys.recipients).unwrap();
    assert!(open(sealed.envelope(), &recovery).is_ok() && open(sealed.envelope(), &keys.team).is_ok());
}

#[test]
fn keygen_never_writes_over_a_key() {
    let folder = tempfile::tempdir().unwrap();
    assert!(type_in(folder.path(), &["keygen", "keys", "--recovery-file", "stick.key"]).worked);
    assert_eq!(mode(&folder.path().join("stick.key")), 0o600);
    let before = std::fs::read(folder.path().join("keys/team.key")).unwrap();
    refused(&type_in(folder.path(), &["keygen", "keys"]), "holds keys already");
    refused(&type_in(folder.path(), &["keygen", "others", "--recovery-file", "stick.key"]), "there is one already");
    assert!(!folder.path().join("others").exists());
    std::fs::remove_file(folder.path().join("keys/certificate.pem")).unwrap();
    refused(&type_in(folder.path(), &["keygen", "keys"]), "holds keys already");
    assert_eq!(std::fs::read(folder.path().join("keys/team.key")).unwrap(), before);
}

#[test]
fn a_key_that_others_can_read_is_not_used() {
    let folder = configured();
    std::fs::set_permissions(folder.path().join("keys/team.key"), PermissionsExt::from_mode(0o644)).unwrap();
    refused(&type_in(folder.path(), &["serve"]), "can be read by others");
}

#[test]
fn the_printed_configuration_serves_and_stops_when_told() {
    let folder = configured();
    let mut desk = Command::new(env!("CARGO_BIN_EXE_inloop-desk"))
        .arg("serve")
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(desk.stdout.take().unwrap()).lines();
    assert!(said.next().unwrap().unwrap().starts_with("Staff: http://127.0.0.1:"));
    assert!(said.next().unwrap().unwrap().starts_with("Kiosks: https://127.0.0.1:"));
    refused(&type_in(folder.path(), &["serve"]), "another desk is running");
    assert!(type_in(folder.path(), &["add-worker", "Fatma"]).worked, "also while it runs");
    assert!(type_in(folder.path(), &["backup", "copy.sqlite"]).worked, "also while it runs");
    refused(
        &type_in(folder.path(), &["restore", "copy.sqlite", "--kiosks-since", "none", "--replace"]),
        "another desk is running",
    );
    // The shell's own `kill`: a small Debian has no other.
    assert!(Command::new("sh").args(["-c", "kill $0"]).arg(desk.id().to_string()).status().unwrap().success());
    assert!(desk.wait().unwrap().success());
}

#[test]
fn a_taken_port_is_one_clear_sentence() {
    let folder = configured();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let file = folder.path().join("inloop-desk.toml");
    let config = std::fs::read_to_string(&file).unwrap().replacen("127.0.0.1:0", &address, 1);
    std::fs::write(&file, config).unwrap();
    refused(&type_in(folder.path(), &["serve"]), &format!("the desk cannot listen on {address}"));
}

#[test]
fn a_data_folder_that_cannot_be_is_one_clear_sentence() {
    let folder = configured();
    std::fs::write(folder.path().join("data"), "a file").unwrap();
    refused(&type_in(folder.path(), &["serve"]), "the data folder data cannot be used");
}

#[test]
fn an_unknown_key_is_refused_by_name_and_line() {
    let folder = configured();
    let file = folder.path().join("inloop-desk.toml");
    std::fs::write(&file, format!("datta = 1\n{}", std::fs::read_to_string(&file).unwrap())).unwrap();
    let typed = type_in(folder.path(), &["serve"]);
    refused(&typed, "datta");
    refused(&typed, "line 1,");
    refused(&type_in(folder.path(), &["serve", "--config", "nowhere.toml"]), "nowhere.toml cannot be read");
}

#[test]
fn a_new_worker_gets_a_password_of_their_own_to_use_once() {
    let folder = configured();
    let words = |name| {
        let typed = type_in(folder.path(), &["add-worker", name]);
        assert!(typed.worked, "{}", typed.err);
        typed.out.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned()
    };
    let (fatma, jan) = (words("Fatma el Amrani"), words("Jan"));
    assert_ne!(fatma, jan);
    refused(&type_in(folder.path(), &["add-worker", "Jan"]), "there is a worker called Jan already");
    refused(&type_in(folder.path(), &["add-worker", " "]), "1 to 60 characters");
    let store = Store::open(&folder.path().join("data"), &*Bench::new().clock, &BenchLuck::seeded(3)).unwrap();
    let worker = store.read_waiting(|conn| workers::by_name(conn, "Fatma el Amrani")).unwrap().unwrap();
    assert!(worker.must_change && passwords::verify(&fatma, &worker.password) && !passwords::verify(&jan, &worker.password));
}

#[test]
fn no_desk_is_without_a_manager_and_roles_are_given_by_name() {
    let folder = configured();
    let first = type_in(folder.path(), &["add-worker", "Fatma"]);
    assert!(first.out.contains("Fatma manages this desk"), "{}", first.out);
    let second = type_in(folder.path(), &["add-worker", "Bram"]);
    assert!(!second.out.contains("manages"), "{}", second.out);
    assert!(type_in(folder.path(), &["add-worker", "Noor", "--role", "manager", "--role", "coordinator"]).worked);
    assert!(type_in(folder.path(), &["add-worker", "Ans", "--role", "auditor"]).worked);
    for wrong in ["host", "root", ""] {
        refused(&type_in(folder.path(), &["add-worker", "Ola", "--role", wrong]), "worker, coordinator, manager, auditor");
    }
    let store = Store::open(&folder.path().join("data"), &*Bench::new().clock, &BenchLuck::seeded(3)).unwrap();
    let all = store.read_waiting(people::all).unwrap();
    let told: Vec<_> = all.iter().map(|one| (one.name.as_str(), one.roles.words(), one.teams.len())).collect();
    let expected =
        [("Ans", "auditor", 0), ("Bram", "worker", 1), ("Fatma", "worker manager", 1), ("Noor", "coordinator manager", 1)];
    assert_eq!(told, expected.map(|(name, roles, teams)| (name, roles.to_owned(), teams)));
}

#[test]
fn the_audit_log_is_verified_at_the_command_line_and_against_what_was_written_down() {
    let bench = Bench::new();
    let folder = configured();
    std::fs::write(folder.path().join("inloop-desk.toml"), config_text(&bench.data(), &bench.config.keys)).unwrap();
    let verify = |more: &[&str]| type_in(folder.path(), &[&["audit", "verify"], more].concat());
    assert!(verify(&[]).out.contains("The log has no lines yet."));
    for name in ["Fatma", "Bram"] {
        assert!(type_in(folder.path(), &["add-worker", name]).worked);
    }
    let whole = verify(&[]);
    assert!(whole.out.contains("The chain is whole: 2 lines"), "{}{}", whole.out, whole.err);
    let knew = whole.out.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(type_in(folder.path(), &["add-worker", "Noor"]).worked);
    assert!(verify(&["--knew", &knew]).worked);
    refused(&verify(&["--knew", "2:0000000000000000"]), "line 2 is not the one that was written down");
    refused(&verify(&["--knew", "9:0000000000000000"]), "line 9 is not the one");
    refused(&verify(&["--knew", "x"]), "is not a line's number and hash");
    // A copy of the keys of another desk verifies nothing.
    let other = folder.path().join("other-keys");
    assert!(type_in(folder.path(), &["keygen", "other-keys"]).worked);
    std::fs::write(folder.path().join("inloop-desk.toml"), config_text(&bench.data(), &other)).unwrap();
    refused(&verify(&[]), "the chain is broken: line 1");
}

#[test]
fn keys_that_are_credentials_of_the_service_are_used_and_nothing_is_done_without_a_line_in_the_log() {
    let bench = Bench::new();
    let folder = configured();
    let (keys, credentials) = (folder.path().join("no-keys"), bench.config.keys.clone());
    std::fs::create_dir(&keys).unwrap();
    std::fs::write(folder.path().join("inloop-desk.toml"), config_text(&bench.data(), &keys)).unwrap();
    // Root's files, readable by a list and not by their mode.
    for name in ["team.key", "signing.key", "certificate.key"] {
        std::fs::set_permissions(credentials.join(name), std::fs::Permissions::from_mode(0o440)).unwrap();
    }
    let with_keys = |args: &[&str]| typed(desk(folder.path(), args).env("CREDENTIALS_DIRECTORY", &credentials));
    let added = with_keys(&["add-worker", "Fatma"]);
    assert!(added.worked, "{}", added.err);
    assert!(with_keys(&["audit", "verify"]).out.contains("The chain is whole: 1 lines"));
    refused(&type_in(folder.path(), &["add-worker", "Daan"]), "none of its keys are here");
    refused(&type_in(folder.path(), &["audit", "verify"]), "team.key cannot be used");
    assert!(with_keys(&["audit", "verify"]).out.contains("1 lines"), "and nobody was added");
    // Some keys and not others is no desk that has none yet.
    std::fs::copy(credentials.join("signing.key"), keys.join("signing.key")).unwrap();
    refused(&type_in(folder.path(), &["add-worker", "Daan"]), "team.key cannot be used");
}

#[test]
fn a_backup_brings_everything_back_under_a_new_name_and_holds_no_key() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let sealed = kiosk.question(1, &bench);
    assert_eq!(bench.ask(kiosk.put(sealed.envelope())).status, 201);
    let name = bench.read(meta::store_id);
    let folder = configured();
    std::fs::write(folder.path().join("inloop-desk.toml"), config_text(&bench.data(), &bench.config.keys)).unwrap();
    assert!(type_in(folder.path(), &["backup", "copy.sqlite"]).worked);
    let copy = folder.path().join("copy.sqlite");
    assert_eq!(mode(&copy), 0o600);
    refused(&type_in(folder.path(), &["backup", "copy.sqlite"]), "copy.sqlite cannot be written");
    let bytes = std::fs::read(&copy).unwrap();
    for secret in [bench.state.keys.team.reveal(), zeroize::Zeroizing::new("AGE-SECRET".to_owned())] {
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()));
    }
    let after = kiosk.question(2, &bench);
    assert_eq!(bench.ask(kiosk.put(after.envelope())).status, 201);
    let closed = bench.closed();
    refused(&type_in(folder.path(), &["restore", "copy.sqlite", "--kiosks-since", "none"]), "say --replace");
    let typed = type_in(folder.path(), &["restore", "copy.sqlite", "--kiosks-since", "none", "--replace"]);
    assert!(typed.worked, "{}", typed.err);
    assert!(typed.out.contains("desk.sqlite.replaced-"), "set aside, not deleted");
    let bench = closed.opened();
    assert_eq!(bench.read(entries::count), 1);
    assert_ne!(bench.read(meta::store_id), name, "so that kiosks send their last days again");
    kiosk.number.store(100_000, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(bench.ask(kiosk.put(sealed.envelope())).status, 200);
    assert_eq!(bench.ask(kiosk.put(after.envelope())).status, 201);
    let next = bench.enrol(2).id.get();
    assert!(next > 100, "numbers that may have been given since the backup are not given again: {next}");
    assert_eq!(bench.read(kiosks::all).len(), 2);
}

#[test]
fn a_restore_must_be_told_whether_a_kiosk_came_after_the_backup() {
    let folder = configured();
    assert!(type_in(folder.path(), &["add-worker", "Fatma"]).worked);
    assert!(type_in(folder.path(), &["backup", "copy.sqlite"]).worked);
    let file = folder.path().join("data/desk.sqlite");
    let before = std::fs::read(&file).unwrap();
    let unsaid = type_in(folder.path(), &["restore", "copy.sqlite", "--replace"]);
    refused(&unsaid, "was a kiosk enrolled, or enrolled anew, after this backup was made?");
    refused(&unsaid, "when in doubt: some");
    refused(
        &type_in(folder.path(), &["restore", "copy.sqlite", "--replace", "--kiosks-since", "maybe"]),
        "[possible values: none, some]",
    );
    assert_eq!(std::fs::read(&file).unwrap(), before, "nothing was restored");
    let help = type_in(folder.path(), &["restore", "--help"]).out;
    for said in ["--kiosks-since <none|some>", "when in doubt: some", "no times are given until staff accept the risk"] {
        assert!(help.contains(said), "{said}: {help}");
    }
    for (since, doubt) in [("none", None), ("some", Some(Heard::Silent))] {
        let typed = type_in(folder.path(), &["restore", "copy.sqlite", "--replace", "--kiosks-since", since]);
        assert!(typed.worked && typed.out.contains("write it off again on the page Kiosken"), "{}{}", typed.out, typed.err);
        assert!(typed.out.contains("The backup was made on ") && !typed.out.contains("more than 7 days old"), "{}", typed.out);
        assert!(typed.out.contains("appointments that they booked, moved or cancelled on the phone"), "{}", typed.out);
        assert_eq!(typed.out.contains("No times are given until somebody accepts the risk"), doubt.is_some(), "{}", typed.out);
        let store = Store::open(&folder.path().join("data"), &*Bench::new().clock, &BenchLuck::seeded(3)).unwrap();
        assert_eq!(store.read_waiting(grants::strangers).unwrap(), doubt, "{since}");
    }
}

#[test]
fn a_restore_says_from_when_its_backup_is_and_what_is_lost() {
    let folder = configured();
    assert!(type_in(folder.path(), &["add-worker", "Fatma"]).worked);
    let (data, old) = (folder.path().join("data"), folder.path().join("old.sqlite"));
    backup(&data, &old, &BenchClock::at(1_600_000_000, true)).unwrap();
    std::fs::copy(data.join("desk.sqlite"), folder.path().join("copied.sqlite")).unwrap();
    for (file, when, beyond) in [
        ("old.sqlite", "The backup was made on Sunday 13 September 2020, 14:26.", "It is more than 7 days old"),
        ("copied.sqlite", "The backup does not say when it was made.", "If it is more than 7 days old"),
    ] {
        let typed = type_in(folder.path(), &["restore", file, "--replace", "--kiosks-since", "none"]);
        assert!(typed.worked && typed.out.contains(when) && typed.out.contains(beyond), "{file}: {}{}", typed.out, typed.err);
        assert!(typed.out.contains("The page Spreekuren says so until somebody ticks"), "{}", typed.out);
    }
}

#[test]
fn a_city_is_made_for_trying_with_what_was_asked_for_and_never_in_a_desk_that_is_used() {
    let folder = configured();
    let seed = ["seed", "--teams", "3", "--workers", "7", "--entries", "60", "--config", "inloop-desk.toml"];
    let typed = type_in(folder.path(), &seed);
    assert!(typed.worked, "{}", typed.err);
    let store = Store::open(&folder.path().join("data"), &BenchClock::at(1_795_431_600, true), &BenchLuck::seeded(1)).unwrap();
    assert_eq!(store.read_waiting(workers::all_teams).unwrap().len(), 3);
    let people = store.read_waiting(people::all).unwrap();
    assert!(people.len() >= 7 && people.iter().any(|one| one.roles.sees_cards()), "{}", people.len());
    assert_eq!(store.read_waiting(entries::count).unwrap(), 60);
    drop(store);
    let before = std::fs::read(folder.path().join("data/desk.sqlite")).unwrap();
    refused(&type_in(folder.path(), &seed), "goes into an empty one");
    assert_eq!(std::fs::read(folder.path().join("data/desk.sqlite")).unwrap(), before, "what is there is not touched");
}

#[test]
fn a_host_is_added_for_a_spreekuur_that_is_there() {
    let folder = configured();
    for (number, says) in
        [("7", "there is no spreekuur 7"), ("0", "spreekuren are counted from 1"), ("-1", "unexpected argument")]
    {
        refused(&type_in(folder.path(), &["add-worker", "Wouter", "--host", number]), says);
    }
    refused(&type_in(folder.path(), &["add-worker", "Wouter", "--host", "een"]), "invalid value 'een' for '--host <SPREEKUUR>'");
    let store = || Store::open(&folder.path().join("data"), &*Bench::new().clock, &BenchLuck::seeded(3)).unwrap();
    let new = New { whom: Whom::Police, host: String::new(), place: String::new(), minutes: 30, feed: "feed".into() };
    let spreekuur = store().write_waiting(News::Silent, move |conn| spreekuren::add(conn, &new, MONDAY_NOON)).unwrap();
    let typed = type_in(folder.path(), &["add-worker", "Wouter", "--host", &spreekuur.get().to_string()]);
    assert!(typed.worked && typed.out.starts_with("Wouter can log in once with: "), "{}{}", typed.out, typed.err);
    let store = store();
    let wouter = store.read_waiting(|conn| workers::by_name(conn, "Wouter")).unwrap().unwrap();
    assert!(wouter.roles.is_host() && wouter.must_change);
    let own = store.read_waiting(move |conn| spreekuren::of_host(conn, wouter.id)).unwrap();
    assert_eq!(own.into_iter().collect::<Vec<_>>(), [spreekuur]);
}

#[test]
fn a_damaged_backup_changes_nothing() {
    let folder = configured();
    assert!(type_in(folder.path(), &["add-worker", "Fatma"]).worked);
    assert!(type_in(folder.path(), &["backup", "copy.sqlite"]).worked);
    let copy = folder.path().join("copy.sqlite");
    let mut bytes = std::fs::read(&copy).unwrap();
    let before = std::fs::read(folder.path().join("data/desk.sqlite")).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(0xA5);
    for (name, content) in [("half.sqlite", bytes.as_slice()), ("text.sqlite", b"not a store".as_slice()), ("empty.sqlite", b"")]
    {
        std::fs::write(folder.path().join(name), content).unwrap();
        let typed = type_in(folder.path(), &["restore", name, "--kiosks-since", "some", "--replace"]);
        assert!(!typed.worked && !typed.err.contains("panicked"), "{name}: {}", typed.err);
    }
    refused(
        &type_in(folder.path(), &["restore", "nowhere.sqlite", "--kiosks-since", "some", "--replace"]),
        "there is no store at nowhere.sqlite",
    );
    assert_eq!(std::fs::read(folder.path().join("data/desk.sqlite")).unwrap(), before);
}

fn config_text(data: &Path, keys: &Path) -> String {
    SAMPLE
        .replace("data = \"data\"", &format!("data = {:?}", data.display().to_string()))
        .replace("keys = \"keys\"", &format!("keys = {:?}", keys.display().to_string()))
        .replace("127.0.0.1:8080", "127.0.0.1:0")
        .replace("0.0.0.0:8443", "127.0.0.1:0")
}

/// A folder with keys and the printed configuration, on ports of nobody.
fn configured() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let printed = type_in(folder.path(), &["default-config"]);
    assert!(printed.worked && printed.out == SAMPLE);
    let config = printed.out.replace("127.0.0.1:8080", "127.0.0.1:0").replace("0.0.0.0:8443", "127.0.0.1:0");
    std::fs::write(folder.path().join("inloop-desk.toml"), config).unwrap();
    assert!(type_in(folder.path(), &["keygen", "keys", "--config", "inloop-desk.toml"]).worked);
    folder
}
