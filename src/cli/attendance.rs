//! `chibo attendance RECORDS…`

use chibo::report::attendance;

use super::meetings::{self, Args};
use super::{Common, Exit};

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    meetings::run(args, common, true, attendance::report)
}
