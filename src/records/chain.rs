//! Documents that replace one another: whether they make up one chain.

use crate::base::Day;

/// A document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link<'a> {
    /// Its number; nothing where it could not be read.
    pub(super) document: &'a str,
    /// The number of the one that it replaces.
    pub(super) supersedes: Option<&'a str>,
    /// Its day, where it could be read.
    pub(super) day: Option<Day>,
}

/// What is wrong with what a document replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// There is no such document.
    Unknown,
    /// These replace one another, or one itself.
    Circle(Vec<usize>),
    /// These replace one and the same.
    Twice(Vec<usize>),
    /// This one is later.
    Later(usize),
}

/// The documents, each after the one that it replaces; otherwise what is wrong with each of them, where anything is but that there are several
/// that replace none.
pub(super) fn order(links: &[Link<'_>]) -> Result<Vec<usize>, Vec<Option<Fault>>> {
    let faults: Vec<Option<Fault>> = (0..links.len()).map(|at| fault(links, at)).collect();
    let mut roots = links.iter().enumerate().filter(|(_, link)| link.supersedes.is_none()).map(|(at, _)| at);
    let (Some(root), None, true) = (roots.next(), roots.next(), faults.iter().all(Option::is_none)) else { return Err(faults) };
    let mut order = vec![root];
    while let Some(next) = order.last().and_then(|last| (0..links.len()).find(|at| target(links, *at) == Some(*last))) {
        order.push(next);
    }
    if order.len() == links.len() { Ok(order) } else { Err(faults) }
}

/// The document that another one replaces.
fn target(links: &[Link<'_>], at: usize) -> Option<usize> {
    let supersedes = links.get(at)?.supersedes?;
    links.iter().position(|link| link.document == supersedes && !supersedes.is_empty())
}

fn fault(links: &[Link<'_>], at: usize) -> Option<Fault> {
    links.get(at)?.supersedes?;
    let Some(old) = target(links, at) else { return Some(Fault::Unknown) };
    let mut circle = vec![at];
    let mut next = Some(old);
    while let Some(other) = next.filter(|other| !circle.contains(other)) {
        circle.push(other);
        next = target(links, other);
    }
    if next == Some(at) {
        circle.sort_unstable();
        return Some(Fault::Circle(circle));
    }
    let same: Vec<usize> = (0..links.len()).filter(|other| target(links, *other) == Some(old)).collect();
    if same.len() > 1 {
        return Some(Fault::Twice(same));
    }
    let day = |at: usize| links.get(at).and_then(|link| link.day);
    day(old).zip(day(at)).filter(|(old, own)| old > own).map(|_| Fault::Later(old))
}
