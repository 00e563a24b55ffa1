"""What has to be there before Airflow's services start: its database, the writer's pool, the login."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ops import airflow_database
from ops.environment import USER


def main() -> None:
    """Make all of it; may be called again at any time."""
    airflow_database.main()
    passwords = Path(os.environ["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"])
    passwords.touch(mode=0o600)
    passwords.write_text(json.dumps({USER: os.environ["ADMIN_PASSWORD"]}), encoding="utf-8")


if __name__ == "__main__":
    main()
