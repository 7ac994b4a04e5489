//! What a site says otherwise: held against the bundled texts, and said over them.

use super::*;

/// Draws Latin letters, digits and signs, and nothing else.
fn draws(letter: char) -> bool {
    letter.is_ascii_graphic() || letter == ' ' || ('\u{a0}'..'\u{250}').contains(&letter)
}

const AGAINST: Against<'static> = Against { bundled: &FILES, draws };

/// Why the file is refused.
fn refused(code: &str, ftl: &str) -> Vec<String> {
    AGAINST.check(code, ftl).refused.iter().map(ToString::to_string).collect()
}

/// A whole new language: the English texts under another name, without the names of the others.
fn frisian() -> String {
    let own = FILES[1].1.lines().filter(|line| !line.starts_with("language-") || line.starts_with("language-question"));
    own.chain(["language-fy = Frysk"]).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_site_says_single_texts_otherwise_and_the_rest_stays() {
    let file = "home-ask = Ik wil iets vragen\nreceipt-teken = Onthoud { $teken }.\n";
    assert_eq!(AGAINST.check("nl", file), Findings::default());
    let mut library = Library::parse(FILES).unwrap();
    library.reword([("nl", file)]).unwrap();
    assert_eq!(library.say(Language::NL, &Text::key("home-ask")), "Ik wil iets vragen");
    assert_eq!(library.say(Language::NL, &Text::key("home-question")), "Wat wilt u doen?");
    assert_eq!(library.say(Language::EN, &Text::key("home-ask")), "I have a question");
}

#[test]
fn a_site_adds_a_language_that_says_everything_its_name_and_its_direction() {
    assert_eq!(AGAINST.check("fy", &frisian()).refused, []);
    let mut library = Library::parse(FILES).unwrap();
    library.reword([("fy", frisian().replace("direction = ltr", "direction = rtl").as_str())]).unwrap();
    let fy = "fy".parse().unwrap();
    assert_eq!(library.languages().last(), Some(fy));
    assert_eq!(library.say(Language::NL, &Text::key("language-fy")), "Frysk", "the menu of every language has it");
    assert_eq!(library.say(fy, &Text::key("home-ask")), "I have a question");
    assert!(library.reads_from_the_right(fy) && !library.read_by_native(fy));
    assert!(!library.reads_from_the_right("xx".parse().unwrap()));
}

#[test]
fn a_new_language_that_lacks_something_is_refused_with_all_that_is_lacking() {
    let without = |line: &str| refused("fy", &frisian().replacen(line, "", 1));
    assert_eq!(
        without("home-ask = I have a question\n"),
        ["fy.ftl: a new language says everything; 1 texts are not there: home-ask"]
    );
    assert!(without("language-fy = Frysk\n")[0].ends_with(": language-fy"));
    assert!(without("direction = ltr\n")[0].ends_with(": direction"));
    assert!(without("read-by-native = no\n")[0].ends_with(": read-by-native"));
    assert!(refused("fy", "home-ask = Ja")[0].contains("home-question, "), "nothing is left out of the list");
}

#[test]
fn what_is_wrong_is_said_with_file_and_line() {
    let cases = [
        ("syntax", "\nhome-ask = Ja { $\n", "nl.ftl, line 2: "),
        ("no text", "\nhome-asked = Ja\n", "nl.ftl, line 2: the glass has no text home-asked"),
        ("twice", "home-ask = Ja\nhome-ask = Nee\n", "home-ask is said twice"),
        ("lacks", "receipt-teken = Onthoud het.\n", "nl.ftl, line 1: receipt-teken lacks the place { $teken }"),
        ("too many", "home-ask = Ja { $name }\n", "nl.ftl, line 1: home-ask has a place { $name } that nothing fills"),
        ("glyph", "\n\nhome-ask = Ja 漢\n", "nl.ftl, line 3: home-ask: no font of the kiosk draws '漢' (U+6F22)"),
        ("literal", "home-ask = Ja { \"\\u6F22\" }\n", "no font of the kiosk draws '漢' (U+6F22)"),
        ("variant", "privacy-forget = { $days ->\n [one] 漢\n *[other] na { $days } dagen\n }\n", "draws '漢'"),
        ("stranger", "home-ask = { home-asked }\n", "home-ask takes in home-asked: no text has that name"),
        ("term", "home-ask = { -post }\n", "home-ask takes in -post: no text has that name"),
        ("function", "home-ask = { DATETIME($teken) }\n", "the only function is START()"),
        ("circle", "home-ask = { home-question }\nhome-question = { home-ask }\n", "home-ask takes in itself"),
        ("empty", "home-ask =\n    .title = Ja\n", "home-ask has no text"),
        ("neither", "read-by-native = maybe\n", "read-by-native is either yes or no"),
        ("askew", "direction = down\n", "direction is either ltr or rtl"),
        ("other's name", "language-fr = Français\n", "the glass has no text language-fr"),
    ];
    for (what, ftl, reason) in cases {
        let all = refused("nl", ftl);
        assert!(all.iter().any(|said| said.contains(reason)), "{what}: {all:?}");
    }
    let file_names = ["NL", "nederlands", "..", "nl.new"];
    for name in file_names {
        assert!(refused(name, "home-ask = Ja")[0].contains("the name is no language"), "{name}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let all = refused("nl", "a = Ja\nb = Nee\nhome-ask = { $x } 漢\n");
    assert_eq!(all.len(), 4, "{all:?}");
}

#[test]
fn a_time_may_be_told_by_the_other_hour_and_a_text_by_a_term_of_its_own() {
    let file = "-post = Het Lichthuis\nhome-question = Wat wilt u doen bij { -post }?\ntime-30 = { $hour } uur dertig\n";
    assert_eq!(refused("nl", file), [""; 0]);
    let mut library = Library::parse(FILES).unwrap();
    library.reword([("nl", file)]).unwrap();
    assert_eq!(library.say(Language::NL, &Text::key("home-question")), "Wat wilt u doen bij Het Lichthuis?");
}

#[test]
fn a_text_that_is_longer_than_in_any_language_is_named_and_not_refused() {
    let findings = AGAINST.check("nl", &format!("bar-help = {}\n", "Hulp ".repeat(20)));
    assert_eq!(findings.refused, []);
    assert!(findings.notes[0].to_string().starts_with("nl.ftl, line 1: bar-help is much longer than in any language so far"));
}

#[test]
fn the_bundled_files_pass_the_check_that_a_site_s_have_to_pass() {
    for (code, ftl) in FILES {
        let findings = Against { draws: |_| true, ..AGAINST }.check(code, ftl);
        assert_eq!(findings.refused, [], "{code}");
        let others: Vec<_> = FILES.into_iter().filter(|(other, _)| *other != code).collect();
        let as_new = Against { bundled: &others, draws: |_| true }.check(code, ftl);
        assert!(
            code == "nl"
                || as_new.refused.is_empty()
                || as_new.refused.iter().all(|wrong| wrong.what.to_string().contains("language-")),
            "{as_new:?}"
        );
    }
}

#[test]
fn the_bundled_files_come_apart_by_group_and_each_text_can_be_written_back() {
    let titles = groups(FILES[0].1).len();
    for (code, ftl) in FILES {
        let all = groups(ftl);
        assert_eq!(all.len(), titles, "{code} has the groups of Dutch");
        let texts: Vec<&(String, String)> = all.iter().flat_map(|group| &group.texts).collect();
        let written: String = texts.iter().map(|(key, words)| entry(key, words).unwrap()).collect();
        assert!(texts.len() > 400 && texts.iter().all(|(_, words)| !words.is_empty()), "{code}");
        assert_eq!(all_said(code, &written), all_said(code, ftl));
        let one = |ftl: &str| {
            let texts = Texts::parse(code.parse().unwrap(), ftl).unwrap();
            texts.say(&Text::key("speak-time-left").with("seconds", Arg::Count(1))).unwrap()
        };
        assert_eq!(one(&written), one(ftl));
    }
}

#[test]
fn what_is_typed_as_one_text_is_that_text_and_no_other() {
    let one = |words: &str| AGAINST.check_one("nl", "home-ask", words);
    let kinds = |words: &str| one(words).refused.iter().map(|wrong| wrong.what.kind).collect::<Vec<_>>();
    assert_eq!(one("Ik wil iets vragen"), Findings::default());
    assert_eq!(one("Ik wil\r\n  iets vragen\n\n"), Findings::default());
    assert_eq!(one("= is geen teken\nhome-question = Wat?").refused, [], "it stays inside its text");
    assert_eq!(entry("home-ask", "Ja\nhome-question = Wat?").unwrap(), "home-ask = Ja\n    home-question = Wat?\n");
    let cases = [
        ("", FaultKind::Empty),
        (" \n\t", FaultKind::Empty),
        ("Ja { $", FaultKind::Syntax),
        ("Ja }", FaultKind::Syntax),
        ("Ja\n.title = Nee", FaultKind::Syntax),
        ("Ja { $name }", FaultKind::Unfilled),
        ("Ja { home-question }", FaultKind::TakesIn),
        ("Ja { -post }", FaultKind::TakesIn),
        ("Ja { home-ask }", FaultKind::Circle),
        ("Ja { NUMBER(1) }", FaultKind::Function),
        ("Ja 漢", FaultKind::Letter),
        ("Ja\u{7}", FaultKind::Letter),
    ];
    for (words, kind) in cases {
        assert!(kinds(words).contains(&kind), "{words:?}: {:?}", kinds(words));
    }
    let lacks = AGAINST.check_one("nl", "receipt-teken", "Onthoud het.").refused;
    assert_eq!((lacks[0].what.kind, lacks[0].what.detail.as_str()), (FaultKind::Lacks, "teken"));
    assert_eq!(AGAINST.check_one("nl", "home-asked", "Ja").refused[0].what.kind, FaultKind::NoSuchText);
    assert_eq!(one(&"Vraag ".repeat(30)).notes[0].what.kind, FaultKind::Longer);
}
