"""Runs the scripts of the site outside of a browser, in Node."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from reports.site.site_builder import STATIC

NODE = shutil.which("node")


def run_script(names: tuple[str, ...], driver: str, data: Any, folder: Path) -> Any:
    """What `driver`, a JavaScript expression over `data`, gives beside these scripts of the site."""
    parts = [(STATIC / name).read_text(encoding="utf-8") for name in names]
    parts.append(
        'const data = JSON.parse(require("fs").readFileSync(0, "utf8"));\n'
        f"process.stdout.write(JSON.stringify({driver}));\n"
    )
    script = folder / "driver.cjs"
    script.write_text("\n".join(parts), encoding="utf-8")
    ran = subprocess.run(
        [str(NODE), str(script)],
        input=json.dumps(data),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
