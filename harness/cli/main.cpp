#include <sys/stat.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <vector>

#include "base/inheritance.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"

int main(int argc, char** argv) {
  using namespace misfire;
  mend_inheritance();
  ::umask(077);  // also for what short-lived tools write
  CLI::App app{"Break the balancer on purpose; prove that somebody would have found out."};
  app.set_version_flag("--version", "misfire " MISFIRE_VERSION);
  app.require_subcommand(1);
  app.footer("Example: misfire run scenarios/weights/feb-18.toml --speed 30");
  const std::vector<Command> commands{
      add_run(app),        add_check(app),  add_audit(app),  add_explain(app), add_judge(app),
      add_report(app),     add_replay(app), add_mutate(app), add_compare(app), add_review(app),
      add_sweep(app),      add_doctor(app), add_init(app),   add_faults(app),  add_scenarios(app),
      add_recordings(app), add_images(app), add_watch(app)};
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    say(command_line_mistakes(app, error, argc, argv));
    return static_cast<int>(ExitCode::usage);
  }
  for (const Command& command : commands) {
    if (command.app->parsed()) return static_cast<int>(carry_out(command));
  }
  return static_cast<int>(ExitCode::usage);
}
