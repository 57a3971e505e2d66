//! The JSON Schemas of the values that are plain text, or a plain value, in JSON.
//!
//! Records derive theirs; closed sets of words get theirs from `words!`. Its invariant: what a value is serialized as is
//! what its schema says, which the tests of every command's JSON hold.

use crate::model::cadence::Cadence;
use crate::model::day::{Day, Moment};
use crate::model::id::{ID_CHARACTERS_MAX, ID_PATTERN, Id, PERSON_ID_CHARACTERS_MAX, PersonId};
use crate::model::value::Value;
use crate::model::window::Window;
use schemars::{Schema, json_schema};

/// Gives a type a schema that stands where it is used, for each is one line.
macro_rules! plain_schema {
    ($($name:ident: $schema:expr;)+) => {$(
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $schema
            }
        }
    )+};
}
pub(crate) use plain_schema;

/// A wall-clock time without seconds or with them.
pub(crate) const MOMENT_PATTERN: &str =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$";

plain_schema! {
    Day: json_schema!({ "type": "string", "format": "date" });
    Moment: json_schema!({ "type": "string", "pattern": MOMENT_PATTERN });
    PersonId: id(PERSON_ID_CHARACTERS_MAX);
    Id: id(ID_CHARACTERS_MAX);
    Cadence: json_schema!({ "type": "string", "examples": ["week", "2 weeks", "month"] });
    Window: json_schema!({ "type": "string", "examples": ["Tue 16:00-18:00"] });
    Value: json_schema!({ "type": ["string", "number", "boolean", "array"] });
}

fn id(characters_max: usize) -> Schema {
    json_schema!({ "type": "string", "pattern": ID_PATTERN, "maxLength": characters_max })
}
