"""What stands under the name of a file. Opening a named pipe waits for its other end, without one
for ever; a device may have no end.
"""

import errno
import stat
from pathlib import Path

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


def require_file(path: Path) -> Path:
    """The path, where a file stands there, or nothing. Raises OSError at once for anything else."""
    what = what_else(path)
    if what:
        raise OSError(errno.EINVAL, f"expected a file, found {what}", str(path))
    return path


def what_else(path: Path) -> str:
    """What stands in the place of a file, such as "a named pipe"; empty for a file or nothing."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""
    return _KINDS.get(stat.S_IFMT(mode), "")
