//! Measures RSigma (crates.io: rsigma-eval, MIT) on one thread: bytes of NDJSON in, matches out.
//!
//! What is timed, per pass: `serde_json` into a `Value` (the only JSON form RSigma's `JsonEvent`
//! takes), then evaluation of every rule that applies to the event's log source. What is not:
//! reading the files, loading the rules, and telling the log source of each event (a side table).
//!
//! RSigma's settings: its defaults (candidate index on, match detail off, event not included) are the
//! fastest here, with an engine for each log source (`Routing::Split`). Tried on 54,808 Windows
//! events and 3,756 rules, in events/s on one noisy machine: that 72-82 thousand; with the bloom
//! filter 75-80; with the cross-rule Aho-Corasick 69; with `serde_json`'s `preserve_order` 70-74; one
//! engine of all rules 56-63, and there bloom 58, cross-rule 34.

mod logsource;

use std::collections::BTreeMap;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use logsource::Source;
use rsigma_eval::{Engine, EvaluationResult, JsonEvent, LogSourceExtractor, parse_pipeline};
use rsigma_parser::{LogSource, SigmaRule, parse_sigma_yaml};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

const USAGE: &str = "usage: rsigma-bench <rules-dir> <events.ndjson> [--passes N] [--matches FILE]
       [--engine split|single] [--logsource-field] [--no-field-mapping] [--bloom] [--cross-rule-ac]";

/// Security 4688 names the process otherwise than the Sysmon event that the rules are written for.
const PIPELINE_4688: &str = "
name: security-4688
priority: 10
transformations:
  - id: process_names
    type: field_name_mapping
    mapping:
      Image: NewProcessName
      ParentImage: ParentProcessName
    rule_conditions:
      - type: logsource
        category: process_creation
";

/// How RSigma is told where an event comes from.
#[derive(Clone, Copy, PartialEq)]
enum Routing {
    /// One engine for each log source, holding the rules that apply to it: the layout of RSigma's
    /// `SchemaRouter` (an engine for each pipeline), and the only one in which an event may have
    /// several categories and the rules of one source a field mapping. The fastest.
    Split,
    /// One engine of all rules and `evaluate_with_logsource`.
    Single,
    /// One engine and RSigma's `LogSourceExtractor` reading the event's own `product`, `service`
    /// and `category` (`--logsource-routing` of its command line), product `windows` by default.
    /// It drops a rule only on a conflict, so it matches far more.
    Field,
}

impl Routing {
    fn describe(self) -> &'static str {
        match self {
            Routing::Split => "one engine for each log source; every registry category applies",
            Routing::Single => {
                "one engine, evaluate_with_logsource; registry rules copied for each set of categories"
            }
            Routing::Field => {
                "one engine, LogSourceExtractor on the event's own fields, product windows by default"
            }
        }
    }
}

/// A line of the file and the index of its source.
type Line<'a> = (&'a [u8], usize);

/// The index of an event (blank lines do not count), and the rules it fired.
type Fired = (usize, Vec<EvaluationResult>);

struct Options {
    rules: PathBuf,
    events: PathBuf,
    passes: usize,
    matches: Option<PathBuf>,
    routing: Routing,
    field_mapping: bool,
    bloom: bool,
    cross_rule_ac: bool,
}

fn options() -> Result<Options, Failure> {
    let mut args = std::env::args().skip(1);
    let mut folders = Vec::new();
    let mut o = Options {
        rules: PathBuf::new(),
        events: PathBuf::new(),
        passes: 3,
        matches: None,
        routing: Routing::Split,
        field_mapping: true,
        bloom: false,
        cross_rule_ac: false,
    };
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--passes" => o.passes = args.next().ok_or(USAGE)?.parse()?,
            "--matches" => o.matches = Some(args.next().ok_or(USAGE)?.into()),
            "--engine" => {
                o.routing = match args.next().as_deref() {
                    Some("split") => Routing::Split,
                    Some("single") => Routing::Single,
                    _ => return Err(USAGE.into()),
                }
            }
            "--logsource-field" => o.routing = Routing::Field,
            "--no-field-mapping" => o.field_mapping = false,
            "--bloom" => o.bloom = true,
            "--cross-rule-ac" if cfg!(feature = "cross-rule-ac") => o.cross_rule_ac = true,
            "--cross-rule-ac" => return Err("build with --features cross-rule-ac".into()),
            _ if arg.starts_with("--") => return Err(USAGE.into()),
            _ => folders.push(PathBuf::from(arg)),
        }
    }
    [o.rules, o.events] = folders.try_into().map_err(|_| USAGE)?;
    o.field_mapping &= o.routing == Routing::Split;
    Ok(o)
}

#[derive(Default)]
struct Rules {
    rules: Vec<SigmaRule>,
    /// Correlations and filters: SigmaHQ has none in these folders; they are not measured.
    skipped: usize,
    rejected: Vec<String>,
}

fn load_rules(dir: &Path, into: &mut Rules) -> Result<(), Failure> {
    let mut paths =
        std::fs::read_dir(dir)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            load_rules(&path, into)?;
        } else if path.extension().is_some_and(|e| e == "yml") {
            match parse_sigma_yaml(&std::fs::read_to_string(&path)?) {
                Ok(found) => {
                    into.rules.extend(found.rules);
                    into.skipped += found.correlations.len() + found.filters.len();
                    into.rejected.extend(found.errors);
                }
                Err(e) => into.rejected.push(e.to_string()),
            }
        }
    }
    Ok(())
}

/// The engines, and which one an event of each source goes to.
struct Engines {
    routing: Routing,
    engines: Vec<Engine>,
    /// For each source: its engine and, with a single engine, the log source it is given.
    routes: Vec<(usize, LogSource)>,
}

impl Engines {
    fn evaluate(&self, source: usize, event: &JsonEvent) -> Vec<EvaluationResult> {
        let (engine, logsource) = &self.routes[source];
        let engine = &self.engines[*engine];
        match self.routing {
            Routing::Single => engine.evaluate_with_logsource(event, logsource),
            Routing::Split | Routing::Field => engine.evaluate(event),
        }
    }
}

fn new_engine(o: &Options) -> Engine {
    let mut engine = Engine::new();
    engine.set_bloom_prefilter(o.bloom);
    #[cfg(feature = "cross-rule-ac")]
    engine.set_cross_rule_ac(o.cross_rule_ac);
    engine
}

/// Every rule here has compiled before, so a failure is a fault of this program.
fn add_all<'a>(engine: &mut Engine, rules: impl IntoIterator<Item = &'a SigmaRule>) -> Result<(), Failure> {
    match engine.add_rules(rules).into_iter().next() {
        Some((_, error)) => Err(error.into()),
        None => Ok(()),
    }
}

fn build_engines(o: &Options, rules: &[SigmaRule], sources: &[Source]) -> Result<Engines, Failure> {
    let mut engines = Vec::new();
    let mut routes = Vec::new();
    match o.routing {
        Routing::Split => {
            for source in sources {
                let mut engine = new_engine(o);
                if o.field_mapping && source.is_security_4688() {
                    engine.add_pipeline(parse_pipeline(PIPELINE_4688)?);
                }
                add_all(&mut engine, rules.iter().filter(|r| source.accepts(&r.logsource)))?;
                routes.push((engines.len(), LogSource::default()));
                engines.push(engine);
            }
        }
        Routing::Single => {
            // An event takes one category, but a registry event has up to three: each such set
            // becomes a category of its own, and the rules of its members are copied into it.
            let mut engine = new_engine(o);
            add_all(&mut engine, &logsource::fold_categories(rules, sources))?;
            engines.push(engine);
            routes.extend(sources.iter().map(|s| (0, s.as_one_logsource())));
        }
        Routing::Field => {
            let mut engine = new_engine(o);
            add_all(&mut engine, rules)?;
            let windows = LogSource { product: Some("windows".into()), ..LogSource::default() };
            engine.set_logsource_extractor(Some(LogSourceExtractor::new().with_defaults(windows)));
            engines.push(engine);
            routes.extend(sources.iter().map(|_| (0, LogSource::default())));
        }
    }
    Ok(Engines { routing: o.routing, engines, routes })
}

/// The lines of the file and, for each, the index of its source.
fn tag_events(file: &[u8]) -> Result<(Vec<Line<'_>>, Vec<Source>), Failure> {
    let mut sources = Vec::new();
    let mut known: BTreeMap<Source, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for line in file.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
        let source = Source::of(line)?;
        let index = *known.entry(source).or_insert_with_key(|s| {
            sources.push(s.clone());
            sources.len() - 1
        });
        lines.push((line, index));
    }
    Ok((lines, sources))
}

/// The version in use, from the lock file this was built with.
fn rsigma_version() -> &'static str {
    include_str!("../Cargo.lock")
        .split("name = \"rsigma-eval\"\nversion = \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or("unknown")
}

/// All rules that RSigma takes, and how many it does not.
fn accepted_rules(dir: &Path) -> Result<(Rules, f64), Failure> {
    let started = Instant::now();
    let mut loaded = Rules::default();
    load_rules(dir, &mut loaded)?;
    // Compiled once all together, to learn which rules RSigma cannot take.
    let errors = Engine::new().add_rules(&loaded.rules);
    for (index, error) in errors.iter().rev() {
        let rule = loaded.rules.remove(*index);
        loaded.rejected.push(format!("{}: {error}", rule.title));
    }
    for error in &loaded.rejected {
        eprintln!("rejected: {error}");
    }
    Ok((loaded, started.elapsed().as_secs_f64()))
}

/// One pass of RSigma: seconds, matches, and what fired if that is wanted.
fn evaluate_pass(
    lines: &[Line<'_>],
    engines: &Engines,
    keep: bool,
) -> Result<(f64, usize, Vec<Fired>), Failure> {
    let mut matches = 0;
    let mut fired = Vec::new();
    let started = Instant::now();
    for (index, (line, source)) in lines.iter().enumerate() {
        let value: Value = serde_json::from_slice(line)?;
        let found = engines.evaluate(*source, &JsonEvent::borrow(&value));
        matches += found.len();
        if keep && !found.is_empty() {
            fired.push((index, found));
        }
    }
    Ok((started.elapsed().as_secs_f64(), matches, fired))
}

fn parse_pass(lines: &[Line<'_>]) -> Result<f64, Failure> {
    let started = Instant::now();
    for (line, _) in lines {
        black_box(serde_json::from_slice::<Value>(line)?);
    }
    Ok(started.elapsed().as_secs_f64())
}

fn write_matches(path: &Path, fired: &[Fired]) -> Result<(), Failure> {
    let mut out = BufWriter::new(File::create(path)?);
    for (index, found) in fired {
        for hit in found {
            let header = &hit.header;
            let id = header.rule_id.as_deref().unwrap_or(&header.rule_title);
            writeln!(out, "{index}\t{id}")?;
        }
    }
    Ok(out.flush()?)
}

fn run() -> Result<(), Failure> {
    let o = options()?;
    let version = rsigma_version();
    let (loaded, compiled) = accepted_rules(&o.rules)?;
    let file = std::fs::read(&o.events)?;
    let (lines, sources) = tag_events(&file)?;
    let bytes: usize = lines.iter().map(|(line, _)| line.len() + 1).sum();
    let started = Instant::now();
    let engines = build_engines(&o, &loaded.rules, &sources)?;
    let mut out = std::io::stdout();
    let load = json!({
        "engine": "rsigma-load", "version": version, "rules": loaded.rules.len(),
        "rulesRejected": loaded.rejected.len(), "rulesSkipped": loaded.skipped,
        "parseAndCompileSeconds": compiled, "engineSeconds": started.elapsed().as_secs_f64(),
        "engines": engines.engines.len(), "logSources": sources.len(),
        "routing": o.routing.describe(), "fieldMapping4688": o.field_mapping,
        "bloom": o.bloom, "crossRuleAc": o.cross_rule_ac,
    });
    writeln!(out, "{load}")?;

    for pass in 1..=o.passes {
        let wanted = o.matches.as_ref().filter(|_| pass == 1);
        let (seconds, matches, fired) = evaluate_pass(&lines, &engines, wanted.is_some())?;
        if let Some(path) = wanted {
            write_matches(path, &fired)?;
        }
        let parsing = parse_pass(&lines)?;
        for (engine, seconds, matches) in [("rsigma", seconds, matches), ("rsigma-parse-only", parsing, 0)] {
            let line = json!({
                "engine": engine, "version": version, "rules": loaded.rules.len(),
                "rulesRejected": loaded.rejected.len(), "events": lines.len(), "pass": pass,
                "seconds": seconds, "eventsPerSecond": lines.len() as f64 / seconds,
                "matches": matches, "bytes": bytes,
            });
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}
