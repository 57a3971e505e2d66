//! Mails as one mailbox file, for programs that send or show them.
//!
//! It sends nothing. Its invariant: no text of a mail can begin another mail or a header.

use chrono::NaiveDate;
use std::fmt::Write;

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The address that it goes to.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// Its day.
    pub on: NaiveDate,
    /// Its lines.
    pub lines: Vec<String>,
}

/// The mails as a mailbox.
pub fn mbox(mails: &[Mail]) -> String {
    let mut text = String::new();
    for mail in mails {
        let (unix, day) = (mail.on.format("%a %b %e"), mail.on.format("%a, %-d %b %Y"));
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            "From pleiad {unix} 00:00:00 {}\nDate: {day} 00:00:00 +0000\nTo: {}\nSubject: {}\nMIME-Version: 1.0\n\
             Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n",
            mail.on.format("%Y"),
            header(&mail.to),
            header(&mail.subject),
        );
        for line in &mail.lines {
            // What looks like the beginning of a mail is quoted, and so is what looks quoted.
            let quote = if line.trim_start_matches('>').starts_with("From ") {
                ">"
            } else {
                ""
            };
            let _ = writeln!(text, "{quote}{}", line.replace(['\n', '\r'], " "));
        }
        text.push('\n');
    }
    text
}

/// The value of a header in ASCII: other texts as encoded words of RFC 2047.
fn header(text: &str) -> String {
    // With its frame an encoded word has at most 75 characters.
    const BYTES_MAX: usize = 15;
    let is_plain = |letter: char| letter.is_ascii_graphic() || letter == ' ';
    let text = text.replace(['\n', '\r'], " ");
    if text.chars().all(is_plain) {
        return text;
    }
    let mut words = vec![String::new()];
    for letter in text.chars() {
        let last = words.len() - 1;
        if BYTES_MAX < words[last].len() + letter.len_utf8() {
            words.push(letter.to_string());
        } else {
            words[last].push(letter);
        }
    }
    let encoded = words.iter().map(|word| {
        let mut encoded = "=?UTF-8?Q?".to_owned();
        for byte in word.bytes() {
            // Writing to a text cannot fail.
            let _ = write!(encoded, "={byte:02X}");
        }
        encoded + "?="
    });
    encoded.collect::<Vec<_>>().join("\n ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(to: &str, subject: &str, line: &str) -> String {
        let on = NaiveDate::from_ymd_opt(2026, 11, 3).unwrap_or_default();
        mbox(&[Mail {
            to: to.to_owned(),
            subject: subject.to_owned(),
            on,
            lines: vec![line.to_owned()],
        }])
    }

    #[test]
    fn a_mail_begins_with_its_day_and_its_headers() {
        let expected = "From pleiad Tue Nov  3 00:00:00 2026\nDate: Tue, 3 Nov 2026 00:00:00 +0000\n\
            To: ada@example.org\nSubject: 2 things\n";
        assert!(mail("ada@example.org", "2 things", "x").starts_with(expected));
    }

    #[test]
    fn no_text_begins_another_mail_or_a_header() {
        let text = mail(
            "ada@example.org\nBcc: all@example.org",
            "a",
            "From here on\nFrom there",
        );
        assert_eq!(
            text.lines()
                .filter(|line| line.starts_with("From "))
                .count(),
            1
        );
        assert!(text.contains("\n>From here on From there\n"));
        assert!(!text.contains("\nBcc"));
    }

    #[test]
    fn letters_beyond_ascii_are_encoded_words() {
        assert!(
            mail("a@b", "Zofia Öz", "x")
                .contains("Subject: =?UTF-8?Q?=5A=6F=66=69=61=20=C3=96=7A?=\n")
        );
    }
}
