//! What a command answers: one JSON document, and the same as a document for people.

use crate::cli::list::List;
use crate::render::document::Document;
use serde::Serialize;
use serde_json::{Map, Value};
use std::io;

/// What a command answers.
#[derive(Debug)]
pub(crate) struct Reply {
    /// For scripts.
    pub(crate) json: Value,
    /// For people.
    pub(crate) document: Document,
    /// The same as mails, where a command writes mails.
    pub(crate) mbox: Option<String>,
    /// The same as a calendar file, where that is what was asked for.
    pub(crate) ics: Option<String>,
    /// The same as commands of a workflow on GitHub, where a command finds problems.
    pub(crate) github: Option<String>,
    /// Whether it is a list: programs that read it through a pipe get TSV.
    pub(crate) is_list: bool,
    /// Talk about how it came about.
    pub(crate) sayings: Vec<String>,
    /// The next useful command.
    pub(crate) next: Option<String>,
    /// Whether `-o` has said something else than where this goes.
    pub(crate) is_for_standard_output: bool,
    /// How printing it went, where that was done while it was made.
    pub(crate) printed: Option<io::Result<()>>,
    /// Its exit code.
    pub(crate) code: u8,
}

impl Reply {
    /// An answer; `answer` gives the fields after `schema`.
    pub(crate) fn new(command: &str, answer: &impl Serialize, document: Document) -> Reply {
        let name = Value::from(schema_name(command));
        let reply = Reply {
            json: Map::from_iter([("schema".to_owned(), name)]).into(),
            document,
            mbox: None,
            ics: None,
            github: None,
            is_list: false,
            is_for_standard_output: false,
            sayings: Vec::new(),
            next: None,
            printed: None,
            code: crate::cli::exit::DONE,
        };
        reply.with(answer)
    }

    /// The same with further fields for scripts.
    #[must_use]
    pub(crate) fn with(mut self, more: &impl Serialize) -> Reply {
        match (&mut self.json, serde_json::to_value(more)) {
            (Value::Object(json), Ok(Value::Object(fields))) => json.extend(fields),
            (_, Ok(Value::Null)) => {}
            (_, other) => unreachable!("an answer is a struct with string keys, not {other:?}"),
        }
        self
    }

    /// A list.
    pub(crate) fn list(command: &str, list: &List) -> Reply {
        let (noun, rows) = (list.noun(), list.rows_json());
        let fields = Map::from_iter([(noun.to_owned(), rows)]);
        let mut reply = Reply::new(command, &fields, list.document());
        reply.is_list = true;
        reply.sayings.push(list.count_in_words());
        reply
    }

    /// An answer that was printed while it was made, because it may be greater than memory.
    pub(crate) fn printed(command: &str, outcome: io::Result<()>) -> Reply {
        let mut reply = Reply::new(command, &(), Document::new());
        reply.printed = Some(outcome);
        reply
    }

    /// The same for standard output, whatever `-o` says: its files are written.
    #[must_use]
    pub(crate) fn past_output_file(mut self) -> Reply {
        self.is_for_standard_output = true;
        self
    }

    /// The same with a word about how it came about.
    #[must_use]
    pub(crate) fn say(mut self, saying: impl Into<String>) -> Reply {
        self.sayings.push(saying.into());
        self
    }

    /// The same with the next useful command.
    #[must_use]
    pub(crate) fn next(mut self, command: impl Into<String>) -> Reply {
        self.next = Some(command.into());
        self
    }
}

/// `pleiad/participant-list/1`.
pub(crate) fn schema_name(command: &str) -> String {
    format!("pleiad/{command}/1")
}
