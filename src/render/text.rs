//! Words and their tone. A tone is never the only bearer of a fact: the words say it too.

/// How a piece of text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// As everything around it.
    #[default]
    Plain,
    /// To be seen first.
    Strong,
    /// To be seen last.
    Dim,
    /// As it should be, or added.
    Good,
    /// Wants attention soon.
    Warning,
    /// Wants attention now, or taken away.
    Bad,
    /// What is enough to type of an id.
    Underlined,
}

/// A piece of text in one tone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// The text, as it came: it is escaped when it is shown.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    /// What is shown instead where only ASCII may be drawn; for pictures, not for data.
    pub ascii: Option<String>,
}

impl Span {
    /// A text in a tone.
    pub fn new(tone: Tone, text: impl Into<String>) -> Span {
        Span {
            text: text.into(),
            tone,
            ascii: None,
        }
    }

    /// A text to be seen first.
    pub fn strong(text: impl Into<String>) -> Span {
        Span::new(Tone::Strong, text)
    }

    /// A text to be seen last.
    pub fn dim(text: impl Into<String>) -> Span {
        Span::new(Tone::Dim, text)
    }

    /// A text about what is as it should be.
    pub fn good(text: impl Into<String>) -> Span {
        Span::new(Tone::Good, text)
    }

    /// A text about what wants attention soon.
    pub fn warning(text: impl Into<String>) -> Span {
        Span::new(Tone::Warning, text)
    }

    /// A text about what wants attention now.
    pub fn bad(text: impl Into<String>) -> Span {
        Span::new(Tone::Bad, text)
    }

    /// A picture (an arrow, a row of dots) and its form in ASCII.
    pub fn drawn(unicode: impl Into<String>, ascii: impl Into<String>) -> Span {
        Span {
            text: unicode.into(),
            tone: Tone::Plain,
            ascii: Some(ascii.into()),
        }
    }

    /// The same text in another tone.
    #[must_use]
    pub fn toned(self, tone: Tone) -> Span {
        Span { tone, ..self }
    }
}

impl From<&str> for Span {
    fn from(text: &str) -> Span {
        Span::new(Tone::Plain, text)
    }
}

impl From<String> for Span {
    fn from(text: String) -> Span {
        Span::new(Tone::Plain, text)
    }
}

/// A line or more of text in any tones; a line feed in it starts a new line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The pieces, without anything between them.
    pub spans: Vec<Span>,
}

impl Text {
    /// No text yet.
    pub fn new() -> Text {
        Text::default()
    }

    /// The same text with one more piece at its end.
    #[must_use]
    pub fn with(mut self, span: impl Into<Span>) -> Text {
        self.spans.push(span.into());
        self
    }

    /// The text without its tones, not escaped.
    pub fn to_plain(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.spans.iter().all(|span| span.text.is_empty())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::from(Span::from(text))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text::from(Span::from(text))
    }
}

impl From<Span> for Text {
    fn from(span: Span) -> Text {
        Text { spans: vec![span] }
    }
}

impl From<Vec<Span>> for Text {
    fn from(spans: Vec<Span>) -> Text {
        Text { spans }
    }
}

impl<const N: usize> From<[Span; N]> for Text {
    fn from(spans: [Span; N]) -> Text {
        Text {
            spans: spans.into(),
        }
    }
}
