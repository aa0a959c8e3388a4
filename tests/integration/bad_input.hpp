// A scenario and a system of one's own, to be damaged, and what the real `misfire` says of each
// damage: the tables of bad_*_real_test.cpp are the documentation.
#pragma once

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <functional>

#include "integration/misfire_program.hpp"
#include "paths.hpp"

namespace misfire {

inline const std::string kScenario = "s.toml";
inline const std::string kSystem = "fixtures/system.toml";
inline const std::string kHaproxy = "fixtures/lb/haproxy.cfg";
inline const std::string kPrometheus = "fixtures/monitoring/prometheus.yml";
inline const std::string kRules = "fixtures/monitoring/rules/login.yml";
inline const std::string kAlertmanager = "fixtures/monitoring/alertmanager.yml";
inline const std::string kBlackbox = "fixtures/monitoring/blackbox.yml";

/// A scenario and a system of one's own, to be damaged.
class Files {
 public:
  Files() {
    scratch_.fixtures();
    fs::copy(library("weights/feb-18.toml"), at(kScenario));
  }

  fs::path at(const std::string& file) const { return scratch_.path() / file; }
  void edit(const std::string& file, const std::string& from, const std::string& to) const {
    replace_in(at(file), from, to);
  }
  void write(const std::string& file, const std::string& bytes) const {
    std::error_code ignored;
    fs::remove_all(at(file), ignored);
    std::ofstream(at(file)) << bytes;
  }
  void append(const std::string& file, const std::string& bytes) const {
    std::ofstream(at(file), std::ios::app) << bytes;
  }
  void make_pipe(const std::string& file) const {
    fs::remove(at(file));
    ASSERT_EQ(::mkfifo(at(file).c_str(), 0600), 0);
  }
  void make_folder(const std::string& file) const {
    fs::remove(at(file));
    fs::create_directory(at(file));
  }
  void link(const std::string& file, const fs::path& to) const {
    fs::remove(at(file));
    fs::create_symlink(to, at(file));
  }
  /// A program of one's own.
  void program(const std::string& file, const std::string& script) const {
    write(file, script);
    fs::permissions(at(file), fs::perms::owner_all);
  }

  Said check() const { return say("check", {}); }
  Said say(const std::string& command, const std::vector<std::string>& more) const {
    std::vector<std::string> args{
        command, at(kScenario).string(), "--system", at(kSystem).string(), "--speed", "30"};
    args.insert(args.end(), more.begin(), more.end());
    return misfire_says(args);
  }

 private:
  Scratch scratch_;
};

struct Trouble {
  std::string name;
  std::function<void(const Files&)> damage;
  std::vector<std::string> says;  ///< each of these
  int exit_code = 2;
};

inline std::ostream& operator<<(std::ostream& out, const Trouble& trouble) {
  return out << trouble.name;
}

class BadInput : public ::testing::TestWithParam<Trouble> {};

inline std::string name_of(const ::testing::TestParamInfo<Trouble>& info) {
  return info.param.name;
}

}  // namespace misfire
