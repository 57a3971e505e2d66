//! `report lineage`: who was mentored by whom, both ways, over years; as text, for Graphviz, for Mermaid.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reference::{person, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::chain::longest_chain;
use crate::insights::lineage::{Branch, Edge, Lineage, Way};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::render::document::{Document, Verbatim};
use crate::render::words::count;
use crate::store::read::Extent;
use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// Report who was mentored by whom, both ways, over years
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad report lineage ada
  pleiad report lineage --all
  pleiad report lineage --longest                  (the longest chain, and the tree it stands in)
  pleiad report lineage --all --as graphviz -o lineage.dot
  pleiad report lineage ada --as mermaid
Two people may mentor each other: whoever comes twice in a tree is marked, and has their own branches
where they come first. In a chain each mentored only after they had begun to be mentored.")]
pub(crate) struct LineageArgs {
    /// Id or the beginning of it, e-mail, name, @me
    #[arg(
        value_name = "PERSON",
        required_unless_present_any = ["everybody", "longest"],
        conflicts_with_all = ["everybody", "longest"]
    )]
    person: Option<String>,
    /// Everybody
    #[arg(long = "all")]
    everybody: bool,
    /// The longest chain, and the tree from its first person on
    #[arg(long, conflicts_with = "everybody")]
    longest: bool,
    /// How it is written: tree, graphviz, mermaid
    #[arg(long = "as", value_name = "FORM", default_value = "tree")]
    form: Form,
}

/// How a lineage is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Indented lines
    Tree,
    /// The language of Graphviz
    Graphviz,
    /// The language of Mermaid
    Mermaid,
}

/// A lineage for scripts.
#[derive(Serialize, JsonSchema)]
struct Answer<'a> {
    day: Day,
    /// Whose it is; none for everybody's.
    person: Option<&'a PersonId>,
    edges: &'a [&'a Edge<'a>],
    /// The longest chain of people who mentored one another.
    longest: &'a [&'a PersonId],
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Answer<'static>>("report-lineage")];

pub(super) fn run(
    arguments: &LineageArgs,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let lineage = Lineage::of(&program, clock.today);
    let chain = longest_chain(&lineage);
    let root = match &arguments.person {
        Some(word) => Some(picked(context, word, |word| person(&program, word))?),
        None if arguments.longest => chain.first().map(|&first| first.clone()),
        None => None,
    };
    let edges: Vec<&Edge<'_>> = match &root {
        Some(root) => lineage.around(root),
        None if arguments.longest => Vec::new(),
        None => lineage.edges().iter().collect(),
    };
    let view = View {
        program: &program,
        lineage: &lineage,
        chain: &chain,
    };
    let document = match arguments.form {
        Form::Tree => view.trees(root.as_ref(), arguments.longest),
        Form::Graphviz => verbatim(view.graphviz(&edges)),
        Form::Mermaid => verbatim(view.mermaid(&edges)),
    };
    let answer = Answer {
        day: clock.today,
        person: root.as_ref(),
        edges: &edges,
        longest: &chain,
    };
    let mut reply = Reply::new("report-lineage", &answer, document);
    if arguments.form == Form::Tree {
        let both = people(&edges).len();
        reply = reply.say(format!(
            "{}, {}; the longest chain has {}",
            count(both, "person", "people"),
            count(edges.len(), "mentorship", "mentorships"),
            count(chain.len(), "person", "people")
        ));
    }
    Ok(reply)
}

fn verbatim(text: String) -> Document {
    Document::new().verbatim(Verbatim::text(text))
}

fn people<'a>(edges: &[&Edge<'a>]) -> Vec<&'a PersonId> {
    let people = edges.iter().flat_map(|edge| [edge.mentor, edge.mentee]);
    let people: BTreeSet<&PersonId> = people.collect();
    people.into_iter().collect()
}

/// What is drawn.
struct View<'v, 'a> {
    program: &'a Program,
    lineage: &'v Lineage<'a>,
    chain: &'v [&'a PersonId],
}

impl View<'_, '_> {
    fn trees(&self, root: Option<&PersonId>, is_longest: bool) -> Document {
        let mut document = Document::new();
        if is_longest {
            let names: Vec<&str> = self
                .chain
                .iter()
                .map(|one| self.program.name(one))
                .collect();
            document = document
                .heading("The longest chain")
                .paragraph(names.join(" → "));
        }
        let Some(root) = root else {
            let trees = self.lineage.trees();
            return match trees[..] {
                [] => document.paragraph("Nobody mentored anybody yet."),
                _ => document.verbatim(Verbatim::text(self.indented(&trees))),
            };
        };
        if !is_longest {
            document = document.heading(format!("Lineage of {}", self.program.name(root)));
        }
        let mut is_anything = false;
        for (title, way) in [("Mentored by", Way::Up), ("Mentored", Way::Down)] {
            let tree = self.lineage.tree(root, way);
            let is_alone = tree.len() < 2;
            if is_alone || (is_longest && way == Way::Up) {
                continue;
            }
            is_anything = true;
            let text = self.indented(&tree);
            document = document.section(title).verbatim(Verbatim::text(text));
        }
        if !is_anything {
            return document.paragraph("Mentored nobody, and was mentored by nobody.");
        }
        document
    }

    fn indented(&self, branches: &[Branch<'_>]) -> String {
        let line = |branch: &Branch<'_>| {
            let since = branch.edge.map(told).unwrap_or_default();
            let mark = if branch.is_repeated { "  (above)" } else { "" };
            let name = self.program.name(branch.person);
            let indent = "  ".repeat(branch.depth);
            format!("{indent}{name}{since}{mark}\n")
        };
        branches.iter().map(line).collect()
    }

    fn graphviz(&self, edges: &[&Edge<'_>]) -> String {
        let quoted = |text: &str| {
            let text = text.replace('\\', "\\\\").replace('"', "\\\"");
            format!("\"{}\"", text.replace(['\n', '\r'], " "))
        };
        let node = |person: &&PersonId| {
            let (id, name) = (quoted(person.as_str()), quoted(self.program.name(person)));
            format!("  {id} [label = {name}];\n")
        };
        let arrow = |edge: &&Edge<'_>| {
            let (mentor, mentee) = (quoted(edge.mentor.as_str()), quoted(edge.mentee.as_str()));
            format!(
                "  {mentor} -> {mentee} [label = {}];\n",
                quoted(&when(edge))
            )
        };
        let nodes: String = people(edges).iter().map(node).collect();
        let arrows: String = edges.iter().map(arrow).collect();
        let head = "  rankdir = TB;\n  node [shape = box];\n";
        format!("digraph lineage {{\n{head}{nodes}{arrows}}}\n")
    }

    /// Ids of Mermaid are numbered: `end` and its like are words of the language.
    fn mermaid(&self, edges: &[&Edge<'_>]) -> String {
        let people = people(edges);
        let number = |person: &PersonId| people.binary_search(&person).unwrap_or_default();
        let quoted = |text: &str| {
            let text = text.replace('#', "#35;").replace('"', "#quot;");
            format!("\"{}\"", text.replace(['\n', '\r'], " "))
        };
        let node = |(index, person): (usize, &&PersonId)| {
            format!("  p{index}[{}]\n", quoted(self.program.name(person)))
        };
        let arrow = |edge: &&Edge<'_>| {
            let (mentor, mentee) = (number(edge.mentor), number(edge.mentee));
            let when = Some(when(edge)).filter(|when| !when.is_empty());
            let label = when.map(|when| format!("|{}|", quoted(&when)));
            format!("  p{mentor} -->{} p{mentee}\n", label.unwrap_or_default())
        };
        let nodes: String = people.iter().enumerate().map(node).collect();
        let arrows: String = edges.iter().map(arrow).collect();
        format!("graph TD\n{nodes}{arrows}")
    }
}

/// `, 2026-spring`: the cohorts, else the year.
fn told(edge: &Edge<'_>) -> String {
    match when(edge) {
        when if when.is_empty() => when,
        when => format!(", {when}"),
    }
}

fn when(edge: &Edge<'_>) -> String {
    if edge.cohorts.is_empty() {
        let year = edge
            .since
            .map(|since| since.date().format("%Y").to_string());
        return year.unwrap_or_default();
    }
    let cohorts: Vec<&str> = edge.cohorts.iter().copied().map(Id::as_str).collect();
    cohorts.join(", ")
}
