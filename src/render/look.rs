//! What a caller knows about the terminal: it changes how a document looks, never what it says.

/// The terminal as the caller sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The columns that a line may fill.
    pub width: usize,
    /// Whether colours and other styles may be used.
    pub color: bool,
    /// Whether what is drawn (bars, bullets, dashes) keeps to ASCII; data stays as it is.
    pub ascii: bool,
}

impl Look {
    /// A look without colour, in Unicode.
    pub fn plain(width: usize) -> Look {
        Look {
            width,
            color: false,
            ascii: false,
        }
    }

    /// The drawn text that this look allows.
    pub(super) fn choose<'a>(&self, unicode: &'a str, ascii: &'a str) -> &'a str {
        if self.ascii { ascii } else { unicode }
    }
}
