//! The JSON Schemas of replies: each command's file says what it replies with, and this room finds it by name.
//!
//! Schemas are made when they are asked for and never else. Its invariant, which a test over every command holds: what
//! a command prints with `--json` is valid against the schema of its name and has no key that is not in it.

use crate::cli::list::Noun;
use crate::cli::replies::REPLIES;
use crate::cli::reply::schema_name;
use crate::cli::written::Deed;
use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// What makes the schema of a record.
type Make = fn(&mut SchemaGenerator) -> Schema;

/// What one reply of a command holds; a command that answers in several ways has several.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReplySchema {
    command: &'static str,
    form: Form,
    record: Make,
    more: Option<Make>,
}

#[derive(Debug, Clone, Copy)]
enum Form {
    /// The fields of the record.
    Answer,
    /// Records under the name of their noun; `--columns` leaves keys out of each.
    List(&'static str),
    /// A record under its name.
    One(&'static str),
    /// A record under its name, and the deed.
    Written(&'static str),
}

/// A reply that is the fields of a record.
pub(crate) const fn answer<T: JsonSchema>(command: &'static str) -> ReplySchema {
    ReplySchema::new(command, Form::Answer, T::json_schema)
}

/// A reply that lists records.
pub(crate) const fn list<T: JsonSchema>(command: &'static str, noun: Noun) -> ReplySchema {
    ReplySchema::new(command, Form::List(noun.many), T::json_schema)
}

/// A reply that holds one record, or several of a change, under a name.
pub(crate) const fn one<T: JsonSchema>(command: &'static str, name: &'static str) -> ReplySchema {
    ReplySchema::new(command, Form::One(name), referred::<T>)
}

/// A reply to a change: what was changed, under a name, and the deed.
pub(crate) const fn written<T: JsonSchema>(
    command: &'static str,
    name: &'static str,
) -> ReplySchema {
    ReplySchema::new(command, Form::Written(name), referred::<T>)
}

fn referred<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// A reply that holds nothing but its name.
#[derive(JsonSchema)]
pub(crate) struct Nothing {}

impl ReplySchema {
    const fn new(command: &'static str, form: Form, record: Make) -> ReplySchema {
        ReplySchema {
            command,
            form,
            record,
            more: None,
        }
    }

    /// The same with more fields.
    pub(crate) const fn with<T: JsonSchema>(self) -> ReplySchema {
        ReplySchema {
            more: Some(T::json_schema),
            ..self
        }
    }

    fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        let mut schema = match self.form {
            Form::Answer => (self.record)(generator),
            Form::List(name) => {
                let mut row = (self.record)(generator);
                // `--columns` chooses the keys of each row.
                row.remove("required");
                object(name, json!({ "type": "array", "items": row }))
            }
            Form::One(name) => object(name, (self.record)(generator).to_value()),
            Form::Written(name) => {
                let record = object(name, (self.record)(generator).to_value());
                joined(record, &Deed::json_schema(generator))
            }
        };
        if let Some(more) = self.more {
            schema = joined(schema, &more(generator));
        }
        let name = json!({ "const": schema_name(self.command) });
        let mut named = joined(object("schema", name), &schema);
        named.ensure_object().extend(description(&schema));
        named
    }
}

/// An object with one required property.
fn object(name: &str, property: Value) -> Schema {
    let mut properties = Map::new();
    properties.insert(name.to_owned(), property);
    let mut schema = Schema::default();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), properties.into());
    schema.insert("required".to_owned(), json!([name]));
    schema
}

/// The properties of both.
fn joined(mut schema: Schema, other: &Schema) -> Schema {
    let fields = schema.ensure_object();
    if let (Some(Value::Object(into)), Some(Value::Object(from))) =
        (fields.get_mut("properties"), other.get("properties"))
    {
        into.extend(from.clone());
    }
    if let (Some(Value::Array(into)), Some(Value::Array(from))) =
        (fields.get_mut("required"), other.get("required"))
    {
        into.extend(from.iter().cloned());
    }
    schema
}

fn description(schema: &Schema) -> Option<(String, Value)> {
    let about = schema.get("description")?;
    Some(("description".to_owned(), about.clone()))
}

/// The commands that have a schema, in order.
pub(crate) fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = all().map(|reply| reply.command).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The `$id` of a schema.
pub(crate) fn id(name: &str) -> String {
    format!("urn:pleiad:{name}:1")
}

/// The published schema of what a command replies.
pub(crate) fn of(command: &str) -> Option<Value> {
    let mut generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    let meant = all().filter(|reply| reply.command == command);
    let mut forms: Vec<Value> = meant
        .map(|reply| reply.schema(&mut generator).to_value())
        .collect();
    let mut schema = match forms.len() {
        0 => return None,
        1 => Schema::try_from(forms.remove(0)).ok()?,
        _ => Schema::try_from(json!({ "anyOf": forms })).ok()?,
    };
    let definitions = generator.take_definitions(true);
    if !definitions.is_empty() {
        schema.insert("$defs".to_owned(), definitions.into());
    }
    RecursiveTransform(close).transform(&mut schema);
    let title = schema_name(command);
    Some(published(command, &title, schema.ensure_object().clone()))
}

/// A schema with the words about which it is.
pub(crate) fn published(name: &str, title: &str, schema: Map<String, Value>) -> Value {
    let mut published = Map::new();
    let dialect = "https://json-schema.org/draft/2020-12/schema";
    published.insert("$schema".to_owned(), dialect.into());
    published.insert("$id".to_owned(), id(name).into());
    published.insert("title".to_owned(), title.into());
    published.extend(schema);
    published.into()
}

/// Makes a key that is not there an error, and leaves out what only this program's language knows of numbers.
fn close(schema: &mut Schema) {
    let is_standard = |format: &Value| format.as_str().is_some_and(|name| name == "date");
    if schema
        .get("format")
        .is_some_and(|format| !is_standard(format))
    {
        schema.remove("format");
    }
    if schema.get("properties").is_some() && schema.get("additionalProperties").is_none() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}

fn all() -> impl Iterator<Item = &'static ReplySchema> {
    REPLIES.iter().copied().flatten()
}
