//! The words of the command line itself: language, help, faults of usage.

use std::ffi::OsString;
use std::io::{self, Write};

use chibo::words::{Lang, Word, fill, help};
use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::Exit;

/// `--lang`, then `CHIBO_LANG`, `LC_ALL`, `LC_MESSAGES`, `LANG`, else Vietnamese.
pub(crate) fn language(arguments: &[OsString]) -> Lang {
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let after = texts.iter().position(|text| *text == "--lang").and_then(|at| texts.get(at + 1).copied());
    let joined = texts.iter().find_map(|text| text.strip_prefix("--lang="));
    let variables = ["CHIBO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];
    after
        .or(joined)
        .and_then(Lang::from_locale)
        .or_else(|| variables.iter().filter_map(|name| std::env::var(name).ok()).find_map(|value| Lang::from_locale(&value)))
        .unwrap_or(Lang::Vi)
}

/// Puts the help of every command and argument into the language.
pub(crate) fn localised(command: Command, lang: Lang) -> Command {
    put(command, "chibo", lang)
}

fn put(command: Command, path: &str, lang: Lang) -> Command {
    let heading = |word: Word| word.text(lang).to_owned();
    let template = format!("{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}\n", heading(Word::UsageHeading));
    let mut command = command
        .about(text(path, lang))
        .override_usage(usage(path, lang))
        .help_template(template)
        .subcommand_help_heading(Word::CommandsHeading.text(lang))
        .disable_help_flag(true)
        .arg(clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).help(text("help", lang)).global(false));
    if path == "chibo" {
        command = command.disable_version_flag(true).arg(
            clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version).help(text("version", lang)),
        );
    }
    let arguments: Vec<String> = command.get_arguments().map(|argument| argument.get_id().to_string()).collect();
    for id in arguments {
        command = command.mut_arg(&id, |argument| {
            let positional = argument.is_positional();
            let word = if positional { Word::ArgumentsHeading } else { Word::OptionsHeading };
            let takes_value = argument.get_action().takes_values();
            let argument = argument.help(text(&id, lang)).help_heading(word.text(lang));
            // The words and the default stand in our own help, in one language.
            if takes_value { argument.hide_possible_values(true).hide_default_value(true) } else { argument }
        });
    }
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names {
        let path = format!("{path} {name}");
        command = command.mut_subcommand(&name, |command| put(command, &path, lang));
    }
    command
}

fn text(key: &str, lang: Lang) -> String {
    help(key).map_or_else(String::new, |pair| lang.pick(pair).to_owned())
}

fn usage(path: &str, lang: Lang) -> String {
    format!("{path} {}", text(&format!("{path}:usage"), lang)).trim_end().to_owned()
}

/// Help and version go to the screen as results; anything else is a fault of usage.
pub(crate) fn report(error: &clap::Error, lang: Lang) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = write!(io::stdout().lock(), "{}", error.render());
            Exit::Clean
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = write!(io::stderr().lock(), "{}", error.render());
            Exit::Usage
        }
        _ => {
            super::emit::say(&message(error, lang));
            Exit::Usage
        }
    }
}

/// What was given cannot be asked for.
pub(crate) fn said(word: Word, lang: Lang) -> Exit {
    super::emit::say(&format!("{}\n{}", word.text(lang), Word::UsageHelp.text(lang)));
    Exit::Usage
}

/// An option that the command does not take.
pub(crate) fn unknown(argument: &str, lang: Lang) -> Exit {
    let message = fill(Word::UsageUnknown.text(lang), &[("argument", argument)]);
    super::emit::say(&format!("{message}\n{}", Word::UsageHelp.text(lang)));
    Exit::Usage
}

/// An option that a command takes once was given again.
pub(crate) fn twice(argument: &str, lang: Lang) -> Exit {
    let message = fill(Word::UsageTwice.text(lang), &[("argument", argument), ("value", ""), ("wanted", "")]);
    super::emit::say(&format!("{message}\n{}", Word::UsageHelp.text(lang)));
    Exit::Usage
}

fn message(error: &clap::Error, lang: Lang) -> String {
    let context = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" | "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let word = match error.kind() {
        ErrorKind::UnknownArgument => Word::UsageUnknown,
        ErrorKind::InvalidSubcommand => Word::UsageCommand,
        ErrorKind::MissingRequiredArgument | ErrorKind::MissingSubcommand => Word::UsageMissing,
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).is_empty() => Word::UsageNoValue,
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => Word::UsageValue,
        ErrorKind::ArgumentConflict if context(ContextKind::PriorArg) == context(ContextKind::InvalidArg) => Word::UsageTwice,
        ErrorKind::ArgumentConflict => Word::UsageTogether,
        ErrorKind::TooManyValues => Word::UsageTakesNone,
        _ => {
            let said = error.render().to_string();
            let first = said.lines().next().unwrap_or("").trim_start_matches("error: ");
            let message = fill(Word::UsageOther.text(lang), &[("value", first)]);
            return format!("{message}\n{}", Word::UsageHelp.text(lang));
        }
    };
    let near =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue].into_iter().map(context);
    let near = near.filter(|text| !text.is_empty()).collect::<Vec<String>>().join(", ");
    let wanted = context(ContextKind::ValidValue);
    let wanted =
        if wanted.is_empty() { std::error::Error::source(error).map_or_else(String::new, ToString::to_string) } else { wanted };
    let argument = match error.kind() {
        ErrorKind::InvalidSubcommand => context(ContextKind::InvalidSubcommand),
        _ => context(ContextKind::InvalidArg),
    };
    let value = match error.kind() {
        ErrorKind::ArgumentConflict => context(ContextKind::PriorArg),
        _ => context(ContextKind::InvalidValue),
    };
    let mut message = fill(word.text(lang), &[("argument", &argument), ("value", &value), ("wanted", &wanted)]);
    if !near.is_empty() {
        message.push_str(&format!("\n{}", fill(Word::UsageNear.text(lang), &[("near", &near)])));
    }
    format!("{message}\n{}", Word::UsageHelp.text(lang))
}
