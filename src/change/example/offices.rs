//! Where people of an example are: offices near the program's zone, whose afternoons fall together.

use chrono::{NaiveDate, Offset, TimeZone};
use chrono_tz::Tz;

/// A place of work.
#[derive(Debug, PartialEq)]
pub(super) struct Office {
    pub(super) city: &'static str,
    pub(super) zone: Tz,
    pub(super) languages: &'static [&'static str],
    /// The hour at which the time begins that all offices share.
    pub(super) shared_from_hour: u32,
    /// Groups of names that are common there.
    pub(super) names: &'static [&'static str],
}

/// The offices of a part of the world.
pub(super) struct Region {
    pub(super) offices: [Office; 5],
    /// Somebody there speaks no language of the others.
    pub(super) far_away: Office,
}

const EUROPE_AND_AFRICA: Region = Region {
    offices: [
        office(
            "Berlin",
            Tz::Europe__Berlin,
            &["de", "en"],
            13,
            &["german", "levantine", "anglo"],
        ),
        office(
            "Lisbon",
            Tz::Europe__Lisbon,
            &["pt", "en"],
            12,
            &["portuguese"],
        ),
        office(
            "Gdańsk",
            Tz::Europe__Warsaw,
            &["pl", "en"],
            13,
            &["polish", "nordic"],
        ),
        office(
            "Nairobi",
            Tz::Africa__Nairobi,
            &["en", "sw"],
            15,
            &["kenyan"],
        ),
        office(
            "Bengaluru",
            Tz::Asia__Kolkata,
            &["en", "kn"],
            17,
            &["indian"],
        ),
    ],
    far_away: OSAKA,
};

const AMERICAS: Region = Region {
    offices: [
        office(
            "Toronto",
            Tz::America__Toronto,
            &["en", "fr"],
            11,
            &["anglo", "french", "indian"],
        ),
        office(
            "Montréal",
            Tz::America__Toronto,
            &["fr", "en"],
            11,
            &["french", "levantine"],
        ),
        office(
            "Bogotá",
            Tz::America__Bogota,
            &["es", "en"],
            10,
            &["spanish"],
        ),
        office(
            "São Paulo",
            Tz::America__Sao_Paulo,
            &["pt", "en"],
            12,
            &["portuguese"],
        ),
        office(
            "Vancouver",
            Tz::America__Vancouver,
            &["en"],
            8,
            &["anglo", "chinese"],
        ),
    ],
    far_away: OSAKA,
};

const ASIA_AND_PACIFIC: Region = Region {
    offices: [
        office(
            "Singapore",
            Tz::Asia__Singapore,
            &["en", "zh"],
            12,
            &["chinese", "indian"],
        ),
        office(
            "Bengaluru",
            Tz::Asia__Kolkata,
            &["en", "kn"],
            9,
            &["indian"],
        ),
        office(
            "Melbourne",
            Tz::Australia__Melbourne,
            &["en"],
            14,
            &["anglo", "chinese", "levantine"],
        ),
        office("Osaka", Tz::Asia__Tokyo, &["ja", "en"], 13, &["japanese"]),
        office(
            "Auckland",
            Tz::Pacific__Auckland,
            &["en", "mi"],
            15,
            &["pacific", "anglo"],
        ),
    ],
    far_away: office("Nouméa", Tz::Pacific__Noumea, &["fr"], 14, &["french"]),
};

const OSAKA: Office = office("Osaka", Tz::Asia__Tokyo, &["ja"], 17, &["japanese"]);

const fn office(
    city: &'static str,
    zone: Tz,
    languages: &'static [&'static str],
    shared_from_hour: u32,
    names: &'static [&'static str],
) -> Office {
    Office {
        city,
        zone,
        languages,
        shared_from_hour,
        names,
    }
}

/// The region of a zone, by its hours from Greenwich in winter.
pub(super) fn region(zone: Tz) -> &'static Region {
    const HOUR_SECONDS: i32 = 3600;
    let winter = NaiveDate::from_ymd_opt(2026, 1, 15).and_then(|day| day.and_hms_opt(12, 0, 0));
    let offset = zone.offset_from_utc_datetime(&winter.unwrap_or_default());
    match offset.fix().local_minus_utc() {
        west if west < -HOUR_SECONDS => &AMERICAS,
        east if 5 * HOUR_SECONDS < east => &ASIA_AND_PACIFIC,
        _ => &EUROPE_AND_AFRICA,
    }
}
