//! What the store promises whoever writes to it.

use super::*;
use crate::clock::{BenchClock, BenchLuck};
use diesel::connection::SimpleConnection;
use diesel::{QueryDsl, RunQueryDsl};
use std::sync::mpsc::channel;

fn clock() -> BenchClock {
    BenchClock::at(1_800_000_000, true)
}

fn open(dir: &Path) -> Result<Store, OpenError> {
    Store::open(dir, &clock(), &BenchLuck::seeded(1))
}

fn name(conn: &mut Conn, number: usize) -> Result<Option<i32>, StoreError> {
    workers::add(conn, &format!("worker {number}"), "x", false, 0)
}

fn count(store: &Store) -> usize {
    store.read_waiting(workers::all).unwrap().len()
}

#[test]
fn jobs_that_wait_share_one_commit_and_none_is_answered_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).unwrap();
    let (go, gate) = channel::<()>();
    let (answers, answered) = channel();
    let holding = store.clone();
    holding.0.writer.give(News::Silent, move |_| Ok(gate.recv().is_ok()), |_| ()).unwrap();
    for number in 0..50 {
        let answers = answers.clone();
        let answer = move |result: Result<Option<i32>, StoreError>| drop(answers.send(result));
        holding.0.writer.give(News::Pages, move |conn| name(conn, number), answer).unwrap();
    }
    let (seen_by_others, looked) = channel();
    let beside = Arc::downgrade(&store.0);
    let look = move |conn: &mut Conn| {
        let others = Store(beside.upgrade().unwrap());
        let unanswered = answered.try_recv().is_err();
        seen_by_others.send((workers::all(conn)?.len(), count(&others), unanswered)).unwrap();
        // Whoever waits for the answers gets the receiver back.
        Ok(answered)
    };
    let (give_back, given_back) = channel();
    holding.0.writer.give(News::Silent, look, move |result| drop(give_back.send(result))).unwrap();
    let news = store.news();
    let before = *news.borrow();
    go.send(()).unwrap();
    let answered = given_back.recv().unwrap().unwrap();
    assert_eq!(looked.recv().unwrap(), (50, 0, true), "one transaction: inside all, outside none, nobody answered");
    assert!((0..50).all(|_| answered.recv().unwrap().unwrap().is_some()));
    assert_eq!(count(&store), 50);
    assert_eq!(*news.borrow(), before + 1, "one commit, one piece of news");
}

#[test]
fn a_job_that_fails_takes_none_of_the_others_with_it_and_makes_no_news() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).unwrap();
    let (go, gate) = channel::<()>();
    store.0.writer.give(News::Silent, move |_| Ok(gate.recv().is_ok()), |_| ()).unwrap();
    let (answers, answered) = channel();
    for number in 0..3 {
        let answers = answers.clone();
        let job = move |conn: &mut Conn| match (name(conn, number)?, number) {
            (_, 1) => Err(StoreError::Odd("test")),
            (id, _) => Ok(id),
        };
        store.0.writer.give(News::Hall, job, move |result| answers.send(result.is_ok()).unwrap()).unwrap();
    }
    go.send(()).unwrap();
    assert_eq!(answered.iter().take(3).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(count(&store), 2);
    let hall = store.hall_news();
    let before = *hall.borrow();
    assert!(store.write_waiting(News::Hall, |_| Err::<(), _>(StoreError::Odd("test"))).is_err());
    assert_eq!(*hall.borrow(), before);
}

#[test]
fn what_was_given_is_written_before_the_store_closes() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).unwrap();
    for number in 0..300 {
        store.0.writer.give(News::Silent, move |conn| name(conn, number), |_| ()).unwrap();
    }
    drop(store);
    assert_eq!(count(&open(folder.path()).unwrap()), 300);
}

#[test]
fn a_reader_cannot_write_and_every_connection_is_durable() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).unwrap();
    assert!(store.read_waiting(|conn| name(conn, 1)).is_err());
    let set_up = |conn: &mut Conn| opening::assert_set_up(conn).map_err(|_| StoreError::Odd("pragmas"));
    store.read_waiting(set_up).unwrap();
    store.write_waiting(News::Silent, set_up).unwrap();
    let loosen = |conn: &mut Conn| Ok(conn.batch_execute("PRAGMA secure_delete = OFF")?);
    store.read_waiting(loosen).unwrap();
    assert!((0..READERS).any(|_| store.read_waiting(set_up).is_err()), "the assertion sees a pragma that was lost");
}

#[test]
fn two_desks_cannot_have_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    let _store = open(folder.path()).unwrap();
    assert!(matches!(open(folder.path()), Err(OpenError::InUse { .. })));
}

#[test]
fn the_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).unwrap();
    drop(open(&data).unwrap());
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join(FILE)), 0o600);
}

#[test]
fn a_store_of_the_first_schema_keeps_its_content_and_learns_appointments_and_ratings() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    let mut conn: Conn = diesel::Connection::establish(&file.to_string_lossy()).unwrap();
    opening::migrate_to_the_next(&mut conn);
    conn.batch_execute("INSERT INTO worker VALUES (1, 'Ans', 'x', FALSE, TRUE, 0); INSERT INTO meta VALUES ('store', 'old');")
        .unwrap();
    conn.batch_execute("INSERT INTO kiosk (id, name, public_key, epoch, state, enrolled_at, software, teken_first, teken_count) VALUES (1, 'hal', x'00', 1, 'active', 0, '', 0, 100)").unwrap();
    conn.batch_execute("INSERT INTO entry VALUES (x'00', 1, 1, 1, x'00', '', 0, 0, FALSE, 'question', 0, TRUE, NULL, NULL, NULL, NULL, 'nl', NULL, FALSE)").unwrap();
    assert!(conn.batch_execute("SELECT * FROM slot").is_err(), "it is of the first schema");
    drop(conn);
    let store = open(folder.path()).unwrap();
    assert_eq!(count(&store), 1);
    assert_eq!(store.read_waiting(meta::store_id).unwrap(), "old");
    let tables = "SELECT s.state, b.state, u.kind, k.slots_store, w.roles FROM slot s, booking b, unmatched u, kiosk k, worker w, \
                  spreekuur, spreekuur_hours, spreekuur_exception, worker_spreekuur";
    store.read_waiting(move |conn| Ok(conn.batch_execute(tables)?)).unwrap();
    let role = |conn: &mut Conn| Ok(schema::worker::table.select(schema::worker::roles).load::<String>(conn)?);
    assert_eq!(store.read_waiting(role).unwrap(), ["worker manager"]);
    let known = |conn: &mut Conn| Ok(schema::kiosk::table.select(schema::kiosk::slots_store).load::<Option<String>>(conn)?);
    assert_eq!(store.read_waiting(known).unwrap(), [None]);
    let raised = |conn: &mut Conn| Ok(schema::entry::table.select(schema::entry::raised).load::<bool>(conn)?);
    assert_eq!(store.read_waiting(raised).unwrap(), [false]);
    assert_eq!(store.read_waiting(ratings::all).unwrap(), []);
    drop(store);
    drop(open(folder.path()).unwrap());
}

#[test]
fn of_those_who_were_there_before_roles_the_first_worker_manages_and_the_others_stay_what_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let mut conn: Conn = diesel::Connection::establish(&folder.path().join(FILE).to_string_lossy()).unwrap();
    for _ in 0..7 {
        opening::migrate_to_the_next(&mut conn);
    }
    conn.batch_execute(
        "INSERT INTO worker VALUES (1, 'Gone', 'x', FALSE, FALSE, 0, 'worker'), (2, 'Wouter', 'x', FALSE, TRUE, 0, 'host'),
             (3, 'Ans', 'x', FALSE, TRUE, 0, 'worker'), (4, 'Bram', 'x', FALSE, TRUE, 0, 'worker');
         INSERT INTO team VALUES (2, 'Noord', 0);
         INSERT INTO presence VALUES (1, 'present', 3, 5);",
    )
    .unwrap();
    drop(conn);
    let store = open(folder.path()).unwrap();
    let all = store.read_waiting(people::all).unwrap();
    let mut told: Vec<_> = all.iter().map(|one| (one.id, one.roles.words())).collect();
    told.sort();
    let expected = [(1, "worker"), (2, "host"), (3, "worker manager"), (4, "worker")];
    assert_eq!(told, expected.map(|(id, roles)| (id, roles.to_owned())));
    for team in [1, 2] {
        let said = store.read_waiting(|conn| presence::current(conn, team)).unwrap();
        assert_eq!(said, crate::wire::Presence::Present, "what the post said goes for each of its teams");
    }
}

#[test]
fn who_was_promised_a_message_before_anybody_could_see_it_is_on_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut conn: Conn = diesel::Connection::establish(&folder.path().join(FILE).to_string_lossy()).unwrap();
    for _ in 0..3 {
        opening::migrate_to_the_next(&mut conn);
    }
    conn.batch_execute(
        "INSERT INTO kiosk (id, name, public_key, epoch, state, enrolled_at, software, teken_first, teken_count)
             VALUES (1, 'hal', x'00', 1, 'active', 0, '', 0, 100);
         INSERT INTO spreekuur VALUES (1, 'team', 'Ans', 'kamer 1', 30, 'feed', TRUE, 0);",
    )
    .unwrap();
    for (byte, contact, reaches) in [(1, "sms", true), (2, "email", true), (3, "sms", false), (4, "call", true)] {
        let id = format!("x'019abc000000700080000000000000{byte:02x}'");
        conn.batch_execute(&format!(
            "INSERT INTO entry VALUES ({id}, 1, 1, {byte}, x'00', '', 0, 0, FALSE, 'booking', 0, TRUE, NULL, NULL, NULL, NULL, 'nl', NULL, FALSE, FALSE);
             INSERT INTO booking (id, entry, spreekuur, minute, whom, state, language, contact, reaches, late, left_at, received_at)
                 VALUES ({id}, {id}, 1, {byte}, 'team', 'booked', 'nl', '{contact}', {reaches}, FALSE, 0, 0);
             INSERT INTO slot VALUES (1, {byte}, 'booked', NULL, NULL, NULL, {id}, TRUE, 0);"
        ))
        .unwrap();
    }
    drop(conn);
    let store = open(folder.path()).unwrap();
    let due = |way| store.read_waiting(|conn| messages::due(conn, way, 0)).unwrap();
    let minutes = |way| due(way).iter().map(|one| one.slot.unwrap().minute()).collect::<Vec<_>>();
    assert_eq!(messages::WAYS.map(minutes), [vec![1], vec![2]]);
}

#[test]
fn a_store_from_before_there_were_posts_has_one_with_all_that_was_there_and_the_configuration_fills_it_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut conn: Conn = diesel::Connection::establish(&folder.path().join(FILE).to_string_lossy()).unwrap();
    for _ in 0..12 {
        opening::migrate_to_the_next(&mut conn);
    }
    conn.batch_execute(
        "INSERT INTO kiosk (id, name, public_key, epoch, state, enrolled_at, software, teken_first, teken_count)
             VALUES (1, 'hal', x'00', 1, 'active', 0, '', 0, 100);
         INSERT INTO spreekuur VALUES (1, 'team', 'Ans', 'kamer 1', 30, 'feed', TRUE, 0);
         INSERT INTO enrolment (id, salt, code_hash, made_at, expires_at, tries_left, state) VALUES (1, x'00', x'00', 0, 9, 5, 'open');",
    )
    .unwrap();
    assert!(conn.batch_execute("SELECT * FROM post").is_err(), "it knows no posts");
    drop(conn);
    let site = crate::desk::Config::parse(crate::desk::config::SAMPLE).unwrap().site;
    let store = open(folder.path()).unwrap();
    let begin = |site: &crate::desk::config::SiteConfig| {
        let site = site.clone();
        store.write_waiting(News::Silent, move |conn| posts::begin(conn, &site, 7)).unwrap()
    };
    assert!(!begin(&site), "what was just filled is the same");
    let first = |conn: &mut Conn| posts::find(conn, posts::FIRST);
    let filled = store.read_waiting(first).unwrap().unwrap();
    assert_eq!((filled.site.name.as_str(), filled.site.hours.len(), filled.version), ("Huis van de Wijk", 5, 1));
    let other = crate::desk::config::SiteConfig { name: "Anders".into(), ..site };
    assert!(begin(&other), "the configuration says something else");
    assert_eq!(store.read_waiting(first).unwrap().unwrap().site.name, "Huis van de Wijk", "and fills nothing any more");
    let kiosk = crate::entry::KioskId::new(1).unwrap();
    assert_eq!(store.read_waiting(|conn| posts::of_kiosk(conn, kiosk)).unwrap(), posts::FIRST);
    let held = store.read_waiting(spreekuren::all).unwrap();
    assert_eq!((held[0].post, held[0].at.as_deref()), (posts::FIRST, None));
    let code = |conn: &mut Conn| Ok(schema::enrolment::table.select(schema::enrolment::post).load::<i32>(conn)?);
    assert_eq!(store.read_waiting(code).unwrap(), [posts::FIRST]);
}

#[test]
fn a_newer_store_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).unwrap());
    let file = folder.path().join(FILE);
    let mut conn: Conn = diesel::Connection::establish(&file.to_string_lossy()).unwrap();
    conn.batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')").unwrap();
    conn.batch_execute("CREATE TABLE of_the_future (x); PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;").unwrap();
    drop(conn);
    let before = std::fs::read(&file).unwrap();
    let refused = open(folder.path()).unwrap_err();
    assert!(matches!(&refused, OpenError::Newer { found, .. } if found == "9999"), "{refused}");
    assert!(refused.to_string().contains("untouched"), "{refused}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn what_is_no_store_is_refused_untouched() {
    for content in
        [b"not a database at all, but long enough to be looked at as one".repeat(40), b"SQLite format 3\0junk".to_vec()]
    {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        std::fs::write(&file, &content).unwrap();
        assert!(matches!(open(folder.path()), Err(OpenError::NotAStore { .. })));
        assert_eq!(std::fs::read(&file).unwrap(), content);
    }
}

#[test]
fn the_site_s_version_goes_up_when_its_content_changes_and_only_then() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).unwrap();
    let note = |content: &'static [u8]| store.write_waiting(News::Silent, move |conn| meta::note_site(conn, content)).unwrap();
    assert_eq!([note(b"a"), note(b"a"), note(b"b"), note(b"b"), note(b"a")], [1, 1, 2, 2, 3]);
}

#[test]
fn versions_of_news_go_up_across_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let clock = clock();
    let open = |clock: &BenchClock| Store::open(folder.path(), clock, &BenchLuck::seeded(1)).unwrap();
    let store = open(&clock);
    for number in 0..100 {
        store.write_waiting(News::Hall, move |conn| name(conn, number)).unwrap();
    }
    let last = *store.hall_news().borrow();
    drop(store);
    clock.advance(Duration::from_secs(1));
    assert!(*open(&clock).hall_news().borrow() > last);
}

#[test]
fn the_command_line_writes_beside_a_running_desk() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).unwrap();
    once(folder.path(), &clock(), &BenchLuck::seeded(2), |conn| name(conn, 1)).unwrap();
    assert_eq!(count(&store), 1);
    let refused = restore(folder.path(), &folder.path().join(FILE), true, KiosksSince::None, &clock(), &BenchLuck::seeded(2));
    assert!(matches!(refused, Err(BackupError::Open(OpenError::InUse { .. }))), "{refused:?}");
}

#[test]
fn a_session_ends_by_itself_and_with_a_new_password() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).unwrap();
    let worker = store.write_waiting(News::Silent, |conn| name(conn, 1)).unwrap().unwrap();
    let begin = |token: &'static [u8]| {
        store
            .write_waiting(News::Silent, move |conn| {
                workers::begin_session(conn, token, worker, "csrf", workers::Opens::Pages, 100, 200)
            })
            .unwrap();
    };
    let held = |token: &'static [u8], now| {
        store.read_waiting(|conn| workers::session(conn, token, workers::Opens::Pages, now)).unwrap().is_some()
    };
    begin(b"one");
    assert!(held(b"one", 199) && !held(b"one", 200) && !held(b"two", 150));
    store.write_waiting(News::Silent, |conn| workers::extend_session(conn, b"one", 300)).unwrap();
    assert!(held(b"one", 299));
    store.write_waiting(News::Silent, move |conn| workers::set_password(conn, worker, "y", false)).unwrap();
    assert!(!held(b"one", 150));
    assert!(store.write_waiting(News::Silent, |conn| name(conn, 1)).unwrap().is_none(), "a name is taken once");
}

#[test]
fn weekly_hours_that_say_the_same_change_nothing_and_other_hours_withdraw_only_what_they_lack() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).unwrap();
    let spreekuur = store.write_waiting(News::Silent, slots::next_spreekuur).unwrap();
    let id = spreekuur.get() as i32;
    let row = format!("INSERT INTO spreekuur VALUES ({id}, 'team', 'Ans', 'kamer 1', 30, 'feed', TRUE, 0, 1)");
    let offer = move |minutes: &'static [u32]| {
        store
            .write_waiting(News::Silent, move |conn| {
                conn.batch_execute(&row)?;
                let first = slots::offer(conn, spreekuur, minutes, 7)?;
                let again = slots::offer(conn, spreekuur, minutes, 7)?;
                let version = meta::slots_version(conn)?;
                let withdrawn = slots::withdraw_others(conn, spreekuur, 20, &[30], 8)?;
                let nothing = slots::withdraw_others(conn, spreekuur, 20, &[30], 8)?;
                let newer = meta::slots_version(conn)? > version;
                let states = schema::slot::table.order(schema::slot::minute).select(schema::slot::state).load::<String>(conn)?;
                let back = slots::offer(conn, spreekuur, &[20], 9)?;
                Ok((first, again, withdrawn, nothing, newer, states, back, slots::next_spreekuur(conn)? > spreekuur))
            })
            .unwrap()
    };
    let states = ["free", "withdrawn", "free", "withdrawn"].map(String::from).to_vec();
    assert_eq!(offer(&[40, 10, 30, 20, 20]), (4, 0, 2, 0, true, states, 1, true));
}
