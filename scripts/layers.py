#!/usr/bin/env python3
"""Import lines against the layers of Package.swift: an arrow to the own row or a higher one is an error."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
manifest = (root / "Package.swift").read_text()
block = re.search(r"let layers: \[\[String\]\] = \[(.*?)\n\]", manifest, re.S).group(1)
rows = [re.findall(r'"(\w+)"', line) for line in block.splitlines() if '"' in line]
depth = {name: row for row, names in enumerate(rows) for name in names}
wrong = []
for folder in sorted((root / "Sources").iterdir()):
    if folder.name not in depth:
        if any(folder.glob("**/*.swift")):
            wrong.append(f"{folder.name} stands in no layer")
        continue
    for path in sorted(folder.glob("**/*.swift")):
        for name in re.findall(r"^\s*(?:@\w+\s+)*(?:public |package )?import (\w+)", path.read_text(), re.M):
            if name in depth and depth[name] >= depth[folder.name]:
                wrong.append(f"{path.relative_to(root)} imports {name}: arrows point down only")
print("\n".join(wrong), end="\n" if wrong else "")
sys.exit(1 if wrong else 0)
