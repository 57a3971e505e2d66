//! Lengths as calendars write them (RFC 5545, section 3.3.6): `PT45M`, `P1DT2H`, `P2W`.

/// The longest that is read, in minutes: a year.
pub const MINUTES_MAX: i64 = 366 * 24 * 60;

/// The minutes of a length, seconds left out; none for what is no length and for one that goes back in time.
pub fn duration_minutes(text: &str) -> Option<u32> {
    let rest = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let (days, time) = match rest.split_once('T') {
        Some((_, "")) => return None,
        Some((days, time)) => (days, time),
        None => (rest, ""),
    };
    if days.is_empty() && time.is_empty() {
        return None;
    }
    let seconds = parts(days, &[('W', 604_800), ('D', 86_400)])?
        .checked_add(parts(time, &[('H', 3_600), ('M', 60), ('S', 1)])?)?;
    let minutes = seconds / 60;
    u32::try_from(minutes)
        .ok()
        .filter(|_| minutes <= MINUTES_MAX)
}

/// The seconds of numbers with their units, each unit once at most and in this order.
fn parts(mut text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut seconds: i64 = 0;
    let mut units = units.iter();
    while !text.is_empty() {
        let end = text.find(|letter: char| !letter.is_ascii_digit())?;
        let number: i64 = text[..end].parse().ok()?;
        let unit = text[end..].chars().next()?;
        let (_, factor) = units.find(|(known, _)| *known == unit)?;
        seconds = seconds.checked_add(number.checked_mul(*factor)?)?;
        text = &text[end + unit.len_utf8()..];
    }
    Some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_minutes_and_everything_else_is_none() {
        for (text, minutes) in [
            ("PT45M", Some(45)),
            ("PT1H30M", Some(90)),
            ("+P1DT2H", Some(1_560)),
            ("P2W", Some(20_160)),
            ("PT90S", Some(1)),
            ("PT0S", Some(0)),
            ("-PT45M", None),
            ("PT", None),
            ("P", None),
            ("", None),
            ("45", None),
            ("PT45", None),
            ("PT45M1H", None),
            ("P1M", None),
            ("P99999999999999999999W", None),
            ("P9999W", None),
            ("PTéM", None),
        ] {
            assert_eq!(duration_minutes(text), minutes, "{text}");
        }
    }
}
