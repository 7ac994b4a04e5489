//! What live models hold.

use super::Bench;
use i_slint_backend_testing::{ElementHandle, ElementRoot};
use inloop_ui::{
    ChoicesAdapter, FrameAdapter, MessageAdapter, NumberAdapter, OverviewAdapter, ReceiptAdapter, SpeakingAdapter, TypingAdapter,
};
use slint::{ComponentHandle, Model};

/// Everything a live property holds, on any screen.
pub fn all_that_is_held(bench: &Bench) -> String {
    let app = &bench.app;
    let mut held = Vec::<String>::new();
    let typing = app.global::<TypingAdapter<'_>>();
    held.extend([typing.get_words().into(), typing.get_hint().into(), typing.get_counter().into()]);
    held.push(app.global::<NumberAdapter<'_>>().get_digits().into());
    let overview = app.global::<OverviewAdapter<'_>>();
    held.extend(overview.get_lines().iter().flat_map(|line| [String::from(line.value), line.change.into()]));
    held.extend(overview.get_notes().iter().map(String::from));
    let choices = app.global::<ChoicesAdapter<'_>>();
    held.extend(choices.get_notes().iter().map(String::from));
    held.extend(choices.get_tiles().iter().map(|tile| tile.label.into()));
    let message = app.global::<MessageAdapter<'_>>();
    held.extend(message.get_lines().iter().map(String::from));
    held.push(message.get_digits().into());
    let speaking = app.global::<SpeakingAdapter<'_>>();
    held.extend(speaking.get_lines().iter().map(String::from));
    held.extend(speaking.get_tiles().iter().map(|tile| tile.label.into()));
    held.push(speaking.get_clock().into());
    let receipt = app.global::<ReceiptAdapter<'_>>();
    held.extend(receipt.get_lines().iter().map(String::from));
    held.extend([receipt.get_teken().into(), receipt.get_digits().into()]);
    held.push(if receipt.get_qr().size().width > 0 { "a code".into() } else { String::new() });
    held.push(app.global::<FrameAdapter<'_>>().get_question().into());
    let elements = app.root_element().query_descendants().find_all();
    held.extend(elements.iter().filter_map(ElementHandle::accessible_label).map(String::from));
    held.join("\n")
}
