//! `chibo verify RECEIPT [--from FOLDER]`: repeats the run of a receipt and tells whether it still holds.

use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use chibo::diagnostic::{Code, Diagnostic, Findings, Place};
use chibo::receipt::{self, Inputs, Now, Receipt, faults, label, prove};
use chibo::report::verify;
use chibo::run::{Part, SEMANTICS, files};
use chibo::words::{Word, fill};

use super::arguments::Arguments;
use super::keep::{Keep, Memory};
use super::{Cli, Common, Exit, emit, over};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "RECEIPT", id = "of_receipt")]
    receipt: PathBuf,
    #[arg(long, value_name = "FOLDER")]
    from: Option<PathBuf>,
    #[arg(long)]
    sums: bool,
}

impl Args {
    /// What is read before it is known what the receipt rests on.
    pub(crate) fn reads(&self) -> Vec<PathBuf> {
        vec![self.receipt.clone()]
    }
}

pub(crate) fn run(args: &Args, common: &Common) -> Exit {
    let mut findings = Findings::new();
    let name: Arc<str> = label(&args.receipt).into();
    let unreadable = |value: String, wanted: &str| {
        Diagnostic::new(Code::ReceiptUnreadable, Place::file(&name)).with("value", value).with("wanted", wanted)
    };
    let text = match std::fs::read(&args.receipt) {
        Ok(text) => text,
        Err(error) => {
            let fault = Diagnostic::new(Code::ReceiptUnreadable, Place::file(&name)).with_system("value", &error);
            return emit::nothing(&emit::only(fault.with("wanted", "--receipt FILE")), common);
        }
    };
    let Some(receipt) = receipt::read(&name, &text, &mut findings) else {
        return emit::nothing(&findings, common);
    };
    if args.sums {
        return if findings.has_errors() { emit::nothing(&findings, common) } else { emit::text(&receipt.sums(), common) };
    }
    if !receipt.can_be_repeated() {
        let fault = Diagnostic::new(Code::SemanticsDiffer, Place::file(&name)).with("value", receipt.semantics);
        findings.push(fault.with("wanted", SEMANTICS).with("other", &receipt.version));
    }
    let mut common = common.clone();
    if let Err(refused) = stand(args, &mut common) {
        return refused;
    }
    // What is proved is not written over by its proof.
    let paths = receipt.inputs.iter().filter(|input| input.part != Part::Shipped).map(|input| &input.path);
    let paths = paths.chain(receipt.outputs.iter().map(|output| &output.path));
    if let Some(refused) = over::refused_over(&paths.map(PathBuf::from).collect::<Vec<PathBuf>>(), &common) {
        return refused;
    }
    let Some((cli, arguments)) = repeated(&receipt, &common) else {
        findings.push(unreadable("command".to_owned(), "score, attendance, classify, …"));
        return emit::nothing(&findings, &common);
    };
    let files = files(&arguments.records, arguments.profile.as_deref(), &arguments.texts);
    let Some(inputs) = Inputs::take(files, &mut findings) else {
        return emit::nothing(&findings, &common);
    };
    findings.extend(faults(&receipt, &inputs));
    if findings.has_errors() {
        return emit::nothing(&findings, &common);
    }
    let now = again(cli, &receipt, &mut findings);
    if !inputs.still_hold(&mut findings) {
        return emit::nothing(&findings, &common);
    }
    let proof = prove(&receipt, &inputs, &now);
    emit::report_of(&verify::report(&proof, common.language), findings, &common, !proof.holds())
}

/// Goes to the folder from which the paths of the receipt are meant; what the command line names is still meant from here.
fn stand(args: &Args, common: &mut Common) -> Result<(), Exit> {
    let Some(folder) = &args.from else { return Ok(()) };
    common.output = common.output.as_ref().map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()));
    std::env::set_current_dir(folder).map_err(|_| {
        let folder = folder.to_string_lossy();
        let values = [("argument", "--from"), ("value", &*folder), ("wanted", Word::UsageFolder.text(common.language))];
        emit::say(&fill(Word::UsageValue.text(common.language), &values));
        Exit::Usage
    })
}

/// The command of a receipt, to be run again; `None` where it is none that gives receipts.
fn repeated(receipt: &Receipt, common: &Common) -> Option<(Cli, Arguments)> {
    let (mut cli, matches) = super::parse(receipt.command.iter().map(Into::into), common.language).ok()?;
    let here = std::env::current_dir().ok()?;
    let arguments = Arguments::of(&matches, &here)?;
    cli.common.threads = common.threads;
    cli.common.quiet = true;
    Some((cli, arguments))
}

fn again(mut cli: Cli, receipt: &Receipt, findings: &mut Findings) -> Now {
    let keep = Rc::new(Keep::Proof(Memory { width: receipt.width, ..Memory::default() }));
    cli.common.keep = Some(Rc::clone(&keep));
    super::run(&cli);
    let Keep::Proof(memory) = &*keep else { return Now::default() };
    let mut now = memory.now.take();
    if now.outcome.is_none() {
        findings.extend(memory.findings.take());
    }
    // The result itself comes first, wherever it went.
    if let (Some((path, _)), Some(output)) = (now.outputs.first_mut(), receipt.outputs.first()) {
        path.clone_from(&output.path);
    }
    now
}
