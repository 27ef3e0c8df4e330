"""Tables in pages of documentation, between two markers: what the scripts here write into them."""


def line(cells):
    return "| " + " | ".join(cells) + " |"


def table(heading, body, alignment=None):
    """Its lines. Without alignments, as "--:", columns are as they come."""
    return [line(heading), line(alignment or ["---"] * len(heading)), *(line(cells) for cells in body)]


class Part:
    """What stands in a page between `<!-- NAME: written by ci/SCRIPT -->` and `<!-- /NAME -->`."""

    def __init__(self, name, script):
        self.begin = f"<!-- {name}: written by ci/{script} -->"
        self.end = f"<!-- /{name} -->"

    def replaced(self, text, lines):
        """The page with these lines there. Raises SystemExit where the markers are not."""
        before, begin, rest = text.partition(self.begin + "\n")
        _, end, after = rest.partition(self.end)
        if not begin or not end:
            raise SystemExit(f"the markers {self.begin} and {self.end} are not in the page")
        return before + begin + "\n".join(lines) + "\n" + end + after
