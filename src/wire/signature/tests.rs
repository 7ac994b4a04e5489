use super::*;

fn kiosk_key(seed: u8) -> KioskKey {
    KioskKey::from_seed(&Zeroizing::new([seed; 32]))
}

fn desk_key() -> DeskKey {
    DeskKey::from_seed(&Zeroizing::new([9; 32]))
}

fn head(body: &[u8]) -> RequestHead<'_> {
    RequestHead {
        method: "PUT",
        path: "/api/kiosk/v1/entries/x",
        kiosk: KioskId::new(3).ok(),
        epoch: Epoch::FIRST,
        number: RequestNumber(12),
        waited: Duration::from_secs(40),
        body,
    }
}

fn get<'a>(headers: &'a Headers) -> impl Fn(&str) -> Option<&'a str> {
    move |name| headers.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str())
}

/// RFC 9421, appendix B.2.6: Ed25519 over the test request, with test-key-ed25519 of B.1.4.
#[test]
fn the_vector_of_the_rfc_comes_out() {
    let seed = STANDARD.decode("n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=").unwrap();
    let key = KioskKey::from_seed(&Zeroizing::new(seed.try_into().unwrap()));
    assert_eq!(key.public().to_text(), "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=");
    let params = "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")\
                  ;created=1618884473;keyid=\"test-key-ed25519\"";
    let base = base(
        &[
            ("\"date\"", "Tue, 20 Apr 2021 02:07:55 GMT"),
            ("\"@method\"", "POST"),
            ("\"@path\"", "/foo"),
            ("\"@authority\"", "example.com"),
            ("\"content-type\"", "application/json"),
            ("\"content-length\"", "18"),
        ],
        params,
    );
    let signature = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    assert_eq!(key.sign(&base), signature);
    key.public().check(&base, signature).unwrap();
}

#[test]
fn a_signed_request_is_known_by_its_key_and_by_no_other() {
    let headers = head(b"{}").sign(&kiosk_key(1));
    let claim = Claim::read(get(&headers)).unwrap();
    assert_eq!((claim.kiosk, claim.number, claim.waited.as_secs()), (KioskId::new(3).ok(), RequestNumber(12), 40));
    claim.check("PUT", "/api/kiosk/v1/entries/x", b"{}", &kiosk_key(1).public()).unwrap();
    assert_eq!(claim.check("PUT", "/api/kiosk/v1/entries/x", b"{}", &kiosk_key(2).public()), Err(NotSigned::Wrong));
}

#[test]
fn every_part_of_a_request_is_covered() {
    let key = kiosk_key(1);
    let headers = head(b"{}").sign(&key);
    let claim = Claim::read(get(&headers)).unwrap();
    let path = "/api/kiosk/v1/entries/x";
    assert_eq!(claim.check("GET", path, b"{}", &key.public()), Err(NotSigned::Wrong));
    assert_eq!(claim.check("PUT", "/api/kiosk/v1/entries/y", b"{}", &key.public()), Err(NotSigned::Wrong));
    assert_eq!(claim.check("PUT", path, b"{ }", &key.public()), Err(NotSigned::OtherBody));
    for name in [header::KIOSK, header::EPOCH, header::NUMBER, header::WAITED] {
        let mut other = headers.clone();
        other.iter_mut().filter(|(n, _)| *n == name).for_each(|(_, value)| *value = "77".to_owned());
        let claim = Claim::read(get(&other)).unwrap();
        assert_eq!(claim.check("PUT", path, b"{}", &key.public()), Err(NotSigned::Wrong), "{name}");
    }
}

#[test]
fn a_missing_or_odd_header_is_unsigned() {
    let headers = head(b"").sign(&kiosk_key(1));
    for left_out in 0..headers.len() {
        let mut some = headers.clone();
        some.remove(left_out);
        assert_eq!(Claim::read(get(&some)).err(), Some(NotSigned::Missing));
    }
    for odd in ["", "-1", "+1", "01", "1.0", "٣", "99999999999999999999", "1 "] {
        let mut other = headers.clone();
        other.iter_mut().filter(|(n, _)| *n == header::NUMBER).for_each(|(_, value)| *value = odd.to_owned());
        assert!(Claim::read(get(&other)).is_err(), "{odd}");
    }
}

#[test]
fn an_answer_counts_only_for_its_own_request_and_from_its_own_desk() {
    let time = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let answer = AnswerHead { status: 201, time, request_signature: "c2ln", body: b"{}" };
    let headers = answer.sign(&desk_key());
    let check = |status, body: &[u8], request: &str, key: &DeskKey| {
        AnswerHead::check(status, body, get(&headers), request, &key.public())
    };
    assert_eq!(check(201, b"{}", "c2ln", &desk_key()), Ok(time));
    assert_eq!(check(200, b"{}", "c2ln", &desk_key()), Err(NotSigned::Wrong));
    assert_eq!(check(201, b"{1}", "c2ln", &desk_key()), Err(NotSigned::OtherBody));
    assert_eq!(check(201, b"{}", "b3RoZXI=", &desk_key()), Err(NotSigned::Wrong));
    let forger = DeskKey::from_seed(&Zeroizing::new([8; 32]));
    assert_eq!(check(201, b"{}", "c2ln", &forger), Err(NotSigned::Wrong));
}

#[test]
fn a_private_key_does_not_print_and_a_weak_public_key_is_none() {
    let key = kiosk_key(1);
    assert!(!format!("{key:?}").contains(&STANDARD.encode(*key.seed())));
    assert_eq!(KioskPublicKey::parse(&STANDARD.encode([0; 32])), Err(NotSigned::BadKey));
    assert_eq!(KioskPublicKey::parse("x"), Err(NotSigned::BadKey));
    assert_eq!(KioskPublicKey::parse(&key.public().to_text()), Ok(key.public()));
}
