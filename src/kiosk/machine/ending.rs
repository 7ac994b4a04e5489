//! The end in order: asked for by a signal, done by the event loop, so that nothing is left half done and no watchdog bites.

use std::io;

/// Ctrl-C, or whoever started this program, ends the event loop of the glass.
///
/// # Errors
/// Where signals cannot be heard.
pub fn in_order_on_a_signal() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let listen = move || {
        let asked = runtime.block_on(async {
            let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
            tokio::select! {
                interrupted = tokio::signal::ctrl_c() => interrupted,
                _ = terminated.recv() => Ok(()),
            }
        });
        if let Err(error) = asked.and_then(|()| slint::quit_event_loop().map_err(io::Error::other)) {
            tracing::error!(%error, "the end that was asked for was not heard");
        }
    };
    std::thread::Builder::new().name("signals".into()).spawn(listen).map(drop)
}
