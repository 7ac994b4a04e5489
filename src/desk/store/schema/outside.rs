//! The tables of calendars elsewhere, and of mail.

diesel::table! {
    calendar (spreekuur) {
        spreekuur -> Integer,
        read_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    calendar_claim (spreekuur, minute) {
        spreekuur -> Integer,
        minute -> BigInt,
        state -> Text,
        wanted_until -> BigInt,
        kiosk -> Nullable<Integer>,
        etag -> Nullable<Text>,
    }
}

diesel::table! {
    calendar_busy (spreekuur, from_minute, until_minute) {
        spreekuur -> Integer,
        from_minute -> BigInt,
        until_minute -> BigInt,
    }
}

diesel::table! {
    mail (kind, about) {
        kind -> Text,
        about -> Binary,
        state -> Text,
        says -> Text,
        told -> Nullable<Text>,
        sure -> Bool,
        number -> BigInt,
        tries -> Integer,
        next_at -> BigInt,
        made_at -> BigInt,
        done_at -> Nullable<BigInt>,
        why -> Nullable<Text>,
    }
}
