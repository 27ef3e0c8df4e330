"""ci/benchmark on measurements that are written down: the whole README that it makes of them.

table_test.py PATH/TO/ci/benchmark
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

FOLDER = pathlib.Path(__file__).resolve().parent
SCRIPT = pathlib.Path(sys.argv.pop(1))


class Table(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.readme = pathlib.Path(directory.name) / "README.md"
        self.readme.write_text((FOLDER / "before.md").read_text(encoding="utf-8"), encoding="utf-8")
        self.source = pathlib.Path(directory.name) / "report.json"
        self.report = json.loads((FOLDER / "report.json").read_text(encoding="utf-8"))

    def run_script(self):
        self.source.write_text(json.dumps(self.report), encoding="utf-8")
        command = [sys.executable, SCRIPT, "--from", self.source, "--readme", self.readme]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def text(self):
        return self.readme.read_text(encoding="utf-8")

    def test_between_the_markers(self):
        run = self.run_script()
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertEqual(self.text(), (FOLDER / "after.md").read_text(encoding="utf-8"))

    def test_again(self):
        self.run_script()
        once = self.text()
        self.run_script()
        self.assertEqual(self.text(), once)

    def test_what_was_not_measured_has_no_column(self):
        for benchmark in self.report["benchmarks"]:
            benchmark.pop("instructions_per_execution", None)
        self.report["benchmarks"] = [each for each in self.report["benchmarks"] if "/heddle/" in each["name"]]
        self.assertEqual(self.run_script().returncode, 0)
        self.assertNotIn("instructions", self.text())
        self.assertNotIn("Relacy", self.text())
        self.assertIn("| large | 1,270,080 | 0.14 | 10,287,713 | 12 | 22 | 10.0 | 80 |\n", self.text())

    def test_an_error_is_not_a_row(self):
        before = self.text()
        self.report["benchmarks"][0].update(error_occurred=True, error_message="heddle's verdict: data_race")
        run = self.run_script()
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("data_race", run.stderr)
        self.assertEqual(self.text(), before)

    def test_nothing_measured(self):
        before = self.text()
        self.report["benchmarks"] = []
        self.assertNotEqual(self.run_script().returncode, 0)
        self.assertEqual(self.text(), before)

    def test_no_markers(self):
        self.readme.write_text("# A project\n", encoding="utf-8")
        run = self.run_script()
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("markers", run.stderr)
        self.assertEqual(self.text(), "# A project\n")


if __name__ == "__main__":
    unittest.main()
