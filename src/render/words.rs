//! Counts, lists and durations in English, and the nearest of known words.

/// A count and the noun that agrees with it.
///
/// ```
/// use pleiad::render::words::count;
/// assert_eq!(count(1, "pairing", "pairings"), "1 pairing");
/// assert_eq!(count(0, "pairing", "pairings"), "0 pairings");
/// ```
pub fn count(count: usize, singular: &str, plural: &str) -> String {
    let noun = if count == 1 { singular } else { plural };
    format!("{count} {noun}")
}

/// A list that names all: `a, b and c`.
pub fn and_list<Item: AsRef<str>>(items: impl IntoIterator<Item = Item>) -> String {
    joined(items, "and")
}

/// A list of which one holds: `a, b or c`.
pub fn or_list<Item: AsRef<str>>(items: impl IntoIterator<Item = Item>) -> String {
    joined(items, "or")
}

fn joined<Item: AsRef<str>>(items: impl IntoIterator<Item = Item>, word: &str) -> String {
    let named: Vec<Item> = items.into_iter().collect();
    let named: Vec<&str> = named.iter().map(AsRef::as_ref).collect();
    match named.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
    }
}

/// The known word that was most likely meant, or nothing where none is near.
///
/// Near is one slip for each three letters, two of which may have changed places; case is no slip.
/// Of several as near the first is taken.
///
/// ```
/// use pleiad::render::words::nearest;
/// assert_eq!(nearest("capasity", ["name", "capacity"]), Some("capacity"));
/// assert_eq!(nearest("colour", ["name", "capacity"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let slips_max = word.chars().count().div_ceil(3);
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&word, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(slips, candidate)| *slips <= slips_max && *slips < candidate.chars().count())
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

/// The beginning of a text on one line, cut at a word where it is too long.
///
/// ```
/// use pleiad::render::words::excerpt;
/// assert_eq!(excerpt("Offer two dates,\nnever a bare no.", 60), "Offer two dates, never a bare no.");
/// assert_eq!(excerpt("Offer two dates, never a bare no.", 18), "Offer two dates, …");
/// ```
pub fn excerpt(text: &str, characters_max: usize) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        let gap = usize::from(!line.is_empty());
        if characters_max < line.chars().count() + gap + word.chars().count() {
            return if line.is_empty() {
                word.chars().take(characters_max).chain(['…']).collect()
            } else {
                format!("{line} …")
            };
        }
        if gap == 1 {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// How long ago a day was, or how far ahead it is, as people say it: `6 weeks ago`, `in 3 days`.
///
/// ```
/// use pleiad::render::words::ago;
/// assert_eq!(ago(0), "today");
/// assert_eq!(ago(42), "6 weeks ago");
/// assert_eq!(ago(-1), "tomorrow");
/// ```
pub fn ago(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        -1 => "tomorrow".to_owned(),
        _ if 0 < days => format!("{} ago", day_span(days.unsigned_abs())),
        _ => format!("in {}", day_span(days.unsigned_abs())),
    }
}

/// A number of days in the unit that people would use: `9 days`, `6 weeks`, `4 months`, `2 years`.
///
/// Days below two weeks, weeks below three months, months below two years; begun units do not
/// count.
pub fn day_span(days: u64) -> String {
    let (number, singular, plural) = match days {
        0..14 => (days, "day", "days"),
        14..92 => (days / 7, "week", "weeks"),
        92..731 => (days * 12 / 365, "month", "months"),
        _ => (days * 4 / 1461, "year", "years"),
    };
    format!("{number} {}", if number == 1 { singular } else { plural })
}

/// A duration: `45 min`, `1 h 30 min`, `14 h`.
pub fn duration(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

/// Minutes as hours with one decimal, half up: `7.5`.
pub fn hours(minutes: u32) -> String {
    let tenths = (u64::from(minutes) + 3) / 6;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A part of a whole: `70%`, rounded down so that `100%` means all; nothing without a whole.
pub fn percent(part: u64, whole: u64) -> Option<String> {
    let percent = (u128::from(part) * 100).checked_div(u128::from(whole))?;
    Some(format!("{percent}%"))
}

#[cfg(test)]
mod tests {
    use super::{ago, and_list, count, day_span, duration, hours, nearest, or_list, percent};

    #[test]
    fn counts_agree_with_their_noun() {
        let texts = [0, 1, 2].map(|number| count(number, "person", "people"));
        assert_eq!(texts, ["0 people", "1 person", "2 people"]);
    }

    #[test]
    fn lists_read_as_one_would_say_them() {
        assert_eq!(and_list(["a", "b", "c"]), "a, b and c");
        assert_eq!(and_list(["a", "b"]), "a and b");
        assert_eq!(or_list(["a".to_owned()]), "a");
        assert_eq!(or_list([""; 0]), "");
    }

    #[test]
    fn a_slip_of_the_finger_finds_its_word_and_a_stranger_finds_none() {
        let commands = ["init", "list", "match", "balance", "report"];
        assert_eq!(nearest("lst", commands), Some("list"));
        assert_eq!(nearest("balnce", commands), Some("balance"));
        assert_eq!(nearest("REPROT", commands), Some("report"));
        assert_eq!(nearest("frobnicate", commands), None);
        assert_eq!(nearest("x", ["a", "b"]), None);
        assert_eq!(nearest("", commands), None);
    }

    #[test]
    fn days_are_told_in_the_unit_that_people_use() {
        let told = [1, 2, 13, 14, 42, 91, 92, 364, 730, 731, 1461].map(day_span);
        let expected = [
            "1 day",
            "2 days",
            "13 days",
            "2 weeks",
            "6 weeks",
            "13 weeks",
            "3 months",
            "11 months",
            "24 months",
            "2 years",
            "4 years",
        ];
        assert_eq!(told, expected);
        let near = [-14, -2, -1, 0, 1, 2].map(ago);
        assert_eq!(
            near,
            [
                "in 2 weeks",
                "in 2 days",
                "tomorrow",
                "today",
                "yesterday",
                "2 days ago"
            ]
        );
    }

    #[test]
    fn minutes_become_hours() {
        assert_eq!(
            [0, 45, 60, 90, 840].map(duration),
            ["0 min", "45 min", "1 h", "1 h 30 min", "14 h"]
        );
        assert_eq!(
            [0, 2, 3, 450, 960].map(hours),
            ["0.0", "0.0", "0.1", "7.5", "16.0"]
        );
    }

    #[test]
    fn all_but_one_is_not_a_hundred_percent() {
        assert_eq!(percent(999, 1000).as_deref(), Some("99%"));
        assert_eq!(percent(3, 3).as_deref(), Some("100%"));
        assert_eq!(percent(1, 0), None);
    }
}
