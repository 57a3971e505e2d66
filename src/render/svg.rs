//! Pictures as SVG, in which no data can become markup.
//!
//! Coordinates are whole pixels of the picture's own system, from its upper left corner. Looks are classes, whose rules
//! stand in `figure.css`: no colour is written here, so that one picture fits a light page, a dark one and paper.

use super::escape::visible;
use std::fmt::{Display, Write};

/// The looks of everything that is drawn.
pub(super) const STYLE: &str = include_str!("figure.css");

/// A point: how far right, how far down.
pub(super) type Point = (i64, i64);

/// On which side of its point a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// It begins there.
    Start,
    /// It has its middle there.
    Middle,
    /// It ends there.
    End,
}

impl Anchor {
    fn attribute(self) -> &'static str {
        match self {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        }
    }
}

/// A picture that is being drawn, what comes later over what came before.
#[derive(Debug)]
pub(super) struct Svg {
    pub(super) width: i64,
    pub(super) height: i64,
    body: String,
}

impl Svg {
    /// An empty picture of a size.
    pub(super) fn new(width: i64, height: i64) -> Svg {
        Svg {
            width,
            height,
            body: String::new(),
        }
    }

    /// Writes a text with its base line at a point.
    pub(super) fn text(&mut self, (x, y): Point, anchor: Anchor, class: &str, text: &str) {
        let (anchor, text) = (anchor.attribute(), escaped(text));
        self.draw(format_args!(
            "<text x=\"{x}\" y=\"{y}\" class=\"{class}\"{anchor}>{text}</text>"
        ));
    }

    /// Writes many texts of one look, each with its base line at its point: hundreds of them weigh.
    pub(super) fn texts(&mut self, anchor: Anchor, class: &str, texts: &[(Point, String)]) {
        let anchor = anchor.attribute();
        let text = |((x, y), text): &(Point, String)| {
            format!("<text x=\"{x}\" y=\"{y}\">{}</text>", escaped(text))
        };
        let texts: String = texts.iter().map(text).collect();
        if !texts.is_empty() {
            self.draw(format_args!("<g class=\"{class}\"{anchor}>{texts}</g>"));
        }
    }

    /// Draws a box; one without width or height does not show.
    pub(super) fn rect(&mut self, (x, y): Point, (width, height): (i64, i64), class: &str) {
        if 0 < width && 0 < height {
            self.draw(format_args!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" class=\"{class}\"/>"
            ));
        }
    }

    /// Draws a line from one point to another.
    pub(super) fn line(&mut self, from: Point, to: Point, class: &str) {
        self.path(&format!("M{} {}L{} {}", from.0, from.1, to.0, to.1), class);
    }

    /// Draws a path of SVG's own little language; none where it is empty.
    pub(super) fn path(&mut self, path: &str, class: &str) {
        if !path.is_empty() {
            self.draw(format_args!("<path d=\"{path}\" class=\"{class}\"/>"));
        }
    }

    /// The picture as an element of a page, named by its title and described; `id` is its own on the page.
    pub(super) fn inline(&self, id: &str, title: &str, description: &str) -> String {
        self.element("", id, "", title, description)
    }

    /// The picture as a file of its own, with its looks.
    pub(super) fn file(&self, title: &str, description: &str) -> String {
        let style = format!("<style>{STYLE}</style>");
        let space = " xmlns=\"http://www.w3.org/2000/svg\"";
        self.element(space, "figure", &style, title, description) + "\n"
    }

    fn element(
        &self,
        space: &str,
        id: &str,
        style: &str,
        title: &str,
        description: &str,
    ) -> String {
        let (width, height, body) = (self.width, self.height, &self.body);
        let (title, description) = (escaped(title), escaped(description));
        format!(
            "<svg{space} viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" class=\"figure\">\
             {style}<title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>{body}</svg>"
        )
    }

    fn draw(&mut self, element: impl Display) {
        write!(self.body, "{element}").expect("a text takes whatever is written");
    }
}

/// A text in which nothing is markup, and nothing steers what shows it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in visible(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Anchor, Svg};

    #[test]
    fn no_name_becomes_markup() {
        let mut svg = Svg::new(10, 10);
        svg.text(
            (1, 2),
            Anchor::Start,
            "t",
            "<script>alert('a')</script> & \"b\"",
        );
        let file = svg.file("<b>", "\u{1b}[31m");
        assert!(!file.contains("<script") && !file.contains("<b>") && !file.contains('\u{1b}'));
        assert!(
            file.contains("&lt;script&gt;alert(&#39;a&#39;)&lt;/script&gt; &amp; &quot;b&quot;")
        );
    }
}
