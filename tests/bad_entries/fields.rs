//! Every field of every message, held against what it is not: the answer is a refusal that the kiosk can believe, or the field took it
//! as what it is; the desk never trips.

use super::*;

/// What people who look for a way in send, and what a broken program does.
fn never() -> Vec<Value> {
    let long = "x".repeat(10_000);
    let deep = (0..100).fold(Value::Null, |inner, _| json!([inner]));
    let texts = [
        "",
        &long,
        "<script>alert(1)</script>",
        "'; DROP TABLE entry; --",
        "../../etc/passwd",
        "\u{0}",
        "\u{202e}omgekeerd",
        "😀",
        "${jndi:ldap://x}",
        "-1",
        "1e400",
    ];
    let others = [Value::Null, json!(true), json!(-1), json!(1.5), json!(u64::MAX), json!([]), json!({}), deep];
    texts.iter().map(|text| json!(text)).chain(others).collect()
}

/// The places of all values in it, those that hold others too.
fn places(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), value)];
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Object(fields) => open.extend(fields.iter().map(|(name, inner)| (format!("{place}/{name}"), inner))),
            Value::Array(items) => open.extend(items.iter().enumerate().map(|(n, inner)| (format!("{place}/{n}"), inner))),
            _ => {}
        }
        found.push(place);
    }
    found
}

/// Every way to spoil it: each place with each thing, each field left out, and one that nobody knows.
fn spoiled(right: &Value, things: &[Value]) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for place in places(right) {
        for thing in things.iter().filter(|thing| right.pointer(&place) != Some(thing)) {
            let mut wrong = right.clone();
            *wrong.pointer_mut(&place).unwrap() = thing.clone();
            all.push((place.clone(), wrong));
        }
        if let Some((holder, name)) = place.rsplit_once('/')
            && let Some(fields) = right.pointer(holder).and_then(Value::as_object)
            && fields.contains_key(name)
        {
            let mut wrong = right.clone();
            wrong.pointer_mut(holder).unwrap().as_object_mut().unwrap().remove(name);
            all.push((place, wrong));
        }
    }
    let mut more = right.clone();
    more.as_object_mut().unwrap().insert("admin".into(), json!(true));
    all.push(("/admin".into(), more));
    all
}

#[test]
fn every_field_of_every_message_is_refused_or_taken_as_what_it_is() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let right = Grant { grant: GrantId::new(7).unwrap(), slot: "1-29924460".parse().unwrap() };
    let silent = vec![Part::Switches];
    let machine = Machine { printer: PrinterState::OutOfPaper, case_open: Some(true), lock: Some(7), silent };
    let health = Health {
        v: 1,
        waiting: 1,
        parked: 0,
        sound_waiting: 0,
        sound_parked: 0,
        disk: DiskState::Ok,
        clock_trusted: true,
        software: "0.1.0".into(),
        texts: Some("fr.ftl, line 3: x".into()),
        machine: Some(machine),
    };
    let sync = SyncRequest { v: 1, store: None, returned: vec![right.grant], holding: vec![right], booked: vec![right] };
    let messages =
        [(HEALTH, json!(health), 3), (SLOTS_SYNC, json!(sync), 1), (SLOTS_TAKE, json!(Take { v: 1, slot: right.slot }), 0)];
    for (path, right, texts) in messages {
        let ask = |body: &Value| bench.ask(kiosk.sign("POST", path, body.to_string().as_bytes(), Duration::ZERO));
        let mut taken = std::collections::BTreeSet::new();
        for (place, wrong) in spoiled(&right, &never()) {
            let said = ask(&wrong);
            let shown = wrong.to_string();
            let shown: String = shown.chars().take(120).collect();
            assert!(said.signed, "{path} {place}: the kiosk could not believe it: {shown}");
            match said.status {
                200 => drop(taken.insert(place)),
                _ => assert!(said.refusal().is_permanent(), "{path} {place}: {:?} for {shown}", said.refusal()),
            }
        }
        // Only free text, numbers that can be large, and what may be absent take something else; an unknown field never.
        assert!(!taken.contains("/admin") && !taken.contains(""), "{path}: {taken:?}");
        assert!(taken.len() >= texts, "{path}: {taken:?}");
        assert!(!taken.contains("/v"), "{path}: another version was taken");
    }
    // What a page shows of it is one short line, and nothing of the rest was kept.
    let known = bench.read(inloop::desk::store::kiosks::all).pop().unwrap();
    assert!(known.software.len() <= 40 && known.software.chars().all(|c| c.is_ascii_graphic() || c == ' '), "{}", known.software);
    assert_eq!(bench.read(entries::count), 0);
}

#[test]
fn every_field_of_an_enrolment_that_is_not_right_is_a_bad_code_and_nobody_waits() {
    let things: Vec<Value> = never();
    let bench = Bench::new();
    let key = KioskKey::from_seed(&Zeroizing::new([9; 32]));
    let request = json!({ "v": 1, "code": bench.new_code().reveal(), "key": key.public().to_text(), "software": "0.1.0" });
    let mut number = 0;
    for (place, wrong) in spoiled(&request, &things).into_iter().filter(|(place, _)| place != "/software") {
        // A code bears five tries: each is asked of a desk that has just made one, and of nobody else's address.
        bench.clock.advance(Duration::from_secs(60));
        number += 1;
        let kiosk = Kiosk {
            key: KioskKey::from_seed(&Zeroizing::new([9; 32])),
            id: KioskId::new(1).unwrap(),
            epoch: Epoch::new(0),
            number: 0.into(),
        };
        let said = bench.ask(kiosk.sign_numbered("POST", ENROL, wrong.to_string().as_bytes(), Duration::ZERO, number));
        assert!((400..500).contains(&said.status), "{place}: {said:?}");
    }
    let now = bench.now();
    assert!(bench.read(move |conn| enrolment::pending(conn, now)).is_empty(), "nobody waits to be let in");
}

#[test]
fn every_field_inside_a_seal_is_refused_or_taken_as_what_it_is() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    // Sealing is slow on purpose: those that differ in kind.
    let things: Vec<Value> =
        never().into_iter().filter(|thing| thing.as_str().is_none_or(|text| text.len() < 40)).step_by(2).collect();
    let fixtures = [
        include_str!("../fixtures/v1/question.json"),
        include_str!("../fixtures/v1/worry.json"),
        include_str!("../fixtures/v1/offering.json"),
        include_str!("../fixtures/v1/change.json"),
        include_str!("../fixtures/v1/rating.json"),
    ];
    let mut refused = 0;
    for fixture in fixtures {
        let fixture: Value = serde_json::from_str(fixture).unwrap();
        let mut right = plain(&kiosk, &bench);
        right["body"] = fixture["body"].clone();
        let only = |place: &str| place.starts_with("/body") || place == "/lang" || place == "/teken" || place == "/left_at";
        for (place, wrong) in spoiled(&right, &things).into_iter().filter(|(place, _)| only(place)) {
            let (id, body) = sealed_by_hand(&kiosk, &bench, &wrong);
            let said = bench.ask(put(&kiosk, &id, &body));
            assert!(said.signed && matches!(said.status, 201 | 409 | 422 | 400), "{place}: {said:?}");
            refused += usize::from(said.status != 201);
        }
    }
    assert!(refused > 100, "{refused} refused");
}
