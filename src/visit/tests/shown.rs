//! What stands on the glass: its texts, tiles and pictograms.

use super::*;

/// Every tile on the glass, small ones too.
pub(super) fn tiles_of(view: &View<'_>) -> Vec<String> {
    let (tiles, asides) = parts_of(view);
    tiles.iter().chain(asides.iter().flat_map(|aside| &aside.tiles)).map(|tile| tile.id.to_string()).collect()
}

fn parts_of<'v>(view: &'v View<'_>) -> (&'v [Tile], &'v [Aside]) {
    match &view.screen {
        Screen::Rest { .. } | Screen::Typing(_) => (&[], &[]),
        Screen::Choices(choices) => (&choices.tiles, &choices.asides),
        Screen::Overview(overview) => (&[], &overview.asides),
        Screen::Receipt(receipt) => (&receipt.tiles, &[]),
        Screen::Message(message) => (&message.tiles, &[]),
        Screen::Speaking(speaking) => (&speaking.tiles, &[]),
        Screen::Locked(_) => (&[], &[]),
        Screen::Measure(measure) => (&measure.tiles, &[]),
    }
}

/// Every text on the glass.
pub(super) fn texts_of(view: &View<'_>) -> Vec<Text> {
    let (tiles, asides) = parts_of(view);
    let mut texts: Vec<Text> = tiles.iter().map(|tile| tile.label.clone()).collect();
    for aside in asides {
        texts.extend(aside.question.clone());
        texts.extend(aside.tiles.iter().map(|tile| tile.label.clone()));
    }
    match &view.screen {
        Screen::Rest { welcome, note, called } => {
            texts.extend([welcome.clone(), note.clone()]);
            texts.extend(called.iter().map(|one| one.said.clone()));
        }
        Screen::Choices(choices) => texts.extend([&choices.question].into_iter().chain(&choices.notes).cloned()),
        Screen::Typing(typing) => {
            texts.extend([&typing.question].into_iter().chain(&typing.notes).chain(&typing.counter).cloned());
        }
        Screen::Overview(overview) => {
            texts.extend([&overview.question].into_iter().chain(&overview.notes).cloned());
            for line in &overview.lines {
                texts.extend([line.label.clone(), line.change.clone()]);
                if let Value::Said(text) = &line.value {
                    texts.push(text.clone());
                }
            }
        }
        Screen::Receipt(receipt) => {
            texts.extend(
                [&receipt.title].into_iter().chain(&receipt.lines).chain(&receipt.qr_note).chain(&receipt.ticket).cloned(),
            );
            texts.extend(receipt.teken.iter().map(|teken| teken.said.clone()));
        }
        Screen::Message(message) => {
            texts.extend([&message.title].into_iter().chain(&message.lines).cloned());
            texts.extend(message.teken.iter().map(|teken| teken.said.clone()));
        }
        Screen::Speaking(speaking) => texts.extend([&speaking.question].into_iter().chain(&speaking.lines).cloned()),
        Screen::Locked(locked) => texts.extend([&locked.said].into_iter().chain(&locked.lines).chain(&locked.fault).cloned()),
        Screen::Measure(measure) => texts.extend([measure.question.clone(), measure.note.clone()]),
    }
    texts.extend(view.bar.next.iter().map(|next| next.label.clone()));
    texts.extend(view.still_there.iter().flat_map(|asked| [asked.question.clone(), asked.go_on.clone()]));
    texts
}

/// Every pictogram on the glass.
pub(super) fn icons_of(view: &View<'_>) -> Vec<String> {
    let (tiles, asides) = parts_of(view);
    let small = asides.iter().flat_map(|aside| &aside.tiles);
    let mut icons: Vec<String> = tiles.iter().chain(small).filter_map(|tile| tile.icon).map(str::to_owned).collect();
    match &view.screen {
        Screen::Rest { .. } | Screen::Choices(_) | Screen::Typing(_) | Screen::Speaking(_) | Screen::Measure(_) => {}
        Screen::Overview(overview) => icons.extend(overview.lines.iter().map(|line| line.icon.to_owned())),
        Screen::Receipt(receipt) => icons.extend(receipt.teken.iter().map(ShownTeken::icon)),
        Screen::Message(message) => {
            icons.push(message.icon.to_owned());
            icons.extend(message.teken.iter().map(ShownTeken::icon));
        }
        Screen::Locked(locked) => icons.push(locked.icon.to_owned()),
    }
    icons.extend(view.bar.next.iter().map(|next| next.icon.to_owned()));
    icons
}
