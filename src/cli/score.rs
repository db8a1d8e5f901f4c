//! `chibo score RECORDS…`

use chibo::report::score;

use super::meetings::{self, Args};
use super::{Common, Exit};

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    meetings::run(args, common, false, score::report)
}
