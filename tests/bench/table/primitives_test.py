"""ci/primitives on measurements that are written down.

primitives_test.py PATH/TO/ci/primitives
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(sys.argv.pop(1))
BEFORE = "# Speed\n<!-- primitives: written by ci/primitives -->\nold\n<!-- /primitives -->\nafter\n"


def benchmark(run_name, rate, aggregate="median"):
    return {"name": f"{run_name}_{aggregate}", "run_name": run_name, "aggregate_name": aggregate, "items_per_second": rate}


class Table(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.readme = pathlib.Path(directory.name) / "README.md"
        self.readme.write_text(BEFORE, encoding="utf-8")
        self.source = pathlib.Path(directory.name) / "report.json"
        self.benchmarks = [
            benchmark("lock/heddle/real_time/threads:1", 1e8),
            benchmark("lock/heddle/real_time/threads:1", 7, "stddev"),
            benchmark("lock/heddle/real_time/threads:2", 1e7),
            benchmark("lock/std/real_time/threads:1", 5e7),
            benchmark("lock/std/real_time/threads:2", 2e7),
            benchmark("lock/tbb/real_time/threads:2", 1e7),
            benchmark("lock/heddle fast/real_time/threads:2", 1e9),
            benchmark("pool/heddle/workers:4/real_time", 1e6),
        ]

    def run_script(self):
        report = {"context": {"date": "2030-02-03T04:05:06+00:00", "num_cpus": 2}, "benchmarks": self.benchmarks}
        self.source.write_text(json.dumps(report), encoding="utf-8")
        command = [sys.executable, SCRIPT, "--from", self.source, "--readme", self.readme]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def text(self):
        return self.readme.read_text(encoding="utf-8")

    def test_rows(self):
        run = self.run_script()
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertEqual(
            [line for line in self.text().splitlines() if line.startswith("| ")][2:],
            [
                "| lock | 1 | 10.0 | std 20.0 | 2.0 |",
                "| lock | 2 | 100 | std 50.0, tbb 100, heddle fast 1.0 | 0.5 |",
                "| pool | 4 | 1,000 |  |  |",
            ],
        )
        self.assertTrue(self.text().startswith("# Speed\n"))
        self.assertTrue(self.text().endswith("<!-- /primitives -->\nafter\n"))
        self.assertIn("2030-02-03", self.text())
        self.assertNotIn("old", self.text())

    def test_what_went_wrong_changes_nothing(self):
        for wrong in ([], [dict(self.benchmarks[0], error_occurred=True, error_message="broken")]):
            self.benchmarks = wrong
            self.assertNotEqual(self.run_script().returncode, 0)
            self.assertEqual(self.text(), BEFORE)


if __name__ == "__main__":
    unittest.main()
