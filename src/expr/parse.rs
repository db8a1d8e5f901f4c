//! Text to tree, with the place of every part.

use std::ops::Range;

use super::{Arith, Compare, Fault, FaultKind};
use crate::base::Exact;

/// An expression as it was written, part by part.
#[derive(Debug)]
pub struct Tree {
    /// Bytes within the text.
    pub range: Range<usize>,
    /// What stands there.
    pub kind: Kind,
}

/// A part of an expression.
#[derive(Debug)]
pub enum Kind {
    /// A bare figure.
    Number(Exact),
    /// A figure with `%`, as a share.
    Percent(Exact),
    /// A word in quotes.
    Quoted(String),
    /// A name, or a word without quotes.
    Name(String),
    /// A function and what it is asked of.
    Call(String, Vec<Tree>),
    /// Minus.
    Negate(Box<Tree>),
    /// `+`, `-`, `*`, `/`.
    Arith(Arith, Box<(Tree, Tree)>),
    /// `<` and its like.
    Compare(Compare, Box<(Tree, Tree)>),
    /// One of some words.
    OneOf(Box<Tree>, Vec<Tree>),
    /// `not`.
    Not(Box<Tree>),
    /// `and`.
    All(Vec<Tree>),
    /// `or`.
    Any(Vec<Tree>),
}

/// Deeper nesting and longer expressions than any clause needs; keeps a hostile file from exhausting the stack.
const DEEPEST: usize = 60;
const LONGEST: usize = 400;

pub(super) fn parse(text: &str) -> Result<Tree, Fault> {
    let tokens = tokens(text)?;
    if let Some((range, _)) = tokens.get(LONGEST) {
        return Err(Fault { range: range.clone(), kind: FaultKind::Syntax("a shorter expression: name its parts as measures") });
    }
    let mut parser = Parser { tokens, next: 0, end: text.len(), depth: 0 };
    let tree = parser.any()?;
    match parser.peek() {
        None => Ok(tree),
        Some(_) => Err(parser.fault("and | or | < | <= | = | != | >= | >")),
    }
}

/// A part of a text without the parentheses around it.
pub(super) fn bare(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = range.start + 1..range.end.saturating_sub(1);
    let part = text.get(range.clone()).unwrap_or("");
    let within = part.starts_with('(') && part.ends_with(')') && text.get(inner.clone()).is_some_and(|part| parse(part).is_ok());
    if within { bare(text, inner) } else { range }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(Exact),
    Percent(Exact),
    Quoted(String),
    Name(String),
    Sign(&'static str),
}

const SIGNS: [&str; 14] = ["<=", ">=", "!=", "<", ">", "=", "+", "-", "*", "/", "(", ")", ",", "%"];

fn tokens(text: &str) -> Result<Vec<(Range<usize>, Token)>, Fault> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let run = |keep: fn(char) -> bool| rest.find(|c| !keep(c)).unwrap_or(rest.len());
        let first = rest.chars().next().unwrap_or(' ');
        let fault = |len: usize, wanted| Fault { range: at..at + len, kind: FaultKind::Syntax(wanted) };
        let (len, token) = if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if first.is_ascii_digit() {
            let len = run(|c| c.is_ascii_digit() || c == '.');
            let figure = rest.get(..len).and_then(Exact::parse).ok_or_else(|| fault(len, "2.5"))?;
            if rest.get(len..).is_some_and(|rest| rest.starts_with('%')) {
                let share = Exact::new(1, 100).and_then(|hundredth| figure.checked_mul(hundredth)).unwrap_or(figure);
                (len + 1, Token::Percent(share.reduced()))
            } else {
                (len, Token::Number(figure))
            }
        } else if first == '\'' {
            let closing = rest.get(1..).and_then(|rest| rest.find('\'')).ok_or_else(|| fault(rest.len(), "'…'"))?;
            (closing + 2, Token::Quoted(rest.get(1..=closing).unwrap_or("").to_owned()))
        } else if first.is_ascii_alphabetic() || first == '_' {
            let len = run(|c| c.is_ascii_alphanumeric() || c == '_');
            (len, Token::Name(rest.get(..len).unwrap_or("").to_owned()))
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (sign.len(), Token::Sign(sign))
        } else {
            return Err(fault(first.len_utf8(), "members | 90 | 85% | '…' | < | + | ("));
        };
        out.push((at..at + len, token));
        at += len;
    }
    Ok(out)
}

struct Parser {
    tokens: Vec<(Range<usize>, Token)>,
    next: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn here(&self) -> Range<usize> {
        self.tokens.get(self.next).map_or(self.end..self.end, |(range, _)| range.clone())
    }

    fn fault(&self, wanted: &'static str) -> Fault {
        Fault { range: self.here(), kind: FaultKind::Syntax(wanted) }
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(s)) if *s == sign);
        self.next += usize::from(found);
        found
    }

    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(name)) if name == word);
        self.next += usize::from(found);
        found
    }

    fn any(&mut self) -> Result<Tree, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.fault("fewer nested brackets"));
        }
        let first = self.all()?;
        let mut parts = vec![first];
        while self.word("or") {
            parts.push(self.all()?);
        }
        self.depth -= 1;
        Ok(join(parts, Kind::Any))
    }

    fn all(&mut self) -> Result<Tree, Fault> {
        let mut parts = vec![self.negation()?];
        while self.word("and") {
            parts.push(self.negation()?);
        }
        Ok(join(parts, Kind::All))
    }

    fn negation(&mut self) -> Result<Tree, Fault> {
        let start = self.here().start;
        let mut nots = 0_usize;
        while self.word("not") {
            nots += 1;
        }
        let inner = self.comparison()?;
        Ok((0..nots).fold(inner, |inner, _| Tree { range: start..inner.range.end, kind: Kind::Not(Box::new(inner)) }))
    }

    fn comparison(&mut self) -> Result<Tree, Fault> {
        let left = self.sum()?;
        if self.word("in") {
            return self.one_of(left);
        }
        let operator = match self.peek() {
            Some(Token::Sign("<")) => Compare::Less,
            Some(Token::Sign("<=")) => Compare::AtMost,
            Some(Token::Sign("=")) => Compare::Equal,
            Some(Token::Sign("!=")) => Compare::Unlike,
            Some(Token::Sign(">=")) => Compare::AtLeast,
            Some(Token::Sign(">")) => Compare::More,
            _ => return Ok(left),
        };
        self.next += 1;
        let right = self.sum()?;
        Ok(pair(left, right, |sides| Kind::Compare(operator, sides)))
    }

    fn one_of(&mut self, left: Tree) -> Result<Tree, Fault> {
        if !self.sign("(") {
            return Err(self.fault("in (…, …)"));
        }
        let mut words = vec![self.sum()?];
        while self.sign(",") {
            words.push(self.sum()?);
        }
        let end = self.here().end;
        if !self.sign(")") {
            return Err(self.fault(", | )"));
        }
        Ok(Tree { range: left.range.start..end, kind: Kind::OneOf(Box::new(left), words) })
    }

    fn sum(&mut self) -> Result<Tree, Fault> {
        let mut left = self.product()?;
        loop {
            let operator = if self.sign("+") {
                Arith::Add
            } else if self.sign("-") {
                Arith::Sub
            } else {
                return Ok(left);
            };
            let right = self.product()?;
            left = pair(left, right, |sides| Kind::Arith(operator, sides));
        }
    }

    fn product(&mut self) -> Result<Tree, Fault> {
        let mut left = self.factor()?;
        loop {
            let operator = if self.sign("*") {
                Arith::Mul
            } else if self.sign("/") {
                Arith::Div
            } else {
                return Ok(left);
            };
            let right = self.factor()?;
            left = pair(left, right, |sides| Kind::Arith(operator, sides));
        }
    }

    fn factor(&mut self) -> Result<Tree, Fault> {
        let range = self.here();
        if self.sign("-") {
            let inner = self.atom()?;
            return Ok(Tree { range: range.start..inner.range.end, kind: Kind::Negate(Box::new(inner)) });
        }
        self.atom()
    }

    fn atom(&mut self) -> Result<Tree, Fault> {
        const WANTED: &str = "members | 90 | 85% | '…' | (";
        let range = self.here();
        if self.sign("(") {
            let inner = self.any()?;
            let end = self.here().end;
            if !self.sign(")") {
                return Err(self.fault(")"));
            }
            return Ok(Tree { range: range.start..end, kind: inner.kind });
        }
        let Some((_, token)) = self.tokens.get(self.next) else {
            return Err(self.fault(WANTED));
        };
        let kind = match token {
            Token::Number(figure) => Kind::Number(*figure),
            Token::Percent(share) => Kind::Percent(*share),
            Token::Quoted(word) => Kind::Quoted(word.clone()),
            Token::Name(name) if !["and", "or", "not", "in"].contains(&name.as_str()) => Kind::Name(name.clone()),
            _ => return Err(self.fault(WANTED)),
        };
        self.next += 1;
        match kind {
            Kind::Name(name) if self.sign("(") => self.call(name, range.start),
            kind => Ok(Tree { range, kind }),
        }
    }

    fn call(&mut self, name: String, start: usize) -> Result<Tree, Fault> {
        let mut arguments = Vec::new();
        if !matches!(self.peek(), Some(Token::Sign(")"))) {
            arguments.push(self.any()?);
            while self.sign(",") {
                arguments.push(self.any()?);
            }
        }
        let end = self.here().end;
        if !self.sign(")") {
            return Err(self.fault(", | )"));
        }
        Ok(Tree { range: start..end, kind: Kind::Call(name, arguments) })
    }
}

fn pair(left: Tree, right: Tree, kind: impl FnOnce(Box<(Tree, Tree)>) -> Kind) -> Tree {
    Tree { range: left.range.start..right.range.end, kind: kind(Box::new((left, right))) }
}

fn join(mut parts: Vec<Tree>, kind: fn(Vec<Tree>) -> Kind) -> Tree {
    let start = parts.first().map_or(0, |part| part.range.start);
    let end = parts.last().map_or(0, |part| part.range.end);
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            Tree { range: start..end, kind: kind(parts) }
        }
        None => Tree { range: start..end, kind: kind(parts) },
    }
}
