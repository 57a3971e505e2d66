//! Pages of a manual, in the macros that every `man` knows.

use std::fmt::Write as _;

/// A page, or a part of one, that is being written.
#[derive(Debug, Clone, Default)]
pub struct Roff {
    text: String,
    /// Whether a heading stands right before: what follows is a paragraph of its own already.
    is_begun: bool,
}

impl Roff {
    /// The first line of a page: its name in capitals, its section, its day, and what it belongs to.
    pub fn page(name: &str, section: u8, day: &str, source: &str) -> Roff {
        let mut roff = Roff::default();
        let (name, source) = (escaped(name), escaped(source));
        let _ = writeln!(roff.text, ".TH \"{name}\" {section} {day} \"{source}\"");
        roff
    }

    /// A heading, as manuals write them.
    pub fn heading(&mut self, words: &str) {
        let _ = writeln!(self.text, ".SH {}", escaped(words));
        self.is_begun = true;
    }

    /// A heading below a heading.
    pub fn subheading(&mut self, words: &str) {
        let _ = writeln!(self.text, ".SS \"{}\"", escaped(words));
        self.is_begun = true;
    }

    /// Text in lines as they fit.
    pub fn paragraph(&mut self, words: &str) {
        self.begin();
        let _ = writeln!(self.text, "{}", lines(words));
    }

    /// Lines as they stand.
    pub fn verbatim(&mut self, text: &str) {
        self.begin();
        let text = lines(text.trim_matches('\n'));
        let _ = writeln!(self.text, ".nf\n{text}\n.fi");
    }

    /// Something, and what it is.
    pub fn item(&mut self, head: &str, words: &str) {
        self.is_begun = false;
        let _ = writeln!(
            self.text,
            ".TP\n\\fB{}\\fP\n{}",
            escaped(head),
            lines(words)
        );
    }

    /// A new paragraph, where none has begun.
    fn begin(&mut self) {
        if !std::mem::take(&mut self.is_begun) {
            self.text.push_str(".PP\n");
        }
    }

    /// What is roff already.
    pub fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The page.
    pub fn into_text(self) -> String {
        self.text
    }
}

/// Lines of which none is taken for a macro, and none is empty.
fn lines(text: &str) -> String {
    let line = |line: &str| {
        let line = escaped(line);
        match line.chars().next() {
            None => "\\&".to_owned(),
            Some('.' | '\'') => format!("\\&{line}"),
            Some(_) => line,
        }
    };
    let lines: Vec<String> = text.lines().map(line).collect();
    lines.join("\n")
}

/// Text of which every character means itself, in every alphabet and on every device.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\\' => escaped.push_str("\\e"),
            '-' => escaped.push_str("\\-"),
            '\'' => escaped.push_str("\\(aq"),
            '"' => escaped.push_str("\\(dq"),
            '`' => escaped.push_str("\\(ga"),
            '^' => escaped.push_str("\\(ha"),
            '~' => escaped.push_str("\\(ti"),
            '\t' => escaped.push_str("    "),
            ' '..='~' => escaped.push(letter),
            letter => {
                let _ = write!(escaped, "\\[u{:04X}]", u32::from(letter));
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_means_itself() {
        let mut roff = Roff::default();
        roff.verbatim(".SH is no heading\n'nor this\n\na\\b \"--json\" 3 × 4");
        let expected = ".PP\n.nf\n\\&.SH is no heading\n\\(aqnor this\n\\&\na\\eb \\(dq\\-\\-json\\(dq 3 \\[u00D7] 4\n.fi\n";
        assert_eq!(roff.into_text(), expected);
    }
}
