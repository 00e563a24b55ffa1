"""What has to be there before Airflow's services start: the tables of its database, the writer's pool, the login."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from ops.environment import POOL, USER


def main() -> int:
    """Make all of it, as often as it is asked for; the exit status of the first command that fails."""
    airflow = str(Path(sys.executable).with_name("airflow"))
    for arguments in (["db", "migrate"], ["pools", "set", *POOL]):
        done = subprocess.run([airflow, *arguments], check=False)  # noqa: S603
        if done.returncode:
            return done.returncode
    passwords = Path(os.environ["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"])
    passwords.touch(mode=0o600)
    passwords.write_text(json.dumps({USER: os.environ["ADMIN_PASSWORD"]}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
