//! Rust source as tests of the house rules see it: tokens without comments and texts, and the paths that they spell.
//!
//! This is no parser: it knows just enough of the language to tell code from words about code, and which module a
//! line stands in. What it cannot see (a path put together by a macro of another crate) the compiler's own
//! visibility has to keep.

use std::fs;
use std::path::Path;

/// A word, a text with its quotes, or a mark of the code, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
}

/// A path that the code spells, resolved against the module it stands in: `["store", "disk", "Disk"]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// From the root of the crate; a package's name first where it leads out of the crate.
    pub(crate) segments: Vec<String>,
    /// Whether it leads into another package (`std`, `rayon`), as far as a reader of one file can tell.
    pub(crate) is_foreign: bool,
    pub(crate) line: usize,
    /// Whether only tests see it.
    pub(crate) is_test: bool,
}

/// One file of the source.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Below `src/`, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// Every Rust file below a folder, in order.
    pub(crate) fn all_below(root: &Path) -> Vec<Source> {
        let mut sources = Vec::new();
        gather(root, "", &mut sources);
        sources.sort_by(|one, other| one.path.cmp(&other.path));
        sources
    }

    /// The room: the first folder, or the file itself where it stands at the top.
    pub(crate) fn room(&self) -> &str {
        self.path
            .split('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs")
    }

    /// The module that the file is, from the root of the crate.
    fn module(&self) -> Vec<String> {
        let stem = self.path.trim_end_matches(".rs");
        let mut module: Vec<String> = stem.split('/').map(str::to_owned).collect();
        if matches!(
            module.last().map(String::as_str),
            Some("mod" | "lib" | "main")
        ) {
            module.pop();
        }
        module
    }

    /// Every path of two and more segments, and every tree of a `use` spelled out.
    pub(crate) fn references(&self) -> Vec<Reference> {
        let tokens = tokens(&self.text);
        let mut walk = Walk {
            tokens: &tokens,
            at: 0,
            modules: self.module(),
            opened: Vec::new(),
            depth: 0,
            test_from: None,
            references: Vec::new(),
        };
        walk.file();
        walk.references
    }
}

fn gather(folder: &Path, prefix: &str, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{prefix}{name}");
        if entry.file_type().unwrap().is_dir() {
            gather(&entry.path(), &format!("{path}/"), sources);
        } else if entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "rs")
        {
            let text = fs::read_to_string(entry.path()).unwrap();
            sources.push(Source { path, text });
        }
    }
}

struct Walk<'a> {
    tokens: &'a [Token],
    at: usize,
    /// The module that the walk stands in.
    modules: Vec<String>,
    /// Depths of braces at which inline modules opened.
    opened: Vec<usize>,
    depth: usize,
    /// The depth below which code is for tests alone.
    test_from: Option<usize>,
    references: Vec<Reference>,
}

impl Walk<'_> {
    fn text(&self, ahead: usize) -> &str {
        self.tokens
            .get(self.at + ahead)
            .map_or("", |token| token.text.as_str())
    }

    fn starts_with(&self, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(ahead, word)| self.text(ahead) == *word)
    }

    fn file(&mut self) {
        while self.at < self.tokens.len() {
            if self.starts_with(&["#", "[", "cfg", "(", "test", ")", "]"]) {
                self.test_from = self.test_from.or(Some(self.depth));
                self.at += 7;
            } else if self.text(0) == "mod" && is_word(self.text(1)) && self.text(2) == "{" {
                self.modules.push(self.text(1).to_owned());
                self.opened.push(self.depth);
                self.depth += 1;
                self.at += 3;
            } else if self.text(0) == "{" {
                self.depth += 1;
                self.at += 1;
            } else if self.text(0) == "}" {
                self.close();
            } else if self.text(0) == ";" {
                self.at += 1;
                // `#[cfg(test)] mod fixture;` and the like end here.
                self.test_from = self.test_from.filter(|&from| from < self.depth);
            } else if self.text(0) == "use" && self.text(1) != "<" {
                self.at += 1;
                self.tree(&[]);
            } else if is_word(self.text(0)) && self.text(1) == "::" {
                self.path();
            } else {
                self.at += 1;
            }
        }
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.opened.last() == Some(&self.depth) {
            self.opened.pop();
            self.modules.pop();
        }
        self.test_from = self.test_from.filter(|&from| from < self.depth);
        self.at += 1;
    }

    /// A path in the midst of code, up to its last segment or its turbofish.
    fn path(&mut self) {
        let line = self.tokens[self.at].line;
        let mut segments = vec![self.text(0).to_owned()];
        self.at += 1;
        while self.text(0) == "::" && is_word(self.text(1)) {
            segments.push(self.text(1).to_owned());
            self.at += 2;
        }
        self.refer(&segments, line);
    }

    /// One tree of a `use`: a path that ends in a name, a star or a list of trees.
    fn tree(&mut self, before: &[String]) {
        let line = self.tokens.get(self.at).map_or(0, |token| token.line);
        let mut segments = before.to_vec();
        loop {
            match self.text(0) {
                "{" => {
                    self.at += 1;
                    while !matches!(self.text(0), "}" | ";" | "") {
                        self.tree(&segments);
                        if self.text(0) == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                "::" => self.at += 1,
                "as" => self.at += 2,
                "," | "}" | ";" | "" => break,
                word => {
                    segments.push(word.to_owned());
                    self.at += 1;
                }
            }
        }
        self.refer(&segments, line);
    }

    fn refer(&mut self, segments: &[String], line: usize) {
        let ups = segments.iter().take_while(|word| *word == "super").count();
        let (segments, is_foreign) = match segments[0].as_str() {
            "crate" | "pleiad" => (segments[1..].to_vec(), false),
            "self" => (self.below(0, &segments[1..]), false),
            "super" => (self.below(ups, &segments[ups..]), false),
            _ => (segments.to_vec(), true),
        };
        self.references.push(Reference {
            segments,
            is_foreign,
            line,
            is_test: self.test_from.is_some(),
        });
    }

    fn below(&self, ups: usize, rest: &[String]) -> Vec<String> {
        let kept = self.modules.len().saturating_sub(ups);
        [&self.modules[..kept], rest].concat()
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// The tokens of a text, without comments.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let (length, token) = next(rest, first);
        if let Some(token) = token {
            tokens.push(Token { text: token, line });
        }
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

/// Bytes of the next token or gap, and what it is.
fn next(rest: &str, first: char) -> (usize, Option<String>) {
    let until = |end: Option<usize>| end.unwrap_or(rest.len());
    if rest.starts_with("//") {
        return (until(rest.find('\n')), None);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), None);
    }
    if let Some(length) = raw_text(rest) {
        return (length, Some(rest[..length].to_owned()));
    }
    if first == '"' || rest.starts_with("b\"") {
        let start = 1 + usize::from(first == 'b');
        let length = start + quoted(&rest[start..], '"');
        return (length, Some(rest[..length].to_owned()));
    }
    if first == '\'' {
        let inside = &rest[1..];
        let second = inside.chars().nth(1);
        let is_character = inside.starts_with('\\') || second == Some('\'');
        return if is_character {
            let length = 1 + quoted(inside, '\'');
            (length, Some(rest[..length].to_owned()))
        } else {
            (1, None)
        };
    }
    if first.is_alphanumeric() || first == '_' {
        let length = until(rest.find(|c: char| !(c.is_alphanumeric() || c == '_')));
        return (length, Some(rest[..length].to_owned()));
    }
    if rest.starts_with("::") {
        return (2, Some("::".to_owned()));
    }
    let mark = (!first.is_whitespace()).then(|| first.to_string());
    (first.len_utf8(), mark)
}

/// Bytes up to and with the closing quote, from behind the opening one.
fn quoted(inside: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, character) in inside.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if character == '\\' {
            is_escaped = true;
        } else if character == quote {
            return at + 1;
        }
    }
    inside.len()
}

fn raw_text(rest: &str) -> Option<usize> {
    let start = rest.strip_prefix("br").or(rest.strip_prefix('r'))?;
    let opening = start.trim_start_matches('#');
    let hashes = start.len() - opening.len();
    let inside = opening.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
    Some(rest.len() - inside.len() + length)
}

/// Bytes of a block comment; they nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}
