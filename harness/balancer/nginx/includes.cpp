#include "balancer/nginx/includes.hpp"

#include <fmt/format.h>

#include "balancer/balancer.hpp"
#include "balancer/nginx/model.hpp"
#include "base/glob.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

constexpr int kDeepest = 20;                 // a file that includes itself has no end
constexpr std::size_t kLongest = 16u << 20;  // of all files together, as of one

class Includes {
 public:
  explicit Includes(fs::path folder) : folder_(std::move(folder)) {}

  Result<std::string> of(std::string text, const std::string& file, int depth) {
    const auto model = parse_nginx(std::move(text), file);
    if (!model) return tl::unexpected(model.error());
    Edits edits;
    for (const NginxDirective& directive : model->directives()) {
      if (directive.name() != "include" || directive.block || directive.words.size() != 2) continue;
      const Position named_at = model->where(directive);
      if (depth == kDeepest) {
        return usage_error(fmt::format("files include each other more than {} deep", kDeepest),
                           "does one of them include itself?", named_at);
      }
      auto content = matching(directive.word(1), named_at, depth);
      if (!content) return content;
      const Position behind = model->where(directive.end);
      edits.push_back({directive.begin, directive.end,
                       fmt::format("{}\n{}{}:{}:{}\n", *content, kOriginMark, behind.file,
                                   behind.line, behind.column)});
    }
    return misfire::apply(model->text(), std::move(edits));
  }

 private:
  /// What stands in the files of that name, each behind a mark.
  Result<std::string> matching(const std::string& name, const Position& named_at, int depth) {
    const fs::path path = folder_ / name;  // an absolute name stays what it is
    const auto files = is_pattern(name) ? files_matching(path) : std::vector<fs::path>{path};
    std::string all;
    for (const fs::path& one : files) {
      auto text = read_user_file(one, named_at);
      if (!text) return text;
      if (auto fine = check_no_nul(*text, one.string()); !fine) return tl::unexpected(fine.error());
      if (auto fine = check_no_bom(*text, one.string()); !fine) return tl::unexpected(fine.error());
      total_ += text->size();
      if (total_ > kLongest) {
        return usage_error(
            fmt::format("the included files are more than {} MiB in all", kLongest >> 20), "",
            named_at);
      }
      auto whole = of(std::move(*text), one.string(), depth + 1);
      if (!whole) return whole;
      all += fmt::format("\n{}{}:1:1\n{}", kOriginMark, one.string(), *whole);
    }
    return all;
  }

  fs::path folder_;
  std::size_t total_ = 0;
};

}  // namespace

Result<void> check_no_bom(const std::string& text, const std::string& file) {
  if (!text.starts_with("\xEF\xBB\xBF")) return {};
  return usage_error("the file begins with a byte order mark, which nginx refuses",
                     "save it as UTF-8 without BOM", Position{file, 1, 1});
}

Result<std::string> with_includes(std::string text, const std::string& file) {
  return Includes(fs::path(file).parent_path()).of(std::move(text), file, 0);
}

}  // namespace misfire
