//! A site's own texts on a disk: refused, mended, remembered, and told about.

use super::*;
use crate::kiosk::cli::{Cli, run};
use crate::texts::Text;
use clap::Parser;
use std::fs;
use std::time::Duration;
use tempfile::TempDir;

/// The site's folder and the kiosk's data folder.
struct Site(TempDir, TempDir);

impl Site {
    fn new() -> Self {
        Site(tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, ftl: &str) {
        let path = self.0.path().join(name);
        let before = fs::metadata(&path).and_then(|about| about.modified()).ok();
        fs::write(&path, ftl).unwrap();
        // A disk's clock may be coarser than two writes are apart.
        if let Some(before) = before {
            fs::File::options().write(true).open(&path).unwrap().set_modified(before + Duration::from_secs(1)).unwrap();
        }
    }

    /// A kiosk that starts now.
    fn start(&self) -> (Wording, Library) {
        let mut wording = Wording::new(Some(self.0.path().to_owned()), self.1.path());
        let library = wording.library().unwrap();
        (wording, library)
    }

    fn asks(&self) -> String {
        ask(&self.start().1)
    }

    /// What `inloop-kiosk check-texts` prints, and whether all is well.
    fn check(&self) -> (String, bool) {
        let folder = self.0.path().to_str().unwrap();
        let mut out = Vec::new();
        let ended = run(Cli::parse_from(["inloop-kiosk", "check-texts", folder]), &mut &b""[..], &mut out);
        (String::from_utf8(out).unwrap(), ended.is_ok())
    }
}

fn ask(library: &Library) -> String {
    library.say(Language::NL, &Text::key("home-ask"))
}

const BUNDLED: &str = "Ik heb een vraag";

#[test]
fn a_site_rewords_from_a_file_and_takes_it_back() {
    let site = Site::new();
    assert_eq!(site.asks(), BUNDLED);
    site.write("nl.ftl", "home-ask = Ik wil iets vragen\n");
    site.write("README.txt", "not looked at");
    assert_eq!(site.asks(), "Ik wil iets vragen");
    fs::remove_file(site.0.path().join("nl.ftl")).unwrap();
    assert_eq!(site.asks(), BUNDLED);
}

#[test]
fn a_broken_file_changes_nothing_and_the_last_good_one_stays_also_after_a_restart() {
    let site = Site::new();
    site.write("nl.ftl", "home-ask = Ik wil iets vragen\n");
    site.write("en.ftl", "home-ask = Ask us\n");
    assert_eq!(site.asks(), "Ik wil iets vragen");
    for broken in ["home-ask = { $", "home-ask = { $name }", "home-asked = Ja", "home-ask = 漢", "\u{fffd}home"] {
        site.write("nl.ftl", broken);
        let (_, library) = site.start();
        assert_eq!(ask(&library), "Ik wil iets vragen", "{broken}");
        assert_eq!(library.say(Language::EN, &Text::key("home-ask")), "Ask us", "the other file is good");
    }
    site.write("nl.ftl", "home-ask = Vraag maar\n");
    assert_eq!(site.asks(), "Vraag maar");
}

#[test]
fn a_file_that_never_was_good_leaves_the_bundled_words() {
    let site = Site::new();
    site.write("nl.ftl", "home-ask = { $");
    fs::write(site.0.path().join("en.ftl"), [0xff, 0xfe, 0]).unwrap();
    site.write("tr.ftl", &"# x\n".repeat(LONGEST / 4 + 1));
    site.write("fr.ftl", "home-ask = Oui\n");
    let (_, library) = site.start();
    assert_eq!(ask(&library), BUNDLED);
    assert_eq!(library.languages().count(), 8, "a new language that is not complete is none");
}

#[test]
fn a_folder_that_cannot_be_read_changes_nothing() {
    let site = Site::new();
    site.write("nl.ftl", "home-ask = Ik wil iets vragen\n");
    let (mut wording, _) = site.start();
    fs::rename(site.0.path(), site.1.path().join("elsewhere")).unwrap();
    assert_eq!(ask(&wording.changed().unwrap()), "Ik wil iets vragen");
    assert!(wording.changed().is_none(), "it is said once");
    assert_eq!(site.asks(), "Ik wil iets vragen");
    fs::rename(site.1.path().join("elsewhere"), site.0.path()).unwrap();
}

#[test]
fn a_changed_file_is_read_again_and_an_unchanged_one_is_not() {
    let site = Site::new();
    site.write("nl.ftl", "home-ask = Een\n");
    let (mut wording, library) = site.start();
    assert_eq!(ask(&library), "Een");
    assert!(wording.changed().is_none());
    site.write("nl.ftl", "home-ask = Zes\n");
    assert_eq!(ask(&wording.changed().unwrap()), "Zes", "as long as the one before");
    assert!(wording.changed().is_none());
    site.write("nl.ftl", "home-ask = { $");
    assert_eq!(ask(&wording.changed().unwrap()), "Zes");
}

#[test]
fn damaged_copies_and_a_full_disk_do_not_stop_the_kiosk() {
    let site = Site::new();
    site.write("nl.ftl", "home-ask = Ik wil iets vragen\n");
    fs::write(site.1.path().join(KEPT), "half of a").unwrap();
    assert_eq!(site.asks(), "Ik wil iets vragen");
    fs::remove_file(site.1.path().join(KEPT)).unwrap();
    // Nothing can take the place of a folder that is not empty.
    fs::create_dir_all(site.1.path().join(KEPT).join("full")).unwrap();
    assert_eq!(site.asks(), "Ik wil iets vragen");
}

#[test]
fn without_a_folder_of_its_own_a_site_says_what_is_bundled() {
    let data = tempfile::tempdir().unwrap();
    fs::write(data.path().join(KEPT), "{\"nl\":\"home-ask = Oud\\n\"}").unwrap();
    let mut wording = Wording::new(None, data.path());
    assert_eq!(ask(&wording.library().unwrap()), BUNDLED);
    assert!(wording.changed().is_none());
}

#[test]
fn the_check_names_all_that_is_wrong_and_ends_badly() {
    let site = Site::new();
    site.write("nl.ftl", "home-ask = { $name }\nhome-asked = Ja\n");
    site.write("en.ftl", "home-ask = Ask us\n");
    let (said, well) = site.check();
    assert!(!well);
    assert!(said.contains("WRONG  nl.ftl, line 1: home-ask has a place { $name }"), "{said}");
    assert!(said.contains("WRONG  nl.ftl, line 2: the glass has no text home-asked"), "{said}");
    site.write("nl.ftl", "home-ask = Ik wil iets vragen\n");
    assert!(site.check().1);
}

#[test]
fn the_check_says_what_no_native_reader_has_read_and_what_cannot_be_typed() {
    let site = Site::new();
    let english = ui::languages().find(|(code, _)| *code == "en").unwrap().1;
    let french = english.replace("read-by-native = no", "read-by-native = yes\nlanguage-fr = Français");
    site.write("fr.ftl", &french.replace("I have a question", "J'ai une question, cœur"));
    let (said, well) = site.check();
    assert!(well, "{said}");
    assert!(said.contains("nl     read by a native reader: Nederlands"), "{said}");
    assert!(said.contains("ti     NOT READ by a native reader yet: ትግርኛ"), "{said}");
    assert!(said.contains("fr     read by a native reader: Français"), "{said}");
    assert!(said.contains("look   fr.ftl: residents cannot type these letters on the glass: œ"), "{said}");
}

#[test]
fn staff_are_told_what_is_wrong_until_it_is_mended() {
    let site = Site::new();
    site.write("nl.ftl", "home-ask = Ik wil iets vragen\nnonsense = x\n");
    let (mut wording, _) = site.start();
    let wrong = wording.wrong().unwrap();
    assert!(wrong.contains("nl.ftl") && wrong.contains("nonsense"), "{wrong}");
    site.write("nl.ftl", "home-ask = Ik wil iets vragen\n");
    assert!(wording.changed().is_some());
    assert_eq!(wording.wrong(), None);
}

/// The desk says this otherwise, as it was kept.
fn told(site: &Site, nl: &str) {
    let file = site.1.path().join(told_texts::KEPT);
    let before = fs::metadata(&file).and_then(|about| about.modified()).ok();
    fs::write(&file, serde_json::to_vec(&BTreeMap::from([("nl", nl)])).unwrap()).unwrap();
    if let Some(before) = before {
        fs::File::options().write(true).open(&file).unwrap().set_modified(before + Duration::from_secs(1)).unwrap();
    }
}

#[test]
fn the_desk_goes_before_what_is_bundled_and_a_file_of_this_machine_before_the_desk() {
    let site = Site::new();
    told(&site, "home-ask = Van het bureau\nhome-question = Zeg het maar\n");
    let (mut wording, library) = site.start();
    assert_eq!(ask(&library), "Van het bureau");
    site.write("nl.ftl", "home-ask = Van hier\n");
    let library = wording.changed().unwrap();
    assert_eq!(ask(&library), "Van hier");
    assert_eq!(library.say(Language::NL, &Text::key("home-question")), "Zeg het maar");
    fs::remove_file(site.0.path().join("nl.ftl")).unwrap();
    assert_eq!(ask(&wording.changed().unwrap()), "Van het bureau");
}

#[test]
fn what_the_desk_says_is_taken_over_when_it_changes_also_without_a_folder() {
    let site = Site::new();
    let mut wording = Wording::new(None, site.1.path());
    assert_eq!(ask(&wording.library().unwrap()), BUNDLED);
    assert!(wording.changed().is_none());
    told(&site, "home-ask = Een\n");
    assert_eq!(ask(&wording.changed().unwrap()), "Een");
    assert!(wording.changed().is_none());
    told(&site, "home-ask = Zes\n");
    assert_eq!(ask(&wording.changed().unwrap()), "Zes", "as long as the one before");
    fs::remove_file(site.1.path().join(told_texts::KEPT)).unwrap();
    assert_eq!(ask(&wording.changed().unwrap()), BUNDLED);
}

#[test]
fn copies_of_the_desk_s_texts_that_cannot_be_used_change_nothing_and_staff_are_told() {
    let site = Site::new();
    told(&site, "home-ask = { $name }\n");
    let (wording, library) = site.start();
    assert_eq!(ask(&library), BUNDLED);
    assert!(wording.wrong().unwrap().contains("home-ask"), "{:?}", wording.wrong());
    fs::write(site.1.path().join(told_texts::KEPT), "{").unwrap();
    assert_eq!(site.asks(), BUNDLED);
}
