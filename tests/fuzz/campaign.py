"""Runs the fuzz targets and keeps the accounts. scripts/fuzz says how it is called."""
import argparse
import concurrent.futures
import gzip
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAMS = ROOT / "build/fuzz/bin"
CORPUS = pathlib.Path(os.environ.get("MISFIRE_FUZZ_CORPUS", ROOT / "build/fuzz-corpus"))
# Of libFuzzer's random choices; 0 is another one each time.
SEED = int(os.environ.get("MISFIRE_FUZZ_SEED", 0))
JOBS = int(os.environ.get("MISFIRE_FUZZ_JOBS", os.cpu_count()))
LEDGER = HERE / "ledger.json"
UNRECORDED = CORPUS / "unrecorded.json"
TABLE = ROOT / "docs/fuzzing.md"
KEPT_BYTES = 150_000  # of a target's archive: all of them together stay below 5 MiB
SLOW_SECONDS = 5
LIMITS = ["-timeout=60", "-rss_limit_mb=2560", "-max_len=16384",
          f"-report_slow_units={SLOW_SECONDS}"]
TIMED_OUT = 70  # libFuzzer's exit code
DICTIONARIES = {
    "toml": ["scenario", "system_file", "matchers", "times"],
    "haproxy": ["haproxy_config", "haproxy_runtime"],
    "nginx": ["nginx_config"],
    "promql": ["promql"],
    "yaml": ["yaml", "prometheus", "rules", "alertmanager", "mute_times", "routing", "blackbox",
             "deployments"],
    "json": ["history", "plan", "judge_history", "notification", "guardian_message",
             "prometheus_answer"],
    "http": ["authd_http", "sink_http"],
    "smtp": ["sink_smtp"],
}


def target_names():
    return sorted(p.name.removesuffix("_target.cpp") for p in HERE.glob("*_target.cpp"))


def dictionary(target):
    for name, targets in DICTIONARIES.items():
        if target in targets:
            return [f"-dict={HERE / 'dictionaries' / (name + '.dict')}"]
    return []


def seed_files(target):
    """The target's own seeds, its former crashes, and the files of the repository that it names."""
    files = [p for folder in ("seeds", "crashes") for p in (HERE / folder / target).glob("*")]
    listed = HERE / "seeds" / f"{target}.list"
    if listed.exists():
        files += [ROOT / line for line in listed.read_text().split()]
    return files


def unpack(target):
    """What an earlier campaign recorded becomes the start of this one."""
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    archive = HERE / "corpus" / f"{target}.tar.gz"
    if not archive.exists():
        return folder
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            name = pathlib.PurePath(member.name).name
            if member.isfile() and not (folder / name).exists():
                (folder / name).write_bytes(tar.extractfile(member).read())
    return folder


def run(command, log, scratch):
    """Runs one fuzzer to its end; the processor time that it took."""
    environment = dict(os.environ, TMPDIR=str(scratch), UBSAN_OPTIONS="print_stacktrace=1")
    with open(log, "wb") as out:
        child = subprocess.Popen([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=out,
                                 stderr=out, env=environment, cwd=scratch)
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            child.kill()
            raise
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime


def is_slow(target, artifact, scratch):
    """Alone, by processor time. libFuzzer's clock goes on while others have the processor: what it
    calls slow, or hanging, may only have waited."""
    code, processor = run(["prlimit", f"--cpu={2 * SLOW_SECONDS}", PROGRAMS / f"fuzz_{target}",
                           *LIMITS, "-timeout=0", artifact], scratch / "alone", scratch)
    return code != 0 or processor > SLOW_SECONDS


def save_artifacts(target, scratch):
    kept = []
    for artifact in sorted(scratch.glob("artifact-*")):
        kind, digest = artifact.name.removeprefix("artifact-").rsplit("-", 1)
        if kind in ("slow-unit", "timeout") and not is_slow(target, artifact, scratch):
            continue
        place = HERE / "crashes" / target / f"{kind}-{digest[:12]}"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(artifact, place)
        kept.append(place.relative_to(ROOT))
    return kept


def numbers(text, pattern):
    return [int(n) for n in re.findall(pattern, text)]


def fuzz(target, seconds):
    """One target's share of the campaign."""
    folder = unpack(target)
    with tempfile.TemporaryDirectory(prefix="misfire-fuzz-") as temporary:
        scratch = pathlib.Path(temporary)
        seeds = scratch / "seeds"
        seeds.mkdir()
        for number, file in enumerate(seed_files(target)):
            shutil.copyfile(file, seeds / f"{number}-{file.name}")
        command = [PROGRAMS / f"fuzz_{target}", f"-max_total_time={seconds}", f"-seed={SEED}", *LIMITS,
                   "-print_final_stats=1", f"-artifact_prefix={scratch}/artifact-",
                   *dictionary(target), folder, seeds]
        began = time.monotonic()
        code, processor = run(command, scratch / "log", scratch)
        wall = time.monotonic() - began
        log = (scratch / "log").read_text(errors="replace")
        features = numbers(log, r"\sft: (\d+)")
        started = numbers(log, r"INITED cov: \d+ ft: (\d+)")
        kept = save_artifacts(target, scratch)
        if code == TIMED_OUT and not kept:
            code = 0
        executed = (numbers(log, r"stat::number_of_executed_units: +(\d+)")
                    or numbers(log, r"(?m)^#(\d+)\t")[-1:] or [0])
        result = {
            "target": target, "executions": executed[0], "seconds": wall, "cpu": processor,
            "corpus": len(list(folder.iterdir())), "features": max(features, default=0),
            "new": max(features, default=0) - (started[0] if started else 0),
            "kept": kept, "log": log, "code": code,
        }
    return result


def minimise(target):
    """The smallest set of inputs that covers as much, as one archive of the same bytes each time."""
    folder = unpack(target)
    with tempfile.TemporaryDirectory(prefix="misfire-fuzz-") as temporary:
        scratch = pathlib.Path(temporary)
        least = scratch / "least"
        least.mkdir()
        code, _ = run([PROGRAMS / f"fuzz_{target}", "-merge=1", *LIMITS,
                       f"-artifact_prefix={scratch}/artifact-", least, folder],
                      scratch / "log", scratch)
        if code != 0:
            sys.stderr.write((scratch / "log").read_text(errors="replace")[-2000:])
            return f"{target}: the corpus could not be minimised"
        shutil.rmtree(folder)
        shutil.copytree(least, folder)
    pack(target, folder)
    return None


def pack(target, folder):
    """Small inputs first; beyond the limit they stay in the working folder only."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for file in sorted(folder.iterdir(), key=lambda f: (f.stat().st_size, f.name)):
            entry = tarfile.TarInfo(file.name)
            entry.size = file.stat().st_size
            tar.addfile(entry, io.BytesIO(file.read_bytes()))
            # Headers compress to little; the inputs themselves hardly.
            if raw.tell() > 8 * KEPT_BYTES:
                break
    packed = gzip.compress(raw.getvalue(), 9, mtime=0)
    if len(packed) > KEPT_BYTES:  # rarely: inputs that do not compress
        return pack_some(target, folder, len(packed))
    write_archive(target, packed)


def pack_some(target, folder, too_many):
    """As above, with the share of the inputs that fits."""
    files = sorted(folder.iterdir(), key=lambda f: (f.stat().st_size, f.name))
    with tempfile.TemporaryDirectory() as temporary:
        for file in files[: len(files) * KEPT_BYTES * 9 // (too_many * 10)]:
            shutil.copyfile(file, pathlib.Path(temporary) / file.name)
        pack(target, pathlib.Path(temporary))


def write_archive(target, packed):
    place = HERE / "corpus" / f"{target}.tar.gz"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(packed)


def read_accounts(file):
    return json.loads(file.read_text()) if file.exists() else {}


def write_accounts(file, accounts):
    file.write_text(json.dumps(accounts, indent=2, sort_keys=True) + "\n")


def add(accounts, target, executions, seconds, features):
    entry = accounts.setdefault(target, {"executions": 0, "seconds": 0, "features": 0})
    entry["executions"] += executions
    entry["seconds"] = round(entry["seconds"] + seconds, 1)
    entry["features"] = features or entry["features"]


def remember(results):
    """What was done since the last --record is kept beside the corpus."""
    accounts = read_accounts(UNRECORDED)
    for result in results:
        add(accounts, result["target"], result["executions"], result["cpu"], result["features"])
    write_accounts(UNRECORDED, accounts)


def record():
    ledger, accounts = read_accounts(LEDGER), read_accounts(UNRECORDED)
    for target, entry in accounts.items():
        add(ledger, target, entry["executions"], entry["seconds"], entry["features"])
    for target, entry in ledger.items():
        entry["corpus"] = len(list((CORPUS / target).iterdir()))
    write_accounts(LEDGER, ledger)
    UNRECORDED.unlink(missing_ok=True)
    TABLE.write_text(page(ledger))
    return sum(entry["seconds"] for entry in ledger.values()) / 3600


def page(ledger):
    lines = [
        "# Fuzzing", "",
        "Made by `scripts/fuzz --record`; do not edit. Each parser has a target in `tests/fuzz`, "
        "which checks properties",
        "of the result and not only that nothing crashes. Hours are processor hours of libFuzzer "
        "with the address and",
        "undefined behaviour sanitizers; features are its measure of coverage. What once crashed "
        "lies in",
        "`tests/fuzz/crashes` and is replayed by every `scripts/test`.", "",
        "| target | executions | hours | corpus | features | inputs that once failed |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for target in target_names():
        entry = ledger.get(target, {"executions": 0, "seconds": 0})
        crashes = len(list((HERE / "crashes" / target).glob("*")))
        lines.append(f"| {target} | {entry['executions']:,} | {entry['seconds'] / 3600:.2f} | "
                     f"{entry.get('corpus', 0)} | {entry.get('features', 0):,} | {crashes} |")
    total = sum(e["executions"] for e in ledger.values())
    hours = sum(e["seconds"] for e in ledger.values()) / 3600
    lines += [f"| **all** | {total:,} | {hours:.2f} | | | |", ""]
    return "\n".join(lines)


def print_table(results):
    print(f"{'target':<18}{'executions':>12}{'seconds':>9}{'corpus':>8}{'coverage':>10}{'new':>7}"
          "  found")
    for r in results:
        found = ", ".join(str(k) for k in r["kept"]) or ("nothing" if r["code"] == 0 else "broken")
        print(f"{r['target']:<18}{r['executions']:>12,}{r['seconds']:>9.0f}{r['corpus']:>8}"
              f"{r['features']:>10,}{r['new']:>7,}  {found}")


def main():
    parser = argparse.ArgumentParser(prog="scripts/fuzz")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("seconds", nargs="?", type=int, default=60)
    parser.add_argument("targets", nargs="*")
    options = parser.parse_args()
    known = target_names()
    unknown = [t for t in options.targets if t not in known]
    if unknown:
        parser.error(f"unknown target {', '.join(unknown)}; known: {', '.join(known)}")
    targets = options.targets or known
    results = []
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        if options.seconds > 0:
            for result in pool.map(lambda t: fuzz(t, options.seconds), targets):
                results.append(result)
                remember([result])  # an interrupted campaign keeps what was done
        for result in results:
            if result["code"] != 0 or result["kept"]:
                sys.stderr.write(f"---- {result['target']}\n{result['log'][-6000:]}\n")
        if results:
            print_table(results)
        complaints = []
        if options.record:
            complaints = [c for c in pool.map(minimise, targets) if c]
            print(f"{record():.2f} processor hours in all, see docs/fuzzing.md")
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    failed = any(r["code"] != 0 or r["kept"] for r in results) or complaints
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
