//! `--where`: which rows of a list are shown, as `state = active and not (last_held > 30d ago)`.
//!
//! It reads the expression and judges rows of JSON; it knows no record and prints nothing. The whole expression is
//! read or refused, and a filter that was read judges every row without an error:
//!
//! - Text compares without case, and with `<` and its like only when it is quoted.
//! - A day compares with a date of the date grammar that looks back (`30d ago`, `fri`), or with a period: it equals
//!   `2026-11` when it lies in it. A row's time of day counts when the date has one.
//! - A list passes when any of its items does; `!=` is always the opposite of `=`.
//! - What is unknown, and an empty list, equals the bare word `none`; nothing else about it holds.

mod operator;
mod pieces;
mod wanted;

use crate::calendar::clock::Clock;
use crate::calendar::when_error::WhenError;
use crate::cli::filter::operator::Operator;
use crate::cli::filter::pieces::{EXTRA, Piece, Token, pieces};
use crate::cli::filter::wanted::{Quoting, Wanted};
use serde_json::{Map, Value};

/// The longest expression; what is longer was made by a program that had better filter itself.
pub const FILTER_CHARACTERS_MAX: usize = 4_000;
/// The deepest nesting of parentheses and `not`, so that no text can exhaust the stack.
pub const FILTER_DEPTH_MAX: usize = 40;

/// An expression that was read.
#[derive(Debug, Clone)]
pub struct Filter(Node);

/// Why a text is no filter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// More text than an expression needs.
    #[error("a filter has at most {FILTER_CHARACTERS_MAX} characters")]
    TooLong,
    /// Parentheses or `not` nested past every need.
    #[error("the filter nests deeper than {FILTER_DEPTH_MAX} at character {at}")]
    TooDeep {
        /// The character at which the limit is passed, counted from 1.
        at: usize,
    },
    /// A quote without its end.
    #[error("the quote at character {at} is never closed")]
    OpenQuote {
        /// The character of the quote, counted from 1.
        at: usize,
    },
    /// Another word than the grammar has there.
    #[error(
        "expected {expected} at character {at} of the filter, found {found}; write `state = active and capacity > 2`"
    )]
    Unexpected {
        /// The character, counted from 1.
        at: usize,
        /// What could stand there.
        expected: Expected,
        /// What stands there.
        found: String,
    },
    /// A key that the list does not have.
    #[error("the list has no `{key}` (character {at} of the filter); {}", known_words(nearest.as_deref(), known))]
    UnknownKey {
        /// The character, counted from 1.
        at: usize,
        /// The key.
        key: String,
        /// The key of the list that is nearly the same.
        nearest: Option<String>,
        /// All keys of the list.
        known: Vec<String>,
    },
    /// Text that is to be compared as greater or less.
    #[error(
        "`{text}` at character {at} of the filter is neither a number nor a date ({why}); quote it to compare text by its letters"
    )]
    Unordered {
        /// The character, counted from 1.
        at: usize,
        /// The value.
        text: String,
        /// Why it is no date.
        why: WhenError,
    },
}

/// What the grammar has at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The start of a comparison.
    Key,
    /// What follows a key.
    Operator,
    /// What follows an operator.
    Value,
    /// What follows a comparison.
    Joint,
    /// The end of what `(` opened.
    Close,
}

impl std::fmt::Display for Expected {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Expected::Key => "a column",
            Expected::Operator => "one of `= != < <= > >= ~`",
            Expected::Value => "a value (quoted, where it is `and`, `or`, `not` or holds signs)",
            Expected::Joint => "`and`, `or` or the end",
            Expected::Close => "`and`, `or` or `)`",
        })
    }
}

fn known_words(nearest: Option<&str>, known: &[String]) -> String {
    match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("it has {} and `extra.KEY`", known.join(", ")),
    }
}

impl Filter {
    /// Reads an expression over these keys and `extra.KEY`.
    ///
    /// ```
    /// use pleiad::calendar::clock::Clock;
    /// use pleiad::cli::filter::Filter;
    /// use pleiad::model::day::Day;
    /// let clock = Clock { today: Day::new(2026, 11, 22).unwrap(), now: None, zone: chrono_tz::UTC };
    /// let filter = Filter::parse("state = active and last_held < 30d ago", &["state", "last_held"], &clock).unwrap();
    /// let row = serde_json::json!({ "state": "active", "last_held": "2026-09-01" });
    /// assert!(filter.matches(row.as_object().unwrap()));
    /// ```
    ///
    /// # Errors
    /// Whatever is not wholly an expression, keys that the list lacks, and orderings of unquoted text.
    pub fn parse(text: &str, known_keys: &[&str], clock: &Clock) -> Result<Filter, FilterError> {
        if text.chars().nth(FILTER_CHARACTERS_MAX).is_some() {
            return Err(FilterError::TooLong);
        }
        let pieces = pieces(text)?;
        let end = text.chars().count() + 1;
        let mut rest = Rest {
            pieces: &pieces,
            end,
            known_keys,
            clock,
        };
        let root = rest.any(0)?;
        match rest.pieces {
            [] => Ok(Filter(root)),
            _ => Err(rest.unexpected(Expected::Joint)),
        }
    }

    /// Whether the row passes.
    pub fn matches(&self, row: &Map<String, Value>) -> bool {
        self.0.holds(row)
    }
}

#[derive(Debug, Clone)]
enum Node {
    Any(Vec<Node>),
    All(Vec<Node>),
    Not(Box<Node>),
    Comparison(Comparison),
}

#[derive(Debug, Clone)]
struct Comparison {
    key: Key,
    operator: Operator,
    wanted: Wanted,
}

#[derive(Debug, Clone)]
enum Key {
    Column(String),
    Extra(String),
}

impl Node {
    fn holds(&self, row: &Map<String, Value>) -> bool {
        match self {
            Node::Any(nodes) => nodes.iter().any(|node| node.holds(row)),
            Node::All(nodes) => nodes.iter().all(|node| node.holds(row)),
            Node::Not(node) => !node.holds(row),
            Node::Comparison(comparison) => comparison.holds(row),
        }
    }
}

impl Comparison {
    fn holds(&self, row: &Map<String, Value>) -> bool {
        let value = match &self.key {
            Key::Column(key) => row.get(key),
            Key::Extra(key) => row.get("extra").and_then(|extra| extra.get(key)),
        };
        let value = value.unwrap_or(&Value::Null);
        match self.operator {
            Operator::NotEqual => !self.wanted.passes(Operator::Equal, value),
            operator => self.wanted.passes(operator, value),
        }
    }
}

/// What remains of the expression, and what it is read against.
struct Rest<'a> {
    pieces: &'a [Piece],
    end: usize,
    known_keys: &'a [&'a str],
    clock: &'a Clock,
}

impl Rest<'_> {
    fn any(&mut self, depth: usize) -> Result<Node, FilterError> {
        let mut nodes = vec![self.all(depth)?];
        while self.take_joint("or") {
            nodes.push(self.all(depth)?);
        }
        Ok(Node::Any(nodes))
    }

    fn all(&mut self, depth: usize) -> Result<Node, FilterError> {
        let mut nodes = vec![self.one(depth)?];
        while self.take_joint("and") {
            nodes.push(self.one(depth)?);
        }
        Ok(Node::All(nodes))
    }

    fn one(&mut self, depth: usize) -> Result<Node, FilterError> {
        if FILTER_DEPTH_MAX < depth {
            return Err(FilterError::TooDeep { at: self.at() });
        }
        if self.take_joint("not") {
            return Ok(Node::Not(Box::new(self.one(depth + 1)?)));
        }
        let [
            Piece {
                token: Token::Open, ..
            },
            rest @ ..,
        ] = self.pieces
        else {
            return self.comparison().map(Node::Comparison);
        };
        self.pieces = rest;
        let node = self.any(depth + 1)?;
        let [
            Piece {
                token: Token::Close,
                ..
            },
            rest @ ..,
        ] = self.pieces
        else {
            return Err(self.unexpected(Expected::Close));
        };
        self.pieces = rest;
        Ok(node)
    }

    fn comparison(&mut self) -> Result<Comparison, FilterError> {
        let [
            Piece {
                at,
                token: Token::Word(word),
            },
            rest @ ..,
        ] = self.pieces
        else {
            return Err(self.unexpected(Expected::Key));
        };
        if is_joint(word) {
            return Err(self.unexpected(Expected::Key));
        }
        let key = self.key(*at, word)?;
        self.pieces = rest;
        let [
            Piece {
                token: Token::Operator(operator),
                ..
            },
            rest @ ..,
        ] = self.pieces
        else {
            return Err(self.unexpected(Expected::Operator));
        };
        self.pieces = rest;
        let wanted = self.wanted(*operator)?;
        Ok(Comparison {
            key,
            operator: *operator,
            wanted,
        })
    }

    fn key(&self, at: usize, word: &str) -> Result<Key, FilterError> {
        if let Some(name) = word.strip_prefix(EXTRA).filter(|name| !name.is_empty()) {
            return Ok(Key::Extra(name.to_owned()));
        }
        match self
            .known_keys
            .iter()
            .find(|key| key.eq_ignore_ascii_case(word))
        {
            Some(key) => Ok(Key::Column((*key).to_owned())),
            None => Err(FilterError::UnknownKey {
                at,
                key: word.to_owned(),
                nearest: nearest(word, self.known_keys),
                known: self
                    .known_keys
                    .iter()
                    .map(|key| (*key).to_owned())
                    .collect(),
            }),
        }
    }

    /// A quoted text, or bare words up to the next joint, parenthesis or end.
    fn wanted(&mut self, operator: Operator) -> Result<Wanted, FilterError> {
        let at = self.at();
        let mut words: Vec<&str> = Vec::new();
        if let [
            Piece {
                token: Token::Quoted(text),
                ..
            },
            rest @ ..,
        ] = self.pieces
        {
            self.pieces = rest;
            return Ok(Wanted::new(text, Quoting::Quoted, self.clock));
        }
        while let [
            Piece {
                token: Token::Word(word),
                ..
            },
            rest @ ..,
        ] = self.pieces
            && !is_joint(word)
        {
            words.push(word);
            self.pieces = rest;
        }
        if words.is_empty() {
            return Err(self.unexpected(Expected::Value));
        }
        let wanted = Wanted::new(&words.join(" "), Quoting::Bare, self.clock);
        match &wanted.date {
            Err(why)
                if !operator.is_textual()
                    && operator != Operator::NotEqual
                    && wanted.number.is_none() =>
            {
                Err(FilterError::Unordered {
                    at,
                    text: words.join(" "),
                    why: why.clone(),
                })
            }
            _ => Ok(wanted),
        }
    }

    fn take_joint(&mut self, joint: &str) -> bool {
        match self.pieces {
            [
                Piece {
                    token: Token::Word(word),
                    ..
                },
                rest @ ..,
            ] if word.eq_ignore_ascii_case(joint) => {
                self.pieces = rest;
                true
            }
            _ => false,
        }
    }

    fn at(&self) -> usize {
        self.pieces.first().map_or(self.end, |piece| piece.at)
    }

    fn unexpected(&self, expected: Expected) -> FilterError {
        let found = match self.pieces.first().map(|piece| &piece.token) {
            None => "the end".to_owned(),
            Some(Token::Word(text)) => format!("`{text}`"),
            Some(Token::Quoted(text)) => format!("the quoted `{text}`"),
            Some(Token::Operator(operator)) => format!("`{}`", operator.sign()),
            Some(Token::Open) => "`(`".to_owned(),
            Some(Token::Close) => "`)`".to_owned(),
        };
        FilterError::Unexpected {
            at: self.at(),
            expected,
            found,
        }
    }
}

fn is_joint(word: &str) -> bool {
    ["and", "or", "not"]
        .iter()
        .any(|joint| word.eq_ignore_ascii_case(joint))
}

fn nearest(word: &str, known_keys: &[&str]) -> Option<String> {
    let word = word.to_ascii_lowercase().replace('-', "_");
    let slips = |key: &&&str| strsim::damerau_levenshtein(&word, key);
    let found = known_keys.iter().min_by_key(slips)?;
    let slips_max = if word.chars().count() < 5 { 1 } else { 2 };
    (slips(&found) <= slips_max).then(|| (*found).to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::model::day::Day;
    use proptest::prelude::*;
    use serde_json::json;

    const KEYS: [&str; 9] = [
        "id",
        "name",
        "state",
        "capacity",
        "since",
        "last_held",
        "next",
        "facets",
        "requests",
    ];

    fn today() -> Day {
        Day::new(2026, 11, 22).unwrap()
    }

    fn parse(text: &str) -> Result<Filter, FilterError> {
        Filter::parse(
            text,
            &KEYS,
            &Clock {
                today: today(),
                now: None,
                zone: chrono_tz::Europe::Berlin,
            },
        )
    }

    fn row() -> Map<String, Value> {
        let row = json!({
            "id": "2026-02-03",
            "name": "Ada O'Brien",
            "state": "active",
            "capacity": 3,
            "since": "2026-03-15",
            "last_held": "2026-10-01",
            "next": "2026-11-27T15:00:00",
            "facets": ["technical", "career"],
            "requests": [{ "facet": "Leadership", "mentors": 2 }],
            "extra": {
                "shirt": "XL", "age": "42", "shirt size": 12, "remote": true, "floor": null, "tags": [], "half": 2.5,
            },
        });
        row.as_object().unwrap().clone()
    }

    fn passes(text: &str) -> bool {
        parse(text).unwrap().matches(&row())
    }

    #[test]
    fn what_a_row_holds_passes() {
        for text in [
            "state = active",
            "state=ACTIVE",
            "STATE != left",
            "name ~ o'br",
            "name = \"ada o'brien\"",
            "name = ada  o'brien",
            "capacity = 3",
            "capacity = 3.0",
            "capacity >= 3 and capacity<4",
            "capacity > -1",
            "last_held < 30d ago",
            "last_held < 30d",
            "last_held = 2026-10",
            "last_held = last month",
            "last_held != this month",
            "since < 2026-Q2",
            "since >= 2026-03",
            "since <= '2026-03-15'",
            "since = 2026-01..2026-03",
            "since ~ 2026-03",
            "next = 2026-11-27",
            "next > 2026-11-27 14:00",
            "next < 2026-11-27 15:30",
            "next <= 2026-11-27",
            "id = 2026-02-03",
            "id != 2026-02-03-2",
            "facets = Career",
            "facets ~ tech",
            "facets != leadership",
            "requests ~ leader",
            "requests = leadership",
            "extra.shirt = xl",
            "extra.age > 40",
            "extra.age = 42.0",
            "extra.'shirt size' = 12",
            "extra.remote = yes",
            "extra.remote != no",
            "extra.half > 2",
            "extra.floor = none",
            "extra.missing = none",
            "extra.tags = none",
            "extra.floor != cellar",
            "name > 'ab' and name < \"B\"",
            "not state = left and capacity = 3",
            "not (state = left and capacity = 3)",
            "state = left or state = active and capacity = 3",
            "NOT not state = active",
            "state = '' or state = active",
        ] {
            assert!(passes(text), "{text}");
        }
    }

    #[test]
    fn what_a_row_does_not_hold_fails() {
        for text in [
            "state = act",
            "state != active",
            "capacity < 3",
            "capacity = three",
            "capacity > 30d ago",
            "name > 3",
            "name < 2026-01-01",
            "last_held > 30d ago",
            "last_held = banana",
            "facets != career",
            "facets = tech",
            "extra.remote = maybe",
            "extra.remote > 1",
            "extra.floor = 'none'",
            "extra.floor < 3",
            "extra.floor >= today",
            "extra.floor ~ n",
            "extra.tags ~ n",
            "extra.shirt = none",
            "(state = left or state = active) and capacity = 4",
            "not state = active",
        ] {
            assert!(!passes(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_filter_is_refused_at_its_character() {
        for (text, message) in [
            (
                "",
                "expected a column at character 1 of the filter, found the end",
            ),
            (
                "= 3",
                "expected a column at character 1 of the filter, found `=`",
            ),
            (
                "'state' = 3",
                "expected a column at character 1 of the filter, found the quoted `state`",
            ),
            (
                "state",
                "expected one of `= != < <= > >= ~` at character 6 of the filter, found the end",
            ),
            (
                "state active",
                "expected one of `= != < <= > >= ~` at character 7 of the filter, found `active`",
            ),
            (
                "state =",
                "expected a value (quoted, where it is `and`, `or`, `not` or holds signs) at character 8",
            ),
            (
                "state = not ready",
                "at character 9 of the filter, found `not`",
            ),
            ("state == active", "at character 8 of the filter, found `=`"),
            (
                "state = active capacity > 2",
                "expected `and`, `or` or the end at character 25 of the filter, found `>`",
            ),
            (
                "state = 'a' b",
                "expected `and`, `or` or the end at character 13 of the filter, found `b`",
            ),
            (
                "(state = active",
                "expected `and`, `or` or `)` at character 16 of the filter, found the end",
            ),
            (
                "state = active)",
                "expected `and`, `or` or the end at character 15 of the filter, found `)`",
            ),
            (
                "state = active and",
                "expected a column at character 19 of the filter, found the end",
            ),
            (
                "and state = active",
                "expected a column at character 1 of the filter, found `and`",
            ),
            (
                "name = '\u{e4}da",
                "the quote at character 8 is never closed",
            ),
            ("extra.'shirt = 3", "is never closed"),
            (
                "\u{e4}\u{e4} = 1",
                "the list has no `\u{e4}\u{e4}` (character 1 of the filter); it has id, name",
            ),
            (
                "state = a or stat = b",
                "the list has no `stat` (character 14 of the filter); did you mean `state`?",
            ),
            ("last-held = today", "did you mean `last_held`?"),
            ("extra. = 3", "the list has no `extra.`"),
            (
                "last_held < tomorow",
                "`tomorow` at character 13 of the filter is neither a number nor a date",
            ),
            ("last_held < tomorow", "did you mean `tomorrow`?"),
            ("name < m", "quote it to compare text by its letters"),
            (
                "since > 01/02/2026",
                "could mean `2026-02-01` or `2026-01-02`",
            ),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn endless_expressions_are_refused() {
        assert_eq!(
            parse(&"x".repeat(FILTER_CHARACTERS_MAX + 1)).unwrap_err(),
            FilterError::TooLong
        );
        let nested = |depth: usize| format!("{}state = a{}", "(".repeat(depth), ")".repeat(depth));
        assert!(parse(&nested(FILTER_DEPTH_MAX)).is_ok());
        assert!(matches!(
            parse(&nested(FILTER_DEPTH_MAX + 1)),
            Err(FilterError::TooDeep { .. })
        ));
        assert!(matches!(
            parse(&format!("{}state = a", "not ".repeat(900))),
            Err(FilterError::TooDeep { .. })
        ));
        assert!(parse(&vec!["state = a"; 300].join(" or ")).is_ok());
    }

    /// A row as the oracle knows it: no words, no JSON.
    #[derive(Debug, Clone)]
    struct Person {
        name: &'static str,
        capacity: Option<i64>,
        held_days_ago: Option<i64>,
        facets: Vec<&'static str>,
    }

    /// An expression as the oracle knows it.
    #[derive(Debug, Clone)]
    enum Claim {
        NameIs(&'static str),
        NameHas(&'static str),
        Capacity(&'static str, i64),
        HeldDaysAgo(&'static str, i64),
        Facet(&'static str),
        NotFacet(&'static str),
        NoCapacity,
        Not(Box<Claim>),
        Both(Box<Claim>, Box<Claim>),
        Either(Box<Claim>, Box<Claim>),
    }

    fn compare(sign: &str, left: i64, right: i64) -> bool {
        match sign {
            "=" => left == right,
            "<" => left < right,
            "<=" => left <= right,
            ">" => right < left,
            _ => right <= left,
        }
    }

    impl Claim {
        fn is_true_of(&self, person: &Person) -> bool {
            match self {
                Claim::NameIs(name) => person.name == *name,
                Claim::NameHas(part) => person.name.contains(part),
                Claim::Capacity(sign, number) => person
                    .capacity
                    .is_some_and(|capacity| compare(sign, capacity, *number)),
                // More days ago is earlier.
                Claim::HeldDaysAgo(sign, days) => person
                    .held_days_ago
                    .is_some_and(|held| compare(sign, -held, -days)),
                Claim::Facet(facet) => person.facets.contains(facet),
                Claim::NotFacet(facet) => !person.facets.contains(facet),
                Claim::NoCapacity => person.capacity.is_none(),
                Claim::Not(claim) => !claim.is_true_of(person),
                Claim::Both(left, right) => left.is_true_of(person) && right.is_true_of(person),
                Claim::Either(left, right) => left.is_true_of(person) || right.is_true_of(person),
            }
        }

        /// With no more parentheses than the rules of precedence ask for.
        fn write(&self) -> String {
            let part = |claim: &Claim, binds_weaker: bool| {
                if binds_weaker {
                    format!("( {} )", claim.write())
                } else {
                    claim.write()
                }
            };
            match self {
                Claim::NameIs(name) => format!("name='{name}'"),
                Claim::NameHas(letters) => format!("name ~ {}", letters.to_uppercase()),
                Claim::Capacity(sign, number) => format!("capacity {sign} {number}"),
                Claim::HeldDaysAgo(sign, days) => format!("last_held{sign}{days}d ago"),
                Claim::Facet(facet) => format!("facets = {facet}"),
                Claim::NotFacet(facet) => format!("facets != {facet}"),
                Claim::NoCapacity => "capacity = none".to_owned(),
                Claim::Not(claim) => {
                    format!(
                        "not {}",
                        part(
                            claim,
                            matches!(**claim, Claim::Both(..) | Claim::Either(..))
                        )
                    )
                }
                Claim::Both(left, right) => {
                    let part = |claim: &Claim| part(claim, matches!(claim, Claim::Either(..)));
                    format!("{} and {}", part(left), part(right))
                }
                Claim::Either(left, right) => format!("{} OR {}", left.write(), right.write()),
            }
        }
    }

    fn any_word() -> impl Strategy<Value = &'static str> + Clone {
        prop::sample::select(vec!["ada", "ben", "adaben", "grace"])
    }

    fn any_person() -> impl Strategy<Value = Person> {
        let number = || prop::option::of(0_i64..5);
        (
            any_word(),
            number(),
            number(),
            prop::collection::vec(any_word(), 0..3),
        )
            .prop_map(|(name, capacity, held_days_ago, facets)| Person {
                name,
                capacity,
                held_days_ago,
                facets,
            })
    }

    fn any_claim() -> impl Strategy<Value = Claim> {
        let sign = || prop::sample::select(vec!["=", "<", "<=", ">", ">="]);
        let claim = prop_oneof![
            any_word().prop_map(Claim::NameIs),
            any_word().prop_map(Claim::NameHas),
            (sign(), 0_i64..5).prop_map(|(sign, number)| Claim::Capacity(sign, number)),
            (sign(), 0_i64..5).prop_map(|(sign, days)| Claim::HeldDaysAgo(sign, days)),
            any_word().prop_map(Claim::Facet),
            any_word().prop_map(Claim::NotFacet),
            Just(Claim::NoCapacity),
        ];
        claim.prop_recursive(5, 30, 2, |claim| {
            let boxed = || claim.clone().prop_map(Box::new);
            prop_oneof![
                boxed().prop_map(Claim::Not),
                (boxed(), boxed()).prop_map(|(left, right)| Claim::Both(left, right)),
                (boxed(), boxed()).prop_map(|(left, right)| Claim::Either(left, right)),
            ]
        })
    }

    fn row_of(person: &Person) -> Value {
        json!({
            "name": person.name,
            "capacity": person.capacity,
            "last_held": person.held_days_ago.map(|days| today().plus_days(-days)),
            "facets": person.facets,
        })
    }

    /// Words of the grammar in any order, for getting deeper than random letters do.
    fn any_words() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "state", "extra.a", "extra.", "(", ")", "and", "or", "not", "=", "!=", "!", "<", ">=",
            "~", "'", "\"", "none", "30d", "ago", "3", "2026-11", "..", "yes", "\u{130}",
        ]);
        let parted = (word, prop_oneof!["", " "]).prop_map(|(word, gap)| word.to_owned() + &gap);
        prop::collection::vec(parted, 0..15).prop_map(|words| words.concat())
    }

    proptest! {
        #[test]
        fn a_filter_says_what_its_claims_say(claim in any_claim(), person in any_person()) {
            let text = claim.write();
            let filter = parse(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
            let row = row_of(&person);
            prop_assert_eq!(filter.matches(row.as_object().unwrap()), claim.is_true_of(&person), "{}", text);
        }

        #[test]
        fn not_equal_is_the_opposite_of_equal(value in "[a-z0-9.-]{1,10}", key in prop::sample::select(KEYS.to_vec())) {
            prop_assume!(!is_joint(&value));
            prop_assert_ne!(passes(&format!("{key} = {value}")), passes(&format!("{key} != {value}")));
        }

        #[test]
        fn random_text_never_panics(text in any::<String>(), words in any_words()) {
            for text in [text, words] {
                if let Ok(filter) = parse(&text) {
                    let _ = filter.matches(&row());
                }
            }
        }
    }
}
