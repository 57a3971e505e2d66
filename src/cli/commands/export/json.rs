//! `export json`: the whole program as one document, record by record as the files hold them.

use crate::change::edit::{Fields, FileName};
use crate::change::transfer::records::{Files, Records};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::model::program::Program;
use crate::render::document::{Document, Verbatim};
use crate::store::file_schema;
use crate::store::keys::{SHAPES, Shape};
use crate::store::read::Extent;
use clap::Args;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// Write the whole program as one JSON document
///
/// Every record stands in it as its file holds it: the keys are those of `pleiad help files`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad export json -o program.json
  pleiad export json --confidential | jq .confidential_pairings
  pleiad export schema export-json
What lies in confidential/ is left out unless it is asked for, private notes always are. Keys that
pleiad does not know stay in their files.")]
pub(crate) struct ExportJson {
    /// With what only coordinators read: check-ins and concerns
    #[arg(long)]
    confidential: bool,
}

/// A kind of record under its key in the document.
struct Group {
    key: &'static str,
    /// The name of its kind of file.
    shape: &'static str,
    /// Whether there is a file for each id.
    is_by_id: bool,
    is_confidential: bool,
}

const GROUPS: [Group; 14] = [
    one("program", "program"),
    one("objectives", "objectives"),
    one("vocabulary", "vocabulary"),
    one("matching", "matching"),
    by_id("participants", "participant"),
    by_id("pairings", "pairing"),
    by_id("meetings", "meetings"),
    one("events", "events"),
    one("prospects", "prospects"),
    one("improvements", "improvements"),
    by_id("drafts", "draft"),
    one("confidential_program", "confidential-program").confidential(),
    by_id("confidential_people", "confidential-person").confidential(),
    by_id("confidential_pairings", "confidential-pairing").confidential(),
];

const fn one(key: &'static str, shape: &'static str) -> Group {
    Group {
        key,
        shape,
        is_by_id: false,
        is_confidential: false,
    }
}

const fn by_id(key: &'static str, shape: &'static str) -> Group {
    Group {
        is_by_id: true,
        ..one(key, shape)
    }
}

impl Group {
    const fn confidential(self) -> Group {
        Group {
            is_confidential: true,
            ..self
        }
    }
}

/// The records of a program.
#[derive(Serialize)]
#[serde(transparent)]
struct Whole(Map<String, Value>);

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Whole>("export-json")];

pub(super) fn run(export: &ExportJson, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    if context.global.as_of.is_some() {
        let message = "a program is exported as it stands; --as-of is for reports";
        return Err(Failure::usage(message));
    }
    let (program, _) = context.read(&Extent::Confidential)?;
    let files = files(&program, export.confidential);
    let records = context.folder()?.records(&files)?;
    let whole = whole(&records, export.confidential);
    let mut reply = Reply::new("export-json", &whole, Document::new());
    let text = format!("{:#}\n", reply.json);
    reply.document = Document::new().verbatim(Verbatim::text(text));
    Ok(reply)
}

/// Every file that is meant, whether it is there or not.
pub(super) fn files(program: &Program, with_confidential: bool) -> Vec<FileName> {
    let mut files = vec![
        FileName::Program,
        FileName::Objectives,
        FileName::Vocabulary,
        FileName::Matching,
        FileName::Events,
        FileName::Prospects,
        FileName::Improvements,
    ];
    files.extend(
        program
            .participants
            .keys()
            .cloned()
            .map(FileName::Participant),
    );
    files.extend(program.pairings.keys().cloned().map(FileName::Pairing));
    files.extend(program.logs.keys().cloned().map(FileName::Log));
    files.extend(program.drafts.keys().cloned().map(FileName::Draft));
    if with_confidential {
        let people = program.confidential_people.keys().cloned();
        let pairings = program.confidential_pairings.keys().cloned();
        files.push(FileName::ConfidentialProgram);
        files.extend(people.map(FileName::ConfidentialPerson));
        files.extend(pairings.map(FileName::ConfidentialPairing));
    }
    files
}

/// The records under their keys; what a program does not have is none.
fn whole(files: &Files, with_confidential: bool) -> Whole {
    let mut whole = Map::new();
    let groups = GROUPS.iter();
    for group in groups.filter(|group| with_confidential || !group.is_confidential) {
        let nothing = if group.is_by_id {
            json!({})
        } else {
            Value::Null
        };
        whole.insert(group.key.to_owned(), nothing);
    }
    for (file, records) in files {
        let (key, id) = place(file);
        match (id, whole.get_mut(key)) {
            (Some(id), Some(group)) => group[id.as_str()] = document(records),
            (None, Some(group)) => *group = document(records),
            (_, None) => {}
        }
    }
    Whole(whole)
}

/// The key under which a file stands, and its id there.
fn place(file: &FileName) -> (&'static str, Option<String>) {
    match file {
        FileName::Program => ("program", None),
        FileName::Objectives => ("objectives", None),
        FileName::Vocabulary => ("vocabulary", None),
        FileName::Matching => ("matching", None),
        FileName::Events => ("events", None),
        FileName::Prospects => ("prospects", None),
        FileName::Improvements => ("improvements", None),
        FileName::Participant(id) => ("participants", Some(id.to_string())),
        FileName::Pairing(id) => ("pairings", Some(id.to_string())),
        FileName::Log(id) => ("meetings", Some(id.to_string())),
        FileName::Draft(id) => ("drafts", Some(id.to_string())),
        FileName::ConfidentialProgram => ("confidential_program", None),
        FileName::ConfidentialPerson(id) => ("confidential_people", Some(id.to_string())),
        FileName::ConfidentialPairing(id) => ("confidential_pairings", Some(id.to_string())),
        FileName::Letter(id) => ("letters", Some(id.to_string())),
        FileName::PrivateNotes(id) => ("private_notes", Some(id.to_string())),
    }
}

/// The records of a file, as its schema has them.
fn document(records: &Records) -> Value {
    let mut document = object(&records.top);
    for (table, fields) in &records.tables {
        document.insert((*table).to_owned(), object(fields).into());
    }
    for entry in &records.entries {
        let entries = document.entry(entry.table).or_insert_with(|| json!([]));
        if let Value::Array(entries) = entries {
            entries.push(object(&entry.fields).into());
        }
    }
    document.into()
}

fn object(fields: &Fields) -> Map<String, Value> {
    let fields = fields.iter();
    fields
        .map(|(key, value)| (key.clone(), json!(value)))
        .collect()
}

impl JsonSchema for Whole {
    fn schema_name() -> Cow<'static, str> {
        "Whole".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut properties = Map::new();
        for group in &GROUPS {
            let shape = SHAPES.iter().find(|shape| shape.name == group.shape);
            let of_file = shape.map(|shape| of_file(shape, generator));
            let schema = if group.is_by_id {
                json!({ "type": "object", "additionalProperties": of_file })
            } else {
                json!({ "anyOf": [of_file, { "type": "null" }] })
            };
            properties.insert(group.key.to_owned(), schema);
        }
        let required = GROUPS.iter().filter(|group| !group.is_confidential);
        let required: Vec<&str> = required.map(|group| group.key).collect();
        schemars::json_schema!({
            "type": "object",
            "description": "The records of a program, as its files hold them.",
            "properties": properties,
            "required": required,
        })
    }
}

/// The schema of a kind of file; what several share stands once, where all find it.
fn of_file(shape: &Shape, generator: &mut SchemaGenerator) -> Map<String, Value> {
    let mut schema = file_schema::schema(shape);
    if let Some(Value::Object(shared)) = schema.remove("$defs") {
        generator.definitions_mut().extend(shared);
    }
    schema
}
