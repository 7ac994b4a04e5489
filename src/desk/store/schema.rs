//! The tables as diesel knows them; `migrations/` is what makes them.

mod outside;

pub(super) use outside::{calendar, calendar_busy, calendar_claim, mail};

diesel::table! {
    meta (name) { name -> Text, value -> Text, }
}

diesel::table! {
    kiosk (id) {
        id -> Integer,
        name -> Text,
        public_key -> Binary,
        epoch -> Integer,
        state -> Text,
        enrolled_at -> BigInt,
        written_off_at -> Nullable<BigInt>,
        software -> Text,
        spent_numbers -> BigInt,
        teken_first -> Integer,
        teken_count -> Integer,
        last_seen -> Nullable<BigInt>,
        waiting -> Nullable<BigInt>,
        parked -> Nullable<BigInt>,
        disk -> Nullable<Text>,
        clock_trusted -> Nullable<Bool>,
        health_at -> Nullable<BigInt>,
        slots_store -> Nullable<Text>,
        slots_risk -> Nullable<Text>,
        team -> Integer,
        sound_waiting -> Nullable<BigInt>,
        sound_parked -> Nullable<BigInt>,
        texts -> Nullable<Text>,
        desk -> Bool,
        post -> Integer,
        display -> Bool,
        printer -> Nullable<Text>,
        case_open -> Nullable<Bool>,
        machine_lock -> Nullable<BigInt>,
        machine_unlock -> Nullable<BigInt>,
        silent -> Nullable<Text>,
    }
}

diesel::table! {
    enrolment (id) {
        id -> Integer,
        salt -> Binary,
        code_hash -> Binary,
        made_at -> BigInt,
        expires_at -> BigInt,
        tries_left -> Integer,
        state -> Text,
        offered_key -> Nullable<Binary>,
        software -> Nullable<Text>,
        kiosk -> Nullable<Integer>,
        epoch -> Nullable<Integer>,
        post -> Integer,
        display -> Bool,
    }
}

diesel::table! {
    entry (id) {
        id -> Binary,
        kiosk -> Integer,
        epoch -> Integer,
        seq -> BigInt,
        envelope -> Binary,
        digest -> Text,
        received_at -> BigInt,
        waited -> BigInt,
        late -> Bool,
        kind -> Text,
        left_at -> BigInt,
        left_trusted -> Bool,
        promised_before -> Nullable<Text>,
        teken -> Nullable<Integer>,
        topic -> Nullable<Text>,
        need -> Nullable<Text>,
        language -> Text,
        contact -> Nullable<Text>,
        reaches -> Bool,
        raised -> Bool,
        pieces -> Integer,
        erased_at -> Nullable<BigInt>,
        promised_days -> Nullable<Integer>,
    }
}

diesel::table! {
    hall_call (entry) {
        entry -> Binary,
        kiosk -> Integer,
        reason -> Text,
        since -> BigInt,
        state -> Text,
        worker -> Nullable<Integer>,
        at -> BigInt,
        seen_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    worker (id) {
        id -> Integer,
        name -> Text,
        password -> Text,
        must_change -> Bool,
        active -> Bool,
        made_at -> BigInt,
        roles -> Text,
    }
}

diesel::table! {
    session (token_hash) {
        token_hash -> Binary,
        worker -> Integer,
        csrf -> Text,
        made_at -> BigInt,
        expires_at -> BigInt,
        waits -> Bool,
    }
}

diesel::table! {
    invitation (worker) { worker -> Integer, code_hash -> Binary, expires_at -> BigInt, }
}

diesel::table! {
    second_step (worker) {
        worker -> Integer,
        locked -> Binary,
        proven_at -> Nullable<BigInt>,
        last_step -> BigInt,
    }
}

diesel::table! {
    recovery_code (worker, hash) { worker -> Integer, hash -> Binary, }
}

diesel::table! {
    audit (number) {
        number -> BigInt,
        at -> BigInt,
        worker -> Nullable<Integer>,
        what -> Text,
        about -> Text,
        teken -> Nullable<Integer>,
        day -> Nullable<Text>,
        detail -> Text,
        hash -> Binary,
    }
}

diesel::table! {
    team (id) { id -> Integer, name -> Text, made_at -> BigInt, }
}

diesel::table! {
    worker_team (worker, team) { worker -> Integer, team -> Integer, }
}

diesel::table! {
    card (entry) {
        entry -> Binary,
        first_team -> Integer,
        opened_at -> BigInt,
        due -> Text,
        amber -> Text,
        waits -> Bool,
        offer -> Bool,
        caller -> Nullable<Binary>,
        known_by -> Nullable<Integer>,
        team -> Integer,
        stage -> Text,
        first -> Nullable<Integer>,
        second -> Nullable<Integer>,
        acts -> Integer,
        asked -> Nullable<Integer>,
        asked_by -> Nullable<Integer>,
        called_at -> Nullable<BigInt>,
        called_place -> Nullable<Text>,
        contact_at -> Nullable<BigInt>,
        plan -> Nullable<Text>,
        plan_day -> Nullable<Text>,
        call_day -> Nullable<Text>,
        call_worker -> Nullable<Integer>,
        closed_at -> Nullable<BigInt>,
        nudged_by -> Nullable<Integer>,
        counted -> Bool,
    }
}

diesel::table! {
    card_act (entry, number) {
        entry -> Binary,
        number -> Integer,
        worker -> Integer,
        at -> BigInt,
        act -> Text,
    }
}

diesel::table! {
    card_pass (entry, worker) { entry -> Binary, worker -> Integer, }
}

diesel::table! {
    post (id) {
        id -> Integer,
        name -> Text,
        content -> Nullable<Text>,
        version -> BigInt,
        made_at -> BigInt,
    }
}

diesel::table! {
    presence (team) {
        team -> Integer,
        state -> Text,
        worker -> Nullable<Integer>,
        at -> BigInt,
    }
}

diesel::table! {
    spreekuur (id) {
        id -> Integer,
        whom -> Text,
        host -> Text,
        place -> Text,
        minutes -> Integer,
        feed -> Text,
        active -> Bool,
        made_at -> BigInt,
        post -> Integer,
    }
}

diesel::table! {
    spreekuur_hours (id) {
        id -> Integer,
        spreekuur -> Integer,
        rrule -> Text,
        from_minute -> Integer,
        until_minute -> Integer,
        first_day -> Text,
        last_day -> Nullable<Text>,
    }
}

diesel::table! {
    spreekuur_exception (id) {
        id -> Integer,
        spreekuur -> Integer,
        day -> Text,
        kind -> Text,
        from_minute -> Nullable<Integer>,
        until_minute -> Nullable<Integer>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    slot (spreekuur, minute) {
        spreekuur -> Integer,
        minute -> BigInt,
        state -> Text,
        kiosk -> Nullable<Integer>,
        epoch -> Nullable<Integer>,
        grant_id -> Nullable<BigInt>,
        booking -> Nullable<Binary>,
        offered -> Bool,
        changed_at -> BigInt,
    }
}

diesel::table! {
    booking (id) {
        id -> Binary,
        entry -> Nullable<Binary>,
        spreekuur -> Nullable<Integer>,
        minute -> Nullable<BigInt>,
        whom -> Text,
        state -> Text,
        teken -> Nullable<Integer>,
        recognition -> Nullable<Binary>,
        language -> Text,
        contact -> Nullable<Text>,
        reaches -> Bool,
        kiosk -> Nullable<Integer>,
        grant_id -> Nullable<BigInt>,
        late -> Bool,
        left_at -> BigInt,
        received_at -> BigInt,
        checked_in_at -> Nullable<BigInt>,
        note -> Nullable<Binary>,
        made_by -> Nullable<Integer>,
        moved_to -> Nullable<Binary>,
        seen_at -> Nullable<BigInt>,
        message -> Nullable<Text>,
        message_entry -> Nullable<Binary>,
        message_told -> Nullable<BigInt>,
        erased_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    unmatched (entry) {
        entry -> Binary,
        kind -> Text,
        teken -> Nullable<Integer>,
        recognition -> Nullable<Binary>,
        at -> BigInt,
        seen_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    rating (week, face, mark) {
        week -> Text,
        face -> Integer,
        mark -> Integer,
        times -> BigInt,
    }
}

diesel::table! {
    recording_piece (entry, n) {
        entry -> Binary,
        n -> Integer,
        digest -> Text,
        received_at -> BigInt,
        sealed -> Binary,
    }
}

diesel::table! {
    worker_spreekuur (worker, spreekuur) {
        worker -> Integer,
        spreekuur -> Integer,
    }
}

diesel::table! {
    outgoing (connector, entry) {
        connector -> Text,
        entry -> Binary,
        work -> Text,
        state -> Text,
        tries -> Integer,
        begun -> Bool,
        next_at -> BigInt,
        progress -> Nullable<Text>,
        why -> Nullable<Text>,
        made_at -> BigInt,
        done_at -> Nullable<BigInt>,
        number -> Nullable<Text>,
        worker -> Nullable<Integer>,
        changed -> Bool,
    }
}

diesel::table! {
    connector (name) {
        name -> Text,
        paused -> Nullable<Text>,
        paused_at -> Nullable<BigInt>,
        not_before -> BigInt,
        failures -> Integer,
        why -> Nullable<Text>,
    }
}

diesel::table! {
    erasure (entry) {
        entry -> Binary,
        kind -> Text,
        why -> Text,
        by_worker -> Bool,
        at -> BigInt,
    }
}

diesel::table! {
    pattern_open (team, week, what, word) {
        team -> Integer,
        week -> Text,
        what -> Text,
        word -> Text,
        times -> BigInt,
    }
}

diesel::table! {
    pattern_cell (team, period, what, word) {
        team -> Integer,
        period -> Text,
        what -> Text,
        word -> Text,
        told -> Text,
        times -> Nullable<BigInt>,
    }
}

diesel::table! {
    pattern_mark (period) {
        period -> Text,
        people -> Nullable<BigInt>,
        tenths -> Nullable<BigInt>,
    }
}

diesel::table! {
    retention (since) { since -> BigInt, days -> Integer, }
}

diesel::table! {
    retention_told (kiosk, at) { kiosk -> Integer, at -> BigInt, days -> Integer, }
}

diesel::table! {
    own_text (language, key) { language -> Text, key -> Text, words -> Text, }
}

diesel::table! {
    caretaker_code (post) { post -> Integer, which -> BigInt, hash -> Text, made_at -> BigInt, }
}

diesel::allow_tables_to_appear_in_same_query!(
    audit,
    booking,
    calendar,
    calendar_busy,
    calendar_claim,
    mail,
    card,
    card_act,
    card_pass,
    caretaker_code,
    connector,
    enrolment,
    entry,
    erasure,
    hall_call,
    invitation,
    kiosk,
    outgoing,
    own_text,
    pattern_cell,
    pattern_mark,
    pattern_open,
    post,
    presence,
    rating,
    recording_piece,
    recovery_code,
    retention,
    retention_told,
    second_step,
    session,
    slot,
    spreekuur,
    spreekuur_exception,
    spreekuur_hours,
    team,
    unmatched,
    worker,
    worker_spreekuur,
    worker_team,
);
