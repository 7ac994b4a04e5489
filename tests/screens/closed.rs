//! A machine that cannot begin.

use super::*;
use inloop::entry::Language;
use inloop::visit::Fault;

/// What stands on the glass of a post with `languages`, below its question.
fn said(name: &str, panel: Panel, languages: Vec<Language>) -> Vec<String> {
    let (bench, place) = (Bench::new(panel), format!("{name}, {languages:?}"));
    bench.glass.deliver(Event::Site(SiteView { languages, presence: Presence::Unknown, ..bench::site() }));
    bench.glass.deliver(Event::CannotBegin(Fault::Line));
    assert_eq!(fits::complaints(&bench), [""; 0], "{place}");
    let bar = bench.app.global::<FrameAdapter<'_>>().get_bar();
    assert!(bar.iter().all(|item| !item.shown), "{place}");
    let lines = bench.app.global::<MessageAdapter<'_>>().get_lines();
    lines.iter().map(|line| line.to_string()).collect()
}

#[test]
fn in_whichever_language_the_post_begins_it_says_where_to_go_and_fits() {
    for (name, panel) in PANELS {
        for first in LANGUAGES {
            for most in [0, 2, LANGUAGES.len() - 1] {
                let said = said(name, panel, with_others(first, most));
                assert!(said[0].contains("0320") && said[1].contains('5'), "{name}, {first}: {said:?}");
                // Where there are many, as many as there is room for.
                assert!(said.len() >= 2 + most.min(2), "{name}, {first}: {said:?}");
            }
        }
    }
}

fn with_others(first: &str, most: usize) -> Vec<Language> {
    let others = LANGUAGES.into_iter().filter(|code| *code != first).take(most);
    [first].into_iter().chain(others).map(|code| code.parse().unwrap()).collect()
}
