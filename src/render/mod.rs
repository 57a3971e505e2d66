//! How it looks: a document on a terminal, as Markdown, as CSV. Knows no word of mentoring.
