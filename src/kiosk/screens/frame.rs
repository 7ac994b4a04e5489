//! What every screen shares: question, bar, size, "Bent u er nog?"

use super::{Sheet, model};
use crate::kiosk::layout::TextSize;
use crate::texts::Text;
use crate::visit::{Bar, CoverButton, Screen, View};
use inloop_ui as ui;

pub(super) fn show(sheet: &Sheet<'_>, view: &View<'_>, screen: ui::Screen, question: &str) {
    let theme = sheet.global::<ui::Theme<'_>>();
    theme.set_mm(sheet.panel.px_per_mm());
    theme.set_groter(sheet.size == TextSize::Groter);
    theme.set_high_contrast(view.contrast);
    theme.set_lower(view.lower);
    let reach = sheet.panel.reach().min(EVERYWHERE);
    theme.set_reach(reach * sheet.panel.px_per_mm());
    theme.set_rtl(sheet.reads_from_the_right());

    let frame = sheet.global::<ui::FrameAdapter<'_>>();
    let cover = match view.bar.cover {
        // It stands beside the question: out of reach.
        _ if view.lower => String::new(),
        CoverButton::Absent => String::new(),
        CoverButton::Cover => sheet.say(&Text::key("bar-cover")),
        CoverButton::Uncover => sheet.say(&Text::key("bar-uncover")),
    };
    frame.set_cover(cover.into());
    frame.set_covered(view.bar.cover == CoverButton::Uncover);
    frame.set_question(question.into());
    let items = bar(sheet, &view.bar);
    frame.set_bar_whole(items.iter().map(|item| item.share).sum());
    frame.set_bar(model(frame.get_bar(), items));
    frame.set_screen(screen);
    frame.set_locked(matches!(view.screen, Screen::Locked(_)));

    sheet.global::<ui::ListeningAdapter<'_>>().set_speaks(view.speaks);
    let idle = sheet.global::<ui::IdleAdapter<'_>>();
    if let Some(still_there) = &view.still_there {
        idle.set_question(sheet.say(&still_there.question).into());
        idle.set_go_on(sheet.say(&still_there.go_on).into());
        idle.set_seconds_whole(i32::try_from(still_there.whole.as_secs()).unwrap_or(i32::MAX));
    }
    idle.set_shown(view.still_there.is_some());
}

/// Higher than any glass, in millimetres.
const EVERYWHERE: f32 = 10_000.0;

/// What each button has of the bar's width; the longest words of the bundled languages fit. A loudspeaker and letters in two
/// sizes need no words, and leave the others room for theirs.
const SHARES: [(ui::BarAction, f32); 7] = [
    (ui::BarAction::Stop, 3.8),
    (ui::BarAction::Help, 3.8),
    (ui::BarAction::Language, 5.5),
    (ui::BarAction::ReadAloud, 2.25),
    (ui::BarAction::Size, 2.25),
    (ui::BarAction::Back, 4.6),
    (ui::BarAction::Next, 7.9),
];

/// Every button has its place, shown or not, so that none moves under a finger.
fn bar(sheet: &Sheet<'_>, bar: &Bar) -> Vec<ui::BarItem> {
    let item = |action, name: &str, icon: &str, shown| ui::BarItem {
        action,
        label: sheet.say(&Text::key(format!("bar-{name}"))).into(),
        spoken: sheet.say(&Text::key(format!("spoken-{name}"))).into(),
        icon: sheet.icon(icon),
        shown,
        enabled: shown,
        share: SHARES.iter().find(|(of, _)| *of == action).map_or(1.0, |(_, share)| *share),
        leading: false,
        bare: matches!(action, ui::BarAction::ReadAloud | ui::BarAction::Size),
        same_everywhere: matches!(action, ui::BarAction::Stop | ui::BarAction::Help),
    };
    let mut items = vec![
        item(ui::BarAction::Stop, "stop", "stop", bar.stop),
        item(ui::BarAction::Help, "help", "help", bar.help),
        item(ui::BarAction::Language, "language", "language", bar.language),
        item(ui::BarAction::ReadAloud, "read-aloud", "speak", bar.read_aloud),
        item(ui::BarAction::Size, "size", "aa", bar.size),
        item(ui::BarAction::Back, "back", "back", bar.back),
    ];
    let mut next = item(ui::BarAction::Next, "next", "next", bar.next.is_some());
    if let Some(button) = &bar.next {
        next.label = sheet.say(&button.label).into();
        next.icon = sheet.icon(button.icon);
        next.leading = button.icon != "skip";
    }
    items.push(next);
    if sheet.reads_from_the_right() {
        items.reverse();
    }
    items
}
