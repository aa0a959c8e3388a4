// Which libraries go into an image with a program.
#include "stack/docker/closure.hpp"

#include <elf.h>
#include <gmock/gmock.h>

#include <cstring>

namespace misfire {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A program of one segment, whose content follows its header.
std::string elf(std::uint32_t type, const std::string& content) {
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_phoff = sizeof header;
  header.e_phentsize = sizeof(Elf64_Phdr);
  header.e_phnum = 1;
  Elf64_Phdr segment{};
  segment.p_type = type;
  segment.p_offset = sizeof header + sizeof segment;
  segment.p_filesz = content.size();
  std::string bytes(sizeof header + sizeof segment, '\0');
  std::memcpy(bytes.data(), &header, sizeof header);
  std::memcpy(bytes.data() + sizeof header, &segment, sizeof segment);
  return bytes + content;
}

TEST(Closure, ReadsTheLoadersName) {
  const std::string dynamic = elf(PT_INTERP, std::string("/lib64/ld.so\0", 13));
  EXPECT_EQ(*elf_interpreter(dynamic), "/lib64/ld.so");
  EXPECT_EQ(*elf_interpreter(elf(PT_LOAD, "x")), "");
  for (std::size_t cut = 0; cut < dynamic.size(); ++cut) {
    EXPECT_FALSE(elf_interpreter(dynamic.substr(0, cut))) << cut;
  }
  EXPECT_FALSE(elf_interpreter("#!/bin/true\n"));
}

TEST(Closure, ReadsTheLoadersListing) {
  const auto paths = libraries_in(
      "\tlinux-vdso.so.1 (0x00007f6740b64000)\n"
      "\tlibfmt.so.9 => /lib/x86_64-linux-gnu/libfmt.so.9 (0x00007f6740b33000)\n"
      "\tlibodd.so => /opt/with space (1)/libodd.so (0x00007f6740b0f000)\n"
      "\t/lib64/ld-linux-x86-64.so.2 (0x00007f6740b66000)\n");
  ASSERT_TRUE(paths);
  EXPECT_THAT(*paths, ElementsAre("/lib/x86_64-linux-gnu/libfmt.so.9",
                                  "/opt/with space (1)/libodd.so", "/lib64/ld-linux-x86-64.so.2"));
  EXPECT_TRUE(libraries_in("\tstatically linked\n")->empty());
}

TEST(Closure, SaysWhichLibraryIsMissing) {
  const auto paths = libraries_in("\tlibgone.so.1 => not found\n");
  ASSERT_FALSE(paths);
  EXPECT_THAT(paths.error().message, HasSubstr("libgone.so.1"));
}

TEST(Closure, OfThisProgramHoldsLibcAndItsLoader) {
  const auto paths = library_closure(fs::read_symlink("/proc/self/exe"));
  ASSERT_TRUE(paths) << to_string(paths.error());
  std::vector<std::string> names;
  for (const fs::path& path : *paths) {
    EXPECT_TRUE(path.is_absolute()) << path;
    names.push_back(path.filename().string());
  }
  EXPECT_THAT(names, Contains(HasSubstr("libstdc++")));
  EXPECT_THAT(names, Contains(::testing::StartsWith("ld-")));
}

TEST(Closure, SaysThatAFileIsNoProgram) {
  const auto paths = library_closure("/etc/passwd");
  ASSERT_FALSE(paths);
  EXPECT_THAT(paths.error().message, HasSubstr("/etc/passwd"));
}

}  // namespace
}  // namespace misfire
