//! What staff read of a kiosk whose card was copied.

use crate::hands::Desk;
use inloop::desk::copies;
use inloop::desk::store::{News, kiosks};

/// Two different entries of one number, as two machines with one key leave them.
fn comes_twice(desk: &Desk) {
    let kiosk = desk.kiosk;
    let copied = desk.state.store.write_waiting(News::Pages, move |conn| {
        let kiosk = kiosks::find(conn, kiosk)?.unwrap();
        inloop::desk::store::copies::mark(conn, &[(kiosk.id, kiosk.epoch)].into())
    });
    assert_eq!(copied.unwrap(), [kiosk]);
}

#[tokio::test]
async fn a_copied_card_is_said_on_kiosken_and_vandaag_until_it_is_written_off() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    assert_eq!(copies::look(&desk.state).await.unwrap(), [], "nothing was left yet");
    for page in ["/kiosken", "/vandaag"] {
        assert!(!fatma.get(page).await.html.contains("Kaart gekopieerd"), "{page}");
    }
    comes_twice(&desk);
    let page = fatma.get("/kiosken").await;
    assert!(page.html.contains("Kaart gekopieerd") && page.html.contains("Schrijf hem af"), "{}", page.html);
    assert!(fatma.get("/vandaag").await.html.contains("Kaart gekopieerd"), "also of a kiosk that is silent");
    let (kiosk, now) = (desk.kiosk, desk.state.now());
    desk.state.store.write_waiting(News::Pages, move |conn| kiosks::write_off(conn, kiosk, now)).unwrap();
    for page in ["/kiosken", "/vandaag"] {
        assert!(!fatma.get(page).await.html.contains("Kaart gekopieerd"), "{page}: written off, it speaks no more");
    }
}
