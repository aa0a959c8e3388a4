// misfire audit: what is legal in balancer and monitoring files, and wrong; starts nothing.
#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Option.hpp>

#include <algorithm>

#include "audit/catalogue.hpp"
#include "audit/json.hpp"
#include "audit/page.hpp"
#include "audit/sarif.hpp"
#include "base/nearest.hpp"
#include "cli/audit_text.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"

namespace misfire {
namespace {

struct Options {
  std::vector<fs::path> files;
  std::string kind, severity = "note", fail_on = "warning", explain;
  fs::path pages;
  bool json = false, sarif = false, rules = false;
};

/// The options' words, once they have been understood.
struct Asked {
  std::optional<FileKind> kind;
  Severity least = Severity::note;
  std::optional<Severity> fails = Severity::warning;
};

Error mistake(std::string message, std::string hint) {
  return {ErrorCode::usage, std::move(message), std::move(hint), {}};
}

std::optional<Severity> severity_from(const std::string& word) {
  for (const Severity one : {Severity::error, Severity::warning, Severity::note}) {
    if (word == to_string(one)) return one;
  }
  return std::nullopt;
}

Checked<Asked> understand(const Options& options) {
  Asked asked;
  Errors errors;
  const auto wrong = [&](const char* option, const std::string& word,
                         const std::vector<std::string>& known) {
    errors.push_back(
        mistake(fmt::format("{}: there is no \"{}\"", option, word), suggestion(word, known)));
  };
  if (!options.kind.empty()) {
    asked.kind = file_kind_from(options.kind);
    if (!asked.kind) wrong("--kind", options.kind, file_kind_names());
  }
  if (const auto least = severity_from(options.severity)) {
    asked.least = *least;
  } else {
    wrong("--severity", options.severity, {"error", "warning", "note"});
  }
  asked.fails = severity_from(options.fail_on);
  if (!asked.fails && options.fail_on != "never") {
    wrong("--fail-on", options.fail_on, {"error", "warning", "note", "never"});
  }
  if (options.json && options.sarif) {
    errors.push_back(mistake("--json and --sarif: which of them?", "one form at a time"));
  }
  if (options.files.empty()) {
    errors.push_back(mistake("audit what?", "name files, or folders of them"));
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return asked;
}

ExitCode explain(const Options& options, const std::vector<RuleDoc>& docs) {
  const RuleDoc* doc = find_rule(docs, options.explain);
  if (doc == nullptr) {
    std::vector<std::string> names;
    names.reserve(docs.size());
    for (const RuleDoc& known : docs) names.push_back(known.id);
    say(Errors{mistake(fmt::format("there is no rule \"{}\"", options.explain),
                       suggestion(options.explain, names))});
    return ExitCode::usage;
  }
  print(options.json ? rules_json({*doc}) : rule_text(*doc, printed_style()));
  return ExitCode::passed;
}

ExitCode write_pages(const fs::path& folder, const std::vector<RuleDoc>& docs) {
  for (const auto& [name, text] : pages(docs)) {
    const fs::path path = folder / name;
    auto done = make_folder(path.parent_path());
    if (done) done = write_file(path, text);
    if (!done) return refuse(done.error());
  }
  return ExitCode::passed;
}

bool fails(const Audit& audit, const Asked& asked) {
  return asked.fails &&
         std::any_of(audit.findings.begin(), audit.findings.end(), [&](const Finding& finding) {
           return finding.suppressed.empty() && finding.severity <= *asked.fails;
         });
}

/// What is less severe than asked for is left out of machines' forms as well.
void leave_out(Audit& audit, Severity least) {
  std::erase_if(audit.findings, [&](const Finding& finding) { return finding.severity > least; });
}

ExitCode act(const Options& options) {
  const std::vector<RuleDoc> docs = rule_docs();
  if (!options.explain.empty()) return explain(options, docs);
  if (!options.pages.empty()) return write_pages(options.pages, docs);
  if (options.rules) {
    print(options.json ? rules_json(docs) : rules_text(docs));
    return ExitCode::passed;
  }
  const auto asked = understand(options);
  if (!asked) return refuse(asked.error());
  auto audited = audit(options.files, asked->kind);
  if (!audited) return refuse(audited.error());
  const bool failed = fails(*audited, *asked);
  if (options.json || options.sarif) leave_out(*audited, asked->least);
  print(options.json    ? audit_json(*audited)
        : options.sarif ? sarif(*audited, docs, MISFIRE_VERSION)
                        : audit_text(*audited, asked->least, printed_style()));
  return failed ? ExitCode::failed : ExitCode::passed;
}

}  // namespace

Command add_audit(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* sub =
      app.add_subcommand("audit", "Find what is legal and wrong in configurations; starts nothing");
  sub->add_option(
      "file", options->files,
      "Configurations of HAProxy or nginx, Prometheus's and Alertmanager's files, system "
      "files, or folders of them");
  sub->add_flag("--json", options->json, "Print as JSON");
  sub->add_flag("--sarif", options->sarif, "Print as SARIF 2.1.0, for code scanning");
  sub->add_option("--severity", options->severity,
                  "The least that is told: error, warning or note (default)");
  sub->add_option("--fail-on", options->fail_on,
                  "The least that makes the exit code 1: error, warning (default), note or never");
  sub->add_option("--kind", options->kind,
                  "What the files are, where their content does not tell: haproxy, nginx, "
                  "prometheus, rules, alertmanager or system");
  sub->add_flag("--rules", options->rules, "List the rules");
  sub->add_option("--explain", options->explain, "Print the page of one rule");
  sub->add_option("--pages", options->pages, "Write the pages of all rules into this folder");
  sub->footer("Example: misfire audit fixtures/system.toml");
  return {sub, [options] { return act(*options); }, false};
}

}  // namespace misfire
